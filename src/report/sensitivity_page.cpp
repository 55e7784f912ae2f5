#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "pressor/output/result_rows.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/report.h"
#include "pressor/report/table.h"
#include "pressor/scenario/document.h"

/// The report of a sensitivity analysis: what an outcome depends on, and whether there were enough
/// points to know.
namespace pressor {
namespace report {
namespace {

constexpr std::size_t most_growth_lines = 6;
constexpr double rank_row = 30.0;
constexpr double rank_top = 62.0;

/// How the figures of a method are called.
struct MethodWords {
  const char* name;
  const char* first;
  const char* total;  ///< empty: the method has one figure
  bool by_total;      ///< the second figure ranks the axes
  const char* axis;
  const char* meaning;
};

MethodWords method_words(const std::string& method) {
  if (method == "morris") {
    return {"elementary effects (Morris 1991)",
            "mean size (µ*)",
            "spread (σ)",
            false,
            "change of the output over the axis",
            "µ* is the mean size of the change of the output when one axis moves, counted over its "
            "whole interval; σ is the SD of that change: large where the axis bends or depends on "
            "the others."};
  }
  if (method == "prcc") {
    return {"partial rank correlations (Marino et al. 2008)",
            "partial rank correlation",
            "",
            false,
            "partial rank correlation",
            "Correlation of the ranks of axis and output when the other axes are held; −1 to 1. It "
            "tells direction and monotone strength, not shares of variance."};
  }
  return {
      "shares of variance (Sobol; Saltelli et al. 2010, Jansen 1999)",
      "alone",
      "with its interactions",
      true,
      "share of the variance",
      "Alone: the share of the output's variance that would vanish if the axis were known. With "
      "its interactions: the share that would be left if all other axes were known."};
}

/// One kind of figure with the ends of its bootstrap interval.
struct FigureParts {
  std::vector<double> value;
  std::vector<double> low;
  std::vector<double> high;
};

struct SensitivityView {
  ResultRows rows;
  MethodWords words;
  std::vector<std::string> outputs;
  std::vector<std::string> axes;
  std::vector<double> points;
  FigureParts first;  ///< [output][axis]
  FigureParts total;
  FigureParts first_growth;  ///< [output][axis][points]
  FigureParts total_growth;

