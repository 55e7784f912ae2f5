#include "replicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/means.h"
#include "pressor/statistics/proportions.h"
#include "pressor/statistics/survival.h"

namespace pressor::trial {
namespace {

EndpointValue present(double value) { return {value, Missing::present, false, 0.0}; }
EndpointValue missing(Missing why) { return {std::nan(""), why, false, 0.0}; }
EndpointValue event(bool happened, double watched) {
  return {happened ? 1.0 : 0.0, Missing::present, happened, watched};
}

/// Six patients in two arms: a baseline, a later value, death, a covariate and a centre.
Replicate six() {
  const double first[] = {1.0, 1.4, 1.2, 1.1, 1.5, 1.3};
  const double later[] = {1.1, 1.7, 1.2, 1.0, 1.9, 1.4};
  const double watched[] = {10.0, 100.0, 30.0, 100.0, 5.0, 100.0};
  Replicate made;
  for (std::uint32_t i = 0; i < 6; ++i) {
    Subject s;
    s.slot = i;
    s.arm = i % 2;
    s.enrolled = 50.0 * i;
    s.values = {present(first[i]), present(later[i]), event(watched[i] < 100.0, watched[i])};
    s.covariates = {static_cast<double>(i * i), static_cast<double>(i / 3)};
    made.subjects.push_back(std::move(s));
  }
  return made;
}

const std::vector<std::string> names{"saps2", "centre"};

PlannedComparison planned(PlannedTest test, std::size_t column) {
  PlannedComparison made;
  made.test = std::move(test);
  made.column = column;
  made.time = 100.0;
  return made;
}

TEST(CarryOut, ComparesTheTreatedWithTheFirstArm) {
  const Found found = carry_out(planned(pressor::Test::welch, 1), names, six(), {});
  const TestResult direct = welch(std::vector{1.7, 1.0, 1.4}, std::vector{1.1, 1.2, 1.9});
  EXPECT_EQ(found.result.estimate, direct.estimate);
  EXPECT_EQ(found.result.p, direct.p);
  EXPECT_EQ(found.used, 3U);
  EXPECT_EQ(found.used_control, 3U);
}

TEST(CarryOut, LeavesOutWhoHasNoValueAndRowsThatDoNotCount) {
  Replicate replicate = six();
  replicate.subjects[1].values[1] = missing(Missing::died);
  replicate.subjects[2].counts = false;
  const Found found = carry_out(planned(pressor::Test::welch, 1), names, replicate, {});
  EXPECT_EQ(found.used, 2U);
  EXPECT_EQ(found.used_control, 2U);
  EXPECT_NEAR(found.result.estimate, (1.0 + 1.4) / 2.0 - (1.1 + 1.9) / 2.0, 1e-12);
}

TEST(CarryOut, AdjustsForBaselineCovariateAndCentre) {
  PlannedTest test(pressor::Test::ancova);
  test.baseline = true;
  test.covariates = {"centre"};
  PlannedComparison one = planned(test, 1);
  one.covariates = {1};
  const Found found = carry_out(one, names, six(), {});
  Adjusted direct;
  direct.outcome = {1.1, 1.7, 1.2, 1.0, 1.9, 1.4};
  direct.treated = {0, 1, 0, 1, 0, 1};
  direct.covariates = {{1.0, 1.4, 1.2, 1.1, 1.5, 1.3}};
  direct.stratum = {0, 0, 0, 1, 1, 1};
  EXPECT_EQ(found.result.estimate, ancova(direct).estimate);
  EXPECT_FALSE(std::isnan(found.result.p));
  one.test.covariates = {"saps2"};
  one.covariates = {0};
  direct.covariates.push_back({0.0, 1.0, 4.0, 9.0, 16.0, 25.0});
  direct.stratum.clear();
  EXPECT_EQ(carry_out(one, names, six(), {}).result.estimate, ancova(direct).estimate);
}

TEST(CarryOut, CountsAndFollowsEvents) {
  const Found counted = carry_out(planned(pressor::Test::chi2, 2), names, six(), {});
  EXPECT_NEAR(counted.result.estimate, -1.0, 1e-12);  // all controls died, no treated one
  const Found followed = carry_out(planned(pressor::Test::logrank, 2), names, six(), {});
  const TestResult direct = logrank(std::vector<Followed>{{100, false}, {100, false}, {100, false}},
                                    std::vector<Followed>{{10, true}, {30, true}, {5, true}});
  EXPECT_EQ(followed.result.p, direct.p);
}

TEST(CarryOut, SeesOnlyTheFirstPatients) {
  View view;
  view.slots = 4;
  const Found found = carry_out(planned(pressor::Test::student, 1), names, six(), view);
  EXPECT_EQ(found.used, 2U);
  EXPECT_NEAR(found.result.estimate, (1.7 + 1.0) / 2.0 - (1.1 + 1.2) / 2.0, 1e-12);
}

/// At calendar 115: patients 0, 1 and 2 are enrolled, watched for 115, 65 and 15 min; the death of
/// patient 2 after 30 min is not known yet.
TEST(CarryOut, KnowsNothingOfTheFutureInSurvivalTests) {
  View view;
  view.slots = 1;
  view.calendar = 115.0;
  const Found found = carry_out(planned(pressor::Test::logrank, 2), names, six(), view);
  const TestResult direct = logrank(std::vector<Followed>{{65.0, false}},
                                    std::vector<Followed>{{10.0, true}, {15.0, false}});
  EXPECT_EQ(found.used + found.used_control, 3U);
  EXPECT_EQ(found.result.estimate, direct.estimate);
}

TEST(CarryOut, PairsTwinsAndFreesACrossoverOfThePeriod) {
  Replicate replicate;
  for (std::uint32_t i = 0; i < 8; ++i) {
    for (const std::uint32_t place : {0U, 1U}) {
      Subject s;
      s.slot = i;
      s.arm = i % 2 == 0 ? place : 1 - place;  // every other patient is treated first
      s.period = place;
      const double noise = 0.01 * std::sin(7.0 * i + 3.0 * place);
      s.values = {present(10.0 * i + 2.0 * s.arm + 5.0 * place + noise)};
      replicate.subjects.push_back(std::move(s));
    }
  }
  const Found twins = carry_out(planned(pressor::Test::paired, 0), {}, replicate, {});
  EXPECT_EQ(twins.used, 8U);
  EXPECT_NEAR(twins.result.estimate, 2.0, 0.02);
  EXPECT_GT(twins.result.ci_high - twins.result.ci_low, 5.0);  // the period is noise to a t test
  replicate.two_periods = true;
  const Found periods = carry_out(planned(pressor::Test::paired, 0), {}, replicate, {});
  EXPECT_NEAR(periods.result.estimate, 2.0, 0.02);
  EXPECT_LT(periods.result.ci_high - periods.result.ci_low, 0.1);
}

TEST(Planned, LeavesTheBaselineOutOfWhatIsAdjustedForIt) {
  Study study;
  study.arms.resize(3);
  Endpoint endpoint;
  endpoint.name = "map";
  endpoint.at = {0.0, 60.0, 120.0};
  PlannedTest adjusted(pressor::Test::ancova);
  adjusted.baseline = true;
  endpoint.compare = {pressor::Test::welch, adjusted, pressor::Test::mmrm};
  study.endpoints = {endpoint};
  const auto all = planned_comparisons(study, endpoint_columns(study.endpoints, {}));
  ASSERT_EQ(all.size(), 2U * (3 + 2 + 1));
  EXPECT_EQ(test_text(all[2].test), "welch");
  EXPECT_EQ(all[2].column, 1U);
  EXPECT_EQ(test_text(all[4].test), "ancova(baseline)");
  EXPECT_EQ(all[4].first_column, 0U);
  EXPECT_EQ(all.back().test.test, pressor::Test::mmrm);
  EXPECT_EQ(all.back().column, 2U);
  EXPECT_EQ(all.back().arm, 2U);
}

}  // namespace
}  // namespace pressor::trial
