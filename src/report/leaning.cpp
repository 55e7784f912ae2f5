#include "leaning.h"

#include <algorithm>
#include <set>

#include "outcome.h"

namespace pressor::report {
namespace {

enum TopicIndex : std::size_t { pressure, sympatholysis, rate, flow, lactate, survival };

/// Topics that an endpoint belongs to.
std::set<std::size_t> topics_of(const Measure& measure) {
  switch (measure.kind) {
    case MeasureKind::death:
    case MeasureKind::vasopressor_free:
    case MeasureKind::rank:
    case MeasureKind::any_of:
      return {survival, lactate};
    case MeasureKind::challenge_ratio:
    case MeasureKind::challenge_rise:
    case MeasureKind::challenge_slope:
    case MeasureKind::challenge_emax:
    case MeasureKind::challenge_ed50:
    case MeasureKind::dose:
      return {pressure};
    default:
      break;
  }
  const std::string& variable = measure.variable;
  if (variable == "HR") return {rate};
  if (variable == "CO" || variable == "SV") return {flow};
  if (variable == "lactate") return {lactate};
  return {pressure};
}

/// Whether a drug of the study acts on alpha-2 receptors.
bool has_sympatholysis(const Study& study) {
  return std::any_of(study.cast.drugs.begin(), study.cast.drugs.end(), [](const CastDrug& cast) {
    const auto& actions = cast.drug.actions;
    return std::any_of(actions.begin(), actions.end(), [](const DrugAction& action) {
      return action.potency.name.find("alpha2") != std::string::npos;
    });
  });
}

Leaning leaning_of(const Topic& topic, const std::vector<ModelRow>& model) {
  Leaning found{topic.name, {}, 0};
  for (const std::string& name : topic.parameters) {
    const ModelRow* row = nullptr;
    // A population's own draw stands behind the body's typical value and goes before it.
    for (const ModelRow& one : model) {
      if (one.short_name() == name) row = &one;
    }
    if (row == nullptr) continue;
    ++found.all;
    if (row->is_weak()) found.weak.push_back(name);
  }
  return found;
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"Response to vasopressors, their dose and pressure",
       {"activation", "transduction", "slope", "slope_rise", "alpha1_resistance", "vasoplegia",
        "arteriolar_nerve", "venous_nerve", "venous_drug_gain", "capacitance_shift",
        "afterload_pressure", "gain", "sympathetic_base", "sympathetic_width", "resetting",
        "resetting_time"}},
      {"Effect of alpha-2 agonists on pressure and on the response to others",
       {"sympatholysis", "sympatholysis_slope", "alpha2b_resistance", "alpha2b_slope",
        "alpha2b_capacitance", "alpha2b_venous_resistance", "blunting_vasoplegia",
        "blunting_coupling", "set_point_fall", "vagal_rise", "vagal_potentiation"}},
      {"Heart rate",
       {"sympathetic_rate", "vagal_rate", "vagal_base", "vagal_width", "vagal_rise",
        "vagal_potentiation", "beta_rate", "neural_beta"}},
      {"Cardiac output",
       {"filling_pressure", "filling_slope", "filling_time", "intrathoracic_pressure",
        "contractility", "systole", "shortest_diastole", "beta_inotropy", "venous_compliance",
        "cardiac_compliance", "blood_volume"}},
      {"Lactate",
       {"lactate_production", "lactate_volume", "clearance_flow_exponent", "hypoperfusion_flow",
        "hypoperfusion_gain", "lactate_recovery.time", "lactate_recovery.severity"}},
      {"Death",
       {"base_risk", "base_shape", "base_time", "fading_time", "lactate_risk", "lactate_reference",
        "lactate_cap", "pressure_risk", "pressure_threshold", "pressure_scale", "pressure_exponent",
        "survival.age", "survival.saps2", "survival.frailty"}}};
  return all;
}

std::vector<Leaning> leanings(const Evidence& evidence, const std::vector<ModelRow>& model) {
  std::set<std::size_t> wanted;
  for (const Endpoint& endpoint : evidence.study().endpoints)
    wanted.merge(topics_of(endpoint.measure));
  if (has_sympatholysis(evidence.study())) wanted.insert(sympatholysis);
  std::vector<Leaning> found;
  for (const std::size_t topic : wanted) {
    Leaning one = leaning_of(topics().at(topic), model);
    if (one.all > 0) found.push_back(std::move(one));
  }
  return found;
}

}  // namespace pressor::report
