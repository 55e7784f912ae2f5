#include <algorithm>
#include <cmath>

#include "draws.h"
#include "plan.h"
#include "pressor/core/errors.h"

/// How one person is drawn and calibrated.
///
///     x_i = s_i z + sqrt(1 - s_i^2) e_i,   e = L n                                  (1)
///
/// z severity, n independent standard normal numbers, L the Cholesky factor of the correlations of
/// the own deviates, s_i the correlation of draw i with severity.
namespace pressor {

using cohort::Seen;
using cohort::Slot;

struct Caster::Plan::Person {
  Patient patient;
  Parameters<double> parameters;
  Seen seen;
};

namespace {

double required(const std::optional<double>& value, const char* name) {
  if (!value) throw ParameterError(std::string("nothing says what ") + name + " is at baseline");
  return *value;
}

Observables observables(const Seen& seen, const Covariates& person) {
  Observables o;
  o.map = required(seen.map, "MAP");
  o.heart_rate = required(seen.heart_rate, "HR");
  o.output = seen.index ? *seen.index * person.body_surface() : required(seen.output, "CO");
  o.cvp = required(seen.cvp, "CVP");
  o.pmsf = seen.gradient ? o.cvp + *seen.gradient : required(seen.pmsf, "PMSF");
  o.lactate = required(seen.lactate, "lactate");
  o.activation = seen.activation;
  if (!seen.activation) o.coupling = required(seen.coupling, "coupling");
  return o;
}

void put_covariate(Covariates& person, std::size_t field, double value) {
  const auto member = cohort::covariate_fields[field].member;
  if (member == nullptr) {
    person.woman = value != 0.0;
  } else {
    person.*member = value;
  }
}

void put_seen(Seen& seen, std::size_t field, double value) {
  const cohort::SeenField& f = cohort::seen_fields[field];
  seen.*f.member = value;
  if (f.rival != nullptr) (seen.*f.rival).reset();
}

}  // namespace

std::vector<double> Caster::Plan::deviates(const StreamKey& key, double severity) const {
  std::vector<double> own;
  for (const Step& step : steps_) {
    StreamKey stream = key;
    stream.stream = step.stream;
    own.push_back(RandomStream(stream).normal_at(draw_number(step.draw->name)));
  }
  std::vector<double> x = own;
  for (std::size_t i = 0; i < correlated_.size(); ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j <= i; ++j) {
      sum +=
          factor_(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) * own[correlated_[j]];
    }
    x[correlated_[i]] = sum;
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const double s = steps_[i].draw->severity;
    x[i] = s * severity + std::sqrt(1.0 - s * s) * x[i];  // (1)
  }
  return x;
}

void Caster::Plan::put(Person& person, const Slot& slot, double value, bool per_kg) const {
  switch (slot.kind) {
    case Slot::Kind::covariate:
      put_covariate(person.patient.covariates, slot.index, value);
      break;
    case Slot::Kind::seen:
      put_seen(person.seen, slot.index, value);
      break;
    case Slot::Kind::dose:
      person.patient.infusions[slot.index] =
          Dose{value, per_kg}.absolute(person.patient.covariates.weight);
      break;
    case Slot::Kind::parameter:
      set(person.parameters.body, slot.index, value);
      break;
    case Slot::Kind::frailty:
      person.patient.frailty = value;
      break;
    case Slot::Kind::own:
      break;
  }
}

/// Sex first: other draws may differ between women and men.
void Caster::Plan::draw_covariates(Person& person, const std::vector<double>& x) const {
  Covariates& covariates = person.patient.covariates;
  covariates = cast_.body.covariates;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i].draw->name != "woman") continue;
    covariates.woman = cohort::value_of_draw(*steps_[i].draw, false, x[i]) != 0.0;
  }
  for (const auto& [slot, value] : person_) {
    if (slot.kind == Slot::Kind::covariate) put(person, slot, value, false);
  }
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const double value = cohort::value_of_draw(*steps_[i].draw, covariates.woman, x[i]);
    person.patient.drawn.push_back(value);
    if (steps_[i].slot.kind != Slot::Kind::covariate) continue;
    if (steps_[i].draw->name != "woman") put(person, steps_[i].slot, value, false);
  }
  for (const auto& [slot, value] : person_) {
    if (slot.kind == Slot::Kind::covariate) put(person, slot, value, false);
  }
}

void Caster::Plan::start_from_body(Person& person) const {
  const double weight = person.patient.covariates.weight;
  for (const auto& [index, value] : parameters_) {
    set(person.parameters.body, index, value->at(weight));
  }
  for (const auto& [slot, value] : seen_) put(person, slot, value->at(weight), false);
  person.patient.infusions.assign(cast_.drugs.size(), 0.0);
  for (const auto& [d, dose] : running_) person.patient.infusions[d] = dose.absolute(weight);
}

void Caster::Plan::draw_rest(Person& person, const std::vector<double>& x) const {
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (steps_[i].slot.kind == Slot::Kind::covariate) continue;
    put(person, steps_[i].slot, person.patient.drawn[i], steps_[i].draw->per_kg);
  }
  for (const auto& [d, dose] : steady_) {
    person.patient.infusions[d] = dose.absolute(person.patient.covariates.weight);
  }
  for (const auto& [slot, value] : person_) {
    if (slot.kind == Slot::Kind::covariate) continue;
    const bool per_kg =
        slot.kind == Slot::Kind::dose && cohort::dosed_per_kg(cast_.drugs[slot.index].drug);
    put(person, slot, value, per_kg);
  }
}

