#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pressor/bedside/orders.h"

/// What the bedside writes down: every delivered dose, every decision with its reason, the
/// challenges.
namespace pressor {

enum class EventKind : std::uint8_t {
  dose_change,  ///< value: new pump rate, ug/min
  bolus,        ///< value: ug, pushed (a spread bolus is two dose changes)
  fluid,        ///< value: mL/min, new rate of fluid `drug` (FluidOrder::Kind)
  /// A check that was missed, or the first of those held back for one reason; value: charted MAP, 0
  /// when missed.
  titration,
  challenge_start,  ///< value: baseline MAP, mmHg; 0 when the baseline was not completed
  challenge_step,   ///< value: dose, ug/min
  challenge_stop,   ///< value: MAP or HR that stopped it
  challenge_end,    ///< value: ratio; 0 when there is none
  rescue,           ///< value: the sign that triggered it
  death,            ///< value: cumulative hazard
  arrest,           ///< value: MAP or HR
};
inline constexpr std::size_t event_kind_count = 11;

/// Name of a kind as in the result file.
const char* event_kind_name(EventKind kind);

/// Why something was done.
enum class Cause : std::uint8_t {
  running,       ///< the drug was running at the start
  order,         ///< by schedule; before, after: dose
  bolus_order,   ///< seen: ug; limit: min over which it is spread
  bolus_given,   ///< a spread bolus is in
  target,        ///< limit: plasma target, ng/mL
  rule,          ///< seen, relation, limit: charted MAP; before, after: dose
  missed,        ///< the check was missed
  unsustained,   ///< before: min held so far; after: min asked for
  locked,        ///< before: min since the last change; after: lockout, min
  at_bound,      ///< after: the dose at its bound
  drug_stopped,  ///< a rescue keeps the drug stopped
  first_drug,    ///< seen, relation, limit: dose of the first drug; after: min for which it held
  challenge,     ///< the challenge begins with its baseline
  ladder_step,   ///< seen: step from 1; limit: number of steps; after: dose
  ladder_over,   ///< the last step is complete
  washed_out,    ///< the wash-out is over
  challenge_running,  ///< another challenge was running
  sign_map,           ///< seen, relation, limit: true MAP, mmHg
  sign_rate,          ///< seen, relation, limit: HR, /min
  rescue_map,         ///< as sign_map; name: the rescue; after: min for which it held
  rescue_rate,        ///< as sign_rate; name: the rescue; after: min for which it held
  by_rescue,          ///< name: the rescue that did it
  hold_over,          ///< the hold of a rescue is over; before, after: dose
  fluid_order,        ///< by schedule
  fluid_given,        ///< the volume is in
  closed,             ///< death, or end of the run
  hazard,             ///< cumulative hazard seen reached limit
};

/// A reason as numbers; reason_text makes the words. Doses are in ug/kg/min when `per_kg`, else in
/// ug/min.
struct Reason {
  Cause cause = Cause::running;
  Relation relation = Relation::less;
  bool per_kg = false;
  std::uint16_t name = 0;  ///< index into Chart::names
  double seen = 0.0;
  double limit = 0.0;
  double before = 0.0;
  double after = 0.0;
};

/// One line of the chart.
struct Event {
  static constexpr std::size_t no_drug = static_cast<std::size_t>(-1);
  double time = 0.0;  ///< min
  EventKind kind = EventKind::dose_change;
  std::size_t drug = no_drug;
  double value = 0.0;
  Reason reason;
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
  bool stopped = false;     ///< by a stop rule or a rescue
  bool complete = false;    ///< false when the patient died or the run ended in it
  [[nodiscard]] bool valid() const { return !steps.empty(); }
  [[nodiscard]] double ratio() const { return steps.back().map / baseline_map; }
  [[nodiscard]] double rise() const { return steps.back().map - baseline_map; }
};

/// One cuff reading.
struct Reading {
  double time = 0.0;  ///< min
  double map = 0.0;   ///< mmHg, averaged, with noise, rounded
};

/// The chart of one patient. `delivered` is the integral of the rates in dose_change events plus
/// the amounts in bolus events.
struct Chart {
  std::vector<Event> events;
  std::vector<ChallengeResult> challenges;
  std::vector<Reading> readings;   ///< of every check that was made
  std::vector<double> delivered;   ///< ug that left each pump, up to the end
  std::vector<std::string> names;  ///< of the rescues that acted
};

/// The unit in which doses of a drug are usually told.
struct DoseUnit {
  std::string text;     ///< `ug/kg/h`; empty: ug/kg/min or ug/min
  double native = 1.0;  ///< one of it, ug/kg/min when per_kg, else ug/min
  bool per_kg = false;
};

/// The reason in words: `MAP 58 < 60 mmHg: 0.3 -> 0.38 ug/kg/min`. Doses are told in `unit` where
/// it is by weight as they are.
std::string reason_text(const Chart& chart, const Event& event, const DoseUnit& unit = {});

}  // namespace pressor