  [[nodiscard]] bool has_total() const { return *words.total != '\0'; }
  /// The figure that ranks the axes.
  [[nodiscard]] const FigureParts& main() const { return words.by_total ? total : first; }
  [[nodiscard]] const FigureParts& main_growth() const {
    return words.by_total ? total_growth : first_growth;
  }
  [[nodiscard]] std::size_t place(std::size_t output, std::size_t axis) const {
    return output * axes.size() + axis;
  }
  [[nodiscard]] double growth(const std::vector<double>& of, std::size_t output, std::size_t axis,
                              std::size_t size) const {
    return of[place(output, axis) * points.size() + size];
  }
  [[nodiscard]] bool is_known(std::size_t output) const {
    return std::isfinite(main().value[place(output, 0)]);
  }
  /// Axes, largest first.
  [[nodiscard]] std::vector<std::size_t> ranked(std::size_t output) const {
    std::vector<std::size_t> order(axes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto size = [&](std::size_t axis) { return std::abs(main().value[place(output, axis)]); };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
    return order;
  }
};

FigureParts parts_named(const ResultRows& rows, const std::string& name) {
  const std::string path = "/sensitivity/" + name;
  return {rows.numbers(path), rows.numbers(path + ".low"), rows.numbers(path + ".high")};
}

SensitivityView open_sensitivity(const std::filesystem::path& file) {
  SensitivityView view{ResultRows(file), {}, {}, {}, {}, {}, {}, {}, {}};
  const ResultRows& rows = view.rows;
  view.words = method_words(rows.note("/sensitivity/output", "method"));
  view.outputs = rows.texts("/sensitivity/output");
  view.axes = rows.texts("/sensitivity/axis");
  view.points = rows.numbers("/sensitivity/points");
  view.first = parts_named(rows, "first");
  view.total = parts_named(rows, "total");
  view.first_growth = parts_named(rows, "first.growth");
  view.total_growth = parts_named(rows, "total.growth");
  return view;
}

std::string figure_with_interval(const FigureParts& of, std::size_t at) {
  if (!std::isfinite(of.value[at])) return "–";
  return significant(of.value[at], 2) + " (" + significant(of.low[at], 2) + " to " +
         significant(of.high[at], 2) + ")";
}

/// Largest change of the ranking figure of any axis between the last subset and all points.
double last_change(const SensitivityView& view, std::size_t output) {
  const std::size_t last = view.points.size() - 1;
  double largest = 0.0;
  for (std::size_t axis = 0; axis < view.axes.size(); ++axis) {
    const auto at = [&](std::size_t size) {
      return view.growth(view.main_growth().value, output, axis, size);
    };
    largest = std::max(largest, std::abs(at(last) - at(last - 1)));
  }
  return largest;
}

/// Whether the intervals of the first two axes do not overlap.
bool leader_is_clear(const SensitivityView& view, std::size_t output) {
  const auto order = view.ranked(output);
  if (order.size() < 2) return true;
  const auto end = [&](std::size_t axis, bool low) {
    const std::size_t at = view.place(output, axis);
    const double ends[] = {std::abs(view.main().low[at]), std::abs(view.main().high[at])};
    return low ? std::min(ends[0], ends[1]) : std::max(ends[0], ends[1]);
  };
  return end(order[0], true) > end(order[1], false);
}

std::string convergence_words(const SensitivityView& view, std::size_t output) {
  if (view.points.size() < 2) return "Too few points to see whether the figures stand still.";
  const std::size_t last = view.points.size() - 1;
  return fmt::format(
      "From {:.0f} to {:.0f} base points no figure moved by more than {}; the first place is {}.",
      view.points[last - 1], view.points[last], significant(last_change(view, output), 2),
      leader_is_clear(view, output) ? "clear (intervals do not overlap)"
                                    : "not clear (intervals of the first two overlap)");
}

std::string output_answer(const SensitivityView& view, std::size_t output) {
  if (!view.is_known(output)) {
    return view.outputs[output] +
           ": not known; it is missing at some point, or there are too few points.";
  }
  const auto order = view.ranked(output);
  std::string words = view.outputs[output] + " depends most on " + view.axes[order[0]] + ": " +
                      view.words.axis + " " +
                      figure_with_interval(view.main(), view.place(output, order[0]));
  for (std::size_t i = 1; i < std::min<std::size_t>(3, order.size()); ++i) {
    words += (i == 1 ? "; then on " : " and ") + view.axes[order[i]] + ", " +
             figure_with_interval(view.main(), view.place(output, order[i]));
  }
  return words + ". " + convergence_words(view, output);
}

Section answer_of(const SensitivityView& view) {
  Section section{"answer", "What it depends on", {}, {}};
  Html inside;
  for (std::size_t output = 0; output < view.outputs.size(); ++output) {
    inside += paragraph(printed(output_answer(view, output)));
  }
  section.body = element("div", {{"class", "answer"}}, inside);
  return section;
}

std::pair<double, double> effect_span(const SensitivityView& view, std::size_t output) {
  double low = 0.0;
  double high = 0.0;
  const auto take = [&](const FigureParts& of) {
    for (std::size_t axis = 0; axis < view.axes.size(); ++axis) {
      const std::size_t at = view.place(output, axis);
      for (const double value : {of.value[at], of.low[at], of.high[at]}) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  };
  take(view.first);
  if (view.has_total()) take(view.total);
  return {low, high};
}

/// Axes one below the other, largest first, with both figures and their intervals.
Plot rank_plot(const SensitivityView& view, std::size_t output, double height) {
  const auto order = view.ranked(output);
  const auto n = static_cast<double>(order.size());
  Axis names{"", -0.5, n - 0.5, {}, {}, false};
  for (std::size_t i = 0; i < order.size(); ++i) names.ticks.push_back(static_cast<double>(i));
  names.label = [&view, order](double place) {
    return view.axes[order[order.size() - 1 - static_cast<std::size_t>(place)]];
  };
  const auto [low, high] = effect_span(view, output);
  Plot plot({150.0, rank_top, 260.0, height}, number_axis(view.words.axis, low, high, 5), names);
  const auto mark = [&](const FigureParts& of, std::size_t i, double aside, const char* look) {
    const std::size_t at = view.place(output, order[i]);
    const double y = n - 1.0 - static_cast<double>(i) + aside;
    plot.lying_whisker(y, of.low[at], of.high[at], look);
    plot.dot({of.value[at], y}, look);
  };
  for (std::size_t i = 0; i < order.size(); ++i) {
    mark(view.first, i, view.has_total() ? 0.16 : 0.0, "s0");
    if (view.has_total()) mark(view.total, i, -0.16, "s1");
  }
  if (low < 0.0) plot.vertical(0.0, "", "null");
  return plot;
}

/// The ranking figure from the first points alone, and from ever more of them.
Plot growth_plot(const SensitivityView& view, std::size_t output, double height) {
  const auto order = view.ranked(output);
  const FigureParts& of = view.main_growth();
  double low = 0.0;
  double high = 0.0;
  const std::size_t lines = std::min(most_growth_lines, order.size());
  for (std::size_t i = 0; i < lines; ++i) {
    for (std::size_t size = 0; size < view.points.size(); ++size) {
      low = std::min(low, view.growth(of.value, output, order[i], size));
      high = std::max(high, view.growth(of.value, output, order[i], size));
    }
  }
  Plot plot({480.0, rank_top, 205.0, height},
            number_axis("base points", 0.0, view.points.back(), 4),
            number_axis("from the first points alone", low, high, 5));
  for (std::size_t i = lines; i-- > 0;) {
    std::vector<Point> points;
    std::vector<double> lows;
    std::vector<double> highs;
    for (std::size_t size = 0; size < view.points.size(); ++size) {
      points.push_back({view.points[size], view.growth(of.value, output, order[i], size)});
      lows.push_back(view.growth(of.low, output, order[i], size));
      highs.push_back(view.growth(of.high, output, order[i], size));
    }
    if (i < 2) plot.band(view.points, lows, highs, series_class(i));
    plot.line(points, series_class(i));
    for (const Point& point : points) plot.dot(point, series_class(i), 2.5);
  }
  return plot;
}

/// Names at the right ends of the lines, moved apart where they would touch.
Html growth_names(const SensitivityView& view, std::size_t output, const Plot& plot) {
  constexpr double apart = 13.0;
  const auto order = view.ranked(output);
  const std::size_t lines = std::min(most_growth_lines, order.size());
  std::vector<std::pair<double, std::string>> names;
  for (std::size_t i = 0; i < lines; ++i) {
    const double value =
        view.growth(view.main_growth().value, output, order[i], view.points.size() - 1);
    names.emplace_back(plot.place_y(value) + 4.0, view.axes[order[i]]);
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  double before = unlimited;
  Html made;
  for (auto& [y, name] : names) {
    y = std::min(y, before - apart);
    before = y;
    made += svg_text(plot.box().left + plot.box().width + 8.0, y, name, Anchor::start, "note");
  }
  return made;
}

Html output_figure(const SensitivityView& view, std::size_t output) {
  const double height = std::max(150.0, rank_row * static_cast<double>(view.axes.size()));
  Figure figure("ranks-" + std::to_string(output),
                "Axes ranked by what " + view.outputs[output] + " depends on", 800.0,
                rank_top + height + 45.0);
  std::vector<LegendEntry> entries{{view.words.first, "s0 solid", false}};
  if (view.has_total()) entries.push_back({view.words.total, "s1 solid", false});
  figure.legend(entries);
  figure.add(rank_plot(view, output, height));
  std::string caption = "Left: axes with 95 % bootstrap intervals.";
  if (view.points.size() > 1) {
    const Plot growth = growth_plot(view, output, height);
    figure.add(growth);
    figure.add(growth_names(view, output, growth));
    caption +=
        std::string(" Right: ") + (view.words.by_total ? view.words.total : view.words.first) +
        ", from the first points of the same runs alone and from ever more of them; lines "
        "that still climb or fall at the right end want more points. Bands: intervals of the "
        "first two.";
  }
  return figure.markup(text(caption));
}

Html output_table(const SensitivityView& view, std::size_t output) {
  std::vector<std::string> headings{"Axis", view.words.first};
  if (view.has_total()) headings.emplace_back(view.words.total);
  Table table(view.outputs[output] + ", 95 % bootstrap intervals", headings);
  for (const std::size_t axis : view.ranked(output)) {
    const std::size_t at = view.place(output, axis);
    std::vector<std::string> cells{view.axes[axis], figure_with_interval(view.first, at)};
    if (view.has_total()) cells.push_back(figure_with_interval(view.total, at));
    table.row(cells);
  }
  return table.markup("numbers");
}

Section output_section(const SensitivityView& view, std::size_t output) {
  Section section{"output-" + std::to_string(output),
                  view.outputs[output],
                  {},
                  "it is missing at some point of the design, or there are too few points"};
  if (!view.is_known(output)) return section;
  section.body = output_figure(view, output) +
                 folded("table-" + std::to_string(output), "Table", output_table(view, output));
  return section;
}

/// What stands below a key of an axis, empty without it.
std::string axis_text(const Node& axis, const char* key) {
  const Node* found = axis.find(key);
  return found == nullptr ? std::string() : found->text;
}

std::string axis_range(const Node& axis) {
  const Node* values = axis.find("values");
  std::string words;
  if (values != nullptr) {
    for (const Node& item : values->items) words += (words.empty() ? "" : ", ") + item.text;
    return words;
  }
  words = axis_text(axis, "from") + " to " + axis_text(axis, "to");
  return axis_text(axis, "scale") == "log" ? words + ", evenly in its logarithm" : words;
}

Section varied_section(const SensitivityView& view) {
  Section section{"design", "What was varied", {}, {}};
  const Document scenario = parse_document(view.rows.note("/", "scenario_yaml"), "scenario_yaml");
  const Node* sweep = scenario.root.find("sweep");
  const Node* axes = sweep == nullptr ? nullptr : sweep->find("axes");
  Table table("Axes", {"Axis", "Path of the scenario", "Over"});
  for (const std::string& name : view.axes) {
    const Node* axis = axes == nullptr ? nullptr : axes->find(name);
    if (axis == nullptr) continue;
    table.row({name, axis_text(*axis, "path"), printed(axis_range(*axis))});
  }
  section.body =
      paragraph(fmt::format("Method: {}. {} base points; the scenario was run at {} points. {}",
                            view.words.name,
                            counted(static_cast<std::uint64_t>(view.points.back())),
                            counted(view.rows.shape("/sweep/point").front()), view.words.meaning)) +
      table.markup() +
      paragraph(
          "All axes are independent and even over their interval: what an outcome depends "
          "on is said for these intervals and no others.");
  return section;
}

}  // namespace
}  // namespace report

std::string make_sensitivity_report(const std::filesystem::path& result, const std::string& title) {
  const report::SensitivityView view = report::open_sensitivity(result);
  std::vector<report::Section> sections{report::answer_of(view)};
  for (std::size_t output = 0; output < view.outputs.size(); ++output) {
    sections.push_back(report::output_section(view, output));
  }
  sections.push_back(report::varied_section(view));
  const std::string own = view.rows.note("/", "title");
  return report::page({title.empty() ? own : title, view.rows.note("/", "source"), {}}, sections);
}

}  // namespace pressor
