#include "pressor/cohort/simulate.h"

#include <algorithm>

#include "pressor/cohort/script.h"
#include "pressor/core/errors.h"
#include "pressor/numerics/reference.h"

namespace pressor {
namespace {

/// Longest stretch (min) of one call of the integrator, so that little is wasted after a death.
constexpr double longest_stretch = 60.0;

/// The reference engine at one patient's bedside.
class ReferenceRun {
 public:
  ReferenceRun(const Cast& cast, const Patient& patient, const RunSettings& settings,
               PatientScript& script)
      : cast_(cast),
        patient_(patient),
        script_(script),
        scale_(state_scales(cast.model, patient.baseline.parameters)) {
    settings_.tolerance = settings.tolerance;
  }

  /// From now() to the next stop.
  void stretch() {
    const double stop = script_.next_stop();
    inputs_ = script_.inputs();
    for (double from = script_.now(); from < stop && !script_.finished();) {
      const double to = std::min(stop, from + longest_stretch);
      move(from, to);
      from = to;
    }
    script_.arrive();
  }

 private:
  void move(double from, double to) {
    times_.clear();
    double t = from;
    while (t < to && (t = script_.next_reading(t)) <= to) times_.push_back(t);
    const auto show = [&](std::size_t i, std::span<const double> state) {
      const Signals seen =
          observe(cast_.model, patient_.baseline.parameters, times_[i], state.data());
      script_.read(times_[i], state, seen,
                   [&](double time, std::span<double> out) { between(time, out); });
    };
    numerics::integrate_reference(right_hand_side(), from, to, script_.state(), scale_, times_,
                                  show, settings_);
  }

  /// State at a time after the last reading, from there once more.
  void between(double time, std::span<double> out) {
    const auto start = script_.read_state();
    std::copy(start.begin(), start.end(), out.begin());
    numerics::integrate_reference(
        right_hand_side(), script_.read_time(), time, out, scale_, {},
        [](std::size_t, std::span<const double>) {}, settings_);
  }

  [[nodiscard]] numerics::RightHandSide right_hand_side() {
    return [this](double time, const double* state, double* rates) {
      inputs_.time = time;
      derivatives(cast_.model, patient_.baseline.parameters, inputs_, state, rates);
    };
  }

  const Cast& cast_;
  const Patient& patient_;
  PatientScript& script_;
  std::vector<double> scale_;
  numerics::ReferenceSettings settings_;
  Inputs<double> inputs_;
  std::vector<double> times_;
};

}  // namespace

PatientRun simulate(const Cast& cast, const std::vector<Variable>& variables,
                    const Patient& patient, const Orders& orders, const RunSettings& settings,
                    std::uint64_t seed) {
  PatientScript script(cast, variables, patient, orders, settings, seed);
  ReferenceRun engine(cast, patient, settings, script);
  try {
    while (!script.finished()) engine.stretch();
  } catch (const IntegrationError& error) {
    script.fail(error.time(), error.what());
  }
  return script.take();
}

}  // namespace pressor
