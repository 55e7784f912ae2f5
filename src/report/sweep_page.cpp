#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/report.h"
#include "pressor/report/table.h"
#include "sweep_view.h"

/// The report of a sweep: response curves, maps and the table behind them.
namespace pressor {
namespace report {
namespace {

constexpr std::size_t most_panels = 6;
constexpr std::size_t most_series = 6;
constexpr std::size_t most_table_rows = 400;
constexpr double curve_width = 330.0;
constexpr double curve_height = 200.0;
constexpr double curve_pitch_x = 420.0;
constexpr double curve_pitch_y = 290.0;
constexpr double curve_left = 62.0;
constexpr double curve_top = 58.0;

/// Which axes a figure of a grid shows where.
struct GridLook {
  std::size_t across = 0;             ///< the axis along x, of numbers
  std::optional<std::size_t> series;  ///< one line a level
  std::vector<std::size_t> panels;    ///< one panel a combination of levels
};

/// One panel: the levels that it holds, and its arm.
struct GridPanel {
  std::vector<std::size_t> levels;
  std::size_t arm = 0;
  std::string title;
};

std::string endpoint_title(const SweptColumn& column) {
  const std::string unit = shown_unit(column.unit);
  return column.name + (unit.empty() ? "" : ", " + unit);
}

/// The first axis of at least two numbers runs along x.
std::optional<GridLook> grid_look(const SweepPlan& plan) {
  GridLook look;
  const auto found = std::find_if(plan.axes.begin(), plan.axes.end(),
                                  [](const SweepAxis& axis) { return axis.numbers.size() > 1; });
  if (found == plan.axes.end()) return std::nullopt;
  look.across = static_cast<std::size_t>(found - plan.axes.begin());
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    if (axis == look.across) continue;
    if (!look.series && plan.axes[axis].levels.size() <= most_series) {
      look.series = axis;
    } else {
      look.panels.push_back(axis);
    }
  }
  return look;
}

std::vector<GridPanel> panels_of(const SweepView& view, const std::vector<std::size_t>& axes) {
  std::vector<GridPanel> panels;
  for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
    const bool named = view.arms.size() > 1;
    panels.push_back(
        {std::vector<std::size_t>(view.plan.axes.size(), 0), arm, named ? view.arms[arm] : ""});
  }
  for (const std::size_t axis : axes) {
    std::vector<GridPanel> more;
    for (const GridPanel& panel : panels) {
      for (std::size_t level = 0; level < view.plan.axes[axis].levels.size(); ++level) {
        more.push_back(panel);
        more.back().levels[axis] = level;
        more.back().title += (panel.title.empty() ? "" : ", ") + view.plan.axes[axis].name + " " +
                             printed(view.plan.axes[axis].levels[level]);
      }
    }
    panels = std::move(more);
  }
  return panels;
}

Box panel_box(std::size_t index) {
  const std::size_t row = index / 2;
  return {curve_left + curve_pitch_x * static_cast<double>(index % 2),
          curve_top + curve_pitch_y * static_cast<double>(row), curve_width, curve_height};
}

double figure_height(std::size_t panels) {
  const std::size_t rows = (panels + 1) / 2;
  return curve_top + curve_pitch_y * static_cast<double>(rows) - 20.0;
}

std::pair<double, double> range_of(const SweptColumn& column) {
  double low = unlimited;
  double high = -unlimited;
  for (const double mean : column.means) {
    if (!std::isfinite(mean)) continue;
    low = std::min(low, mean);
    high = std::max(high, mean);
  }
  return {low, high};
}

std::string cut_note(std::size_t all) {
  return all > most_panels
             ? fmt::format(" {} further panels stand in the table only.", all - most_panels)
             : "";
}

/// The curve of one level of the series.
std::vector<Point> curve_points(const SweepView& view, const SweptColumn& column,
                                const GridLook& look, const AxisPlaces& places, GridPanel panel) {
  std::vector<Point> points;
  for (std::size_t level = 0; level < places.at.size(); ++level) {
    panel.levels[look.across] = level;
    points.push_back({places.at[level], view.mean(column, view.point_at(panel.levels), panel.arm)});
  }
  return points;
}

Html curves(const SweepView& view, const SweptColumn& column, const GridLook& look) {
  const auto [low, high] = range_of(column);
  if (!(low <= high)) return {};
  const AxisPlaces places = axis_places(view.plan.axes[look.across]);
  std::vector<GridPanel> panels = panels_of(view, look.panels);
  const std::size_t all = panels.size();
  if (all > most_panels) panels.resize(most_panels);
  Figure figure("curves-" + column.name, "Response curves of " + column.name, 2.0 * curve_pitch_x,
                figure_height(panels.size()));
  const std::size_t lines = look.series ? view.plan.axes[*look.series].levels.size() : 1;
  std::vector<LegendEntry> entries;
  for (std::size_t line = 0; look.series && line < lines; ++line) {
    const SweepAxis& axis = view.plan.axes[*look.series];
    entries.push_back({axis.name + " " + printed(axis.levels[line]), series_class(line), false});
  }
  figure.legend(entries);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    Plot plot(panel_box(i), places.axis, number_axis(endpoint_title(column), low, high));
    plot.title(panels[i].title);
    for (std::size_t line = 0; line < lines; ++line) {
      GridPanel own = panels[i];
      if (look.series) own.levels[*look.series] = line;
      const auto points = curve_points(view, column, look, places, own);
      plot.line(points, series_class(line));
      for (const Point& point : points) {
        if (std::isfinite(point.y)) plot.dot(point, series_class(line), 2.5);
      }
    }
    figure.add(plot);
  }
  return figure.markup(text("Mean over all patients of all trials of a point." + cut_note(all)));
}

