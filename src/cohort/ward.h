#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "pressor/cohort/script.h"
#include "pressor/core/errors.h"
#include "pressor/numerics/ensemble.h"

/// The ensemble engine at the bedside: one lane a patient.
namespace pressor::cohort {

/// Stays that wait for a lane, and where their runs go.
struct Round {
  const Cast& cast;
  const RunSettings& settings;
  std::uint64_t seed = 0;
  const numerics::SparsePlan& plan;
  std::span<const Stay> stays;
  std::span<PatientRun> runs;
};

/// One lane of a record of Packs; the records hold nothing but their numbers.
template <template <class> class Record, class Pack>
Record<double> record_in_lane(const Record<Pack>& from, std::size_t l) {
  Record<double> to;
  constexpr std::size_t count = sizeof(Record<double>) / sizeof(double);
  static_assert(count == sizeof(Record<Pack>) / sizeof(Pack));
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): see above; C++20 has no reflection
  const auto* source = reinterpret_cast<const Pack*>(&from);
  auto* target = reinterpret_cast<double*>(&to);
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  for (std::size_t i = 0; i < count; ++i) target[i] = numerics::lane(source[i], l);
  return to;
}

/// The problem that the ensemble integrator runs: stays, lane by lane.
template <class Pack, std::size_t directions>
class Ward {
 public:
  using Number = numerics::Dual<Pack, directions>;

  explicit Ward(const Round& round)
      : round_(round), model_(round.cast.model), state_(round.cast.model.states()) {}

  void rates(const Pack& time, const Pack* state, Pack* rates) {
    inputs_.time = time;
    derivatives(model_, *parameters_, inputs_, state, rates);
  }
  void rates(const Pack& time, const Number* state, Number* rates) {
    dual_inputs_.time = Number(time);
    derivatives(model_, *dual_parameters_, dual_inputs_, state, rates);
  }

  bool begin(std::size_t l, numerics::LanePlan& plan, std::span<double> state,
             std::span<double> scale) {
    if (next_ == round_.stays.size()) return false;
    const Stay& stay = round_.stays[next_];
    Bed& bed = beds_[l];
    bed.stay = next_++;
    bed.patient = stay.patient;
    bed.script.emplace(round_.cast, *stay.variables, *stay.patient, *stay.orders, round_.settings,
                       round_.seed);
    const Parameters<double>& p = stay.patient->baseline.parameters;
    numerics::set_lane(*parameters_, l, p);
    numerics::set_lane(*dual_parameters_, l, p);
    take_inputs(l);
    copy(bed.script->state(), state);
    copy(state_scales(model_, p), scale);
    plan = {bed.script->now(), next_stop(bed, bed.script->now()),
            bed.script->next_mark(bed.script->now())};
    return true;
  }

  void observe(const numerics::MaskOf<Pack>& due, const Pack& time, const Pack* state) {
    const SignalsOf<Pack> seen = pressor::observe(model_, *parameters_, time, state);
    for (std::size_t l = 0; l < width; ++l) {
      if (!numerics::lane(due, l)) continue;
      for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = numerics::lane(state[i], l);
      read(beds_[l], numerics::lane(time, l), record_in_lane(seen, l));
    }
  }

  double next_output(std::size_t l) {
    const Bed& bed = beds_[l];
    return bed.script->finished() ? never : bed.script->next_mark(bed.script->read_time());
  }

  numerics::StopResult stop(std::size_t l, double time, std::span<double> state) {
    Bed& bed = beds_[l];
    PatientScript& script = *bed.script;
    bool changed = false;
    if (!script.finished() && time >= script.next_stop()) {
      copy(state, script.state());
      if (script.read_time() < time) {
        const Parameters<double>& p = bed.patient->baseline.parameters;
        copy(state, state_);
        read(bed, time, pressor::observe(model_, p, time, state_.data()));
      }
      const Inputs<double> before = script.inputs();
      script.arrive();
      changed = !same(before, script.inputs()) || !same(state, script.state());
      if (changed) {
        copy(script.state(), state);
        take_inputs(l);
      }
    }
    if (script.finished()) {
      round_.runs[bed.stay] = script.take();
      return {never, true, true};
    }
    return {next_stop(bed, time), changed, false};
  }

