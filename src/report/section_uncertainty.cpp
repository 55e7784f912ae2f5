#include <fmt/format.h>

#include "findings.h"
#include "outcome.h"
#include "pressor/report/numbers.h"
#include "pressor/report/table.h"
#include "sections.h"

/// How much of the result is not known because the model's numbers are not.
namespace pressor::report {
namespace {

/// Values of one figure of /uncertainty in one arm, by draw.
std::vector<double> draws_of(const Evidence& evidence, const std::string& name, std::size_t arm) {
  const std::vector<double> cells = evidence.rows.numbers("/uncertainty/" + name);
  const std::size_t arms = evidence.arms.size();
  std::vector<double> values;
  for (std::size_t i = evidence.order[arm]; i < cells.size(); i += arms) values.push_back(cells[i]);
  return values;
}

/// `1.33 (1.21 to 1.46)`.
std::string mean_range(const Outcome& outcome, const std::vector<double>& means) {
  if (spread_of(means).n == 0) return "–";
  return fmt::format("{} ({} to {})", value_text(outcome, quantile_of(means, 0.5)),
                     value_text(outcome, quantile_of(means, 0.025)),
                     value_text(outcome, quantile_of(means, 0.975)));
}

std::string estimate_in_draws(const Evidence& evidence, const Outcome& outcome,
                              const Comparisons& found, const std::string& name) {
  const std::vector<double> estimates = draws_of(evidence, name + ".estimate", found.arm);
  const std::vector<double> power = draws_of(evidence, name + ".significant", found.arm);
  return fmt::format("{}; p < 0.05 in {} ({} to {}) of trials",
                     estimate_range(outcome, found.test, quantile_of(estimates, 0.5),
                                    quantile_of(estimates, 0.025), quantile_of(estimates, 0.975)),
                     percent(quantile_of(power, 0.5)), percent(quantile_of(power, 0.025)),
                     percent(quantile_of(power, 0.975)));
}

void add_rows(Table& table, const Evidence& evidence, std::size_t column) {
  const Outcome outcome = outcome_of(evidence, column);
  const std::string name = evidence.columns[column].name;
  std::vector<std::string> row{outcome.title};
  for (std::size_t arm = 0; arm < evidence.arms.size(); ++arm) {
    row.push_back(mean_range(outcome, draws_of(evidence, name + ".mean", arm)));
  }
  table.row(row);
  // Blinded, an estimate would say which arm is the control.
  if (evidence.blinded) return;
  for (const Comparisons* found : comparisons_of(evidence, column)) {
    std::vector<std::string> estimate(evidence.arms.size() + 1);
    estimate[0] = test_words(found->test);
    estimate[found->arm + 1] =
        estimate_in_draws(evidence, outcome, *found, name + '.' + found->test);
    table.row(estimate);
  }
}

}  // namespace

Section uncertainty_section(const Evidence& evidence) {
  Section section{"uncertainty",
                  "How much is not known of the model",
                  {},
                  "no draws of the model's numbers were asked for (--uncertainty)"};
  if (!evidence.rows.has("/uncertainty") || evidence.columns.empty()) return section;
  const UncertaintyPlan& plan = evidence.study().uncertainty;
  std::vector<std::string> headings{""};
  headings.insert(headings.end(), evidence.arms.begin(), evidence.arms.end());
  Table table(fmt::format("Median of {} draws of all numbers of the model, and the range that "
                          "holds 95 % of them",
                          counted(plan.draws)),
              headings);
  for (std::size_t column = 0; column < evidence.columns.size(); ++column) {
    add_rows(table, evidence, column);
  }
  section.body =
      table.markup() +
      element(
          "p", {{"class", "small"}},
          fmt::format("Each draw replaces every parameter of body, drugs and hypothesis at once; "
                      "SD of the logarithm {} for grade A, {} for B and {} for C (of shares on "
                      "the logit scale). These spreads are assumed. Patients, orders and random "
                      "numbers are the same in every draw.",
                      plan.spreads.a, plan.spreads.b, plan.spreads.c));
  return section;
}

}  // namespace pressor::report