/// The second axis of numbers, for a map.
std::optional<std::size_t> second_numbers(const SweepPlan& plan, const GridLook& look) {
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    if (axis != look.across && plan.axes[axis].numbers.size() > 2) return axis;
  }
  return std::nullopt;
}

/// Borders of the cells round the places: halfway, and as far beyond the ends.
std::vector<double> borders(const std::vector<double>& at) {
  std::vector<double> made{at[0] - 0.5 * (at[1] - at[0])};
  for (std::size_t i = 1; i < at.size(); ++i) made.push_back(0.5 * (at[i - 1] + at[i]));
  made.push_back(at.back() + 0.5 * (at.back() - at[at.size() - 2]));
  return made;
}

Axis with_ends(Axis axis, const std::vector<double>& ends) {
  axis.low = ends.front();
  axis.high = ends.back();
  return axis;
}

/// One map: cells shaded by their mean, lines of equal response above.
class ResponseMap {
 public:
  ResponseMap(const SweepView& view, const SweptColumn& column, std::size_t across, std::size_t up)
      : view_(view),
        column_(column),
        across_(across),
        up_(up),
        x_(axis_places(view.plan.axes[across])),
        y_(axis_places(view.plan.axes[up])) {
    std::tie(low_, high_) = range_of(column);
  }

  void draw(Figure& figure, const GridPanel& panel, const Box& box) const {
    const std::vector<double> across = borders(x_.at);
    const std::vector<double> up = borders(y_.at);
    Plot plot(box, with_ends(x_.axis, across), with_ends(y_.axis, up));
    plot.title(panel.title);
    std::vector<std::vector<double>> field(x_.at.size(), std::vector<double>(y_.at.size()));
    Html cells;
    for (std::size_t i = 0; i < x_.at.size(); ++i) {
      for (std::size_t j = 0; j < y_.at.size(); ++j) {
        field[i][j] = value(panel, i, j);
        cells += cell(plot, {across[i], up[j]}, {across[i + 1], up[j + 1]}, field[i][j]);
      }
    }
    figure.add(cells);
    for (const double level : ticks_within(low_, high_, 6)) {
      for (const auto& [from, to] : contour(x_.at, y_.at, field, level)) {
        plot.line({from, to}, "isobole");
      }
    }
    figure.add(plot);
  }

