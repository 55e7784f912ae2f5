#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

/// Numbers to places on paper, and the round numbers that stand along an axis.
namespace pressor::report {

/// Where a search for the largest or least begins.
inline constexpr double unlimited = std::numeric_limits<double>::infinity();

/// A linear map of [low, high] onto [from, to]; `to` may lie below `from`.
struct Scale {
  double low = 0.0;
  double high = 1.0;
  double from = 0.0;
  double to = 1.0;
  [[nodiscard]] double operator()(double value) const;
};

/// Distance between round numbers (1, 2 or 5 times a power of ten) so that at most `most` of them
/// fit into a span.
double round_step(double span, int most);

/// Round numbers within [low, high], rising; at most `most` + 1.
std::vector<double> ticks_within(double low, double high, int most);

/// An axis with its labels.
struct Axis {
  std::string title;  ///< with its unit
  double low = 0.0;
  double high = 1.0;
  std::vector<double> ticks;
  std::function<std::string(double)> label;
  bool time = false;  ///< counted in min
};

/// An axis that begins and ends with a round number and holds [low, high]. A span of nothing is
/// widened.
Axis number_axis(std::string title, double low, double high, int most = 6);

/// An axis of time from `low` to `high` (min), labelled in min, h or d, whichever is short. The
/// title carries the unit.
Axis time_axis(const std::string& title, double low, double high, int most = 9);

/// The same axis with its ticks but without words, for panels above another.
Axis without_labels(Axis axis);

/// A point of a curve.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// The curve with the points left out that lie within `tolerance` of what remains (Douglas and
/// Peucker 1973). First and last point stay.
std::vector<Point> simplified(const std::vector<Point>& curve, double tolerance);

/// Counts in `bins` equal bins of [low, high]; values outside count in the nearest bin, NaN not.
std::vector<double> histogram(const std::vector<double>& values, double low, double high,
                              std::size_t bins);

}  // namespace pressor::report
