#include "pressor/inference/sensitivity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace pressor {
namespace {

using Function = std::function<double(const std::vector<double>&)>;

std::vector<InputEffect> effects(SensitivityMethod method, std::uint32_t n, std::size_t axes,
                                 const Function& f, std::uint64_t seed = 5) {
  std::vector<double> outputs;
  for (const auto& point : sensitivity_points(method, n, axes, seed)) outputs.push_back(f(point));
  return sensitivity_effects(method, n, axes, seed, outputs);
}

/// Ishigami and Homma 1990 with a = 7, b = 0.1 over (-pi, pi)^3.
double ishigami(const std::vector<double>& x) {
  const auto at = [&](std::size_t i) { return std::numbers::pi * (2.0 * x[i] - 1.0); };
  return std::sin(at(0)) + 7.0 * std::pow(std::sin(at(1)), 2) +
         0.1 * std::pow(at(2), 4) * std::sin(at(0));
}

/// Sobol's G function: product of (|4 x - 2| + a) / (1 + a).
const std::vector<double> g_a{0.0, 1.0, 4.5, 9.0, 99.0};
double sobol_g(const std::vector<double>& x) {
  double product = 1.0;
  for (std::size_t i = 0; i < g_a.size(); ++i) {
    product *= (std::abs(4.0 * x[i] - 2.0) + g_a[i]) / (1.0 + g_a[i]);
  }
  return product;
}

TEST(SobolIndices, OfIshigamiAreTheAnalyticOnes) {
  // V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2.
  const double pi4 = std::pow(std::numbers::pi, 4);
  const double v1 = 0.5 * std::pow(1.0 + 0.1 * pi4 / 5.0, 2);
  const double v2 = 49.0 / 8.0;
  const double v13 = 0.01 * pi4 * pi4 * (1.0 / 18.0 - 1.0 / 50.0);
  const double v = v1 + v2 + v13;
  const auto found = effects(SensitivityMethod::sobol, 4096, 3, ishigami);
  const double first[] = {v1 / v, v2 / v, 0.0};
  const double total[] = {(v1 + v13) / v, v2 / v, v13 / v};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found[i].first.value, first[i], 0.01) << i;
    EXPECT_NEAR(found[i].total.value, total[i], 0.01) << i;
    EXPECT_LE(found[i].first.low, first[i] + 0.01);
    EXPECT_GE(found[i].first.high, first[i] - 0.01);
  }
}

TEST(SobolIndices, OfTheGFunctionAreTheAnalyticOnes) {
  const auto found = effects(SensitivityMethod::sobol, 4096, g_a.size(), sobol_g);
  double all = 1.0;
  std::vector<double> own;
  for (const double a : g_a) {
    own.push_back(1.0 / (3.0 * std::pow(1.0 + a, 2)));
    all *= 1.0 + own.back();
  }
  for (std::size_t i = 0; i < g_a.size(); ++i) {
    EXPECT_NEAR(found[i].first.value, own[i] / (all - 1.0), 0.01) << i;
    EXPECT_NEAR(found[i].total.value, own[i] * all / (1.0 + own[i]) / (all - 1.0), 0.01) << i;
  }
}

TEST(SobolIndices, RanksHoldWhenPointsAreDoubled) {
  const auto few = effects(SensitivityMethod::sobol, 512, g_a.size(), sobol_g);
  const auto many = effects(SensitivityMethod::sobol, 1024, g_a.size(), sobol_g);
  for (std::size_t i = 0; i + 2 < g_a.size(); ++i) {
    EXPECT_GT(few[i].total.value, few[i + 1].total.value);
    EXPECT_GT(many[i].total.value, many[i + 1].total.value);
  }
}

TEST(SobolIndices, IntervalsHoldTheTruthAboutAsOftenAsTheySay) {
  // A sum of two inputs, one twice the other: S = 1/5 and 4/5.
  int held = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto found = effects(
        SensitivityMethod::sobol, 128, 2,
        [](const std::vector<double>& x) { return x[0] + 2.0 * x[1]; }, seed);
    held += found[0].total.low <= 0.2 && found[0].total.high >= 0.2 ? 1 : 0;
  }
  EXPECT_GE(held, 50);
}

TEST(Morris, OfALinearFunctionIsItsSlope) {
  const auto found = effects(SensitivityMethod::morris, 20, 3, [](const std::vector<double>& x) {
    return 3.0 * x[0] - 2.0 * x[1] + 7.0;
  });
  EXPECT_NEAR(found[0].first.value, 3.0, 1e-9);
  EXPECT_NEAR(found[1].first.value, 2.0, 1e-9);
  EXPECT_NEAR(found[2].first.value, 0.0, 1e-9);
  for (const InputEffect& effect : found) EXPECT_NEAR(effect.total.value, 0.0, 1e-9);
}

TEST(Morris, AnInteractionHasASpread) {
  const auto found = effects(SensitivityMethod::morris, 40, 2,
                             [](const std::vector<double>& x) { return x[0] * x[1]; });
  EXPECT_GT(found[0].total.value, 0.1);
}

TEST(Morris, EveryStepChangesOneAxis) {
  const Points points = sensitivity_points(SensitivityMethod::morris, 5, 4, 5);
  ASSERT_EQ(points.size(), 25U);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i % 5 == 0) continue;
    int changed = 0;
    for (std::size_t axis = 0; axis < 4; ++axis) {
      changed += points[i][axis] != points[i - 1][axis] ? 1 : 0;
    }
    EXPECT_EQ(changed, 1) << i;
  }
}

