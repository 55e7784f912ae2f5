#include "pressor/physiology/state.h"

#include <algorithm>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

bool hears(const DrugStructure& drug, std::size_t other) {
  return std::any_of(drug.interactions.begin(), drug.interactions.end(),
                     [&](const ClearanceInteraction& i) { return i.drug == other; });
}

bool stands_by(const std::vector<DrugStructure>& drugs, std::size_t d) {
  const DrugStructure& drug = drugs[d];
  const bool deaf = drug.flow_exponent == 0.0 && drug.interactions.empty() && !drug.endogenous;
  const bool heard = std::any_of(drugs.begin(), drugs.end(),
                                 [&](const DrugStructure& other) { return hears(other, d); });
  return drug.actions.empty() && deaf && !heard;
}

}  // namespace

Model::Model(std::vector<DrugStructure> drugs, std::vector<Limit> limits)
    : drugs_(std::move(drugs)), limits_(std::move(limits)) {
  if (drugs_.size() > max_drugs) {
    throw ParameterError("a study can hold at most " + std::to_string(max_drugs) + " drugs, not " +
                         std::to_string(drugs_.size()));
  }
  states_ = body_state_count + 2 * limits_.size();
  for (const DrugStructure& drug : drugs_) {
    drug_at_.push_back(states_);
    states_ += drug.states();
    bystander_.push_back(stands_by(drugs_, bystander_.size()));
  }
}

std::size_t Model::drug(std::string_view name) const {
  const auto found = std::find_if(drugs_.begin(), drugs_.end(), [&](const DrugStructure& d) {
    return d.name == name || d.code == name;
  });
  if (found == drugs_.end()) {
    throw ParameterError("drug " + std::string(name) + " is not part of this study");
  }
  return static_cast<std::size_t>(found - drugs_.begin());
}

}  // namespace pressor
