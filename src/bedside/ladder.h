#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bed.h"
#include "pumps.h"

namespace pressor::bedside {

/// The challenge that is running, if any: baseline, ladder, wash-out.
///
/// Means of MAP are differences of its integral between marks. The stop rules look at true MAP and
/// HR at every full minute from the end of the baseline to the end of the ladder.
class Ladder {
 public:
  Ladder(Bed& bed, Pumps& pumps);

  [[nodiscard]] bool running() const { return phase_ != Phase::none; }
  void start(std::size_t challenge, std::span<const double> state);
  /// The next mark of the running challenge; true when the challenge is over with it. Marks of an
  /// earlier one are left alone.
  bool mark(std::uint32_t generation, std::span<const double> state);
  /// A rescue ends it.
  void abort(const Reason& reason, std::span<const double> state);
  /// Death or the end of the run.
  void close();

 private:
  enum class Phase : std::uint8_t { none, baseline, ladder, wash_out };
  struct Mark {
    double time = 0.0;
    double integral = 0.0;
  };

  [[nodiscard]] const Challenge& order() const;
  ChallengeResult& result() { return bed_.chart.challenges.back(); }
  void plan(double time);
  void plan_within_step();
  void begin_ladder(std::span<const double> state);
  void begin_step();
  void mark_step(std::span<const double> state);
  void read_step();
  void wash_out(EventKind kind, double value, const Reason& reason);
  void finish(bool complete, Cause cause);
  bool stop_rule_holds(std::span<const double> state, double& seen, Reason& reason) const;
  [[nodiscard]] bool full_minute() const;

  Bed& bed_;
  Pumps& pumps_;
  Phase phase_ = Phase::none;
  std::uint32_t generation_ = 0;
  std::size_t step_ = 0;
  double ladder_start_ = 0.0;  ///< min
  double step_start_ = 0.0;
  double step_end_ = 0.0;
  std::vector<Mark> marks_;  ///< of the running step
};

}  // namespace pressor::bedside
