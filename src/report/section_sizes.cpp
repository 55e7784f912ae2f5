#include <fmt/format.h>

#include <algorithm>

#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// How often trials of other sizes would have been significant.
namespace pressor::report {
namespace {

constexpr std::size_t most_size_lines = 6;  ///< that a reader tells apart

/// The comparisons that are drawn: those of the primary column, then the first test of each other
/// endpoint's columns.
std::vector<std::size_t> sizes_shown(const Evidence& evidence) {
  const auto primary = primary_column(evidence);
  const auto& all = evidence.trial.comparisons;
  std::vector<std::size_t> chosen;
  for (const bool main : {true, false}) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool is_main = all[i].column == *primary;
      const bool other =
          evidence.columns[all[i].column].endpoint != evidence.columns[*primary].endpoint &&
          (i == 0 || all[i].column != all[i - 1].column);
      const bool wanted = main ? is_main : other;
      if (wanted && chosen.size() < most_size_lines) chosen.push_back(i);
    }
  }
  return chosen;
}

std::string name_of(const Evidence& evidence, const Comparisons& found) {
  std::string name = outcome_of(evidence, found.column).title + ", " + test_words(found.test);
  if (evidence.arms.size() > 2) name += ", " + evidence.arms[found.arm];
  return name;
}

/// Lines stand a little beside each other, so that every interval is seen: `aside` is the way of
/// this one, in patients.
void draw(Plot& plot, const Evidence& evidence, std::size_t comparison, std::size_t line,
          double aside) {
  std::vector<Point> points;
  const std::string look = series_class(line);
  for (const NestedSize& size : evidence.trial.sizes) {
    const Share& share = size.operating.at(comparison).significant;
    if (share.of == 0) continue;
    const double patients = static_cast<double>(size.patients) + aside;
    points.push_back({patients, 100.0 * share.value});
    plot.whisker(patients, 100.0 * share.low, 100.0 * share.high, look);
  }
  plot.line(points, look);
  for (const Point& point : points) plot.dot(point, look);
}

Html sizes_figure(const Evidence& evidence) {
  const std::vector<std::size_t> lines = sizes_shown(evidence);
  const double head = 32.0 + 20.0 * static_cast<double>(lines.size());
  const auto largest = static_cast<double>(evidence.trial.sizes.back().patients);
  const double step = 0.007 * largest;  // five pixels
  Plot plot({50.0, head, 735.0, 230.0}, number_axis("patients a trial", 0.0, largest, 8),
            number_axis("trials with p < 0.05, %", 0.0, 100.0, 5));
  plot.horizontal(5.0, "5 %", "null");
  plot.horizontal(80.0, "80 %", "null");
  const double middle = 0.5 * static_cast<double>(lines.size() - 1);
  for (std::size_t line = 0; line < lines.size(); ++line) {
    draw(plot, evidence, lines[line], line, step * (static_cast<double>(line) - middle));
  }
  Figure figure("power", "Share of trials with p below 0.05 by number of patients", 800.0,
                head + 280.0);
  std::vector<LegendEntry> entries;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    entries.push_back(
        {name_of(evidence, evidence.trial.comparisons[lines[line]]), series_class(line), false});
  }
  figure.legend(entries);
  figure.add(plot);
  return figure.markup(
      text(fmt::format("The first patients of each of {} trials analysed on their own, as if the "
                       "trial had been that "
                       "small; bars are 95 % confidence intervals (Wilson).",
                       counted(evidence.replicates()))));
}

}  // namespace

Section sizes_section(const Evidence& evidence) {
  Section section{"sizes", "Power by size of the trial", {}, "the study names no sizes"};
  if (evidence.trial.sizes.empty()) return section;
  section.absent = "nothing is compared";
  if (!evidence.trial.comparisons.empty()) section.body = sizes_figure(evidence);
  return section;
}

}  // namespace pressor::report
