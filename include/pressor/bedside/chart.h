#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/bedside/orders.h"

/// What the bedside writes down: every delivered dose, every decision with its reason, the
/// challenges.
namespace pressor {

enum class EventKind : std::uint8_t {
  dose_change,      ///< value: new pump rate, ug/min
  bolus,            ///< value: ug
  fluid,            ///< value: mL/min, new rate of fluid `drug` (FluidOrder::Kind)
  titration,        ///< a check that changed nothing because it was missed or held back
  challenge_start,  ///< value: baseline MAP, mmHg
  challenge_step,   ///< value: dose, ug/min
  challenge_stop,   ///< value: MAP or HR that stopped it
  challenge_end,    ///< value: ratio
  rescue,           ///< value: the sign that triggered it
  death,            ///< value: cumulative hazard
  arrest,           ///< value: MAP or HR
};
inline constexpr std::size_t event_kind_count = 11;

/// Name of a kind as in the result file.
const char* event_kind_name(EventKind kind);

/// One line of the chart.
struct Event {
  static constexpr std::size_t no_drug = static_cast<std::size_t>(-1);
  double time = 0.0;  ///< min
  EventKind kind = EventKind::dose_change;
  std::size_t drug = no_drug;
  double value = 0.0;
  std::string reason;
};

/// What came out of one challenge. Pressures in mmHg.
struct ChallengeResult {
  struct Step {
    double dose = 0.0;  ///< ug/min
    double map = 0.0;   ///< mean of the reading window at its end
  };
  std::size_t challenge = 0;  ///< index among the orders
  double start = 0.0;         ///< min
  double baseline_map = 0.0;
  std::vector<Step> steps;  ///< completed ones; a stopped step counts with the minute before
  bool stopped = false;     ///< by a stop rule
  bool complete = false;    ///< false when the patient died or the run ended in it
  [[nodiscard]] bool valid() const { return !steps.empty(); }
  [[nodiscard]] double ratio() const { return steps.back().map / baseline_map; }
  [[nodiscard]] double rise() const { return steps.back().map - baseline_map; }
};

/// The chart of one patient.
struct Chart {
  std::vector<Event> events;
  std::vector<ChallengeResult> challenges;
  std::vector<double> delivered;  ///< ug that left each pump, up to the end
};

}  // namespace pressor
