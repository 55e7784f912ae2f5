#include "pressor/statistics/ranks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

TEST(Wilcoxon, AgreesWithCoinAlsoWithTies) {
  const Reference r("ranks");
  for (const std::string name : {"smooth", "ties", "days_free", "trial", "unequal"}) {
    const auto& a = r[name + ".treated"];
    const auto& b = r[name + ".control"];
    const TestResult exact = wilcoxon(a, b, RankTest::exact);
    expect_close(exact.p, r[name + ".p"][0], name + " exact");
    expect_close(exact.statistic, r[name + ".z"][0], name + " z");
    expect_close(wilcoxon(a, b, RankTest::asymptotic).p, r[name + ".p"][1], name + " asymptotic");
    EXPECT_EQ(wilcoxon(a, b).p, exact.p) << name;
  }
}

TEST(Wilcoxon, AgreesWithCoinOnLargeTiedGroups) {
  const Reference r("ranks");
  const auto& a = r["large.treated"];
  const auto& b = r["large.control"];
  expect_close(wilcoxon(a, b, RankTest::exact).p, r["large.p"][0], "exact");
  expect_close(wilcoxon(a, b).p, r["large.p"][1], "asymptotic");
}

TEST(Wilcoxon, HasHodgesAndLehmannsEstimateAndIntervalAsInR) {
  const Reference r("ranks");
  for (const std::string name : {"smooth", "more"}) {
    expect_result(wilcoxon(r[name + ".treated"], r[name + ".control"], RankTest::exact),
                  r[name + ".shift"], name);
  }
  const TestResult x = wilcoxon(r["more.treated"], r["more.control"], RankTest::asymptotic);
  expect_close({x.ci_low, x.ci_high, x.p}, r["more.asymptotic"], "asymptotic");
}

TEST(SignedRank, AgreesWithCoinAndR) {
  const Reference r("ranks");
  const auto& d = r["signed.differences"];
  expect_close(signed_rank(d).p, r["signed.p"][0], "exact");
  expect_close(signed_rank(d, RankTest::asymptotic).p, r["signed.p"][1], "asymptotic");
  expect_result(signed_rank(r["walsh.differences"]), r["walsh.shift"], "walsh");
}

TEST(Wilcoxon, EstimateIsTheMedianOfAllDifferencesCountedOneByOne) {
  for (std::uint32_t i = 0; i < 100; ++i) {
    Samples draw(i);
    const bool tied = i % 2 == 0;
    const auto a = tied ? draw.counts(5 + i % 7, 6) : draw.normals(5 + i % 7);
    const auto b = tied ? draw.counts(4 + i % 5, 6) : draw.normals(4 + i % 5);
    std::vector<double> all;
    for (const double x : a) {
      for (const double y : b) all.push_back(x - y);
    }
    std::sort(all.begin(), all.end());
    const std::size_t n = all.size();
    const TestResult r = wilcoxon(a, b);
    EXPECT_EQ(r.estimate, 0.5 * (all[(n - 1) / 2] + all[n / 2]));
    EXPECT_TRUE(std::isinf(r.ci_low) || std::count(all.begin(), all.end(), r.ci_low) > 0);
  }
}

TEST(Wilcoxon, DoesNotSeeAMonotoneTransformAndTurnsWithTheArms) {
  for (std::uint32_t i = 0; i < 60; ++i) {
    Samples draw(i);
    auto a = draw.counts(3 + draw.below(12), 5 + 40 * (i % 2));
    auto b = draw.counts(3 + draw.below(12), 5 + 40 * (i % 2));
    const TestResult r = wilcoxon(a, b);
    if (std::isnan(r.p)) continue;
    const TestResult swapped = wilcoxon(b, a);
    EXPECT_NEAR(swapped.p, r.p, 1e-12);
    EXPECT_EQ(swapped.estimate, -r.estimate);
    EXPECT_EQ(swapped.ci_low, -r.ci_high);
    for (auto* x : {&a, &b}) {
      for (double& v : *x) v = std::exp(0.2 * v);
    }
    EXPECT_EQ(wilcoxon(a, b).p, r.p);
    EXPECT_EQ(wilcoxon(a, b).statistic, r.statistic);
  }
}

TEST(Wilcoxon, ExactNeverRejectsMoreThanItsSizeWithTies) {
  unsigned exact = 0;
  unsigned smooth = 0;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    Samples draw(i);
    exact += wilcoxon(draw.counts(10, 4), draw.counts(12, 4)).p <= 0.05 ? 1U : 0U;
    smooth += wilcoxon(draw.normals(40), draw.normals(40)).p <= 0.05 ? 1U : 0U;
  }
  EXPECT_LT(exact, 245U);
  EXPECT_NEAR(smooth, 200, 45);
}

TEST(Wilcoxon, SaysNothingOfEmptyGroupsAndNoPOfEqualValues) {
  EXPECT_TRUE(std::isnan(wilcoxon({}, std::vector<double>{1.0}).estimate));
  const std::vector<double> flat{2.0, 2.0, 2.0};
  EXPECT_EQ(wilcoxon(flat, flat).estimate, 0.0);
  EXPECT_TRUE(std::isnan(wilcoxon(flat, flat).p));
  EXPECT_TRUE(std::isnan(signed_rank(std::vector<double>{0.0, 0.0}).p));
}

TEST(Wilcoxon, LeavesTheIntervalOpenWhereNoPCanBeSmallEnough) {
  const TestResult r = wilcoxon(std::vector<double>{1.0, 2.0}, std::vector<double>{3.0, 5.0, 6.0});
  EXPECT_EQ(r.ci_low, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(r.ci_high, std::numeric_limits<double>::infinity());
}

TEST(CompositeScores, PutEveryDeathBelowEveryLifeAndEarlyDeathsLowest) {
  constexpr double alive = std::numeric_limits<double>::infinity();
  const std::vector<Ranked> patients{
      {alive, 3.0}, {5.0, 9.0}, {alive, -8.0}, {2.0, 0.0}, {5.0, 1.0}};
  const std::vector<double> s = composite_scores(patients);
  EXPECT_GT(s[0], s[2]);
  EXPECT_GT(s[2], s[1]);
  EXPECT_EQ(s[1], s[4]);
  EXPECT_GT(s[1], s[3]);
  const std::vector<double> low = composite_scores(patients, false);
  EXPECT_GT(low[2], low[0]);
  EXPECT_GT(low[0], low[1]);
}

TEST(WinRatio, AgreesWithACountOfAllPairsInR) {
  const Reference r("ranks");
  expect_result(win_ratio(r["win.treated"], r["win.control"]), r["win.ratio"], "win ratio");
}

TEST(WinRatio, IsInvertedWhenTheArmsAreSwapped) {
  for (std::uint32_t i = 0; i < 30; ++i) {
    Samples draw(i);
    const auto a = draw.counts(15, 10);
    const auto b = draw.counts(12, 10);
    const TestResult r = win_ratio(a, b);
    const TestResult s = win_ratio(b, a);
    expect_close(s.estimate, 1.0 / r.estimate, "ratio", 1e-12);
    expect_close(s.ci_low, 1.0 / r.ci_high, "limit", 1e-12);
    expect_close(s.p, r.p, "p", 1e-12);
  }
}

}  // namespace
}  // namespace pressor
