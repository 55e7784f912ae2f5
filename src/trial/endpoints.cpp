#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/trial/endpoint.h"

namespace pressor {
namespace {

enum class Reads : std::uint8_t { variable, drug, challenge, outcome };

/// What there is to know of a kind of measure.
struct KindInfo {
  MeasureKind kind;
  Reads reads;
  bool limit;             ///< needs a limit
  std::string_view unit;  ///< empty: that of the variable; `area`: times min
};

constexpr std::array<KindInfo, 22> kinds{{
    {MeasureKind::value_at, Reads::variable, false, ""},
    {MeasureKind::change, Reads::variable, false, ""},
    {MeasureKind::ratio, Reads::variable, false, "1"},
    {MeasureKind::maximum, Reads::variable, false, ""},
    {MeasureKind::minimum, Reads::variable, false, ""},
    {MeasureKind::mean, Reads::variable, false, ""},
    {MeasureKind::time_below, Reads::variable, true, "min"},
    {MeasureKind::time_above, Reads::variable, true, "min"},
    {MeasureKind::area_below, Reads::variable, true, "area"},
    {MeasureKind::area_above, Reads::variable, true, "area"},
    {MeasureKind::time_to, Reads::variable, true, "min"},
    {MeasureKind::any, Reads::variable, true, "1"},
    {MeasureKind::dose, Reads::drug, false, "ug"},
    {MeasureKind::challenge_ratio, Reads::challenge, false, "1"},
    {MeasureKind::challenge_rise, Reads::challenge, false, "mmHg"},
    {MeasureKind::challenge_slope, Reads::challenge, false, "mmHg.kg.min/ug"},
    {MeasureKind::challenge_emax, Reads::challenge, false, "mmHg"},
    {MeasureKind::challenge_ed50, Reads::challenge, false, "ug/kg/min"},
    {MeasureKind::death, Reads::outcome, false, "1"},
    {MeasureKind::vasopressor_free, Reads::outcome, false, "d"},
    {MeasureKind::rank, Reads::variable, false, ""},
    {MeasureKind::any_of, Reads::outcome, false, "1"},
}};

const KindInfo& info(MeasureKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::string unit_of(const Endpoint& endpoint, const std::vector<Variable>& variables) {
  const std::string_view unit = info(endpoint.measure.kind).unit;
  if (!unit.empty() && unit != "area") return std::string(unit);
  const auto found = std::find_if(variables.begin(), variables.end(), [&](const Variable& v) {
    return v.name == endpoint.measure.variable;
  });
  const std::string own = found == variables.end() ? "1" : found->unit;
  return unit == "area" ? own + ".min" : own;
}

std::vector<double> times_of(const Endpoint& endpoint) {
  if (!endpoint.at.empty()) return endpoint.at;
  if (endpoint.window) return {(*endpoint.window)[1]};
  return {};
}

std::optional<std::string> measure_problem(const Measure& measure, const Cast& cast);

std::optional<std::string> parts_problem(const Measure& measure, const Cast& cast) {
  if (measure.parts.empty()) return "any_of needs parts";
  for (const Measure& part : measure.parts) {
    if (part.kind != MeasureKind::death && part.kind != MeasureKind::any) {
      return "any_of takes death and any() only";
    }
    if (auto problem = measure_problem(part, cast)) return problem;
  }
  return std::nullopt;
}

std::optional<std::string> measure_problem(const Measure& measure, const Cast& cast) {
  const KindInfo& kind = info(measure.kind);
  if (kind.limit && !measure.limit) return "the measure needs a limit";
  if (measure.kind == MeasureKind::any_of) return parts_problem(measure, cast);
  if (kind.reads == Reads::drug) {
    const auto& drugs = cast.model.drugs();
    const bool known = std::any_of(drugs.begin(), drugs.end(), [&](const DrugStructure& d) {
      return d.name == measure.variable || d.code == measure.variable;
    });
    if (!known) return "drug `" + measure.variable + "` is not part of the study";
  }
  if (kind.reads == Reads::variable) {
    const auto all = study_variables(cast);
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&](const Variable& v) { return v.name == measure.variable; });
    if (!known) return "there is no variable `" + measure.variable + "`";
  }
  const bool integral = measure.limit_index != Measure::from_rows;
  if (integral && measure.limit_index >= cast.model.limits().size()) return "no such limit";
  return std::nullopt;
}

std::optional<std::string> tests_problem(const Endpoint& endpoint) {
  for (const PlannedTest& test : endpoint.compare) {
    if (!suits(test.test, endpoint.measure.kind)) {
      return std::string(test_name(test.test)) + " does not suit the measure";
    }
    const bool needs_times = test.baseline || test.test == Test::mmrm;
    if (needs_times && endpoint.at.size() < 2) {
      return test_text(test) + " needs a baseline and a later time";
    }
  }
  return std::nullopt;
}

}  // namespace

