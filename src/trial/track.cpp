#include "track.h"

#include <algorithm>
#include <cmath>

#include "pressor/core/errors.h"

namespace pressor::trial {
namespace {

/// Moments closer than this are one: times come from sums on different grids.
constexpr double same_moment = 1.0e-6;  // min

}  // namespace

Track::Track(const MeasuredRun& run, const std::string& variable) {
  const auto found = std::find_if(run.variables.begin(), run.variables.end(),
                                  [&](const Variable& v) { return v.name == variable; });
  if (found == run.variables.end()) throw ParameterError("`" + variable + "` was not recorded");
  holds_ = found->kind == Variable::Kind::dose;
  const auto first = static_cast<std::size_t>(found - run.variables.begin()) * run.run.rows;
  for (std::size_t r = 0; r < run.run.rows; ++r) {
    const auto value = static_cast<double>(run.run.values[first + r]);
    if (std::isnan(value)) break;  // dead or failed from here on
    points_.push_back({static_cast<double>(r) * run.every, value});
  }
}

Track::Track(const Chart& chart) : holds_(true) {
  for (const Reading& reading : chart.readings) points_.push_back({reading.time, reading.map});
}

std::vector<Point> Track::within(const Window& window) const {
  std::vector<Point> inside;
  for (const Point& p : points_) {
    if (p.time >= window.from - same_moment && p.time <= window.to + same_moment) {
      inside.push_back(p);
    }
  }
  return inside;
}

std::optional<double> Track::at(double time) const {
  const auto after = std::find_if(points_.begin(), points_.end(),
                                  [&](const Point& p) { return p.time > time + same_moment; });
  if (after == points_.begin()) return std::nullopt;
  const Point& before = *(after - 1);
  if (holds_ || after == points_.end() || before.time >= time - same_moment) return before.value;
  const double share = (time - before.time) / (after->time - before.time);
  return before.value + share * (after->value - before.value);
}

std::vector<Point> pump_rates(const MeasuredRun& run, std::size_t drug) {
  std::vector<Point> rates{{0.0, run.patient.infusions[drug]}};
  for (const Event& event : run.run.chart.events) {
    if (event.kind == EventKind::dose_change && event.drug == drug) {
      rates.push_back({event.time, event.value});
    }
  }
  return rates;
}

}  // namespace pressor::trial
