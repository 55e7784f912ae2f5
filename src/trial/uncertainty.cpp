#include "uncertainty.h"

#include "nan.h"

namespace pressor::trial {
namespace {

/// Mean over all patients measured in an arm, whatever their replicate.
double mean_of_arm(const std::vector<std::vector<ArmSummary>>& replicates, std::size_t arm) {
  double sum = 0.0;
  double n = 0.0;
  for (const auto& arms : replicates) {
    const auto measured = static_cast<double>(arms[arm].n);
    if (measured > 0.0) sum += measured * arms[arm].mean;
    n += measured;
  }
  return n > 0.0 ? sum / n : nan;
}

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
    row.mean.push_back(mean_of_arm(found.arms[row.column], row.arm));
  }
  for (std::size_t i = 0; i < table.estimates.size(); ++i) {
    table.estimates[i].estimate.push_back(found.operating[i].estimate_mean);
    table.estimates[i].significant.push_back(found.operating[i].significant.value);
  }
}

}  // namespace pressor::trial