const char* missing_name(Missing missing) {
  constexpr std::array<const char*, missing_count> names{"present",      "died",   "withdrawn",
                                                         "not_measured", "failed", "censored"};
  return names[static_cast<std::size_t>(missing)];
}

Better usual_direction(MeasureKind kind) {
  switch (kind) {
    case MeasureKind::time_below:
    case MeasureKind::time_above:
    case MeasureKind::area_below:
    case MeasureKind::area_above:
    case MeasureKind::time_to:
    case MeasureKind::any:
    case MeasureKind::dose:
    case MeasureKind::challenge_ed50:
    case MeasureKind::death:
    case MeasureKind::any_of:
      return Better::lower;
    default:
      return Better::higher;
  }
}

bool is_binary(MeasureKind kind) {
  return kind == MeasureKind::death || kind == MeasureKind::any || kind == MeasureKind::any_of;
}

bool is_followed_up(const Measure& measure) {
  const auto death = [](const Measure& part) { return part.kind == MeasureKind::death; };
  if (measure.kind == MeasureKind::any_of) {
    return std::all_of(measure.parts.begin(), measure.parts.end(), death);
  }
  return death(measure);
}

bool is_event(MeasureKind kind) { return is_binary(kind) || kind == MeasureKind::time_to; }

bool is_of_challenge(MeasureKind kind) { return info(kind).reads == Reads::challenge; }

bool is_of_moment(MeasureKind kind) {
  return is_of_challenge(kind) || info(kind).reads == Reads::outcome ||
         kind == MeasureKind::value_at || kind == MeasureKind::change ||
         kind == MeasureKind::ratio || kind == MeasureKind::rank;
}

bool suits(Test test, MeasureKind kind) {
  switch (test) {
    case Test::chi2:
    case Test::fisher:
    case Test::boschloo:
      return is_binary(kind);
    case Test::logrank:
    case Test::cox:
    case Test::rmst:
      return is_event(kind);
    case Test::wilcoxon:
    case Test::win_ratio:
      return !is_event(kind);
    case Test::mmrm:
      return is_of_moment(kind) && !is_event(kind) && kind != MeasureKind::rank;
    default:
      return !is_event(kind) && kind != MeasureKind::rank;
  }
}

std::vector<std::string> suitable_tests(MeasureKind kind) {
  std::vector<std::string> words;
  for (std::size_t t = 0; t < test_count; ++t) {
    if (suits(static_cast<Test>(t), kind)) words.emplace_back(test_name(static_cast<Test>(t)));
  }
  return words;
}

std::string column_name(const std::string& endpoint, double time) {
  constexpr double hour = minutes_an_hour;
  constexpr double day = minutes_a_day;
  if (time >= 3.0 * day && std::fmod(time, day) == 0.0) {
    return endpoint + "@" + format_number(time / day) + "d";
  }
  if (std::fmod(time, hour) == 0.0) return endpoint + "@" + format_number(time / hour) + "h";
  return endpoint + "@" + format_number(time) + "min";
}

std::vector<EndpointColumn> endpoint_columns(const std::vector<Endpoint>& endpoints,
                                             const std::vector<Variable>& variables) {
  std::vector<EndpointColumn> columns;
  for (std::size_t e = 0; e < endpoints.size(); ++e) {
    for (const double time : times_of(endpoints[e])) {
      columns.push_back(
          {e, time, column_name(endpoints[e].name, time), unit_of(endpoints[e], variables)});
    }
  }
  return columns;
}

std::optional<std::string> endpoint_problem(const Endpoint& endpoint, const Cast& cast,
                                            double horizon, double follow_up) {
  const std::vector<double> times = times_of(endpoint);
  if (times.empty()) return "the endpoint needs a time or a window";
  if (endpoint.window && (*endpoint.window)[0] > (*endpoint.window)[1]) {
    return "the window ends before it begins";
  }
  const bool death = is_followed_up(endpoint.measure);
  const double last = death ? follow_up : horizon;
  for (const double time : times) {
    if (time >= 0.0 && time <= last) continue;
    return column_name(endpoint.name, time) + " lies beyond the " +
           (death ? "follow-up" : "horizon") + " of the study";
  }
  if (endpoint.charted && endpoint.measure.variable != "MAP") return "only MAP is charted";
  if (auto problem = tests_problem(endpoint)) return problem;
  return measure_problem(endpoint.measure, cast);
}

}  // namespace pressor
