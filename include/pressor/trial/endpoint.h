#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pressor/cohort/simulate.h"
#include "pressor/trial/analysis.h"
#include "pressor/trial/loss.h"

/// Endpoints as data: a measure, when, and how arms are compared.
namespace pressor {

/// What is measured on one patient.
enum class MeasureKind : std::uint8_t {
  value_at,          ///< at(X)
  change,            ///< change(X): X at t minus X at 0
  ratio,             ///< ratio(X): X at t over X at 0
  maximum,           ///< max(X) over the window
  minimum,           ///< min(X)
  mean,              ///< mean(X)
  time_below,        ///< time_below(X, limit), min, from integral states
  time_above,        ///< time_above(X, limit)
  area_below,        ///< area_below(X, limit), unit of X times min
  area_above,        ///< area_above(X, limit)
  time_to,           ///< time_to(X < limit), min from the window's start
  any,               ///< any(X < limit): 1 or 0
  dose,              ///< dose(DRUG): ug delivered in the window
  challenge_ratio,   ///< MAP of the highest step reached over baseline MAP
  challenge_rise,    ///< difference of the two, mmHg
  challenge_slope,   ///< mmHg per ug/kg/min, least squares over the steps
  challenge_emax,    ///< mmHg, from a fit of an Emax curve over the steps
  challenge_ed50,    ///< ug/kg/min, from the same fit
  death,             ///< 1 when dead by t, else 0
  vasopressor_free,  ///< days alive and off all titrated drugs up to t
  rank,              ///< rank(death, X): X at t; the dead below all, by time of death
  any_of,            ///< any_of(death, any(X < limit) ...): 1 when one of the parts happened by t
};

struct Measure {
  static constexpr std::size_t from_rows = static_cast<std::size_t>(-1);
  MeasureKind kind = MeasureKind::value_at;
  std::string variable;             ///< X, or the drug of dose()
  std::optional<Comparison> limit;  ///< limit of X in its unit
  /// Of Model::limits for time and area measures; from_rows for variables without an integral
  /// state, which are then summed over the rows of the trajectory.
  std::size_t limit_index = from_rows;
  std::string text;                 ///< as written
  std::vector<Measure> parts = {};  ///< of any_of: death and any(), nothing else
};

/// Which way a patient wants the measure to go.
enum class Better : std::uint8_t { higher, lower };

/// What a measure says when the scenario does not: less of harm and time below a limit is better.
Better usual_direction(MeasureKind kind);

struct Endpoint {
  std::string name;
  Measure measure;
  std::vector<double> at;                       ///< min; one result column each
  std::optional<std::array<double, 2>> window;  ///< min; alternative to `at`
  std::vector<PlannedTest> compare;
  bool charted = false;            ///< MAP as the cuff read it at the checks of the titration
  Better better = Better::higher;  ///< for stopping rules and responders
  /// Individual effect (in the measure's unit) that makes a twin a responder; without it any effect
  /// in the better direction.
  std::optional<Comparison> responder;
  bool primary = false;              ///< what the study is about, see primary.h
  std::optional<double> primary_at;  ///< min, of `at`: this time of it
};

/// One column of /endpoints.
struct EndpointColumn {
  std::size_t endpoint = 0;  ///< index
  double at = 0.0;           ///< min; end of the window for windowed ones
  std::string name;          ///< `pe_ratio@6h`
  std::string unit;
};

/// Why a value is missing. `censored`: did not happen within the window (time_to).
enum class Missing : std::uint8_t { present, died, withdrawn, not_measured, failed, censored };
inline constexpr std::size_t missing_count = 6;

/// Name of a reason as in the result file.
const char* missing_name(Missing missing);

struct EndpointValue {
  double value = 0.0;
  Missing missing = Missing::present;
  bool happened = false;  ///< of events (see is_event): it was seen to happen
  /// Of events: min from the window's start for which the patient was watched, up to the event when
  /// it happened.
  double watched = 0.0;
};

/// `pe_ratio@6h`: whole days from 3 d on, else whole hours, else minutes.
std::string column_name(const std::string& endpoint, double time);

/// All columns in order: one for each `at`, else one at the end of `window`.
std::vector<EndpointColumn> endpoint_columns(const std::vector<Endpoint>& endpoints,
                                             const std::vector<Variable>& variables);

/// What an endpoint needs to know of a patient and his run.
struct MeasuredRun {
  const Cast& cast;
  const std::vector<Variable>& variables;
  const Patient& patient;
  const Orders& orders;
  const PatientRun& run;
  double every = 1.0;       ///< min between rows of the run
  double death_time = 0.0;  ///< min, also beyond the horizon; infinity when alive at follow-up
  std::uint64_t seed = 1;   ///< of the study: chance of a missed measurement
  double withdrawn = std::numeric_limits<double>::infinity();  ///< min, when the patient left
  Loss loss = {};
  double origin = 0.0;  ///< min, when what change() and ratio() begin with is read
};

/// True for measures that are 1 or 0.
bool is_binary(MeasureKind kind);
/// True for measures of whether and when something happened: survival tests compare them.
bool is_event(MeasureKind kind);
/// Whether the measure goes on after the horizon, as death does.
bool is_followed_up(const Measure& measure);
/// Whether a measure belongs to a moment (`at`) rather than to a window.
bool is_of_moment(MeasureKind kind);
/// Whether it is read from a challenge.
bool is_of_challenge(MeasureKind kind);
/// Whether a test says anything about a measure.
bool suits(Test test, MeasureKind kind);
/// Words of the tests that suit a measure.
std::vector<std::string> suitable_tests(MeasureKind kind);

/// What is wrong with an endpoint of a study with this horizon and follow-up (min), or nothing: a
/// variable or drug that is not there, a time beyond the horizon, a test that does not suit.
std::optional<std::string> endpoint_problem(const Endpoint& endpoint, const Cast& cast,
                                            double horizon, double follow_up);

/// The value of one column on one patient. Pure. A measure over a window counts the part of it that
/// the patient lived through; one at a time is missing when he did not reach it.
EndpointValue measure(const MeasuredRun& run, const Endpoint& endpoint,
                      const EndpointColumn& column);

}  // namespace pressor
