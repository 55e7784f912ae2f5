#pragma once

#include "pressor/trial/endpoint.h"

namespace pressor::trial {

/// Part of a run, min.
struct Window {
  double from = 0.0;
  double to = 0.0;
};

/// One moment of a track.
struct Point {
  double time = 0.0;  ///< min
  double value = 0.0;
};

/// A variable of one run in time: rows of the trajectory, or cuff readings.
class Track {
 public:
  /// True values of `variable`. Throws ParameterError when it was not recorded.
  Track(const MeasuredRun& run, const std::string& variable);
  /// MAP as charted.
  explicit Track(const Chart& chart);

  /// All points in the window, its ends included.
  [[nodiscard]] std::vector<Point> within(const Window& window) const;
  /// Value at a time: between two points of a true signal by a line, of a dose or a chart the last
  /// one. Nothing before the first point.
  [[nodiscard]] std::optional<double> at(double time) const;

 private:
  std::vector<Point> points_;
  bool holds_ = false;  ///< stays at a value until the next point
};

/// Pump rate of one drug in time from the chart, ug/min: each point holds until the next.
std::vector<Point> pump_rates(const MeasuredRun& run, std::size_t drug);

}  // namespace pressor::trial
