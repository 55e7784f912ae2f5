#include "interim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pressor/core/random.h"
#include "pressor/statistics/proportions.h"

namespace pressor::trial {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// 32 patients, an endpoint of death after 100 min, looks after 8, 16 and 24.
Study monitored(double rate = 0.0) {
  Study study;
  study.arms = {{"control", {}, 1.0}, {"treated", {}, 1.0}};
  study.patients = 32;
  study.enrolment_rate = rate;
  Endpoint death;
  death.name = "death";
  death.measure.kind = MeasureKind::death;
  death.at = {100.0};
  death.better = Better::lower;
  death.compare = {pressor::Test::chi2, pressor::Test::logrank};
  study.endpoints = {death};
  StopPlan plan;
  plan.looks = {8, 16, 24};
  plan.column = column_name("death", 100.0);
  plan.test = pressor::Test::chi2;
  plan.harm = true;
  study.stop = plan;
  return study;
}

Replicate replicate(const std::vector<bool>& dead, double between = 0.0) {
  Replicate made;
  for (std::uint32_t i = 0; i < dead.size(); ++i) {
    Subject s;
    s.slot = i;
    s.arm = i % 2;
    s.enrolled = between * i;
    s.values = {{dead[i] ? 1.0 : 0.0, Missing::present, dead[i], dead[i] ? 50.0 : 100.0}};
    made.subjects.push_back(std::move(s));
  }
  return made;
}

/// Deaths of the treated (odd slots) among the first `n`.
std::vector<bool> treated_die(std::uint32_t n) {
  std::vector<bool> dead(32, false);
  for (std::uint32_t i = 1; i < n; i += 2) dead[i] = true;
  return dead;
}

class MonitorTest : public ::testing::Test {
 protected:
  explicit MonitorTest(double rate = 0.0) : study_(monitored(rate)) {}
  [[nodiscard]] Monitor monitor() {
    columns_ = endpoint_columns(study_.endpoints, {});
    planned_ = planned_comparisons(study_, columns_);
    return {study_, columns_, planned_};
  }
  Study study_;
  std::vector<EndpointColumn> columns_;
  std::vector<PlannedComparison> planned_;
};

TEST_F(MonitorTest, StopsForHarmAtTheFirstLookThatShowsIt) {
  const TrialEnd end = monitor().end_of({}, replicate(treated_die(32)));
  EXPECT_EQ(end.reason, StopReason::harm);
  EXPECT_EQ(end.look, 1U);
  EXPECT_EQ(end.analysed, 8U);
  EXPECT_LT(end.z, 0.0);
  EXPECT_EQ(end.estimate, 1.0);
  const double p = chi_square({4, 0}, {0, 4}).p;
  EXPECT_DOUBLE_EQ(end.p, p);
}

TEST_F(MonitorTest, RunsToItsEndWhenNothingHappens) {
  const TrialEnd end = monitor().end_of({}, replicate(std::vector<bool>(32, false)));
  EXPECT_EQ(end.reason, StopReason::completed);
  EXPECT_EQ(end.look, 4U);
  EXPECT_EQ(end.analysed, 32U);
  EXPECT_EQ(end.z, 0.0);  // nobody died: no p value, no evidence
}

TEST_F(MonitorTest, AHarmRuleDoesNotStopForBenefitBeforeTheEnd) {
  std::vector<bool> dead(32, false);
  for (std::uint32_t i = 0; i < 32; i += 2) dead[i] = true;  // every control dies
  const TrialEnd end = monitor().end_of({}, replicate(dead));
  EXPECT_EQ(end.look, 4U);
  EXPECT_EQ(end.reason, StopReason::efficacy);  // found by the final analysis
  EXPECT_EQ(monitor().plan().looks[0].efficacy, infinity);
  study_.stop->efficacy = true;
  study_.stop->spending.kind = SpendingKind::pocock;
  EXPECT_EQ(monitor().end_of({}, replicate(dead)).look, 1U);
}

TEST_F(MonitorTest, HarmIsSymmetricOnlyWhenItsErrorIsThatOfEfficacy) {
  study_.stop->efficacy = true;
  Stopping plan = monitor().plan();
  EXPECT_GT(plan.looks[0].harm, -plan.looks[0].efficacy);  // a stop for harm is easier
  study_.stop->harm_alpha = study_.stop->alpha / 2.0;
  study_.stop->harm_spending = study_.stop->spending;
  plan = monitor().plan();
  EXPECT_NEAR(plan.looks[0].harm, -plan.looks[0].efficacy, 1e-6);
}

TEST_F(MonitorTest, ANaiveEstimateAtTheFirstLookIsUnbiasedOnTheMedian) {
  std::vector<bool> dead = treated_die(8);
  dead[0] = true;
  study_.stop->harm_alpha = 0.2;
  const TrialEnd end = monitor().end_of({}, replicate(dead));
  ASSERT_EQ(end.look, 1U);
  // Stopped at the first look: the stagewise ordering is that of z itself.
  EXPECT_NEAR(end.unbiased, end.estimate, 1e-6);
}

/// A patient every 30 min, an endpoint after 100: when the eighth has been followed, at 310 min,
/// ten have been enrolled before that and the eleventh comes at 300.
TEST_F(MonitorTest, CountsWhoWasEnrolledWhileTheEndpointWasAwaited) {
  study_.enrolment_rate = 1.0 / 30.0;
  const TrialEnd end = monitor().end_of({}, replicate(treated_die(32), 30.0));
  EXPECT_EQ(end.analysed, 8U);
  EXPECT_EQ(end.enrolled, 11U);
  EXPECT_DOUBLE_EQ(end.time, 7.0 * 30.0 + 100.0);
}

TEST_F(MonitorTest, DeathsAfterTheLookDoNotCount) {
  std::vector<bool> late(32, false);
  for (std::uint32_t i = 9; i < 32; i += 2) late[i] = true;
  study_.enrolment_rate = 1.0 / 30.0;
  const TrialEnd end = monitor().end_of({}, replicate(late, 30.0));
  EXPECT_GT(end.look, 1U);
}

TEST_F(MonitorTest, ConditionalPowerStopsForFutilityAndLeavesTheRestAsItIs) {
  study_.stop->efficacy = true;
  study_.stop->harm = false;
  const Stopping without = monitor().plan();
  study_.stop->futility = true;
  study_.stop->conditional_power = 0.1;
  const Stopping with = monitor().plan();
  const double critical = with.looks.back().efficacy;
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(with.looks[k].efficacy, without.looks[k].efficacy);  // not binding
    EXPECT_EQ(without.looks[k].futility, -infinity);
    EXPECT_NEAR(conditional_power(with.looks[k].futility, with.looks[k].fraction, critical), 0.1,
                1e-12);
  }
  EXPECT_EQ(with.looks.back().futility, critical);
  // Nothing happens to anybody: without a trend a quarter of the patients suffices.
  const TrialEnd end = monitor().end_of({}, replicate(std::vector<bool>(32, false)));
  EXPECT_EQ(end.reason, StopReason::futility);
  EXPECT_EQ(end.look, 1U);
  EXPECT_LT(conditional_power(0.0, 0.25, critical), 0.1);
}

