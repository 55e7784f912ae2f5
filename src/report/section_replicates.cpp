#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// What independent repetitions of the same trial would have found.
namespace pressor::report {
namespace {

constexpr double spread_width = 800.0;
constexpr Box spread_box{50.0, 34.0, 410.0, 150.0};
constexpr Box right{530.0, 34.0, 255.0, 150.0};
constexpr double height = 235.0;
constexpr std::size_t most_figures = 6;
constexpr std::size_t fewest_trials = 5;  ///< of which a histogram says anything

std::size_t bins_for(std::size_t trials) {
  const double bins = 3.0 * std::cbrt(static_cast<double>(trials));
  return static_cast<std::size_t>(std::clamp(bins, 10.0, 50.0));
}

/// An axis for the counts with room for words above the bars.
Axis count_axis(const std::vector<double>& counts) {
  return number_axis("trials", 0.0, 1.2 * *std::max_element(counts.begin(), counts.end()), 4);
}

Plot estimate_plot(const Outcome& outcome, const Comparisons& found,
                   const std::optional<double>& published) {
  const Spread spread = spread_of(found.estimate);
  const double null = no_effect(found.test);
  double low = std::min(spread.low, null);
  double high = std::max(spread.high, null);
  if (published) {
    low = std::min(low, *published);
    high = std::max(high, *published);
  }
  Axis x = number_axis("", low, high, 7);
  const std::string unit = outcome.share ? "" : shown_unit(outcome.unit);
  x.title = estimate_words(found.test) + (unit.empty() || null != 0.0 ? "" : ", " + unit);
  const std::size_t bins = bins_for(spread.n);
  const std::vector<double> counts = histogram(found.estimate, x.low, x.high, bins);
  const double step = (x.high - x.low) / static_cast<double>(bins);
  const double bottom = x.low;
  Plot plot(spread_box, std::move(x), count_axis(counts));
  for (std::size_t i = 0; i < bins; ++i) {
    const double from = bottom + step * static_cast<double>(i);
    plot.bar(from, from + step, counts[i], "s0");
  }
  plot.vertical(null, "no effect", "null");
  if (published) plot.vertical(*published, "published", "published");
  return plot;
}

Plot p_plot(const Comparisons& found, const std::optional<double>& published) {
  constexpr std::size_t bins = 20;
  const std::vector<double> counts = histogram(found.p, 0.0, 1.0, bins);
  Plot plot(right, number_axis("p value, two-sided", 0.0, 1.0, 5), count_axis(counts));
  for (std::size_t i = 0; i < bins; ++i) {
    const double from = static_cast<double>(i) / bins;
    plot.bar(from, from + 1.0 / bins, counts[i], i == 0 ? "low s1" : "s0");
  }
  if (published) plot.vertical(*published, "published", "published");
  return plot;
}

std::string caption_of(const Evidence& evidence, const Outcome& outcome, const Comparisons& found) {
  const Operating* operating = operating_of(evidence, found);
  const Share share = operating != nullptr ? operating->significant : Share{};
  return fmt::format("{}, {} against {}; {}. p < 0.05 (first bar) in {}.", outcome.title,
                     evidence.arms.at(found.arm), evidence.arms.front(), test_words(found.test),
                     share_words(share.count, share.of));
}

Html spread_figure(const Evidence& evidence, const Comparisons& found) {
  const Outcome outcome = outcome_of(evidence, found.column);
  auto published = published_difference(evidence, outcome, found.arm);
  if (!is_like_published(found.test) || evidence.blinded) published.reset();
  const auto p = outcome.published != nullptr ? outcome.published->p : std::nullopt;
  const std::string caption = caption_of(evidence, outcome, found);
  Figure figure("replicates-" + std::to_string(found.column) + '-' + std::to_string(found.arm),
                "Histograms of estimates and p values: " + caption, spread_width, height);
  figure.add(estimate_plot(outcome, found, published));
  figure.add(p_plot(found, p));
  return figure.markup(text(caption));
}

std::string interval_words(const Share& share) {
  if (share.of == 0) return "–";
  return percent(share.value) + " (" + percent(share.low) + " to " + percent(share.high) + ")";
}

/// What each test does over the trials; type S and M are Gelman and Carlin's.
Html operating_table(const Evidence& evidence) {
  Table table("What the tests do over the trials",
              {"", "p < 0.05 (95 % CI)", "Interval holds the truth", "Wrong sign", "Exaggeration"});
  std::optional<std::size_t> column;
  bool null = false;
  for (std::size_t i = 0; i < evidence.trial.operating.size(); ++i) {
    if (i >= evidence.trial.comparisons.size()) break;
    const Comparisons& found = evidence.trial.comparisons[i];
    const Operating& of = evidence.trial.operating[i];
    if (column != found.column) table.group(outcome_of(evidence, found.column).title);
    column = found.column;
    null = null || of.null_is_true;
    const std::string who =
        evidence.arms.size() > 2 ? ", " + evidence.arms[found.arm] : std::string();
    table.row({test_words(found.test) + who, interval_words(of.significant),
               interval_words(of.coverage), percent(of.type_s),
               std::isnan(of.type_m) ? "–" : "× " + fixed(of.type_m, of.type_m < 10.0 ? 1 : 0)});
  }
  if (table.empty()) return {};
  const std::string what = null
                               ? "The arms do the same to everybody: p < 0.05 is the type I error. "
                               : "p < 0.05 is the power, if the model is true. ";
  return table.markup("numbers") +
         element("p", {{"class", "small"}},
                 what +
                     "Wrong sign and exaggeration: of the significant trials, the share whose "
                     "estimate points the wrong way and by how much their estimates overstate "
                     "the effect on average (type S and M errors, Gelman and Carlin 2014). The "
                     "truth is the mean effect in twins where they were run, else the mean of "
                     "all estimates.");
}

bool has_numbers(const Comparisons& found) {
  return spread_of(found.estimate).n > 1 && spread_of(found.p).n > 1;
}

/// One test a column and arm, the main comparison first, then those with a published figure.
std::vector<const Comparisons*> comparisons_shown(const Evidence& evidence) {
  std::vector<const Comparisons*> chosen;
  const auto primary = primary_column(evidence);
  for (const int pass : {0, 1, 2}) {
    const Comparisons* last = nullptr;
    for (const Comparisons& one : evidence.trial.comparisons) {
      const bool same = last != nullptr && last->column == one.column && last->arm == one.arm;
      last = &one;
      const bool published = outcome_of(evidence, one.column).published != nullptr;
      const int rank = primary && one.column == *primary ? 0 : published ? 1 : 2;
      if (same || rank != pass || !has_numbers(one)) continue;
      if (chosen.size() < most_figures && (pass < 2 || chosen.empty())) chosen.push_back(&one);
    }
  }
  return chosen;
}

}  // namespace

Section replicates_section(const Evidence& evidence) {
  Section section{"replicates", "What other trials of the same kind would have found", {}, {}};
  if (evidence.trial.comparisons.empty()) {
    section.absent = "the study compares nothing";
    return section;
  }
  if (evidence.replicates() < fewest_trials) {
    section.absent = "fewer than five trials were simulated";
    return section;
  }
  for (const Comparisons* found : comparisons_shown(evidence))
    section.body += spread_figure(evidence, *found);
  if (!section.body.empty()) section.body += operating_table(evidence);
  section.absent = "no comparison could be computed in two trials or more";
  return section;
}

}  // namespace pressor::report
