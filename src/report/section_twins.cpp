#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "sections.h"

/// The same patient in both arms: what nobody can see in a real trial.
namespace pressor::report {
namespace {

constexpr std::size_t most_dots = 800;

/// A patient's value in two arms.
struct Pair {
  double control = 0.0;
  double treated = 0.0;
  [[nodiscard]] double effect() const { return treated - control; }
};

std::vector<Pair> pairs_of(const Evidence& evidence, std::size_t column, std::size_t arm) {
  const std::vector<double> values = evidence.endpoint(column);
  const People& people = evidence.people;
  std::map<std::pair<std::size_t, std::size_t>, Pair> pairs;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.arm[i] != 0 && people.arm[i] != arm) continue;
    auto [at, fresh] = pairs.try_emplace({people.replicate[i], people.slot[i]}, Pair{NAN, NAN});
    (people.arm[i] == 0 ? at->second.control : at->second.treated) = values[i];
  }
  std::vector<Pair> whole;
  for (const auto& [who, pair] : pairs) {
    if (std::isfinite(pair.effect())) whole.push_back(pair);
  }
  return whole;
}

std::vector<double> effects_of(const std::vector<Pair>& pairs) {
  std::vector<double> effects;
  for (const Pair& pair : pairs) effects.push_back(pair.effect());
  return effects;
}

Plot scatter(const Evidence& evidence, const std::vector<Pair>& pairs, std::size_t arm,
             const std::string& unit) {
  double low = unlimited;
  double high = -unlimited;
  for (const Pair& pair : pairs) {
    low = std::min({low, pair.control, pair.treated});
    high = std::max({high, pair.control, pair.treated});
  }
  const std::string of = unit.empty() ? std::string() : ", " + unit;
  const Axis axis = number_axis("in " + evidence.arms.front() + of, low, high, 5);
  Axis up = axis;
  up.title = "in " + evidence.arms[arm] + of;
  Plot plot({50.0, 34.0, 300.0, 240.0}, axis, up);
  plot.line({{axis.low, axis.low}, {axis.high, axis.high}}, "ink thin");
  for (std::size_t i = 0; i < std::min(pairs.size(), most_dots); ++i) {
    plot.dot({pairs[i].control, pairs[i].treated}, series_class(arm), 2.6);
  }
  return plot;
}

Plot spread_plot(const std::vector<double>& effects, std::size_t arm, const std::string& unit) {
  constexpr std::size_t bins = 24;
  const Spread spread = spread_of(effects);
  const Axis axis = number_axis("effect" + (unit.empty() ? "" : ", " + unit),
                                std::min(spread.low, 0.0), std::max(spread.high, 0.0), 6);
  const std::vector<double> counts = histogram(effects, axis.low, axis.high, bins);
  const double most = *std::max_element(counts.begin(), counts.end());
  Plot plot({430.0, 34.0, 355.0, 240.0}, axis, number_axis("patients", 0.0, most, 5));
  const double step = (axis.high - axis.low) / bins;
  for (std::size_t i = 0; i < bins; ++i) {
    const double from = axis.low + step * static_cast<double>(i);
    plot.bar(from, from + step, counts[i], series_class(arm));
  }
  plot.vertical(0.0, "no effect", "null");
  return plot;
}

std::string words_of(const Evidence& evidence, const Outcome& outcome,
                     const std::vector<Pair>& pairs, std::size_t arm) {
  const std::vector<double> effects = effects_of(pairs);
  const Spread spread = spread_of(effects);
  const auto lower = static_cast<std::size_t>(
      std::count_if(effects.begin(), effects.end(), [](double e) { return e < 0.0; }));
  std::vector<double> control;
  for (const Pair& pair : pairs) control.push_back(pair.control);
  return fmt::format(
      "{}: individual effect of {} against {} in {} patients, {}: mean {}, SD {} between patients; "
      "lower in {}. Between patients of one arm the SD is {}: that is why a trial with separate "
      "patients sees so much less.",
      outcome.title, evidence.arms[arm], evidence.arms.front(), counted(spread.n),
      evidence.is_crossover() ? "each treated in both arms, one after the other"
                              : "each in both arms with the same random numbers",
      difference_text(outcome, spread.mean), significant(spread.sd, 2),
      share_words(lower, effects.size()), significant(spread_of(control).sd, 2));
}

Html twin_figure(const Evidence& evidence, std::size_t column, std::size_t arm) {
  const Outcome outcome = outcome_of(evidence, column);
  const std::vector<Pair> pairs = pairs_of(evidence, column, arm);
  if (pairs.size() < 2) return {};
  const std::string words = words_of(evidence, outcome, pairs, arm);
  if (outcome.share) return paragraph(words);
  const std::string unit = shown_unit(outcome.unit);
  Figure figure(fmt::format("twins-{}-{}", column, arm), "Individual effects: " + words, 800.0,
                330.0);
  figure.add(scatter(evidence, pairs, arm, unit));
  figure.add(spread_plot(effects_of(pairs), arm, unit));
  return figure.markup(text(words));
}

}  // namespace

Section twins_section(const Evidence& evidence) {
  Section section{
      "twins", "The same patients in every arm", {}, "each patient was simulated in one arm only"};
  const bool both = evidence.study().twins || evidence.is_crossover();
  if (!both || evidence.is_one_person()) return section;
  const auto primary = primary_column(evidence);
  section.absent = "no endpoint is compared";
  if (!primary) return section;
  for (std::size_t arm = 1; arm < evidence.arms.size(); ++arm) {
    section.body += twin_figure(evidence, *primary, arm);
  }
  section.absent = "fewer than two patients were measured in both arms";
  return section;
}

}  // namespace pressor::report
