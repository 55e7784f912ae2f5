#include "uncertainty.h"

namespace pressor::trial {
namespace {

/// One row for each arm of each column, and for each comparison.
void declare(UncertaintyTable& table, const TrialTables& found) {
  for (std::size_t column = 0; column < found.arms.size(); ++column) {
    for (std::size_t arm = 0; arm < found.arms[column].front().size(); ++arm) {
      table.arms.push_back({column, arm, {}});
    }
  }
  for (const Comparisons& one : found.comparisons) {
    table.estimates.push_back({one.test, one.column, one.arm, {}, {}});
  }
}

}  // namespace

void add_draw(UncertaintyTable& table, const TrialTables& found, std::uint32_t rejected) {
  if (table.rejected.empty()) declare(table, found);
  table.rejected.push_back(rejected);
  for (UncertaintyTable::ArmMean& row : table.arms) {
    row.mean.push_back(pooled(found.arms[row.column], row.arm).mean);
  }
  for (std::size_t i = 0; i < table.estimates.size(); ++i) {
    table.estimates[i].estimate.push_back(found.operating[i].estimate_mean);
    table.estimates[i].significant.push_back(found.operating[i].significant.value);
  }
}

}  // namespace pressor::trial