  void fail(std::size_t l, double time, numerics::LaneFailure failure) {
    Bed& bed = beds_[l];
    bed.script->fail(time, IntegrationError(numerics::failure_reason(failure), time).what());
    round_.runs[bed.stay] = bed.script->take();
  }

 private:
  static constexpr std::size_t width = numerics::lane_count<Pack>;
  static constexpr double never = std::numeric_limits<double>::infinity();
  /// Longest time (min) between two stops, so that a dead patient soon frees his lane.
  static constexpr double longest_stretch = 60.0;

  struct Bed {
    std::optional<PatientScript> script;
    const Patient* patient = nullptr;
    std::size_t stay = 0;
    double reading = 0.0;  ///< min: time of the reading that is being shown
  };

  template <class From, class To>
  static void copy(const From& from, To&& to) {
    std::copy(from.begin(), from.end(), to.begin());
  }
  static bool same(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  static bool same(const Inputs<double>& a, const Inputs<double>& b) {
    return a.infusion == b.infusion && a.fluids.crystalloid == b.fluids.crystalloid &&
           a.fluids.colloid == b.fluids.colloid && a.fluids.bleeding == b.fluids.bleeding &&
           a.steroid == b.steroid;
  }

  static double next_stop(const Bed& bed, double time) {
    return std::min(bed.script->next_stop(), time + longest_stretch);
  }

  void take_inputs(std::size_t l) {
    numerics::set_lane(inputs_, l, beds_[l].script->inputs());
    numerics::set_lane(dual_inputs_, l, beds_[l].script->inputs());
  }

  void read(Bed& bed, double time, const Signals& seen) {
    bed.reading = time;
    // Two captures fit into a std::function without memory of their own.
    bed.script->read(time, state_, seen,
                     [this, &bed](double t, std::span<double> out) { between(bed, t, out); });
  }

  /// State between the last reading and this one, by Hermite's cubic.
  void between(const Bed& bed, double time, std::span<double> out) {
    const Parameters<double>& p = bed.patient->baseline.parameters;
    const double from = bed.script->read_time();
    const double to = bed.reading;
    const auto first = bed.script->read_state();
    Inputs<double> in = bed.script->inputs();
    std::vector<double> slope0(out.size());
    std::vector<double> slope1(out.size());
    in.time = from;
    derivatives(model_, p, in, first.data(), slope0.data());
    in.time = to;
    derivatives(model_, p, in, state_.data(), slope1.data());
    const double h = to - from;
    const double x = (time - from) / h;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double rise = state_[i] - first[i];
      out[i] =
          first[i] + x * rise +
          x * (x - 1.0) * ((1.0 - 2.0 * x) * rise + h * ((x - 1.0) * slope0[i] + x * slope1[i]));
    }
  }

  const Round& round_;
  const Model& model_;
  std::size_t next_ = 0;
  std::array<Bed, width> beds_;
  std::unique_ptr<Parameters<Pack>> parameters_ = std::make_unique<Parameters<Pack>>();
  std::unique_ptr<Parameters<Number>> dual_parameters_ = std::make_unique<Parameters<Number>>();
  Inputs<Pack> inputs_{};
  Inputs<Number> dual_inputs_{};
  std::vector<double> state_;  ///< at the reading
};

/// Longest step (min). Minutes inside a step are read one after the other while the other lanes
/// wait: longer steps save less than that costs.
inline constexpr double longest_ward_step = 3.0;

/// Directions of the dual numbers in one pass over the right-hand side.
inline constexpr std::size_t ward_directions = 10;

template <class Pack>
void run_ward(const Round& round) {
  using Problem = Ward<Pack, ward_directions>;
  const auto ward = std::make_unique<Problem>(round);
  numerics::EnsembleSettings settings;
  settings.tolerance = round.settings.tolerance;
  settings.largest_step = longest_ward_step;
  settings.jacobian_every = 24;
  numerics::Ensemble<Pack, Problem, ward_directions>(round.plan, *ward, settings).run();
}

void run_ward_portable(const Round& round);
void run_ward_v2(const Round& round);
void run_ward_v3(const Round& round);
void run_ward_v4(const Round& round);

}  // namespace pressor::cohort
