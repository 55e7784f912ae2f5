#include "pressor/statistics/survival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

/// Of two groups, from cox().
TestResult hazard_ratio(std::span<const Followed> treated, std::span<const Followed> control) {
  CoxData data;
  data.followed.assign(treated.begin(), treated.end());
  data.followed.insert(data.followed.end(), control.begin(), control.end());
  data.covariates.emplace_back(treated.size(), 1.0);
  data.covariates[0].resize(data.followed.size(), 0.0);
  return as_ratio(cox(data).coefficients[0]);
}

class SurvivalReference : public testing::Test {
 protected:
  SurvivalReference() {
    for (std::size_t i = 0; i < r["time"].size(); ++i) {
      const Followed f{r["time"][i], r["event"][i] != 0.0};
      all.push_back(f);
      (r["treated"][i] != 0.0 ? treated : control).push_back(f);
      strata.resize(3);
      SurvivalArms& stratum = strata[static_cast<std::size_t>(r["centre"][i])];
      (r["treated"][i] != 0.0 ? stratum.treated : stratum.control).push_back(f);
    }
  }

  void expect_model(const CoxModel& m, const std::string& name) const {
    EXPECT_TRUE(m.converged);
    for (std::size_t k = 0; k < m.coefficients.size(); ++k) {
      expect_result(m.coefficients[k], r[name + "." + std::to_string(k)], name);
    }
    expect_close({m.log_likelihood_null, m.log_likelihood}, r[name + ".loglik"], name, 1e-9);
  }

  Reference r{"survival"};
  std::vector<Followed> all;
  std::vector<Followed> treated;
  std::vector<Followed> control;
  std::vector<SurvivalArms> strata;
};

TEST_F(SurvivalReference, KaplanMeierAgreesWithRsSurvfit) {
  const auto curve = kaplan_meier(all);
  ASSERT_EQ(curve.size(), r["km.time"].size());
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const std::string at = "step " + std::to_string(i);
    EXPECT_EQ(curve[i].time, r["km.time"][i]);
    EXPECT_EQ(static_cast<double>(curve[i].at_risk), r["km.n.risk"][i]);
    EXPECT_EQ(static_cast<double>(curve[i].events), r["km.n.event"][i]);
    EXPECT_EQ(static_cast<double>(curve[i].censored), r["km.n.censor"][i]);
    expect_close(curve[i].survival, r["km.surv"][i], at, 1e-12);
    expect_close(curve[i].se, r["km.se"][i], at, 1e-12);
    expect_close(curve[i].ci.low, r["km.lower"][i], at);
    expect_close(curve[i].ci.high, r["km.upper"][i], at);
  }
  const MedianTime median = median_time(curve);
  expect_close({median.estimate, median.ci.low, median.ci.high}, r["km.median"], "median", 0.0);
}

TEST_F(SurvivalReference, LogRankAgreesWithRsSurvdiffWithTiesAndStrata) {
  expect_result(logrank(treated, control), r["logrank"], "log-rank");
  expect_result(logrank(strata), r["logrank_strata"], "stratified");
}

TEST_F(SurvivalReference, CoxAgreesWithRsCoxphWithTiesCovariatesAndStrata) {
  CoxData data{all, {r["treated"]}, {}};
  expect_model(cox(data), "cox");
  data.covariates.push_back(r["saps"]);
  expect_model(cox(data), "cox_adjusted");
  data.stratum.assign(r["centre"].begin(), r["centre"].end());
  expect_model(cox(data), "cox_strata");
}

TEST_F(SurvivalReference, HazardRatioIsTheExponentialOfCoxsCoefficient) {
  const TestResult ratio = hazard_ratio(treated, control);
  expect_close(std::log(ratio.estimate), r["cox.0"][0], "log ratio");
  expect_close(std::log(ratio.ci_high), r["cox.0"][2], "limit");
  expect_close(ratio.p, r["cox.0"][3], "p");
}

