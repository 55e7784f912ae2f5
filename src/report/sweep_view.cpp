#include "sweep_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pressor/report/numbers.h"
#include "pressor/scenario/load_sweep.h"

namespace pressor::report {
namespace {

/// Whether at least three numbers rise by one ratio.
bool is_geometric(const std::vector<double>& numbers) {
  if (numbers.size() < 3 || !(numbers.front() > 0.0)) return false;
  const double ratio = numbers[1] / numbers[0];
  for (std::size_t i = 2; i < numbers.size(); ++i) {
    if (std::abs(numbers[i] / numbers[i - 1] / ratio - 1.0) > 1.0e-6) return false;
  }
  return ratio > 1.0;
}

std::string axis_title(const SweepAxis& axis) {
  return axis.name + (axis.unit.empty() ? "" : ", " + shown_unit(axis.unit));
}

/// Where the edge between two corners has the value, when it has.
void cross_edge(const Point& a, double at_a, const Point& b, double at_b, double value,
                std::vector<Point>& found) {
  if ((at_a < value) == (at_b < value)) return;
  const double share = (value - at_a) / (at_b - at_a);
  found.push_back({std::lerp(a.x, b.x, share), std::lerp(a.y, b.y, share)});
}

}  // namespace

std::size_t SweepView::point_at(const std::vector<std::size_t>& levels) const {
  std::size_t point = 0;
  for (std::size_t axis = 0; axis < levels.size(); ++axis) {
    point = point * plan.axes[axis].levels.size() + levels[axis];
  }
  return point;
}

SweepView open_sweep(const std::filesystem::path& file) {
  SweepView view{ResultRows(file), {}, {}, {}};
  view.plan = sweep_plan(parse_document(view.rows.note("/", "scenario_yaml"), "scenario_yaml"));
  view.arms = view.rows.texts("/sweep/arm");
  const std::string ending = ".mean";
  for (const std::string& name : view.rows.names("/sweep")) {
    if (!name.ends_with(ending)) continue;
    const std::string path = "/sweep/" + name;
    view.columns.push_back({name.substr(0, name.size() - ending.size()),
                            view.rows.note(path, "units"), view.rows.numbers(path)});
  }
  return view;
}

AxisPlaces axis_places(const SweepAxis& axis) {
  AxisPlaces made;
  made.at = axis.numbers;
  const auto [low, high] = std::minmax_element(axis.numbers.begin(), axis.numbers.end());
  if (!is_geometric(axis.numbers)) {
    made.axis = number_axis(axis_title(axis), *low, *high);
    return made;
  }
  for (double& place : made.at) place = std::log10(place);
  made.axis = {axis_title(axis), made.at.front(), made.at.back(), made.at,
               [](double place) { return significant(std::pow(10.0, place), 2); }};
  return made;
}

std::vector<std::pair<Point, Point>> contour(const std::vector<double>& x,
                                             const std::vector<double>& y,
                                             const std::vector<std::vector<double>>& field,
                                             double value) {
  std::vector<std::pair<Point, Point>> pieces;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    for (std::size_t j = 0; j + 1 < y.size(); ++j) {
      const Point corners[] = {
          {x[i], y[j]}, {x[i + 1], y[j]}, {x[i + 1], y[j + 1]}, {x[i], y[j + 1]}};
      const double at[] = {field[i][j], field[i + 1][j], field[i + 1][j + 1], field[i][j + 1]};
      std::vector<Point> found;
      for (std::size_t k = 0; k < 4; ++k) {
        cross_edge(corners[k], at[k], corners[(k + 1) % 4], at[(k + 1) % 4], value, found);
      }
      for (std::size_t k = 0; k + 1 < found.size(); k += 2) {
        pieces.emplace_back(found[k], found[k + 1]);
      }
    }
  }
  return pieces;
}

}  // namespace pressor::report
