#include "plan.h"

#include <Eigen/Cholesky>
#include <algorithm>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

using cohort::Slot;

/// Draws of Stream::kinetics that one drug may use.
constexpr std::uint32_t kinetics_block = 64;

Stream stream_of(const Slot& slot) {
  if (slot.kind == Slot::Kind::covariate) return Stream::covariates;
  return slot.kind == Slot::Kind::frailty ? Stream::frailty : Stream::dynamics;
}

}  // namespace

Caster::Plan::Plan(const Cast& cast) : cast_(cast) {
  plan_body();
  plan_drugs();
  if (cast_.population) {
    plan_draws();
    plan_correlations();
  }
  plan_hypotheses();
  const std::vector<std::string> known = value_names(cast_);
  for (const Condition& condition : cast_.where) {
    if (std::find(known.begin(), known.end(), condition.name) == known.end()) {
      throw ParameterError("condition on `" + condition.name + "`, which is not known");
    }
  }
}

std::size_t Caster::Plan::parameter(const std::string& name, const std::string& asked_by) const {
  const ParameterInfo* info = find_body_parameter(name);
  if (info == nullptr) throw ParameterError(asked_by + ": no body parameter `" + name + "`");
  if (info->derived) {
    throw ParameterError(asked_by + ": " + name + " follows from the baseline, it cannot be set");
  }
  return info->index;
}

std::size_t Caster::Plan::drug(const std::string& name) const { return cast_.model.drug(name); }

void Caster::Plan::plan_body() {
  for (const auto& [name, value] : cast_.body.parameters) {
    parameters_.emplace_back(parameter(name, "body " + cast_.body.name), &value);
  }
  for (const auto& [name, value] : cast_.body.observables) {
    const Slot slot = cohort::slot_of(cast_, name);
    if (slot.kind != Slot::Kind::seen) throw ParameterError("no observable `" + name + "`");
    seen_.emplace_back(slot, &value);
  }
  for (const auto& [name, running] : cast_.body.infusions) {
    running_.emplace_back(drug(name), running.dose);
  }
  for (const auto& [name, dose] : cast_.steady) steady_.emplace_back(drug(name), dose);
  for (const auto& [name, value] : cast_.person) {
    const Slot slot = cohort::slot_of(cast_, name);
    if (slot.kind == Slot::Kind::own) throw ParameterError("a person has no `" + name + "`");
    person_.emplace_back(slot, value);
  }
}

void Caster::Plan::plan_drugs() {
  for (const CastDrug& cast : cast_.drugs) {
    Kinetics kinetics;
    kinetics.set = &cast.drug.set(cast.set, cast_.body.name);
    kinetics.effects = random_effect_names(cast.drug, *kinetics.set).size();
    kinetics.first_draw = draw_number(cast.drug.name) / kinetics_block * kinetics_block;
    kinetics_.push_back(kinetics);
  }
}

void Caster::Plan::plan_draws() {
  for (const Draw& draw : cast_.population->draws) {
    Step step{&draw, cohort::slot_of(cast_, draw.name), Stream::dynamics, {}};
    step.stream = stream_of(step.slot);
    if (step.slot.kind == Slot::Kind::parameter) step.slot.index = parameter(draw.name, "draw");
    if (step.slot.kind == Slot::Kind::own && draw.multiplies.empty()) {
      throw ParameterError("draw `" + draw.name + "` is no known quantity and multiplies nothing");
    }
    for (const std::string& name : draw.multiplies) {
      step.multiplies.push_back(parameter(name, "draw " + draw.name));
    }
    steps_.push_back(std::move(step));
  }
}

void Caster::Plan::plan_correlations() {
  const auto& draws = cast_.population->draws;
  const auto index = [&](const std::string& name) {
    const auto at =
        std::find_if(draws.begin(), draws.end(), [&](const Draw& d) { return d.name == name; });
    if (at == draws.end())
      throw ParameterError("correlation of `" + name + "`, which is not drawn");
    return static_cast<std::size_t>(at - draws.begin());
  };
  for (const DrawCorrelation& c : cast_.population->correlations) {
    correlated_.push_back(index(c.first));
    correlated_.push_back(index(c.second));
  }
  std::sort(correlated_.begin(), correlated_.end());
  correlated_.erase(std::unique(correlated_.begin(), correlated_.end()), correlated_.end());
  const auto n = static_cast<Eigen::Index>(correlated_.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
  const auto place = [&](const std::string& name) {
    return static_cast<Eigen::Index>(
        std::lower_bound(correlated_.begin(), correlated_.end(), index(name)) -
        correlated_.begin());
  };
  for (const DrawCorrelation& c : cast_.population->correlations) {
    matrix(place(c.first), place(c.second)) = c.value;
    matrix(place(c.second), place(c.first)) = c.value;
  }
  const Eigen::LLT<Eigen::MatrixXd> factor(matrix);
  if (factor.info() != Eigen::Success) {
    throw ParameterError("the correlations of population " + cast_.population->name +
                         " contradict each other");
  }
  factor_ = factor.matrixL();
}

void Caster::Plan::plan_hypotheses() {
  for (const Hypothesis& hypothesis : cast_.hypotheses) {
    std::vector<Change> changes;
    for (const ParameterChange& change : hypothesis.changes) {
      changes.push_back(
          {parameter(change.name, "hypothesis " + hypothesis.name), change.value, change.factor});
    }
    changes_.push_back(std::move(changes));
  }
}

}  // namespace pressor
