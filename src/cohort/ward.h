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
  numerics::EnsembleCounts* work = nullptr;  ///< counted here, when asked for
  std::uint64_t rates_alone = 0;  ///< instead of running: evaluate the first stays' rates so often
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

  explicit Ward(const Round& round) : round_(round), model_(round.cast.model) {}

  // What is called millions of times is one function: its powers and roots overlap.
  [[gnu::flatten]] void rates(const Pack& time, const Pack* state, Pack* rates) {
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
    plan = {bed.script->now(), next(l, bed.script->now())};
    return true;
  }

  /// Rows, whole minutes and stops.
  double next(std::size_t l, double time) { return beds_[l].script->next_wanted(time); }

  [[gnu::flatten]] void read(const numerics::Choice<Pack>& lanes, const Pack& time,
                             const Pack* state) {
    numerics::choose(chosen_->body, parameters_->body, lanes);
    for (std::size_t d = 0; d < model_.drugs().size(); ++d) {
      numerics::choose(chosen_->drugs[d], parameters_->drugs[d], lanes);
    }
    seen_ = pressor::observe(model_, *chosen_, time, state);
  }

  numerics::Arrival arrive(std::size_t slot, std::size_t l, double time, std::span<double> state) {
    Bed& bed = beds_[l];
    PatientScript& script = *bed.script;
    read(bed, time, state, record_in_lane(seen_, slot));
    const bool due = !script.finished() && time >= script.next_stop();
    const bool changed = due && script.arrive(state);
    if (changed) take_inputs(l);
    if (script.finished()) {
      round_.runs[bed.stay] = script.take();
      return {never, true, true};
    }
    return {next(l, time), changed, false};
  }

  void fail(std::size_t l, double time, numerics::LaneFailure failure) {
    Bed& bed = beds_[l];
    bed.script->fail(time, IntegrationError(numerics::failure_reason(failure), time).what());
    round_.runs[bed.stay] = bed.script->take();
  }

 private:
  static constexpr std::size_t width = numerics::lane_count<Pack>;
  static constexpr double never = std::numeric_limits<double>::infinity();

  struct Bed {
    std::optional<PatientScript> script;
    const Patient* patient = nullptr;
    std::size_t stay = 0;
    double reading = 0.0;  ///< min: time of the reading that is being shown, and its state
    std::span<const double> state;
  };

  template <class From, class To>
  static void copy(const From& from, To&& to) {
    std::copy(from.begin(), from.end(), to.begin());
  }
  void take_inputs(std::size_t l) {
    numerics::set_lane(inputs_, l, beds_[l].script->inputs());
    numerics::set_lane(dual_inputs_, l, beds_[l].script->inputs());
  }

  void read(Bed& bed, double time, std::span<const double> state, const Signals& seen) {
    bed.reading = time;
    bed.state = state;
    // Two captures fit into a std::function without memory of their own.
    bed.script->read(time, state, seen,
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
    derivatives(model_, p, in, bed.state.data(), slope1.data());
    const double h = to - from;
    const double x = (time - from) / h;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double rise = bed.state[i] - first[i];
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
  std::unique_ptr<Parameters<Pack>> chosen_ = std::make_unique<Parameters<Pack>>();  ///< of slots
  SignalsOf<Pack> seen_{};                                                           ///< in slots
  std::unique_ptr<Parameters<Number>> dual_parameters_ = std::make_unique<Parameters<Number>>();
  Inputs<Pack> inputs_{};
  Inputs<Number> dual_inputs_{};
};

/// Longest step (min): longer ones save little, and a dead patient's lane waits for its end.
inline constexpr double longest_ward_step = 12.0;

/// Directions of the dual numbers in one pass over the right-hand side.
inline constexpr std::size_t ward_directions = 10;

/// The rates of the first patients, one a lane, again and again.
template <class Pack>
void repeat_rates(const Round& round, Ward<Pack, ward_directions>& ward) {
  const std::size_t n = round.cast.model.states();
  std::vector<double> one(n);
  std::vector<double> scale(n);
  std::vector<Pack> state(n, Pack(0.0));
  std::vector<Pack> rates(n, Pack(0.0));
  for (std::size_t l = 0; l < numerics::lane_count<Pack>; ++l) {
    numerics::LanePlan plan;
    if (!ward.begin(l, plan, one, scale)) break;
    for (std::size_t i = 0; i < n; ++i) numerics::set_lane(state[i], l, one[i]);
  }
  for (std::uint64_t k = 0; k < round.rates_alone; ++k) {
    // A hair's move of the first state by the last result: each waits for the one before.
    state[0] = state[0] + 1.0e-12 * rates[0];
    ward.rates(Pack(60.0), state.data(), rates.data());
  }
  round.work->trials += round.rates_alone * numerics::lane_count<Pack>;
}

template <class Pack>
void run_ward(const Round& round) {
  using Problem = Ward<Pack, ward_directions>;
  const auto ward = std::make_unique<Problem>(round);
  if (round.rates_alone > 0) return repeat_rates(round, *ward);
  numerics::EnsembleSettings settings;
  settings.tolerance = round.settings.tolerance;
  settings.largest_step = longest_ward_step;
  settings.jacobian_every = 24;
  settings.rounds = round.settings.budget;
  numerics::Ensemble<Pack, Problem, ward_directions> ensemble(round.plan, *ward, settings);
  ensemble.run();
  if (round.work != nullptr) *round.work += ensemble.counts();
}

void run_ward_portable(const Round& round);
void run_ward_v2(const Round& round);
void run_ward_v3(const Round& round);
void run_ward_v4(const Round& round);

}  // namespace pressor::cohort
