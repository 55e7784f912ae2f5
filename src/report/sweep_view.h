#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pressor/inference/sweep.h"
#include "pressor/output/result_rows.h"
#include "pressor/report/scale.h"

/// A sweep file as its figures need it.
namespace pressor::report {

/// Means of one endpoint at every point of a sweep.
struct SweptColumn {
  std::string name;  ///< `norepinephrine@6h`
  std::string unit;
  std::vector<double> means;  ///< [point][arm]
};

struct SweepView {
  ResultRows rows;
  SweepPlan plan;
  std::vector<std::string> arms;
  std::vector<SweptColumn> columns;

  [[nodiscard]] double mean(const SweptColumn& column, std::size_t point, std::size_t arm) const {
    return column.means[point * arms.size() + arm];
  }
  /// The point of a grid with these levels.
  [[nodiscard]] std::size_t point_at(const std::vector<std::size_t>& levels) const;
};

/// Throws as ResultRows.
SweepView open_sweep(const std::filesystem::path& file);

/// Where the numbers of an axis stand on paper: themselves, or their logarithm when they go in even
/// ratios.
struct AxisPlaces {
  std::vector<double> at;  ///< by level
  Axis axis;
};
AxisPlaces axis_places(const SweepAxis& axis);

/// Lines along which a field over a grid has a value, as pieces between two points each, linear in
/// each cell (marching squares): `field` is [x][y].
std::vector<std::pair<Point, Point>> contour(const std::vector<double>& x,
                                             const std::vector<double>& y,
                                             const std::vector<std::vector<double>>& field,
                                             double value);

}  // namespace pressor::report
