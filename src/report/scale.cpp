#include "pressor/report/scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "pressor/core/minutes.h"
#include "pressor/report/numbers.h"

namespace pressor::report {
namespace {

int decimals_of_step(double step) {
  return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1.0e-9)), 0, 9);
}

/// Multiples of `step` within [low, high]; each is one product, so that no error adds up.
std::vector<double> multiples(double low, double high, double step) {
  std::vector<double> found;
  const double slack = 1.0e-9 * step;
  const auto first = static_cast<long long>(std::ceil((low - slack) / step));
  const auto last = static_cast<long long>(std::floor((high + slack) / step));
  for (long long i = first; i <= last; ++i) found.push_back(static_cast<double>(i) * step);
  return found;
}

/// A unit of time, with the steps that people count it in.
struct TimeUnit {
  double minutes = 1.0;
  const char* name = "min";
  std::array<double, 9> steps{};
};

constexpr std::array<TimeUnit, 3> time_units{{
    {1.0, "min", {1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 60.0}},
    {minutes_an_hour, "h", {0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 24.0, 24.0}},
    {minutes_a_day, "d", {1.0, 2.0, 3.0, 7.0, 14.0, 15.0, 30.0, 60.0, 90.0}},
}};

const TimeUnit& time_unit(double span) {
  if (span <= 3.0 * minutes_an_hour) return time_units[0];
  return span <= 4.0 * minutes_a_day ? time_units[1] : time_units[2];
}

/// The smallest usual step that divides the span, else the smallest that is not too many.
double time_step(const TimeUnit& unit, double span, int most) {
  const double whole = span / unit.minutes;
  for (const double step : unit.steps) {
    if (whole / step <= most && std::fabs(std::remainder(whole, step)) < 1.0e-9) return step;
  }
  for (const double step : unit.steps) {
    if (whole / step <= most) return step;
  }
  return round_step(whole, most);
}

double distance(const Point& p, const Point& a, const Point& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length = std::hypot(dx, dy);
  if (length == 0.0) return std::hypot(p.x - a.x, p.y - a.y);
  return std::fabs(dy * (p.x - a.x) - dx * (p.y - a.y)) / length;
}

}  // namespace

double Scale::operator()(double value) const {
  return from + (value - low) / (high - low) * (to - from);
}

double round_step(double span, int most) {
  const double raw = span / most;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw * (1.0 - 1.0e-9)) return factor * power;
  }
  return 10.0 * power;
}

std::vector<double> ticks_within(double low, double high, int most) {
  return multiples(low, high, round_step(high - low, most));
}

Axis number_axis(std::string title, double low, double high, int most) {
  if (!(high > low)) {
    const double half = low == 0.0 ? 1.0 : 0.1 * std::fabs(low);
    high = low + half;
    low -= half;
  }
  const double step = round_step(high - low, most);
  const double bottom = std::floor(low / step + 1.0e-9) * step;
  const double top = std::ceil(high / step - 1.0e-9) * step;
  const int decimals = decimals_of_step(step);
  return {std::move(title),
          bottom,
          top,
          multiples(bottom, top, step),
          [decimals](double value) { return fixed(value, decimals); },
          false};
}

Axis time_axis(const std::string& title, double low, double high, int most) {
  const TimeUnit& unit = time_unit(high - low);
  const double step = time_step(unit, high - low, most) * unit.minutes;
  const double minutes = unit.minutes;
  const int decimals = std::fmod(step, minutes) == 0.0 ? 0 : 1;
  return {title + " (" + unit.name + ")",
          low,
          high,
          multiples(low, high, step),
          [minutes, decimals](double value) { return fixed(value / minutes, decimals); },
          true};
}

Axis without_labels(Axis axis) {
  axis.title.clear();
  axis.label = [](double) { return std::string(); };
  return axis;
}

std::vector<Point> simplified(const std::vector<Point>& curve, double tolerance) {
  if (curve.size() < 3) return curve;
  std::vector<char> kept(curve.size(), 0);
  kept.front() = kept.back() = 1;
  std::vector<std::pair<std::size_t, std::size_t>> open{{0, curve.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double largest = tolerance;
    std::size_t at = first;
    for (std::size_t i = first + 1; i < last; ++i) {
      const double off = distance(curve[i], curve[first], curve[last]);
      if (off > largest) {
        largest = off;
        at = i;
      }
    }
    if (at == first) continue;
    kept[at] = 1;
    open.emplace_back(first, at);
    open.emplace_back(at, last);
  }
  std::vector<Point> out;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (kept[i] != 0) out.push_back(curve[i]);
  }
  return out;
}

std::vector<double> histogram(const std::vector<double>& values, double low, double high,
                              std::size_t bins) {
  std::vector<double> counts(bins, 0.0);
  for (const double value : values) {
    if (std::isnan(value)) continue;
    const double place = (value - low) / (high - low) * static_cast<double>(bins);
    const double clamped = std::clamp(place, 0.0, static_cast<double>(bins - 1));
    counts[static_cast<std::size_t>(clamped)] += 1.0;
  }
  return counts;
}

}  // namespace pressor::report
