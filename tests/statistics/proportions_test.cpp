#include "pressor/statistics/proportions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

TEST(ChiSquare, GivesThePOf8In16Against2In16WithoutCorrection) {
  const TestResult r = chi_square({8, 8}, {2, 14});
  EXPECT_NEAR(r.estimate, 0.375, 1e-15);
  EXPECT_NEAR(r.p, 0.0221, 5e-5);
}

TEST(ChiSquare, HasNewcombesInterval) {
  // Newcombe 1998, table II, 56/70 against 48/80, method 10: 0.0524 to 0.3339
  const TestResult r = chi_square({56, 14}, {48, 32});
  EXPECT_NEAR(r.estimate, 0.2, 1e-15);
  EXPECT_NEAR(r.ci_low, 0.0524, 5e-5);
  EXPECT_NEAR(r.ci_high, 0.3339, 5e-5);
  // and 0/10 against 0/20: -0.1611 to 0.2775
  const TestResult none = chi_square({0, 10}, {0, 20});
  EXPECT_NEAR(none.ci_low, -0.1611, 5e-5);
  EXPECT_NEAR(none.ci_high, 0.2775, 5e-5);
  EXPECT_TRUE(std::isnan(none.p));
}

TEST(Fisher, GivesThePOf8In16Against2In16) {
  EXPECT_NEAR(fisher_exact({8, 8}, {2, 14}).p, 0.0538, 5e-5);
}

TEST(Fisher, AgreesWithROnTheLadyTastingTea) {
  // fisher.test(matrix(c(3, 1, 1, 3), nrow = 2)): p-value = 0.4857, odds ratio 6.408309,
  // 0.2117329 to 621.9337505. R looks for odds ratios above 1 as 1/x with a tolerance of 1.2e-4, so
  // that its upper limit is known to 1% only; below it is checked by its definition.
  const TestResult r = fisher_exact({3, 1}, {1, 3});
  EXPECT_NEAR(r.p, 0.4857, 5e-5);
  EXPECT_NEAR(r.estimate, 6.408309, 2e-5);
  EXPECT_NEAR(r.ci_low, 0.2117329, 1e-5);
  EXPECT_NEAR(r.ci_high, 621.9337505, 6.2);
}

TEST(Fisher, LimitsAndEstimateFulfilTheirDefinition) {
  // 4 cups of 8: P(x | w) is proportional to (1, 16, 36, 16, 1) w^x.
  const TestResult r = fisher_exact({3, 1}, {1, 3});
  const auto share = [](double w, double from, double to) {
    const double weight[] = {1.0, 16.0 * w, 36.0 * w * w, 16.0 * w * w * w, w * w * w * w};
    double part = 0.0;
    double all = 0.0;
    for (int x = 0; x < 5; ++x) {
      all += weight[x];
      part += x >= from && x <= to ? weight[x] : 0.0;
    }
    return part / all;
  };
  EXPECT_NEAR(share(r.ci_low, 3, 4), 0.025, 1e-12);
  EXPECT_NEAR(share(r.ci_high, 0, 3), 0.025, 1e-12);
  double mean = 0.0;
  for (int x = 0; x < 5; ++x) mean += x * share(r.estimate, x, x);
  EXPECT_NEAR(mean, 3.0, 1e-12);
}

TEST(Fisher, IsSymmetricInTheGroups) {
  const TestResult a = fisher_exact({7, 3}, {2, 9});
  const TestResult b = fisher_exact({2, 9}, {7, 3});
  EXPECT_NEAR(a.p, b.p, 1e-14);
  EXPECT_NEAR(a.estimate, 1.0 / b.estimate, 1e-9 * a.estimate);
  EXPECT_NEAR(a.ci_low, 1.0 / b.ci_high, 1e-9);
}

TEST(Fisher, IsOpenAtTheEdgeOfThePossibleTables) {
  const TestResult r = fisher_exact({5, 0}, {0, 5});
  EXPECT_TRUE(std::isinf(r.estimate));
  EXPECT_TRUE(std::isinf(r.ci_high));
  EXPECT_NEAR(r.p, 2.0 / 252.0, 1e-12);
  EXPECT_EQ(fisher_exact({0, 5}, {0, 5}).p, 1.0);
  EXPECT_TRUE(std::isnan(fisher_exact({0, 0}, {1, 5}).p));
}

