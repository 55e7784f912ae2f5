#pragma once

#include <vector>

#include "pressor/pharmacology/dosing.h"

namespace pressor {

/// A dose as it arrives: an amount at once, or at a constant rate for a while.
struct Arrival {
  std::size_t place = 0;
  double amount = 0.0;    ///< ug
  double duration = 0.0;  ///< min; 0: at once
  [[nodiscard]] double rate() const { return amount / duration; }
};

/// Equations (1) to (3) of dosing.h, moved through time by one of the engines.
class DosingSystem {
 public:
  using State = std::vector<double>;

  /// `amount` (ug) is a typical dose: the reference engine's errors are counted against it.
  DosingSystem(const DosingModel& model, DosingEngine engine, double amount)
      : model_(model), engine_(engine), amount_(amount) {}

  /// Rates of change under the infusions `input` (ug/min, one a state).
  void rates(const DosingParameters& p, const State& input, const double* state,
             double* rates) const;

  void advance(const DosingParameters& p, double minutes, const State& input, State& state) const;

  /// State in which `input` has been running for ever.
  [[nodiscard]] State constant(const DosingParameters& p, const State& input) const;

  /// (3), `minutes` after the last of doses that have come every `interval` for ever; on top of
  /// `background` (ug/min, one a state).
  [[nodiscard]] State periodic(const DosingParameters& p, const Arrival& dose, double interval,
                               double minutes, const State& background) const;

 private:
  /// From just before a dose of a series to `minutes` after it.
  void cycle(const DosingParameters& p, const Arrival& dose, double interval, double minutes,
             const State& background, State& state) const;
  void advance_exactly(const DosingParameters& p, double minutes, const State& input,
                       State& state) const;
  void integrate(const DosingParameters& p, double minutes, const State& input, State& state) const;

  const DosingModel& model_;
  DosingEngine engine_;
  double amount_;
};

}  // namespace pressor
