#include <set>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// Every endpoint by arm, what the tests say, and the published figure beside it.
namespace pressor::report {
namespace {

/// A published source in full, with a link where it has a DOI.
Html citation(const Evidence& evidence, const std::string& key) {
  const auto found = evidence.loaded.references.find(key);
  if (found == evidence.loaded.references.end()) return text(key);
  const Reference& reference = found->second;
  std::string words;
  for (const std::string& part :
       {reference.authors, reference.title, reference.journal, reference.year}) {
    if (part.empty()) continue;
    if (!words.empty()) words += words.back() == '.' ? " " : ". ";
    words += part;
  }
  if (reference.doi.empty()) return text(words);
  return text(words + ". ") +
         element("a", {{"href", "https://doi.org/" + reference.doi}}, "doi " + reference.doi);
}

std::string heading_of(const Outcome& outcome) {
  const std::string unit = shown_unit(outcome.unit);
  return outcome.share || unit.empty() ? outcome.title : outcome.title + ", " + unit;
}

std::string arm_cell(const Evidence& evidence, const Outcome& outcome, std::size_t arm) {
  const ArmFigures& figures = evidence.info.endpoints.at(outcome.column).arms.at(arm);
  if (figures.n == 0) return "–";
  const std::string n =
      evidence.replicates() == 1
          ? counted(figures.n)
          : fixed(static_cast<double>(figures.n) / static_cast<double>(evidence.replicates()), 1);
  return mean_text(outcome, figures.mean, figures.sd) + " (n " + n + ")";
}

std::string estimate_cell(const Outcome& outcome, const Comparisons& found) {
  if (found.estimate.size() == 1) {
    return estimate_range(outcome, found.test, found.estimate[0], found.ci_low[0],
                          found.ci_high[0]);
  }
  return estimate_range(outcome, found.test, quantile_of(found.estimate, 0.5),
                        quantile_of(found.estimate, 0.025), quantile_of(found.estimate, 0.975));
}

std::string p_cell(const Evidence& evidence, const Comparisons& found) {
  if (found.p.size() == 1) return p_value(found.p[0]);
  const Operating* operating = operating_of(evidence, found);
  return operating == nullptr ? "–" : percent(operating->significant.value);
}

std::vector<Html> published_cells(const Evidence& evidence, const Outcome& outcome) {
  std::vector<Html> cells;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    const auto* figure = published_arm(evidence, outcome, arm);
    if (figure == nullptr) {
      cells.push_back(text("–"));
    } else if (figure->spread) {
      cells.push_back(text(mean_text(outcome, figure->centre, *figure->spread)));
    } else {
      cells.push_back(text(value_text(outcome, figure->centre)));
    }
  }
  const auto difference = published_difference(evidence, outcome, 1);
  cells.push_back(text(difference ? difference_text(outcome, *difference) : "–"));
  cells.push_back(text(outcome.published->p ? "p = " + p_value(*outcome.published->p) : "–"));
  return cells;
}

void add_outcome(Table& table, const Evidence& evidence, const Outcome& outcome) {
  table.group(heading_of(outcome));
  std::vector<std::string> arms;
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    arms.push_back(arm_cell(evidence, outcome, arm));
  }
  const auto found = comparisons_of(evidence, outcome.column);
  if (found.empty()) {
    std::vector<std::string> row{"simulated"};
    row.insert(row.end(), arms.begin(), arms.end());
    table.row(row);
  }
  bool first = true;
  for (const Comparisons* one : found) {
    std::vector<std::string> row{test_words(one->test)};
    if (evidence.arms.size() > 2) row[0] += ", " + evidence.arms[one->arm];
    for (const std::string& arm : arms) row.push_back(first ? arm : "");
    row.push_back(estimate_cell(outcome, *one));
    row.push_back(p_cell(evidence, *one));
    table.row(row);
    first = false;
  }
  if (outcome.published == nullptr) return;
  // Blinded, a published figure by arm would tell the arms apart.
  if (!evidence.blinded) table.row("published", published_cells(evidence, outcome));
}

std::string note(const Evidence& evidence) {
  const bool one = evidence.replicates() == 1;
  return std::string("Arms: mean ± SD or share over all patients measured; n: measured patients") +
         (one ? ". " : " a trial on average. ") +
         (one ? "Estimate with its 95 % confidence interval."
              : "Estimate: median over the trials, in brackets the range that holds 95 % of "
                "them.") +
         " Differences are arm minus " + evidence.arms.front() + ", odds ratios likewise.";
}

Html sources(const Evidence& evidence) {
  std::set<std::string> keys;
  for (const ObservedResult& observed : evidence.study().observed) {
    if (!observed.source.empty()) keys.insert(observed.source);
  }
  Html made;
  for (const std::string& key : keys) {
    made += element("p", {{"class", "small"}},
                    text("Published, shown and never fitted: ") + citation(evidence, key));
  }
  return made;
}

}  // namespace

Section results_section(const Evidence& evidence) {
  Section section{"results", "Results", {}, "the study measures nothing"};
  if (evidence.columns.empty()) return section;
  section.absent = "nothing is compared; the answer holds all that was measured";
  if (evidence.trial.comparisons.empty()) return section;
  std::vector<std::string> headings{""};
  headings.insert(headings.end(), evidence.arms.begin(), evidence.arms.end());
  headings.emplace_back("Estimate");
  headings.emplace_back(evidence.replicates() == 1 ? "p" : "Trials with p < 0.05");
  Table table("Endpoints by arm", headings);
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    add_outcome(table, evidence, outcome_of(evidence, c));
  }
  section.body = table.markup("numbers");
  section.body += element("p", {{"class", "small"}}, note(evidence));
  if (!evidence.blinded) section.body += sources(evidence);
  return section;
}

}  // namespace pressor::report