TEST(Prcc, OfAMonotoneFunctionIsNearOneAndKeepsItsSign) {
  const auto found = effects(SensitivityMethod::prcc, 200, 3, [](const std::vector<double>& x) {
    return std::exp(3.0 * x[0]) - 2.0 * x[1];
  });
  EXPECT_GT(found[0].first.value, 0.95);
  EXPECT_LT(found[1].first.value, -0.5);
  EXPECT_LT(std::abs(found[2].first.value), 0.25);
  EXPECT_LT(found[2].first.low, 0.0);
  EXPECT_GT(found[2].first.high, 0.0);
}

TEST(SensitivityGrowth, OfSobolIsThatOfADesignWithSoManyPoints) {
  // A Sobol sequence begins with its shorter ones, so that the first points are a design.
  std::vector<double> outputs;
  for (const auto& point : sensitivity_points(SensitivityMethod::sobol, 256, 3, 5)) {
    outputs.push_back(ishigami(point));
  }
  const auto growth = sensitivity_growth(SensitivityMethod::sobol, 256, 3, 5, outputs);
  ASSERT_EQ(growth.size(), 6U);
  for (const NestedEffects& nested : growth) {
    const auto alone = effects(SensitivityMethod::sobol, nested.points, 3, ishigami);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(nested.effects[i].total.value, alone[i].total.value) << nested.points;
      EXPECT_EQ(nested.effects[i].first.low, alone[i].first.low) << nested.points;
    }
  }
  EXPECT_EQ(growth.front().points, 32U);
  EXPECT_EQ(growth.back().points, 256U);
}

TEST(SensitivityGrowth, IntervalsShrinkTowardsTheFiguresOfAllPoints) {
  for (const auto method : {SensitivityMethod::morris, SensitivityMethod::prcc}) {
    std::vector<double> outputs;
    for (const auto& point : sensitivity_points(method, 160, 3, 5)) {
      outputs.push_back(std::exp(2.0 * point[0]) * (1.0 + point[1]));
    }
    const auto growth = sensitivity_growth(method, 160, 3, 5, outputs);
    const auto all = sensitivity_effects(method, 160, 3, 5, outputs);
    const auto width = [](const InputEffect& of) { return of.first.high - of.first.low; };
    EXPECT_EQ(growth.back().effects[0].first.value, all[0].first.value);
    EXPECT_LT(width(growth.back().effects[0]), width(growth.front().effects[0]));
  }
}

TEST(SensitivityGrowth, OfFewPointsTellsOnlyTheWhole) {
  const auto growth = sensitivity_growth(SensitivityMethod::morris, 4, 1, 5,
                                         {0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0});
  ASSERT_EQ(growth.size(), 1U);
  EXPECT_EQ(growth.front().points, 4U);
}

TEST(Prcc, AnInputThatDoesNothingBesideOneThatDoesAllIsNothing) {
  const auto found = effects(SensitivityMethod::prcc, 40, 2,
                             [](const std::vector<double>& x) { return std::exp(x[0]); });
  EXPECT_NEAR(found[0].first.value, 1.0, 1e-12);
  EXPECT_EQ(found[1].first.value, 0.0);
}

TEST(Prcc, IsThatOfTheInverseOfTheCorrelations) {
  const Points points = sensitivity_points(SensitivityMethod::prcc, 60, 2, 5);
  std::vector<double> outputs;
  for (const auto& x : points) outputs.push_back(x[0] + 0.3 * std::sin(40.0 * x[1]) + 0.4 * x[1]);
  const auto found = sensitivity_effects(SensitivityMethod::prcc, 60, 2, 5, outputs);
  const auto rank_correlation = [](const std::vector<double>& a, const std::vector<double>& b) {
    const auto rank = [](const std::vector<double>& of, double value) {
      return static_cast<double>(
          std::count_if(of.begin(), of.end(), [&](double v) { return v < value; }));
    };
    double d2 = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) d2 += std::pow(rank(a, a[i]) - rank(b, b[i]), 2);
    const auto n = static_cast<double>(a.size());
    return 1.0 - 6.0 * d2 / (n * (n * n - 1.0));
  };
  std::vector<double> x1;
  std::vector<double> x2;
  for (const auto& x : points) {
    x1.push_back(x[0]);
    x2.push_back(x[1]);
  }
  const double r12 = rank_correlation(x1, x2);
  const double r1y = rank_correlation(x1, outputs);
  const double r2y = rank_correlation(x2, outputs);
  const double partial = (r1y - r12 * r2y) / std::sqrt((1.0 - r12 * r12) * (1.0 - r2y * r2y));
  EXPECT_NEAR(found[0].first.value, partial, 1e-12);
}

TEST(Sensitivity, AMissingOutputLeavesNothingKnown) {
  std::vector<double> outputs(8 * 4, 1.0);
  outputs[5] = std::nan("");
  const auto found = sensitivity_effects(SensitivityMethod::sobol, 8, 2, 5, outputs);
  EXPECT_TRUE(std::isnan(found[0].first.value));
}

}  // namespace
}  // namespace pressor
