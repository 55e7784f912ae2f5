#include "clinic.h"

namespace pressor {
namespace {

Titration nurse() {
  Titration rule;
  TitrationStep up;
  up.when = {Relation::less, 65.0};
  up.factor = 1.1;
  TitrationStep down;
  down.when = {Relation::greater, 75.0};
  down.factor = 0.9;
  rule.steps = {up, down};
  rule.cuff_noise = 2.0;
  rule.largest = {3.0, true};
  rule.rounding = 0.01;
  return rule;
}

Challenge ladder() {
  Challenge challenge;
  challenge.drug = 1;
  challenge.at = {60.0};
  challenge.ladder = {{0.5, true}, {1.0, true}, {2.0, true}};
  return challenge;
}

DrugOrder push() {
  DrugOrder order;
  order.kind = DrugOrder::Kind::bolus;
  order.drug = 1;
  order.dose = {1.0, true};
  order.from = 150.5;
  return order;
}

}  // namespace

Clinic::Clinic(std::uint32_t n) {
  Screening s;
  const Caster caster(cast);
  for (std::uint32_t i = 0; i < n; ++i) patients.push_back(caster.patient(11, 0, i, s));
  orders.titrations = {nurse()};
  orders.challenges = {ladder()};
  orders.drugs = {push()};
}

std::vector<Stay> Clinic::stays() const {
  std::vector<Stay> all;
  for (const Patient& p : patients) all.push_back({&p, &orders, &variables});
  return all;
}

std::vector<PatientRun> Clinic::run(std::span<const Stay> which) const {
  return Simulator(cast, settings, 11).run(which);
}

}  // namespace pressor
