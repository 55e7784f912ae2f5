#include "fit_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "text_table.h"

namespace pressor::cli {
namespace {

std::string weighted_text(const EvidenceRow& row, const RowResult& result) {
  const auto error = weighted_error(row, result);
  return error ? fmt::format("{:+.2f}", *error) : "-";
}

std::string within_text(const RowResult& before, const RowResult& after) {
  const auto word = [](const RowResult& result) { return result.within ? "within" : "MISS"; };
  if (before.within == after.within) return word(after);
  return fmt::format("{} -> {}", word(before), word(after));
}

std::string weight_text(const EvidenceRow& row) {
  const auto sd = row_weight_sd(row);
  return sd ? figure_text(*sd) : "none";
}

std::string verdict(const ParameterEstimate& estimate) {
  if (!estimate.identified()) return "NOT IDENTIFIED";
  return estimate.at_bound ? "AT ITS BOUND" : "";
}

std::size_t within(const FitPoint& point) {
  return static_cast<std::size_t>(std::count_if(
      point.rows.begin(), point.rows.end(), [](const RowResult& result) { return result.within; }));
}

std::string point_line(const char* when, const FitPoint& point) {
  return fmt::format(
      "{} S = {:.3f} (rows {:.3f}, priors {:.3f}); {} of {} rows within their "
      "tolerance\n",
      when, point.objective(), point.misfit, point.penalty, within(point), point.rows.size());
}

std::string starts_lines(const FitQuestion& question, const FitResult& result) {
  std::string text;
  for (std::size_t k = 0; k < result.starts.size(); ++k) {
    const FitStart& start = result.starts[k];
    text += fmt::format(
        "search {} from {}: S = {:.4f} after {} evaluations{}\n", k + 1,
        k == 0 ? "the prior" : "a draw of it", start.objective, start.evaluations,
        start.converged ? "" : fmt::format(", stopped at the limit of {}", question.evaluations));
  }
  return text;
}

std::string unseen_line(const FitQuestion& question, const FitResult& result) {
  std::string names;
  for (std::size_t j = 0; j < question.parameters.size(); ++j) {
    if (result.estimates[j].identified()) continue;
    names += (names.empty() ? "" : ", ") + question.parameters[j].name;
  }
  if (names.empty()) return "the rows identify every parameter\n";
  return fmt::format("not identified by these rows (variance above 0.9 of the prior's): {}\n",
                     names);
}

std::string step_line(const FitResult& result) {
  double largest = 0.0;
  for (const ParameterEstimate& estimate : result.estimates) {
    largest = std::max(largest, std::abs(estimate.step_left));
  }
  return fmt::format("largest step that the curvature would still take: {:.3f} prior SDs\n",
                     largest);
}

std::string change_line(const FitQuestion& question, const FitResult& result) {
  double largest = 0.0;
  std::string name;
  for (std::size_t j = 0; j < question.parameters.size(); ++j) {
    const double current = question.parameters[j].current;
    const double change = std::abs(result.after.values[j] - current) / std::abs(current);
    if (change <= largest) continue;
    largest = change;
    name = question.parameters[j].name;
  }
  return fmt::format("largest change from the model files: {:.2g} of {}\n", largest,
                     name.empty() ? "any parameter" : name);
}

}  // namespace

std::string fit_rows_table(const FitQuestion& question, const FitResult& result) {
  std::vector<Row> rows{{"row", "what", "unit", "published", "weight SD", "before", "after",
                         "error before", "after", ""}};
  for (std::size_t i = 0; i < result.after.rows.size(); ++i) {
    const RowResult& before = result.before.rows[i];
    const RowResult& after = result.after.rows[i];
    const EvidenceRow& row = question.experiments[after.experiment].rows[after.row];
    rows.push_back({row.id, row.what, row.unit == "1" ? "" : row.unit, published_text(row),
                    weight_text(row), figure_text(before.simulated), figure_text(after.simulated),
                    weighted_text(row, before), weighted_text(row, after),
                    within_text(before, after)});
  }
  return align(rows);
}

std::string fit_parameters_table(const FitQuestion& question, const FitResult& result) {
  std::vector<Row> rows{{"parameter", "unit", "prior", "prior SD", "between", "before", "after",
                         "SE", "variance / prior's", ""}};
  for (std::size_t j = 0; j < question.parameters.size(); ++j) {
    const FreeParameter& parameter = question.parameters[j];
    const ParameterEstimate& estimate = result.estimates[j];
    rows.push_back(
        {parameter.name, parameter.unit == "1" ? "" : parameter.unit,
         fmt::format("{:.5g}", parameter.prior),
         fmt::format("{:.3g}{}", parameter.prior_sd, parameter.logarithmic ? " log" : ""),
         fmt::format("{:.4g} to {:.4g}", parameter.low, parameter.high),
         fmt::format("{:.5g}", parameter.current), fmt::format("{:.5g}", result.after.values[j]),
         fmt::format("{:.2g}", estimate.standard_error),
         fmt::format("{:.2f}", estimate.variance_ratio), verdict(estimate)});
  }
  return align(rows);
}

std::string fit_summary(const FitQuestion& question, const FitResult& result) {
  return point_line("before:", result.before) + point_line("after: ", result.after) +
         starts_lines(question, result) + change_line(question, result) + step_line(result) +
         unseen_line(question, result);
}

}  // namespace pressor::cli