 private:
  [[nodiscard]] double value(const GridPanel& panel, std::size_t i, std::size_t j) const {
    std::vector<std::size_t> levels = panel.levels;
    levels[across_] = i;
    levels[up_] = j;
    return view_.mean(column_, view_.point_at(levels), panel.arm);
  }

  [[nodiscard]] Html cell(const Plot& plot, const Point& from, const Point& to,
                          double value) const {
    if (!std::isfinite(value)) return {};
    const double share = high_ > low_ ? (value - low_) / (high_ - low_) : 0.5;
    const double left = plot.place_x(from.x);
    const double top = plot.place_y(to.y);
    const double width = plot.place_x(to.x) - left;
    const double height = plot.place_y(from.y) - top;
    return lone("rect", {{"class", "cell"},
                         {"x", fixed_svg(left)},
                         {"y", fixed_svg(top)},
                         {"width", fixed_svg(width)},
                         {"height", fixed_svg(height)},
                         {"fill-opacity", fixed_svg(0.06 + 0.6 * share)}}) +
           svg_text(left + 0.5 * width, top + 0.5 * height + 4.0, significant(value, 3),
                    Anchor::middle, "tick");
  }

  /// SVG takes no true minus.
  static std::string fixed_svg(double value) { return fmt::format("{:.2f}", value); }

  const SweepView& view_;
  const SweptColumn& column_;
  std::size_t across_;
  std::size_t up_;
  AxisPlaces x_;
  AxisPlaces y_;
  double low_ = 0.0;
  double high_ = 1.0;
};

Html response_maps(const SweepView& view, const SweptColumn& column, const GridLook& look) {
  const auto up = second_numbers(view.plan, look);
  const auto [low, high] = range_of(column);
  if (!up || !(low < high) || view.plan.axes[look.across].levels.size() < 3) return {};
  std::vector<std::size_t> rest;
  for (std::size_t axis = 0; axis < view.plan.axes.size(); ++axis) {
    if (axis != look.across && axis != *up) rest.push_back(axis);
  }
  std::vector<GridPanel> panels = panels_of(view, rest);
  const std::size_t all = panels.size();
  if (all > most_panels) panels.resize(most_panels);
  Figure figure("map-" + column.name, "Map of " + column.name + " over two axes",
                2.0 * curve_pitch_x, figure_height(panels.size()));
  const ResponseMap map(view, column, look.across, *up);
  for (std::size_t i = 0; i < panels.size(); ++i) map.draw(figure, panels[i], panel_box(i));
  return figure.markup(
      text(endpoint_title(column) + " over " + view.plan.axes[look.across].name + " (across) and " +
           view.plan.axes[*up].name +
           " (up): the darker, the higher. Lines join points of equal response, linear "
           "between the levels." +
           cut_note(all)));
}

/// Of a filling design: every point over each axis of numbers.
Html clouds(const SweepView& view, const SweptColumn& column) {
  const auto [low, high] = range_of(column);
  if (!(low <= high)) return {};
  std::vector<const SweepAxis*> axes;
  for (const SweepAxis& axis : view.plan.axes) {
    if (axis.numbers.size() > 1 && axes.size() < most_panels) axes.push_back(&axis);
  }
  if (axes.empty()) return {};
  Figure figure("points-" + column.name, "Points of the design: " + column.name,
                2.0 * curve_pitch_x, figure_height(axes.size()));
  std::vector<LegendEntry> entries;
  for (std::size_t arm = 0; arm < view.arms.size() && view.arms.size() > 1; ++arm) {
    entries.push_back({view.arms[arm], series_class(arm), true});
  }
  figure.legend(entries);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const AxisPlaces places = axis_places(*axes[i]);
    Plot plot(panel_box(i), places.axis, number_axis(endpoint_title(column), low, high));
    for (std::size_t point = 0; point < places.at.size(); ++point) {
      for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        const double mean = view.mean(column, point, arm);
        if (std::isfinite(mean)) plot.dot({places.at[point], mean}, series_class(arm), 2.5);
      }
    }
    figure.add(plot);
  }
  return figure.markup(text("One dot a point of the design; the other axes vary, too."));
}