/// Under no difference a rule spends its error and no more: 0.05 of one side.
TEST_F(MonitorTest, StopsForHarmAsOftenAsPlannedWhenNothingIsDifferent) {
  study_.patients = 400;
  study_.stop->looks = {100, 200, 300};
  const Monitor rule = monitor();
  RandomStream random({5, 0, 0, Stream::outcome, 0});
  constexpr int trials = 2000;
  Stopping stopping = rule.plan();
  for (int t = 0; t < trials; ++t) {
    std::vector<bool> dead;
    for (int i = 0; i < 400; ++i) dead.push_back(random.uniform() < 0.4);
    stopping.ends.push_back(rule.end_of({}, replicate(dead)));
  }
  summarize(stopping, Estimate::risk_difference);
  double harm = 0.0;
  for (const auto& look : stopping.stopped) {
    harm += look[static_cast<std::size_t>(StopReason::harm)].value;
  }
  EXPECT_NEAR(harm, 0.05, 4.0 * std::sqrt(0.05 * 0.95 / trials));
  EXPECT_GT(stopping.estimate_early, 0.0);                      // stopped early: exaggerated
  EXPECT_LT(stopping.unbiased_early, stopping.estimate_early);  // and brought back
  EXPECT_NEAR(stopping.expected_analysed, 400.0, 20.0);
}

}  // namespace
}  // namespace pressor::trial
