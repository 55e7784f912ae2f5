#include "pressor/trial/solver_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace pressor {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Variable> two_variables() {
  std::vector<Variable> variables(2);
  variables[0].name = "MAP";
  variables[0].unit = "mmHg";
  variables[1].name = "HR";
  variables[1].unit = "1/min";
  return variables;
}

PatientRun sample_run() {
  PatientRun run;
  run.end = 4.0;
  run.rows = 5;
  run.values = {60, 61, 62, 63, 64, 100, 100, 101, 101, 102};
  run.chart.events.push_back({1.0, EventKind::dose_change, 0, 20.0, {}});
  run.chart.events.push_back({3.0, EventKind::dose_change, 0, 22.0, {}});
  return run;
}

SolverCheck compare(const PatientRun& run, double tolerance = 1.0e-4) {
  return compare_runs(run, sample_run(), two_variables(), 1.0, 7, tolerance);
}

TEST(SolverCheck, FindsNothingBetweenEqualRuns) {
  const SolverCheck check = compare(sample_run());
  EXPECT_EQ(check.rows, 1u);
  EXPECT_EQ(check.flipped, 0u);
  EXPECT_THAT(check.beyond, IsEmpty());
  EXPECT_EQ(check.differences[0].absolute, 0.0);
}

TEST(SolverCheck, TellsTheLargestDifferenceAndItsSizeRelativeToTheVariable) {
  PatientRun run = sample_run();
  run.values[1] += 0.5F;
  run.values[6] -= 2.0F;
  const SolverCheck check = compare(run);
  EXPECT_NEAR(check.differences[0].absolute, 0.5, 1e-6);
  EXPECT_NEAR(check.differences[0].relative, 0.5 / 63.0, 1e-6);
  EXPECT_NEAR(check.differences[1].absolute, 2.0, 1e-6);
  EXPECT_EQ(check.differences[1].row, 7u);
}

TEST(SolverCheck, NamesRowsWhoseMapIsBeyondTenTolerances) {
  PatientRun run = sample_run();
  run.values[1] += 0.1F;
  EXPECT_THAT(compare(run, 1.0e-4).beyond, ElementsAre(7u));
  EXPECT_THAT(compare(run, 1.0e-3).beyond, IsEmpty());
}

TEST(SolverCheck, ComparesUpToADecisionThatFellOtherwise) {
  PatientRun run = sample_run();
  run.chart.events[1].value = 30.0;
  run.values[3] = 90.0F;
  run.values[4] = 95.0F;
  const SolverCheck check = compare(run);
  EXPECT_EQ(check.flipped, 1u);
  EXPECT_EQ(check.differences[0].absolute, 0.0);
}

TEST(SolverCheck, TakesAMissingEventForAFlip) {
  PatientRun run = sample_run();
  run.chart.events.pop_back();
  EXPECT_EQ(compare(run).flipped, 1u);
}

TEST(SolverCheck, DoesNotTakeASlightlyLaterDeathForAFlip) {
  PatientRun run = sample_run();
  PatientRun reference = sample_run();
  run.chart.events.push_back({3.9, EventKind::death, Event::no_drug, 1.0, {}});
  reference.chart.events.push_back({3.90001, EventKind::death, Event::no_drug, 1.0, {}});
  EXPECT_EQ(compare_runs(run, reference, two_variables(), 1.0, 0, 1e-4).flipped, 0u);
}

TEST(SolverCheck, SamplesEveryThousandthRowAndAtLeastFour) {
  const auto count = [](std::uint64_t rows) {
    std::uint64_t sampled = 0;
    for (std::uint64_t id = 0; id < rows; ++id) sampled += is_sampled(id, rows) ? 1u : 0u;
    return sampled;
  };
  EXPECT_EQ(count(1), 1u);
  EXPECT_EQ(count(3), 3u);
  EXPECT_EQ(count(128), 4u);
  EXPECT_EQ(count(64'000), 64u);
}

TEST(SolverCheck, KeepsTheLargestOfManyRowsByVariable) {
  PatientRun worse = sample_run();
  worse.values[0] += 3.0F;
  SolverCheck all = compare(sample_run());
  all.add(compare(worse));
  EXPECT_EQ(all.rows, 2u);
  ASSERT_EQ(all.differences.size(), 2u);
  EXPECT_NEAR(all.differences[0].absolute, 3.0, 1e-6);
}

}  // namespace
}  // namespace pressor
