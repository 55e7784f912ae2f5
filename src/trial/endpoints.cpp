#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "pressor/core/errors.h"
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

constexpr std::array<KindInfo, 21> kinds{{
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

std::optional<std::string> measure_problem(const Measure& measure, const Cast& cast) {
  const KindInfo& kind = info(measure.kind);
  if (kind.limit && !measure.limit) return "the measure needs a limit";
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

}  // namespace

const char* test_name(Test test) {
  constexpr std::array<const char*, test_count> names{"welch", "student", "chi2", "fisher"};
  return names[static_cast<std::size_t>(test)];
}

const char* missing_name(Missing missing) {
  constexpr std::array<const char*, missing_count> names{"present",      "died",   "withdrawn",
                                                         "not_measured", "failed", "censored"};
  return names[static_cast<std::size_t>(missing)];
}

bool is_binary(MeasureKind kind) { return kind == MeasureKind::death || kind == MeasureKind::any; }

std::string column_name(const std::string& endpoint, double time) {
  constexpr double hour = 60.0;
  constexpr double day = 1440.0;
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
  const bool death = endpoint.measure.kind == MeasureKind::death;
  const double last = death ? follow_up : horizon;
  for (const double time : times) {
    if (time >= 0.0 && time <= last) continue;
    return column_name(endpoint.name, time) + " lies beyond the " +
           (death ? "follow-up" : "horizon") + " of the study";
  }
  if (endpoint.charted && endpoint.measure.variable != "MAP") return "only MAP is charted";
  for (const Test test : endpoint.compare) {
    const bool counts = test == Test::chi2 || test == Test::fisher;
    if (counts && !is_binary(endpoint.measure.kind)) {
      return std::string(test_name(test)) + " compares yes-or-no measures only";
    }
  }
  return measure_problem(endpoint.measure, cast);
}

}  // namespace pressor