/// `table` holds events and size of the treated, events and size of the control group.
std::pair<Events, Events> arms(const std::vector<double>& table) {
  const auto group = [](double yes, double n) {
    return Events{static_cast<unsigned>(yes), static_cast<unsigned>(n - yes)};
  };
  return {group(table[0], table[1]), group(table[2], table[3])};
}

TEST(Proportions, AgreeWithROnTablesOfManyShapes) {
  const Reference r("proportions");
  for (const std::string name : {"adress", "even", "skewed", "large", "unequal", "none"}) {
    const auto [a, b] = arms(r[name + ".table"]);
    expect_result(chi_square(a, b), r[name + ".chi_square"], name);
    expect_close(fisher_exact(a, b).p, r[name + ".fisher_p"][0], name + " fisher");
    const TestResult x = boschloo(a, b);
    expect_close(x.p, r[name + ".boschloo"][0], name + " boschloo");
    expect_close(x.statistic, r[name + ".boschloo"][1], name + " boschloo's statistic");
    expect_close(x.ci_low, r[name + ".chi_square"][1], name + " newcombe");
  }
}

TEST(Share, HasTheLimitsOfRsPropTestAndBinomTest) {
  const Reference r("proportions");
  for (const auto& [yes, n] : std::vector<std::pair<unsigned, unsigned>>{
           {8, 16}, {0, 12}, {12, 12}, {1, 400}, {1600, 2000}}) {
    const Events e{yes, n - yes};
    const Interval w = wilson(e);
    const Interval c = clopper_pearson(e);
    const Interval wide = wilson(e, 0.99);
    expect_close({w.low, w.high, c.low, c.high, wide.low, wide.high},
                 r["share_" + std::to_string(yes) + "_of_" + std::to_string(n)],
                 std::to_string(yes) + " of " + std::to_string(n), 1e-6, 1e-9);
  }
  EXPECT_TRUE(std::isnan(wilson({0, 0}).low));
  EXPECT_TRUE(std::isnan(clopper_pearson({0, 0}).low));
}

TEST(Boschloo, IsSymmetricAndNeverAboveFisher) {
  for (std::uint32_t i = 0; i < 60; ++i) {
    Samples draw(i);
    const auto group = [&] { return Events{draw.below(12), 1 + draw.below(12)}; };
    const Events a = group();
    const Events b = group();
    if (a.yes + b.yes == 0) continue;
    const double p = boschloo(a, b).p;
    EXPECT_NEAR(p, boschloo(b, a).p, 1e-9);
    EXPECT_NEAR(p, boschloo({a.no, a.yes}, {b.no, b.yes}).p, 1e-9);
    EXPECT_LE(p, fisher_exact(a, b).p * (1.0 + 1e-9));
    EXPECT_NEAR(chi_square(a, b).p, chi_square(b, a).p, 1e-14);
  }
}

// The probability of p <= 0.05 under one risk, over all tables.
TEST(ExactTests, OfSharesHoldTheirSize) {
  const unsigned n = 14;
  for (const double risk : {0.1, 0.3, 0.5}) {
    double fisher = 0.0;
    double bosch = 0.0;
    const auto choose = [&](unsigned x) {
      return std::exp(std::lgamma(n + 1.0) - std::lgamma(x + 1.0) - std::lgamma(n - x + 1.0) +
                      x * std::log(risk) + (n - x) * std::log1p(-risk));
    };
    for (unsigned x = 0; x <= n; ++x) {
      for (unsigned y = 0; y <= n; ++y) {
        const double p = choose(x) * choose(y);
        fisher += fisher_exact({x, n - x}, {y, n - y}).p <= 0.05 ? p : 0.0;
        bosch += boschloo({x, n - x}, {y, n - y}).p <= 0.05 ? p : 0.0;
      }
    }
    EXPECT_LE(fisher, bosch);
    EXPECT_LE(bosch, 0.05);
  }
}

}  // namespace
}  // namespace pressor
