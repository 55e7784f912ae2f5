#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "pressor/output/result_rows.h"
#include "pressor/output/weigh_file.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/report.h"
#include "pressor/report/table.h"

/// The report of a weighing: what a published trial can and cannot tell apart.
namespace pressor {
namespace report {
namespace {

constexpr double weigh_row = 24.0;
constexpr std::size_t most_densities = 5;
constexpr std::size_t density_places = 201;

std::string plain(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// An axis of names, the first on top.
Axis name_axis(const std::vector<std::string>& names) {
  const auto n = static_cast<double>(names.size());
  Axis axis{"", -0.5, n - 0.5, {}, {}, false};
  for (std::size_t i = 0; i < names.size(); ++i) axis.ticks.push_back(static_cast<double>(i));
  axis.label = [names](double place) {
    return names[names.size() - 1 - static_cast<std::size_t>(place)];
  };
  return axis;
}

/// Height of the i-th of n names on such an axis.
double name_place(std::size_t i, std::size_t n) { return static_cast<double>(n - 1 - i); }

/// A bar that lies from 0 to a value, `below` SVG units under its name.
Html lying_bar(const Plot& plot, double y, double value, double below, const std::string& look) {
  const double left = plot.place_x(0.0);
  return lone("rect", {{"class", "bar " + look},
                       {"x", fmt::format("{:.1f}", left)},
                       {"y", fmt::format("{:.1f}", plot.place_y(y) + below)},
                       {"width", fmt::format("{:.1f}", std::max(plot.place_x(value) - left, 0.5))},
                       {"height", "8"}});
}

Section verdict_section(const WeighFindings& findings) {
  Section section{"answer", "What the trial can and cannot tell apart", {}, {}};
  Html inside;
  for (const std::string& sentence : weigh_verdict(findings)) inside += paragraph(sentence);
  section.body = element("div", {{"class", "answer"}}, inside);
  return section;
}

Html probability_bars(const std::string& id, const std::string& about,
                      const std::vector<std::string>& names, const std::vector<double>& before,
                      const std::vector<double>& after) {
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.push_back(plain(name));
  const double height = weigh_row * static_cast<double>(names.size());
  Plot plot({150.0, 40.0, 560.0, height}, number_axis("probability", 0.0, 1.0, 5),
            name_axis(shown));
  Figure figure(id, about, 800.0, height + 85.0);
  figure.legend({{"before", "ink solid", true}, {"after", "s0 solid", true}});
  Html bars;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double y = name_place(i, names.size());
    bars += lying_bar(plot, y, before[i], -9.0, "ink") + lying_bar(plot, y, after[i], 0.5, "s0");
    plot.label({after[i], y}, fixed(after[i], 2), Anchor::start, 6.0, 9.0);
  }
  figure.add(bars);
  figure.add(plot);
  return figure.markup(text(about));
}

Section probability_section(const WeighFindings& of) {
  Section section{"explanations", "How likely each explanation is", {}, {}};
  std::vector<std::string> names;
  std::vector<double> before;
  std::vector<double> after;
  Table table("Probability of each explanation",
              {"", "Before", "By accepted trials", "Adjusted by regression"});
  for (const std::size_t e : likeliest_first(of.found)) {
    names.push_back(of.explanations[e]);
    before.push_back(of.priors[e]);
    after.push_back(of.found.regression[e]);
    table.row({plain(of.explanations[e]), fixed(of.priors[e], 2), fixed(of.found.rejection[e], 2),
               fixed(of.found.regression[e], 2)});
  }
  section.body = probability_bars("probabilities",
                                  "Probability of each explanation before and after the "
                                  "published trial.",
                                  names, before, after) +
                 table.markup("numbers");
  if (of.readings.size() > 1) {
    section.body += element("h3", "How the publication is meant") +
                    probability_bars("readings",
                                     "Probability of each way to read the publication, before and "
                                     "after.",
                                     of.readings, of.reading_priors, of.found.readings);
  }
  return section;
}

/// Width of the kernel, Silverman's rule with the effective number of values.
double kernel_width(const std::vector<WeightedValue>& values) {
  double mean = 0.0;
  double squares = 0.0;
  double weights = 0.0;
  double all = 0.0;
  for (const WeightedValue& one : values) {
    all += one.weight;
    mean += one.weight * one.value;
    weights += one.weight * one.weight;
  }
  mean /= all;
  for (const WeightedValue& one : values) {
    squares += one.weight * (one.value - mean) * (one.value - mean) / all;
  }
  const double number = all * all / weights;
  return std::max(1.06 * std::sqrt(squares) * std::pow(number, -0.2), 1.0e-6);
}

/// Density at each place, of one explanation or (n: all) of all.
std::vector<double> density_of(const std::vector<WeightedValue>& values, double width,
                               const std::vector<double>& places, std::size_t explanation,
                               std::size_t all) {
  std::vector<double> made(places.size(), 0.0);
  const double scale = 1.0 / (width * std::sqrt(2.0 * std::numbers::pi));
  for (const WeightedValue& one : values) {
    if (explanation != all && one.explanation != explanation) continue;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const double z = (places[i] - one.value) / width;
      made[i] += one.weight * scale * std::exp(-0.5 * z * z);
    }
  }
  return made;
}

std::vector<Point> density_curve(const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < x.size(); ++i) points.push_back({x[i], y[i]});
  return points;
}

Section effect_section(const WeighFindings& of) {
  Section section{"effect", "How large the drug's effect is", {}, {}};
  const auto& values = of.found.effects;
  const double width = 0.7 * kernel_width(values);
  const double low = std::min(0.0, values.front().value - 3.0 * width);
  const double high = std::max(0.0, values.back().value + 3.0 * width);
  std::vector<double> places;
  for (std::size_t i = 0; i < density_places; ++i) {
    places.push_back(std::lerp(low, high, static_cast<double>(i) / (density_places - 1)));
  }
  const std::size_t all = of.explanations.size();
  const auto whole = density_of(values, width, places, all, all);
  const double top = *std::max_element(whole.begin(), whole.end());
  Plot plot({50.0, 62.0, 735.0, 230.0}, number_axis(of.effect, low, high, 8),
            number_axis("probability density", 0.0, 1.1 * top, 4));
  plot.shade(of.found.effect.most[0], of.found.effect.most[1]);
  plot.line(density_curve(places, whole), "ink solid");
  std::vector<LegendEntry> entries{{"all explanations", "ink solid", false}};
  const auto order = likeliest_first(of.found);
  for (std::size_t i = 0; i < std::min(most_densities, order.size()); ++i) {
    plot.line(density_curve(places, density_of(values, width, places, order[i], all)),
              series_class(i));
    entries.push_back({plain(of.explanations[order[i]]), series_class(i), false});
  }
  plot.vertical(0.0, "no effect", "null");
  Figure figure("density", "Posterior density of the effect", 800.0, 345.0);
  figure.legend(entries);
  figure.add(plot);
  const WeightedSummary& sum = of.found.effect;
  section.body = figure.markup(text(fmt::format(
      "Effect on {}: median {}, half of the probability from {} to {}, 90 % (grey) from {} to {}. "
      "Thinner lines are the parts of the likeliest explanations; they add up to the whole.",
      of.effect, signed_fixed(sum.median, 3), signed_fixed(sum.half[0], 3),
      signed_fixed(sum.half[1], 3), signed_fixed(sum.most[0], 3), signed_fixed(sum.most[1], 3))));
  return section;
}

/// One published figure among the trials of every explanation.
Plot predictive_plot(const WeighFindings& of, std::size_t statistic, const Box& box, bool named) {
  double low = of.published[statistic];
  double high = low;
  std::vector<std::string> names;
  for (std::size_t e = 0; e < of.explanations.size(); ++e) {
    const PredictiveCheck& check = of.predictive[e][statistic];
    if (std::isfinite(check.median)) {
      low = std::min(low, check.most[0]);
      high = std::max(high, check.most[1]);
    }
    names.push_back(named ? plain(of.explanations[e]) : std::string());
  }
  Plot plot(box, number_axis("", low, high, 4), name_axis(names));
  plot.title(of.statistics[statistic]);
  for (std::size_t e = 0; e < names.size(); ++e) {
    const PredictiveCheck& check = of.predictive[e][statistic];
    const double y = name_place(e, names.size());
    const char* look = check.reaches() ? "s0" : "s1";
    plot.lying_whisker(y, check.most[0], check.most[1], look);
    plot.dot({check.median, y}, look);
  }
  plot.vertical(of.published[statistic], "", "published");
  return plot;
}

Section predictive_section(const WeighFindings& of) {
  constexpr std::size_t across = 2;
  constexpr double panel_width = 285.0;
  Section section{"predictive", "Can each explanation make what was published", {}, {}};
  const double rows = std::ceil(static_cast<double>(of.statistics.size()) / across);
  const double height = 17.0 * static_cast<double>(of.explanations.size());
  const double pitch = height + 62.0;
  Figure figure("predictive-figure", "Published figures among simulated trials", 800.0,
                40.0 + pitch * rows);
  for (std::size_t k = 0; k < of.statistics.size(); ++k) {
    const auto column = static_cast<double>(k % across);
    const double top = 26.0 + pitch * std::floor(static_cast<double>(k) / across);
    figure.add(predictive_plot(of, k, {150.0 + 340.0 * column, top, panel_width, height},
                               k % across == 0));
  }
  Table table("Published figures among the accepted trials",
              {"", "Published", "Median (90 %) of the accepted", "Share of them below"});
  for (std::size_t k = 0; k < of.statistics.size(); ++k) {
    const PredictiveCheck& check = of.found.checks[k];
    table.row({of.statistics[k], significant(of.published[k], 3),
               fmt::format("{} ({} to {})", significant(check.median, 3),
                           significant(check.most[0], 3), significant(check.most[1], 3)),
               fixed(check.below, 2)});
  }
  section.body =
      figure.markup(text("All simulated trials of each explanation, over all of its parameters: "
                         "median and the range that holds 90 %. The line is the published figure; "
                         "red where fewer than one trial in forty lies as far out.")) +
      table.markup("numbers");
  return section;
}

Html confusion_table(const WeighFindings& of) {
  std::vector<std::string> headings{"Simulated under", "Trials"};
  for (const std::string& name : of.explanations) headings.push_back(plain(name));
  Table table(
      "Mean probability that weighing gives to each explanation (columns) when one of them "
      "is true (rows)",
      headings);
  const WeighCalibration& known = of.calibration;
  for (std::size_t e = 0; e < of.explanations.size(); ++e) {
    std::vector<Html> cells{text(counted(known.truths[e]))};
    for (std::size_t k = 0; k < of.explanations.size(); ++k) {
      const std::string share = fixed(known.given[e][k], 2);
      cells.push_back(k == e ? element("strong", share) : text(share));
    }
    table.row(plain(of.explanations[e]), cells);
  }
  return table.markup("numbers dense");
}

Html coverage_table(const WeighCalibration& known) {
  Table table("How often intervals of the effect hold the truth",
              {"Interval", "Holds the true effect", "If the interval is right (99 %)"});
  const auto row = [&](const char* name, double level, std::uint32_t within) {
    const auto band = binomial_band(known.trials, level);
    table.row({name, fmt::format("{} of {}", within, known.trials),
               fmt::format("{} to {}", band[0], band[1])});
  };
  row("50 %", 0.5, known.within_half);
  row("90 %", 0.9, known.within_most);
  return table.markup("numbers");
}

/// Where true effects lie in their posteriors: even, if these are right.
Html places_figure(const WeighCalibration& known) {
  constexpr std::size_t bins = 10;
  const std::vector<double> counts = histogram(known.places, 0.0, 1.0, bins);
  const double even = static_cast<double>(known.trials) / bins;
  const double top = std::max(*std::max_element(counts.begin(), counts.end()), even);
  Plot plot({50.0, 24.0, 420.0, 140.0},
            number_axis("share of the posterior below the true effect", 0.0, 1.0, 5),
            number_axis("trials", 0.0, 1.15 * top, 4));
  for (std::size_t i = 0; i < bins; ++i) {
    const double from = static_cast<double>(i) / bins;
    plot.bar(from, from + 1.0 / bins, counts[i], "s0");
  }
  plot.horizontal(even, "even", "null");
  Figure figure("places", "Places of true effects in their posteriors", 800.0, 215.0);
  figure.add(plot);
  return figure.markup(
      text("Bars at both ends that stand out mean intervals that are too narrow, "
           "a heap in the middle intervals that are too wide."));
}

Section calibration_section(const WeighFindings& of) {
  Section section{"calibration", "How often weighing is right", {}, {}};
  const WeighCalibration& known = of.calibration;
  const double named = static_cast<double>(known.named) / std::max(1U, known.trials);
  section.body =
      paragraph(fmt::format(
          "{} simulated trials whose explanation is known were weighed as if they had been "
          "published, without the trials that share their truth. The true explanation was the "
          "likeliest in {} ({}).",
          counted(known.trials), counted(known.named), percent(named))) +
      confusion_table(of) + coverage_table(known) + places_figure(known);
  return section;
}

Section method_section(const WeighFindings& of, const ResultRows& rows) {
  Section section{"methods", "How it was done", {}, {}};
  section.body =
      paragraph(fmt::format(
          "{} trials of the published size were simulated, under each explanation with its open "
          "parameters over their range. The {} nearest to the published figures were accepted, the "
          "farthest {} standard deviations away; regression corrects for what they still miss "
          "(approximate Bayesian computation, Beaumont, Zhang and Balding 2002). A trial's "
          "residual "
          "is that of a regression without it.",
          counted(of.simulated), counted(of.found.accepted), significant(of.found.distance, 3))) +
      paragraph(
          "Probabilities compare the explanations that were written down with each other; "
          "none of them need be true.") +
      folded("study", "Study file with the scenario and its models",
             element("pre", rows.note("/", "scenario_yaml")));
  return section;
}

}  // namespace
}  // namespace report

std::string make_weigh_report(const std::filesystem::path& result, const std::string& title) {
  const ResultRows rows(result);
  const WeighFindings findings = read_weighed(rows);
  const std::vector<report::Section> sections{
      report::verdict_section(findings),     report::probability_section(findings),
      report::effect_section(findings),      report::predictive_section(findings),
      report::calibration_section(findings), report::method_section(findings, rows)};
  const std::string own = rows.note("/", "title");
  return report::page({title.empty() ? own : title, rows.note("/", "source"), {}}, sections);
}

}  // namespace pressor
