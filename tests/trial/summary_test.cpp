#include "summary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "people.h"

namespace pressor {
namespace {

/// MAP has values at all four times, HR at two, and a third variable stands between them.
struct TwoVariables {
  Cast cast = septic_cast();
  std::vector<Variable> all = study_variables(cast);
  std::vector<Variable> recorded;
  PatientRun run;
};

const Variable& named(const std::vector<Variable>& all, const std::string& name) {
  return *std::find_if(all.begin(), all.end(), [&](const Variable& v) { return v.name == name; });
}

TwoVariables two_variables() {
  TwoVariables of;
  of.recorded = {named(of.all, "HR"), named(of.all, "CVP"), named(of.all, "MAP")};
  of.run.rows = 4;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  of.run.values = {80.0F, 90.0F, nan, 95.0F, 5.0F, 5.0F, 5.0F, 5.0F, 60.0F, 65.0F, 70.0F, 75.0F};
  return of;
}

TEST(SummaryCounts, EachVariableCountsUpToItsFirstTimeWithoutAValue) {
  const TwoVariables of = two_variables();
  trial::SummaryCounts counts(of.cast, {named(of.all, "MAP"), named(of.all, "HR")}, 1, 4);
  const Tally tally = counts.tally(0, of.recorded, of.run);
  EXPECT_EQ(tally.rows, (std::vector<std::uint32_t>{4, 2}));
  EXPECT_EQ(tally.bins.size(), 6U);
  counts.add(tally);
  const SummaryTable table = counts.table();
  const auto median = [&](std::size_t variable, std::size_t row) {
    return static_cast<double>(table.series[variable].quantiles[0][row][2]);
  };
  EXPECT_NEAR(median(0, 3), 75.0, 160.0 / 256.0);
  EXPECT_NEAR(median(1, 1), 90.0, 200.0 / 256.0);
  EXPECT_TRUE(std::isnan(median(1, 2)));
  EXPECT_TRUE(std::isnan(median(1, 3)));
}

}  // namespace
}  // namespace pressor
