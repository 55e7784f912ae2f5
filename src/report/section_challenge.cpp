#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "findings.h"
#include "ladders.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// Pressure by dose step of the challenges, from the patients whose trajectories are kept.
namespace pressor::report {
namespace {

std::string dose_title(const Evidence& evidence, std::size_t arm) {
  const Challenge& challenge = *challenge_of(evidence.study(), arm);
  return evidence.study().cast.drugs.at(challenge.drug).drug.name + ", " +
         (challenge.ladder.front().per_kg ? "µg/kg/min" : "µg/min");
}

/// Smallest and largest of what is drawn.
struct Range {
  double dose = 0.0;
  double low = unlimited;
  double high = -unlimited;
};

Range range_of(const Ladders& ladders) {
  Range range;
  for (const auto& [start, arms] : ladders) {
    for (const Steps& steps : arms) {
      for (const auto& [dose, maps] : steps) {
        const Spread spread = spread_of(maps);
        const double sd = spread.n > 1 ? spread.sd : 0.0;
        range.dose = std::max(range.dose, dose);
        range.low = std::min(range.low, spread.mean - sd);
        range.high = std::max(range.high, spread.mean + sd);
      }
    }
  }
  return range;
}

void draw(Plot& plot, const Steps& steps, std::size_t arm, double nudge) {
  const std::string look = series_class(arm);
  std::vector<Point> points;
  for (const auto& [dose, maps] : steps) {
    const Spread spread = spread_of(maps);
    points.push_back({dose, spread.mean});
    if (spread.n > 1)
      plot.whisker(dose + nudge, spread.mean - spread.sd, spread.mean + spread.sd, look);
  }
  plot.line(points, look);
  for (const Point& point : points) plot.dot({point.x + nudge, point.y}, look, 3.0);
}

/// Columns of panels in a row: three fit.
struct Grid {
  std::size_t columns = 1;
  std::size_t rows = 1;
  double width = 735.0;
};

Grid grid_for(std::size_t panels) {
  const std::size_t columns = std::min<std::size_t>(panels, 3);
  const double gaps = 55.0 * static_cast<double>(columns - 1);
  return {columns, (panels + columns - 1) / columns,
          std::min((735.0 - gaps) / static_cast<double>(columns), 440.0)};
}

Html challenge_figure(const Evidence& evidence, const Ladders& ladders, std::size_t patients) {
  constexpr double panel_height = 190.0;
  constexpr double row_height = 285.0;
  const Range range = range_of(ladders);
  const Grid grid = grid_for(ladders.size());
  std::size_t arm_with = 0;
  while (challenge_of(evidence.study(), arm_with) == nullptr) ++arm_with;
  Figure figure("challenge-curves", "MAP by dose step of the challenge, by arm", 800.0,
                20.0 + row_height * static_cast<double>(grid.rows));
  std::vector<LegendEntry> entries;
  for (std::size_t a = 0; a < evidence.arms.size(); ++a) {
    entries.push_back({evidence.arms[a], series_class(a), false});
  }
  if (entries.size() > 1) figure.legend(entries);
  std::size_t panel = 0;
  for (const auto& [start, arms] : ladders) {
    const Box box{50.0 + (grid.width + 55.0) * static_cast<double>(panel % grid.columns),
                  52.0 + row_height * std::floor(static_cast<double>(panel) /
                                                 static_cast<double>(grid.columns)),
                  grid.width, panel_height};
    Plot plot(box, number_axis(dose_title(evidence, arm_with), 0.0, range.dose, 5),
              number_axis("", range.low, range.high, 5));
    plot.title("MAP, mmHg, challenge at " + duration(start));
    for (std::size_t a = 0; a < arms.size(); ++a) {
      const double middle = 0.5 * static_cast<double>(arms.size() - 1);
      draw(plot, arms[a], a, 0.012 * range.dose * (static_cast<double>(a) - middle));
    }
    figure.add(plot);
    ++panel;
  }
  const std::string who = patients == 1
                              ? std::string("One patient")
                              : fmt::format("Mean ± SD of {} courses that are kept", patients);
  return figure.markup(text(who +
                            "; MAP over the last minute of each step. A step is missing where "
                            "a stop rule had ended the ladder."));
}

}  // namespace

Section challenge_section(const Evidence& evidence) {
  Section section{"challenges", "Challenge curves", {}, "the study has no challenge"};
  const Study& study = evidence.study();
  const bool any = std::any_of(study.arms.begin(), study.arms.end(),
                               [](const Arm& arm) { return !arm.orders.challenges.empty(); });
  if (!any) return section;
  section.absent = "no trajectory of MAP is kept";
  if (!evidence.rows.has("/trajectories/MAP") || evidence.info.kept == 0) return section;
  const Ladders ladders = read_ladders(evidence);
  if (!ladders.empty()) section.body = challenge_figure(evidence, ladders, evidence.info.kept);
  section.absent = "no kept patient came to a challenge";
  return section;
}

}  // namespace pressor::report
