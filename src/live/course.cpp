#include "pressor/live/course.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/trial/follow_up.h"

namespace pressor {
namespace {

/// Right atrial pressures (mmHg) at which the curves are drawn.
constexpr double lowest_drawn = -4.0;
constexpr std::size_t drawn_points = 65;
constexpr double drawn_step = 0.5;

RunSettings course_settings(const Study& study) {
  RunSettings settings = study.settings();
  const auto minutes = static_cast<std::size_t>(study.horizon);
  for (std::size_t minute = 0; minute <= minutes; ++minute) {
    settings.moments.push_back(static_cast<double>(minute));
  }
  return settings;
}

const Study& with_arm(const Study& study, std::size_t arm) {
  if (arm >= study.arms.size()) throw ParameterError("there is no such arm");
  if (study.crossover) throw ParameterError("a crossover has no single course of one arm");
  return study;
}

Patient first_patient(const Study& study) {
  Screening screening;
  return cast_patient(study.cast, study.seed, 0, 0, screening);
}

}  // namespace

Course::Course(Study study, std::size_t arm)
    : study_(std::move(study)),
      arm_(arm),
      settings_(course_settings(with_arm(study_, arm))),
      patient_(first_patient(study_)),
      variables_(study_variables(study_.cast)) {
  const Simulator simulator(study_.cast, settings_, study_.seed);
  const Stay stay{&patient_, &study_.arms[arm_].orders, &variables_};
  run_ = std::move(simulator.run({&stay, 1}).front());
}

std::vector<EndpointValue> Course::endpoints() const {
  const double death = study_.mortality ? death_time(patient_, run_, study_.follow_up)
                                        : std::numeric_limits<double>::infinity();
  MeasuredRun measured{study_.cast, variables_, patient_, study_.arms[arm_].orders, run_};
  measured.every = settings_.every;
  measured.death_time = death;
  measured.seed = study_.seed;
  measured.loss = study_.loss;
  std::vector<EndpointValue> values;
  for (const EndpointColumn& column : endpoint_columns(study_.endpoints, variables_)) {
    values.push_back(measure(measured, study_.endpoints[column.endpoint], column));
  }
  return values;
}

std::vector<double> Course::state(double time) const {
  const auto& kept = run_.moments;
  const auto last = static_cast<double>(kept.size() - 1);
  const double inside = std::clamp(time, 0.0, last);
  const auto before = static_cast<std::size_t>(inside);
  std::vector<double> state = kept[before];
  if (before + 1 == kept.size()) return state;
  const double share = inside - static_cast<double>(before);
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] += share * (kept[before + 1][i] - state[i]);
  }
  return state;
}

std::vector<ReceptorShare> Course::shares(const std::vector<double>& state) const {
  std::vector<ReceptorShare> made;
  const Model& model = study_.cast.model;
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    const DrugStructure& drug = model.drugs()[d];
    const auto& p = patient_.baseline.parameters.drugs[d];
    for (std::size_t a = 0; a < drug.actions.size(); ++a) {
      const Action& action = drug.actions[a];
      const double c = concentration(drug, p, state.data() + model.drug_at(d), action.site);
      const double bound = c / p.potency[a];
      made.push_back({d, action.receptor, c, bound, bound * action.efficacy});
    }
  }
  return made;
}

Moment Course::moment(double time) const {
  const std::vector<double> at = state(time);
  const Model& model = study_.cast.model;
  const Parameters<double>& p = patient_.baseline.parameters;
  Moment made;
  made.time = time;
  made.seen = observe(model, p, time, at.data());
  made.response = respond(model, p, at.data());
  made.body = load_body(at.data());
  made.shares = shares(at);
  made.nerve_drive = p.body.alpha1.arteriolar_nerve * made.body.arteriolar_tone;
  for (std::size_t i = 0; i < drawn_points; ++i) {
    made.curves.push_back({lowest_drawn + drawn_step * static_cast<double>(i), 0.0, 0.0});
  }
  return_and_function_curves(model, p, at.data(), made.curves);
  return made;
}

Snapshot Course::snapshot(double time) const {
  const double minute = std::floor(time);
  std::vector<double> at = state(minute);
  const Signals seen = observe(study_.cast.model, patient_.baseline.parameters, minute, at.data());
  return {minute, std::move(at), seen};
}

std::vector<CauseShare> Course::explain(double from, double to) const {
  return explain_change(study_.cast, patient_, snapshot(from), snapshot(to));
}

}  // namespace pressor