TEST_F(SurvivalReference, RestrictedMeansAgreeWithRsSurvfit) {
  const auto both = [](const RestrictedMean& m) { return std::vector{m.estimate, m.se}; };
  expect_close(both(restricted_mean(treated, 28.0)), r["rmst.treated"], "treated");
  expect_close(both(restricted_mean(control, 28.0)), r["rmst.control"], "control");
  expect_close(both(restricted_mean(all, 14.0)), r["rmst_14"], "14 days");
  expect_result(restricted_mean_difference(treated, control, 28.0), r["rmst.difference"],
                "difference");
  // The script's own sums and survfit's agree.
  expect_close(r["rmst.survfit"][0], r["rmst.control"][0], "survfit", 1e-9);
  expect_close(r["rmst.survfit"][3], r["rmst.treated"][1], "survfit", 1e-9);
}

TEST(MedianTime, LiesInTheMiddleOfAStepAtOneHalf) {
  const Reference r("survival");
  const std::vector<Followed> four{{1, true}, {2, true}, {3, true}, {4, true}};
  EXPECT_EQ(median_time(kaplan_meier(four)).estimate, r["flat.median"][0]);
  EXPECT_TRUE(std::isnan(median_time(kaplan_meier(std::vector<Followed>{{3, false}})).estimate));
}

TEST(KaplanMeier, WithoutCensoringIsTheShareAlive) {
  const std::vector<Followed> five{{3, true}, {1, true}, {3, true}, {8, true}, {9, false}};
  const auto curve = kaplan_meier(five);
  EXPECT_EQ(survival_at(curve, 0.5), 1.0);
  EXPECT_NEAR(survival_at(curve, 3.0), 0.4, 1e-15);
  EXPECT_NEAR(survival_at(curve, 100.0), 0.2, 1e-15);
  EXPECT_EQ(at_risk(five, 3.0), 4U);
}

TEST(Cox, SaysNothingOfARatioThatRunsToInfinity) {
  const std::vector<Followed> die{{1, true}, {2, true}, {3, true}};
  const std::vector<Followed> live{{4, false}, {4, false}, {4, false}};
  EXPECT_TRUE(std::isnan(hazard_ratio(die, live).p));
  EXPECT_TRUE(std::isnan(hazard_ratio(live, live).p));
  EXPECT_TRUE(std::isnan(logrank(live, live).p));
}

TEST(RestrictedMean, IsUnknownBeyondTheLastCensoredPatient) {
  const std::vector<Followed> f{{2, true}, {5, false}};
  EXPECT_TRUE(std::isnan(restricted_mean(f, 6.0).estimate));
  EXPECT_NEAR(restricted_mean(f, 5.0).estimate, 3.5, 1e-15);
}

std::vector<Followed> exponential(Samples& draw, std::size_t n) {
  std::vector<Followed> out;
  for (std::size_t i = 0; i < n; ++i) {
    const double time = std::ceil(-20.0 * std::log(draw.uniform()));
    out.push_back({std::min(time, 28.0), time <= 28.0});
  }
  return out;
}

TEST(SurvivalTests, TurnWithTheArmsAndSeeOnlyTheOrderOfTimes) {
  for (std::uint32_t i = 0; i < 40; ++i) {
    Samples draw(i);
    auto a = exponential(draw, 12);
    auto b = exponential(draw, 15);
    for (const auto test :
         {static_cast<TestResult (*)(std::span<const Followed>, std::span<const Followed>)>(
              logrank),
          hazard_ratio}) {
      const TestResult r = test(a, b);
      const TestResult s = test(b, a);
      expect_close(s.estimate, 1.0 / r.estimate, "ratio", 1e-9);
      expect_close(s.p, r.p, "p", 1e-9);
      auto c = a;
      auto d = b;
      for (auto* group : {&c, &d}) {
        for (Followed& f : *group) f.time = f.time * f.time + 3.0;
      }
      expect_close(test(c, d).p, r.p, "p of other times", 1e-12);
    }
  }
}

TEST(LogRank, RejectsATrueNullHypothesisInAboutFivePercent) {
  unsigned rejected = 0;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    Samples draw(i);
    const auto a = exponential(draw, 60);
    const auto b = exponential(draw, 60);
    rejected += logrank(a, b).p < 0.05 ? 1U : 0U;
  }
  EXPECT_NEAR(rejected, 150, 45);
}

}  // namespace
}  // namespace pressor