Section endpoint_section(const SweepView& view, const SweptColumn& column, std::size_t index) {
  Section section{"endpoint-" + std::to_string(index),
                  endpoint_title(column),
                  {},
                  "no axis has numbers; the table holds all points"};
  const auto look = grid_look(view.plan);
  if (!look) return section;
  section.body = view.plan.method == SweepMethod::grid
                     ? curves(view, column, *look) + response_maps(view, column, *look)
                     : clouds(view, column);
  return section;
}

Section axes_section(const SweepView& view) {
  constexpr const char* methods[] = {"every level of each axis with every level of the others",
                                     "levels taken together", "a latin hypercube",
                                     "a Sobol sequence", "points of an analysis"};
  Section section{"design", "What was varied", {}, {}};
  Table table("Axes of the design", {"Axis", "Path of the scenario", "Levels"});
  for (const SweepAxis& axis : view.plan.axes) {
    std::string levels;
    constexpr std::size_t most_levels = 12;
    for (std::size_t i = 0; i < std::min(axis.levels.size(), most_levels); ++i) {
      levels += (i == 0 ? "" : ", ") + printed(axis.levels[i]);
    }
    if (axis.levels.size() > most_levels) levels += fmt::format(" ... ({})", axis.levels.size());
    table.row({axis.name, axis.path, levels});
  }
  section.body =
      paragraph(fmt::format("{} points: {}. All points share their random numbers, and their "
                            "patients as far as the axes leave the people as they are.",
                            counted(view.plan.points()),
                            methods[static_cast<std::size_t>(view.plan.method)])) +
      table.markup();
  return section;
}

Section points_section(const SweepView& view) {
  Section section{"points", "All points", {}, {}};
  std::vector<std::string> headings;
  for (const SweepAxis& axis : view.plan.axes) headings.push_back(axis.name);
  headings.emplace_back("arm");
  for (const SweptColumn& column : view.columns) headings.push_back(endpoint_title(column));
  Table table("Mean of every endpoint at every point", headings);
  std::size_t rows = 0;
  for (std::size_t point = 0; point < view.plan.points(); ++point) {
    const auto levels = view.plan.levels_at(point);
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
      if (++rows > most_table_rows) continue;
      std::vector<std::string> row;
      for (std::size_t a = 0; a < view.plan.axes.size(); ++a) {
        row.push_back(printed(view.plan.axes[a].levels[levels[a]]));
      }
      row.push_back(view.arms[arm]);
      for (const SweptColumn& column : view.columns) {
        row.push_back(significant(view.mean(column, point, arm), 4));
      }
      table.row(row);
    }
  }
  section.body = table.markup("numbers");
  if (rows > most_table_rows) {
    section.body += paragraph(fmt::format("{} of {} rows; the result file holds all.",
                                          counted(most_table_rows), counted(rows)));
  }
  section.body = folded("points-table", "Table of all points", section.body);
  return section;
}

}  // namespace
}  // namespace report

std::string make_sweep_report(const std::filesystem::path& result, const std::string& title) {
  const report::SweepView view = report::open_sweep(result);
  std::vector<report::Section> sections{report::axes_section(view)};
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    sections.push_back(report::endpoint_section(view, view.columns[i], i));
  }
  sections.push_back(report::points_section(view));
  const std::string own = view.rows.note("/", "title");
  return report::page({title.empty() ? own : title, view.rows.note("/", "source"), {}}, sections);
}

}  // namespace pressor
