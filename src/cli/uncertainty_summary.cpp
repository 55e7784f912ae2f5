#include "uncertainty_summary.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "pressor/statistics/means.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

/// `1.33 (1.21 to 1.46)` of the finite numbers of one arm.
std::string range_of_draws(const std::vector<double>& cells, std::size_t arm, std::size_t arms) {
  std::vector<double> known;
  for (std::size_t i = arm; i < cells.size(); i += arms) {
    if (std::isfinite(cells[i])) known.push_back(cells[i]);
  }
  if (known.empty()) return {};
  return fmt::format("{:.4g} ({:.4g} to {:.4g})", sample_quantile(known, 0.5),
                     sample_quantile(known, 0.025), sample_quantile(known, 0.975));
}

}  // namespace

std::string uncertainty_summary(const ResultRows& rows, const Study& study) {
  const std::string group = "/uncertainty";
  if (!rows.has(group)) return {};
  std::vector<Row> table{{"over the draws", ""}};
  for (const Arm& arm : study.arms) table.front().push_back(arm.name);
  for (const std::string& name : rows.names(group)) {
    const std::string path = group + '/' + name;
    if (rows.shape(path).size() != 2 || name.ends_with(".significant")) continue;
    const std::vector<double> cells = rows.numbers(path);
    Row row{name, rows.note(path, "units")};
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
      row.push_back(range_of_draws(cells, arm, study.arms.size()));
    }
    table.push_back(row);
  }
  return fmt::format(
      "\nWhat is not known of the model: {} draws of all its numbers, each within its grade;\n"
      "median of the draws and the range that holds 95 % of them.\n{}",
      study.uncertainty.draws, align(table));
}

}  // namespace pressor::cli
