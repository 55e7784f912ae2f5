#include <algorithm>
#include <array>
#include <cmath>

#include "course.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// Pressure, dose, rate and flow over time, by arm.
namespace pressor::report {
namespace {

constexpr double left = 50.0;
constexpr double course_width = 735.0;
constexpr double panel_height = 118.0;
constexpr double pitch = 156.0;
constexpr double course_head = 52.0;
constexpr std::size_t levels = 5;  ///< quantiles of /summary: 5, 25, 50, 75, 95 %

/// Quantiles of one variable in one arm over time.
struct Course {
  std::array<std::vector<double>, levels> quantiles;
  [[nodiscard]] const std::vector<double>& at(std::size_t level) const {
    return quantiles.at(level);
  }
};

std::vector<Course> read_courses(const Evidence& evidence, const std::string& name) {
  const std::vector<double> all = evidence.rows.numbers("/summary/" + name);
  const std::size_t arms = evidence.arms.size();
  const std::size_t times = all.size() / (arms * levels);
  std::vector<Course> courses(arms);
  for (std::size_t arm = 0; arm < arms; ++arm) {
    const std::size_t first = evidence.order[arm] * times * levels;
    for (std::size_t i = 0; i < times * levels; ++i) {
      courses[arm].quantiles.at(i % levels).push_back(all.at(first + i));
    }
  }
  return courses;
}

/// The span of all curves.
std::pair<double, double> span_of(const std::vector<Course>& courses) {
  double low = unlimited;
  double high = -unlimited;
  for (const Course& course : courses) {
    for (const auto& curve : course.quantiles) {
      for (const double value : curve) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  return std::isfinite(low) ? std::pair(low, high) : std::pair(0.0, 0.0);
}

std::vector<Point> curve(const std::vector<double>& times, const std::vector<double>& values) {
  std::vector<Point> points;
  for (std::size_t t = 0; t < times.size(); ++t) points.push_back({times[t], values[t]});
  return points;
}

void draw(Plot& plot, const std::vector<double>& times, const std::vector<Course>& courses) {
  for (std::size_t arm = 0; arm < courses.size(); ++arm) {
    plot.band(times, courses[arm].at(1), courses[arm].at(3), series_class(arm));
  }
  for (std::size_t arm = 0; arm < courses.size(); ++arm) {
    const std::string look = series_class(arm);
    plot.line(curve(times, courses[arm].at(0)), "thin " + look);
    plot.line(curve(times, courses[arm].at(4)), "thin " + look);
    plot.line(curve(times, courses[arm].at(2)), look);
  }
}

Plot panel(const Evidence& evidence, const std::string& name, double top, const Axis& time) {
  const std::vector<double> times = evidence.rows.numbers("/summary/time");
  const std::vector<Course> courses = read_courses(evidence, name);
  const std::string unit = evidence.rows.note("/summary/" + name, "units");
  const std::string shown = shown_unit(unit);
  const auto [low, high] = span_of(courses);
  const std::string title =
      variable_words(evidence.study(), name) + (shown.empty() ? "" : ", " + shown);
  Plot plot({left, top, course_width, panel_height}, time,
            number_axis(title, name.ends_with("_DOSE") ? 0.0 : low, high, 5));
  shade_challenges(plot, evidence.study());
  draw(plot, times, courses);
  for (std::size_t arm = 0; arm < courses.size(); ++arm) {
    plot.trace(evidence.arms[arm], shown, times, courses[arm].at(2), decimals_for(unit, 1.0) + 1);
  }
  return plot;
}

/// A dose that every arm gets alike tells nothing.
bool differs(const Evidence& evidence, const std::string& name) {
  const std::vector<Course> courses = read_courses(evidence, name);
  const std::vector<double>& first = courses.front().at(2);
  for (const Course& course : courses) {
    for (std::size_t t = 0; t < first.size(); ++t) {
      if (std::fabs(course.at(2)[t] - first[t]) > 1.0e-3 * std::fabs(first[t]) + 1.0e-9)
        return true;
    }
  }
  return false;
}

/// The signs that everybody looks at and the doses that tell something, the titrated one beside the
/// pressure.
std::vector<std::string> courses_shown(const Evidence& evidence) {
  std::vector<std::string> signs{"MAP", "HR", "CO", "SVR", "lactate"};
  std::erase_if(signs, [&](const auto& name) { return !evidence.rows.has("/summary/" + name); });
  std::vector<std::string> doses;
  for (const CastDrug& cast : evidence.study().cast.drugs) {
    const std::string name = cast.drug.code + "_DOSE";
    if (!evidence.rows.has("/summary/" + name) || is_hidden(evidence, name)) continue;
    if (is_titrated(evidence.study(), name)) {
      signs.insert(signs.begin() + std::min<std::ptrdiff_t>(1, std::ssize(signs)), name);
    } else if (!is_challenge(evidence.study(), name) && differs(evidence, name)) {
      doses.push_back(name);
    }
  }
  signs.insert(signs.end(), doses.begin(), doses.end());
  return signs;
}

Html course_figure(const Evidence& evidence, const std::vector<std::string>& names) {
  const std::vector<double> times = evidence.rows.numbers("/summary/time");
  const Axis time = time_axis("time from the start", times.front(), times.back());
  Figure figure("courses", "Median and quantiles over time by arm, one panel a variable", 800.0,
                course_head + pitch * static_cast<double>(names.size()) + 8.0);
  std::vector<LegendEntry> entries;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    entries.push_back({evidence.arms[arm], series_class(arm), true});
  }
  figure.legend(entries);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    figure.add(panel(evidence, names[i], course_head + pitch * static_cast<double>(i),
                     last ? time : without_labels(time)));
  }
  std::string caption =
      "Median (thick), quartiles (band), 5 and 95 % (thin) of the patients alive at that time. "
      "Grey "
      "strips: challenges.";
  if (evidence.is_crossover()) caption += " By the arm with which they began.";
  return figure.markup(text(caption));
}

}  // namespace

Section course_section(const Evidence& evidence) {
  Section section{"course", "Course over time", {}, {}};
  if (evidence.is_one_person()) {
    section.absent = "one person: see what happened, and why";
    return section;
  }
  section.absent = "the file holds no summary over time";
  const std::vector<std::string> names = courses_shown(evidence);
  if (!names.empty()) section.body = course_figure(evidence, names);
  return section;
}

}  // namespace pressor::report