void Caster::Plan::multiply(Person& person) const {
  BodyParameters<double>& body = person.parameters.body;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    for (const std::size_t index : steps_[i].multiplies) {
      set(body, index, get(body, index) * person.patient.drawn[i]);
    }
  }
}

void Caster::Plan::apply_hypothesis(Person& person, const StreamKey& key) const {
  if (changes_.empty()) return;
  double all = 0.0;
  for (const Hypothesis& h : cast_.hypotheses) all += h.weight;
  StreamKey stream = key;
  stream.stream = Stream::dynamics;
  double left = RandomStream(stream).uniform_at(draw_number("hypothesis")) * all;
  std::size_t chosen = 0;
  while (chosen + 1 < changes_.size() && left >= cast_.hypotheses[chosen].weight) {
    left -= cast_.hypotheses[chosen].weight;
    ++chosen;
  }
  person.patient.hypothesis = chosen;
  BodyParameters<double>& body = person.parameters.body;
  for (const Change& change : changes_[chosen]) {
    const double before = get(body, change.parameter);
    set(body, change.parameter, change.factor ? before * change.value : change.value);
  }
}

void Caster::Plan::add_risks(Person& person) const {
  if (!cast_.population) return;
  const SurvivalEffects& effects = cast_.population->survival;
  const Patient& patient = person.patient;
  SurvivalParameters<double>& risk = person.parameters.body.survival;
  risk.log_risk += effects.age * (patient.covariates.age - effects.age_reference) +
                   effects.frailty * patient.frailty;
  risk.fading_risk += effects.saps2 * (patient.covariates.saps2 - effects.saps2_reference);
  if (cast_.population->lactate_risk == LactateRisk::baseline) {
    const double counted = std::min(required(person.seen.lactate, "lactate"), risk.lactate_cap);
    risk.fading_risk += risk.lactate_risk * (counted - risk.lactate_reference);
    risk.lactate_risk = 0.0;
  }
  const LactateRecovery& recovery = cast_.population->lactate_recovery;
  if (std::isfinite(recovery.time)) {
    person.parameters.body.lactate.clearance_recovery =
        1.0 / (recovery.time * std::exp(recovery.severity * patient.severity));
  }
}

void Caster::Plan::draw_kinetics(Person& person, const StreamKey& key) const {
  StreamKey stream = key;
  stream.stream = Stream::kinetics;
  const RandomStream random(stream);
  for (std::size_t d = 0; d < kinetics_.size(); ++d) {
    const Drug& drug = cast_.drugs[d].drug;
    const Kinetics& plan = kinetics_[d];
    RandomEffects etas;
    if (cast_.population && plan.effects > 0) {
      std::vector<double> own(plan.effects);
      for (std::size_t i = 0; i < own.size(); ++i) {
        own[i] = random.normal_at(plan.first_draw + static_cast<std::uint32_t>(i));
      }
      etas = random_effects(drug, *plan.set, own);
    }
    const Covariates& covariates = person.patient.covariates;
    person.parameters.drugs[d] = individual(drug, *plan.set, covariates, etas);
    person.patient.typical_drugs.push_back(individual(drug, *plan.set, covariates, {}));
  }
}

Patient Caster::Plan::draw(const StreamKey& key) const {
  Person person{};
  Patient& patient = person.patient;
  patient.replicate = key.replicate;
  patient.index = key.patient;
  patient.attempt = key.attempt;
  StreamKey stream = key;
  if (cast_.population) {
    stream.stream = Stream::covariates;
    patient.severity = RandomStream(stream).normal_at(draw_number("severity"));
  }
  stream.stream = Stream::outcome;
  patient.outcome = RandomStream(stream).uniform_at(0);
  const std::vector<double> x = deviates(key, patient.severity);
  draw_covariates(person, x);
  start_from_body(person);
  draw_rest(person, x);
  multiply(person);
  apply_hypothesis(person, key);
  add_risks(person);
  draw_kinetics(person, key);
  patient.observed = observables(person.seen, patient.covariates);
  patient.baseline = calibrate(cast_.model, person.parameters, patient.observed, patient.infusions,
                               /*steroid=*/false);
  return patient;
}

std::size_t Caster::Plan::first_failing(const Patient& patient) const {
  const auto fails = [&](const Condition& c) {
    return !c.comparison.holds(value_of(cast_, patient, c.name));
  };
  return static_cast<std::size_t>(std::find_if(cast_.where.begin(), cast_.where.end(), fails) -
                                  cast_.where.begin());
}

bool Caster::Plan::takes(const Patient& patient, const StreamKey& key) const {
  if (!cast_.matching) return true;
  StreamKey stream = key;
  stream.stream = Stream::matching;
  const double excess = log_weight(*cast_.matching, cast_, patient) - cast_.matching->ceiling;
  return std::log(RandomStream(stream).uniform_at(0)) < excess;
}

}  // namespace pressor
