#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// The answer in two or three sentences, made of the numbers.
namespace pressor::report {
namespace {

/// What one trial found.
std::string single_words(const Outcome& outcome, const Comparisons& found) {
  return fmt::format("the {} was {}; {}, p = {}.", estimate_words(found.test),
                     estimate_range(outcome, found.test, found.estimate.at(0), found.ci_low.at(0),
                                    found.ci_high.at(0), "95 % CI "),
                     test_words(found.test), p_value(found.p.at(0)));
}

/// What many trials found.
std::string repeated_words(const Outcome& outcome, const Comparisons& found) {
  return fmt::format("the {} of the median trial was {}.", estimate_words(found.test),
                     estimate_range(outcome, found.test, quantile_of(found.estimate, 0.5),
                                    quantile_of(found.estimate, 0.025),
                                    quantile_of(found.estimate, 0.975), "95 % of trials "));
}

std::string estimate_sentence(const Evidence& evidence, const Outcome& outcome,
                              const Comparisons& found) {
  return fmt::format(
      "{}, {} against {}: in {} {}", outcome.title, evidence.arms.at(found.arm),
      evidence.arms.front(), size_words(evidence),
      evidence.replicates() == 1 ? single_words(outcome, found) : repeated_words(outcome, found));
}

/// How often trials were significant, by each test of the same arm.
std::string power_sentence(const Evidence& evidence, const Comparisons& found) {
  if (evidence.replicates() == 1) return {};
  std::string words;
  for (const Comparisons* one : comparisons_of(evidence, found.column)) {
    const Operating* operating = operating_of(evidence, *one);
    if (one->arm != found.arm || operating == nullptr) continue;
    const Share& share = operating->significant;
    words += fmt::format("{}{} ({})", words.empty() ? "" : "; ", share_words(share.count, share.of),
                         test_words(one->test));
  }
  return words.empty() ? words : "A trial of this size found p < 0.05 in " + words + ".";
}

/// `1.26 ± 0.23 against 1.45 ± 0.26, difference −0.19, p = 0.048`.
std::string published_words(const Evidence& evidence, const Outcome& outcome, std::size_t arm) {
  const auto figure = [&](std::size_t of) {
    const auto* published = published_arm(evidence, outcome, of);
    return published->spread ? mean_text(outcome, published->centre, *published->spread)
                             : value_text(outcome, published->centre);
  };
  return fmt::format(
      "{} against {}, difference {}{}", figure(arm), figure(0),
      difference_text(outcome, *published_difference(evidence, outcome, arm)),
      outcome.published->p ? ", p = " + p_value(*outcome.published->p) : std::string());
}

/// `2.0 % by Welch's t test, 0 % by Boschloo's exact test`: in how many trials an arm's figure was
/// as extreme as the published one, by each test that has it.
std::string shares_by_test(const Evidence& evidence, const Comparisons& found,
                           ObservedPlace::What what) {
  std::string words;
  for (const ObservedPlace& place : evidence.trial.observed) {
    if (place.what != what || place.column != found.column || place.arm != found.arm) continue;
    words += fmt::format("{}{} by {}", words.empty() ? "" : ", ", percent(place.as_extreme.value),
                         test_words(place.test));
  }
  return words;
}

/// How often the trials went as far as the published difference in its direction, and how often
/// their p value was as small: what an adjustment for the baseline takes away is seen here.
std::string as_extreme_words(const Evidence& evidence, const Outcome& outcome,
                             const Comparisons& found) {
  std::string words = "Of the simulated trials, as large a difference in that direction arose in " +
                      shares_by_test(evidence, found, ObservedPlace::What::difference);
  const std::optional<double> p = outcome.published->p;
  if (!p) return words + ".";
  return words + "; a p value of " + p_value(*p) + " or less in " +
         shares_by_test(evidence, found, ObservedPlace::What::p) + ".";
}

/// The published figure beside the tests whose estimate is a plain difference.
std::string published_sentence(const Evidence& evidence, const Outcome& outcome,
                               const Comparisons& found) {
  const auto difference = published_difference(evidence, outcome, found.arm);
  if (!difference || evidence.blinded) return {};
  const std::string words = "Published: " + published_words(evidence, outcome, found.arm);
  if (!is_like_published(found.test) || evidence.replicates() == 1) return words + ".";
  return words + ". " + as_extreme_words(evidence, outcome, found);
}

/// Other endpoints that have been published, a line each.
Html others(const Evidence& evidence, std::size_t primary) {
  std::vector<std::string> lines;
  std::size_t last = primary;
  for (const Comparisons& found : evidence.trial.comparisons) {
    const Outcome outcome = outcome_of(evidence, found.column);
    if (found.column == last || outcome.published == nullptr) continue;
    last = found.column;
    if (!is_like_published(found.test)) continue;
    lines.push_back(estimate_sentence(evidence, outcome, found) + ' ' +
                    published_sentence(evidence, outcome, found));
  }
  return lines.empty() ? Html() : element("h3", "Also published") + bullets(lines);
}

/// A gap that was made before treatment goes before every conclusion.
std::string imbalance_sentence(const Evidence& evidence) {
  const auto& imposed = evidence.study().imbalance;
  if (!imposed || evidence.blinded) return {};
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    if (evidence.columns[c].name != imposed->column) continue;
    const Outcome outcome = outcome_of(evidence, c);
    return fmt::format(
        "In every trial a gap was imposed before treatment: {}, {} against {}, {} (within {}), by "
        "drawing allocations again.",
        outcome.title, evidence.arms.at(1), evidence.arms.front(),
        difference_text(outcome, imposed->gap), significant(imposed->within, 2));
  }
  return {};
}

Html trial_answer(const Evidence& evidence, std::size_t column) {
  const Outcome outcome = outcome_of(evidence, column);
  Html made;
  if (const std::string gap = imbalance_sentence(evidence); !gap.empty()) made += paragraph(gap);
  const Comparisons* last = nullptr;
  for (const Comparisons* found : comparisons_of(evidence, column)) {
    if (last != nullptr && last->arm == found->arm) continue;  // one test an arm: the first named
    made += paragraph(estimate_sentence(evidence, outcome, *found));
    const std::string power = power_sentence(evidence, *found);
    const std::string published = published_sentence(evidence, outcome, *found);
    if (!power.empty()) made += paragraph(power);
    if (!published.empty()) made += paragraph(published);
    last = found;
  }
  return made;
}

/// Without a comparison: what was measured, by arm.
Html plain_answer(const Evidence& evidence) {
  std::vector<std::string> headings{""};
  headings.insert(headings.end(), evidence.arms.begin(), evidence.arms.end());
  if (evidence.arms.size() == 1) headings.back() = evidence.is_one_person() ? "" : "mean ± SD";
  Table table("What was measured", headings);
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    const Outcome outcome = outcome_of(evidence, c);
    const std::string unit = outcome.share ? std::string() : shown_unit(outcome.unit);
    std::vector<std::string> row{outcome.title + (unit.empty() ? "" : ", " + unit)};
    for (const ArmFigures& arm : evidence.info.endpoints.at(c).arms) {
      row.push_back(mean_text(outcome, arm.mean, arm.sd));
    }
    table.row(row);
  }
  return table.markup();
}

}  // namespace

Section answer_section(const Evidence& evidence) {
  Section section{"answer", "The answer", {}, "the study measures nothing"};
  const auto primary = primary_column(evidence);
  if (primary) {
    section.body = element("div", {{"class", "answer"}}, trial_answer(evidence, *primary));
    section.body += others(evidence, *primary);
  } else if (!evidence.columns.empty()) {
    section.body = plain_answer(evidence);
  }
  return section;
}

}  // namespace pressor::report
