#include "pressor/trial/uncertainty.h"

#include <gtest/gtest.h>

#include <cmath>

#include "recorder.h"
#include "two_arms.h"

namespace pressor {
namespace {

Study uncertain_trial(std::uint32_t draws) {
  Study study = two_arms_of_phenylephrine();
  study.uncertainty.draws = draws;
  return study;
}

TEST(Uncertainty, HasOneNumberADrawForEveryArmAndTest) {
  const UncertaintyTable table = run_recorded(uncertain_trial(3)).totals.uncertainty;
  EXPECT_EQ(table.rejected.size(), 3U);
  ASSERT_EQ(table.arms.size(), 4U);
  for (const auto& row : table.arms) EXPECT_EQ(row.mean.size(), 3U);
  ASSERT_EQ(table.estimates.size(), 2U);
  for (const auto& row : table.estimates) {
    EXPECT_EQ(row.estimate.size(), 3U);
    EXPECT_EQ(row.significant.size(), 3U);
  }
}

TEST(Uncertainty, WithoutSpreadsEveryDrawIsTheStudyItself) {
  Study study = uncertain_trial(2);
  study.uncertainty.spreads = {0.0, 0.0, 0.0};
  const StudyTotals totals = run_recorded(study).totals;
  std::size_t index = 0;
  for (const auto& row : totals.uncertainty.estimates) {
    const double own = totals.trial.operating[index++].estimate_mean;
    EXPECT_NEAR(row.estimate[0], own, 1.0e-6);
    EXPECT_EQ(row.estimate[0], row.estimate[1]);
  }
}

TEST(Uncertainty, PressureAtTheStartIsNoDoubtButTheResponseIs) {
  const UncertaintyTable table = run_recorded(uncertain_trial(2)).totals.uncertainty;
  EXPECT_NEAR(table.arms[0].mean[0], table.arms[0].mean[1], 1.0e-6);  // MAP at 0 as drawn
  EXPECT_GT(std::abs(table.arms[3].mean[0] - table.arms[3].mean[1]), 0.1);
}

TEST(Uncertainty, ChangesNothingElseAndNoThreadChangesIt) {
  const Recorder without = run_recorded(uncertain_trial(0), 1);
  const Recorder one = run_recorded(uncertain_trial(2), 1);
  const Recorder seven = run_recorded(uncertain_trial(2), 7);
  EXPECT_EQ(one.rows, without.rows);
  EXPECT_EQ(one.tables(), without.tables());
  for (std::size_t i = 0; i < one.totals.uncertainty.arms.size(); ++i) {
    EXPECT_EQ(one.totals.uncertainty.arms[i].mean, seven.totals.uncertainty.arms[i].mean);
  }
}

TEST(Uncertainty, StopsWhenAskedTo) {
  const Study study = uncertain_trial(2);
  Recorder recorder;
  Counting progress(30);  // 24 rows of the study, then the draws
  EXPECT_FALSE(run_study(study, 2, recorder, progress));
  EXPECT_EQ(progress.total, 72U);
}

}  // namespace
}  // namespace pressor
