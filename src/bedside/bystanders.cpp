#include "bystanders.h"

namespace pressor::bedside {

Bystanders::Bystanders(const Model& model, const Parameters<double>& parameters)
    : model_(model), parameters_(parameters), drugs_(model.drugs().size()) {
  for (std::size_t d = 0; d < drugs_.size(); ++d) {
    if (model.bystander(d)) begin(d, 0.0);
  }
}

void Bystanders::begin(std::size_t drug, double rate) {
  const DrugStructure& structure = model_.drugs()[drug];
  any_ = true;
  drugs_[drug] = {LinearKinetics(structure, parameters_.drugs[drug], structure.sites.size(), rate),
                  rate, 0.0};
}

Bystanders::Followed& Bystanders::at(std::size_t drug, double time) {
  Followed& followed = drugs_[drug].value();
  followed.kinetics.advance(time - followed.time, followed.rate);
  followed.time = time;
  return followed;
}

void Bystanders::arrive(std::size_t drug, double time, double rate) { at(drug, time).rate = rate; }

void Bystanders::push(std::size_t drug, double time, double amount) {
  at(drug, time).kinetics.push(amount);
}

std::span<const double> Bystanders::state(std::size_t drug, double time) {
  return at(drug, time).kinetics.state();
}

}  // namespace pressor::bedside
