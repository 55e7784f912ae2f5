#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "pressor/bedside/bedside.h"
#include "pressor/physiology/body.h"

/// A body whose MAP and HR a test dictates, and an engine that goes from stop to stop.
namespace pressor::testing {

/// Value from `time` on.
using Path = std::vector<std::pair<double, double>>;

/// A stretch between two stops.
struct Stretch {
  double from = 0.0;
  double to = 0.0;
  std::vector<double> pumps;
  Inputs<double> inputs;
};

struct World {
  Model model;
  Parameters<double> parameters;
  Orders orders;
  BedPatient patient;
  StreamKey key{.seed = 7, .replicate = 0, .patient = 3};
  Path map{{0.0, 70.0}};
  Path rate{{0.0, 80.0}};

  std::vector<double> state;
  std::vector<Stretch> stretches;

  explicit World(std::size_t drugs = 2);

  /// Runs to `horizon` and closes the bed there. Each drug's first state collects what arrived.
  Chart run(double horizon);
  [[nodiscard]] double pump_at(std::size_t drug, double time) const;
  [[nodiscard]] double vein_at(std::size_t drug, double time) const;

 private:
  double shown_ = 0.0;  ///< MAP that the state shows
  void show(double map_now, double rate_now);
  void integrate(double from, double to, const Bedside& bed);
};

/// Events of one kind.
std::vector<Event> events_of(const Chart& chart, EventKind kind);

/// Below 65 x 1.25, above 75 x 0.8, checks at 5 min; no noise, no rounding, start 0.05 ug/kg/min.
Titration simple_rule();

inline Dose per_kg(double value) { return {.value = value, .per_kg = true}; }
inline Dose absolute(double value) { return {.value = value, .per_kg = false}; }

inline DrugOrder infusion(std::size_t drug, double rate, double from, double until = for_ever) {
  return {.drug = drug, .dose = absolute(rate), .from = from, .until = until};
}

inline DrugOrder bolus(std::size_t drug, double amount, double from, double duration = 0.0) {
  return {.drug = drug,
          .kind = DrugOrder::Kind::bolus,
          .dose = absolute(amount),
          .from = from,
          .duration = duration};
}

}  // namespace pressor::testing
