#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/statistics/survival.h"
#include "sections.h"

/// Kaplan-Meier curves with the numbers at risk.
namespace pressor::report {
namespace {

constexpr double survival_width = 800.0;
constexpr Box area{50.0, 52.0, 735.0, 230.0};
constexpr double risk_row = 18.0;

std::vector<Followed> followed_in(const Evidence& evidence, std::size_t arm) {
  const People& people = evidence.people;
  const double end = evidence.study().follow_up;
  std::vector<Followed> followed;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.arm[i] != arm || !people.counts(i) || people.status[i] == "failed") continue;
    const double censored = std::min(people.withdrawn[i], end);
    const bool died = people.died_by(i, end);
    followed.push_back({died ? people.death_time[i] : censored, died});
  }
  return followed;
}

struct Curve {
  std::vector<Point> survival;
  std::vector<double> times;
  std::vector<double> low;
  std::vector<double> high;
};

Curve curve_of(const std::vector<Followed>& group, double end) {
  Curve curve;
  const auto add = [&](double time, double survival, const Interval& ci) {
    curve.survival.push_back({time, 100.0 * survival});
    curve.times.push_back(time);
    curve.low.push_back(100.0 * (std::isnan(ci.low) ? survival : ci.low));
    curve.high.push_back(100.0 * (std::isnan(ci.high) ? survival : ci.high));
  };
  add(0.0, 1.0, {});
  for (const SurvivalStep& step : kaplan_meier(group)) {
    if (step.events > 0) add(step.time, step.survival, step.ci);
  }
  const Interval last{curve.low.back() / 100.0, curve.high.back() / 100.0};
  add(end, curve.survival.back().y / 100.0, last);
  return curve;
}

/// Published mortality of a death endpoint stands beside the curves.
void add_published(Plot& plot, const Evidence& evidence) {
  if (evidence.blinded) return;
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    const EndpointColumn& column = evidence.columns[c];
    if (evidence.study().endpoints[column.endpoint].measure.kind != MeasureKind::death) continue;
    const Outcome outcome = outcome_of(evidence, c);
    for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
      const auto* figure = published_arm(evidence, outcome, arm);
      if (figure == nullptr) continue;
      const Point at{column.at, 100.0 * (1.0 - figure->centre)};
      plot.diamond(at, series_class(arm));
      plot.label(at, evidence.arms[arm] + ", published", Anchor::start, 10.0, 4.0);
    }
  }
}

/// Numbers at risk under the ticks of the time axis, an arm a row.
Html risk_rows(const Plot& plot, const Evidence& evidence, const Axis& axis,
               const std::vector<std::vector<Followed>>& groups) {
  const double top = area.top + area.height + 60.0;
  Html made = svg_text(0.0, top, "At risk", Anchor::start, "name");
  for (std::size_t arm = 0; arm < groups.size(); ++arm) {
    const double y = top + risk_row * static_cast<double>(2 * arm + 1);
    made += svg_text(0.0, y, evidence.arms[arm], Anchor::start, "key");
    for (const double tick : axis.ticks) {
      made += svg_text(plot.place_x(tick), y + risk_row, counted(at_risk(groups[arm], tick)),
                       Anchor::middle, "tick");
    }
  }
  return made;
}

std::string caption_of(const Evidence& evidence) {
  std::string words = "Kaplan–Meier estimate with its 95 % confidence band (log-log)";
  if (evidence.replicates() > 1) {
    words += fmt::format(
        ", all {} trials taken together: a single trial has a band that is about "
        "{} times as wide",
        counted(evidence.replicates()),
        fixed(std::sqrt(static_cast<double>(evidence.replicates())), 1));
  }
  return words + ". Deaths after " + duration(evidence.study().horizon) +
         " follow the hazard that was reached by then.";
}

Html survival_figure(const Evidence& evidence) {
  const double end = evidence.study().follow_up;
  const Axis time = time_axis("time from the start", 0.0, end);
  Plot plot(area, time, number_axis("alive, %", 0.0, 100.0, 5));
  std::vector<LegendEntry> entries;
  std::vector<std::vector<Followed>> groups;
  std::vector<Curve> curves;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    groups.push_back(followed_in(evidence, arm));
    curves.push_back(curve_of(groups.back(), end));
    plot.step_band(curves[arm].times, curves[arm].low, curves[arm].high, series_class(arm));
    entries.push_back({evidence.arms[arm], series_class(arm), true});
  }
  for (std::size_t arm = 0; arm < curves.size(); ++arm) {
    plot.steps(curves[arm].survival, series_class(arm));
  }
  add_published(plot, evidence);
  const double height =
      area.top + area.height + 72.0 + 2.0 * risk_row * static_cast<double>(evidence.arms.size());
  Figure figure("survival-curve", "Kaplan-Meier curves of survival by arm", survival_width, height);
  figure.legend(entries);
  figure.add(plot);
  figure.add(risk_rows(plot, evidence, time, groups));
  return figure.markup(text(caption_of(evidence)));
}

}  // namespace

Section survival_section(const Evidence& evidence) {
  Section section{"survival", "Survival", {}, {}};
  if (!evidence.study().mortality) {
    section.absent = "nobody dies in this study";
  } else if (evidence.is_one_person()) {
    section.absent = "one person has no survival curve";
  } else if (evidence.is_crossover()) {
    section.absent = "crossover: every patient went through every arm";
  } else {
    section.body = survival_figure(evidence);
  }
  return section;
}

}  // namespace pressor::report
