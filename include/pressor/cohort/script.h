#pragma once

#include <functional>
#include <span>
#include <vector>

#include "pressor/cohort/simulate.h"

namespace pressor {

/// One patient's course, apart from the integrator: bedside, readings, death, the result. An engine
/// asks for the next stop, integrates to it, and shows the state at every reading on the way:
///
///     while (!script.finished()) {
///       integrate script.state() from script.now() to script.next_stop() with script.inputs(),
///         calling script.read(t, state, seen, state_at) at each t = script.next_reading(previous
///         t);
///       script.arrive();
///     }
///
/// Engines that differ in their steps only see the same readings, stops and random numbers.
class PatientScript {
 public:
  /// State at a time after the last reading (or stop) and not after the present one.
  using StateAt = std::function<void(double time, std::span<double> state)>;

  /// All arguments must outlive the script. Throws ParameterError for orders that cannot be
  /// carried out.
  PatientScript(const Cast& cast, const std::vector<Variable>& variables, const Patient& patient,
                const Orders& orders, const RunSettings& settings, std::uint64_t seed);

  [[nodiscard]] bool finished() const { return finished_; }
  /// Time (min) of the state.
  [[nodiscard]] double now() const { return now_; }
  /// Inputs are constant until here (min), never after the horizon.
  [[nodiscard]] double next_stop() const;
  /// First time after `time` at which the state must be shown: a row, a whole minute, or the stop.
  [[nodiscard]] double next_reading(double time) const;
  /// The same without the stop.
  [[nodiscard]] double next_mark(double time) const;
  /// First time after `time` that is a mark, or the stop where that has not been.
  [[nodiscard]] double next_wanted(double time) const;
  [[nodiscard]] const Inputs<double>& inputs() const { return bed_.inputs(); }
  /// State at now(); the engine moves it to next_stop().
  [[nodiscard]] std::span<double> state() { return state_; }

  /// The last reading or stop.
  [[nodiscard]] double read_time() const { return read_time_; }
  [[nodiscard]] std::span<const double> read_state() const { return read_state_; }

  /// Shows the state at a reading, and what it makes a monitor show. Finds whether and when the
  /// patient died since the last one; then finished() is true and later readings are not looked at.
  void read(double time, std::span<const double> state, const Signals& seen,
            const StateAt& state_at);
  /// The state has been moved to next_stop() and shown there: does what is due. True when that
  /// changed the inputs or the state.
  bool arrive() { return arrive(state_); }
  /// The same for an engine that keeps the state itself.
  bool arrive(std::span<double> state);
  /// The integration cannot go on.
  void fail(double time, const std::string& reason);

  /// What the patient did; once, when finished.
  [[nodiscard]] PatientRun take();

 private:
  struct End {
    double time = for_ever;
    Cause cause = Cause::hazard;
    double seen = 0.0;
    double limit = 0.0;
  };

  /// Where one variable of a row is found, and its value's factor.
  struct Column {
    enum Source : std::uint8_t { signal, dose, state, bystander } source = signal;
    std::size_t place = 0;  ///< among the signals, drugs, states, or the states of the bystander
    double factor = 1.0;
    std::size_t drug = 0;  ///< of a bystander
  };

  void plan_columns();
  [[nodiscard]] double row_time(std::size_t row) const;
  [[nodiscard]] double hazard(double time, std::span<const double> state) const;
  [[nodiscard]] double heart_rate(double time, std::span<const double> state) const;
  [[nodiscard]] End first_end(double time, const Signals& seen, const StateAt& state_at);
  [[nodiscard]] double low_pressure_since(double time, double map) const;
  void note(double time, const Signals& seen);
  void keep_moment(double time);
  bool act(std::span<double> state);
  void record(double time, const Signals& seen, std::span<const double> state);
  void die(const End& end, std::span<const double> state);
  void finish(double time, std::span<const double> state);

  const Cast& cast_;
  const std::vector<Variable>& variables_;
  const Patient& patient_;
  RunSettings settings_;
  Orders orders_;
  Bedside bed_;
  double limit_;  ///< cumulative hazard at which the patient dies
  bool finished_ = false;
  double now_ = 0.0;
  std::vector<double> state_;
  double read_time_ = 0.0;
  std::vector<double> read_state_;
  std::vector<double> inside_;   ///< state between two readings
  Signals seen_;                 ///< of read_state_
  double low_since_ = for_ever;  ///< min: start of MAP below arrest_map
  std::size_t row_ = 0;          ///< next row to record
  std::vector<Column> columns_;  ///< one a variable
  PatientRun run_;
};

}  // namespace pressor
