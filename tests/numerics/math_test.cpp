#include "pressor/numerics/math.h"

#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <limits>
#include <random>

namespace pressor::numerics {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Error in units of the last place of the exact value; the reference carries 64 bits, so that it
/// blurs the figure by about 0.001.
double ulps(double found, long double exact) {
  const double nearest = std::fabs(static_cast<double>(exact));
  const double ulp =
      nearest < DBL_MIN ? DBL_TRUE_MIN : std::ldexp(DBL_EPSILON, std::ilogb(nearest));
  return static_cast<double>(
      std::fabs((static_cast<long double>(found) - exact) / static_cast<long double>(ulp)));
}

class MathTest : public ::testing::Test {
 protected:
  double uniform(double low, double high) {
    return low + (high - low) * std::ldexp(static_cast<double>(random_() >> 11), -53);
  }
  std::mt19937_64 random_{20250228};
};

TEST_F(MathTest, ExpIsWithinOneUlpOfAnExtendedPrecisionReference) {
  double worst = 0.0;
  for (int i = 0; i < 300'000; ++i) {
    const double x = i % 3 == 0 ? uniform(-708.0, 709.7) : uniform(-3.0, 3.0);
    worst = std::max(worst, ulps(exp(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 1.0);
  RecordProperty("worst_ulp", std::to_string(worst));
}

TEST_F(MathTest, LogIsWithinOneUlpOfAnExtendedPrecisionReference) {
  double worst = 0.0;
  for (int i = 0; i < 300'000; ++i) {
    const double x = i % 3 == 0   ? std::exp(uniform(-708.0, 709.0))
                     : i % 3 == 1 ? uniform(0.5, 2.0)
                                  : 1.0 + uniform(-1.0, 1.0) * std::exp(uniform(-30.0, -1.0));
    worst = std::max(worst, ulps(log(x), std::log(static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 0.6);
  RecordProperty("worst_ulp", std::to_string(worst));
}

TEST_F(MathTest, PowIsWithinTwoUlpWhereTheModelUsesIt) {
  double worst = 0.0;
  for (int i = 0; i < 300'000; ++i) {
    const double x = std::exp(uniform(-20.0, 10.0));
    const double g = uniform(-2.0, 12.0);
    if (std::fabs(g * std::log(x)) > 50.0) continue;
    const auto exact = std::pow(static_cast<long double>(x), static_cast<long double>(g));
    worst = std::max(worst, ulps(pow(x, g), exact));
  }
  EXPECT_LT(worst, 1.5);
  RecordProperty("worst_ulp", std::to_string(worst));
}

TEST_F(MathTest, ExpReachesSubnormalsZeroAndInfinity) {
  for (double x = -708.0; x > -745.1; x -= 0.37) {
    EXPECT_LE(ulps(exp(x), std::exp(static_cast<long double>(x))), 1.0) << x;
  }
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(-746.0), 0.0);
  EXPECT_EQ(exp(-inf), 0.0);
  EXPECT_EQ(exp(709.79), inf);
  EXPECT_EQ(exp(inf), inf);
  EXPECT_TRUE(std::isnan(exp(nan)));
}

TEST_F(MathTest, LogKnowsItsEdges) {
  EXPECT_EQ(log(1.0), 0.0);
  EXPECT_EQ(log(0.0), -inf);
  EXPECT_EQ(log(-0.0), -inf);
  EXPECT_EQ(log(inf), inf);
  EXPECT_TRUE(std::isnan(log(-1.0)));
  EXPECT_TRUE(std::isnan(log(-1.0e-310)));
  EXPECT_TRUE(std::isnan(log(nan)));
  for (double x = 1.0e-308; x > 0.0; x /= 3.7) {
    EXPECT_LE(ulps(log(x), std::log(static_cast<long double>(x))), 1.0) << x;
  }
}

TEST_F(MathTest, PowKnowsItsEdges) {
  EXPECT_EQ(pow(1.0, 3.7), 1.0);
  EXPECT_EQ(pow(2.5, 0.0), 1.0);
  EXPECT_EQ(pow(0.0, 1.4), 0.0);
  EXPECT_EQ(pow(4.0, 0.5), 2.0);
  EXPECT_TRUE(std::isnan(pow(-1.0, 1.4)));
  EXPECT_TRUE(std::isnan(pow(nan, 1.4)));
  EXPECT_TRUE(std::isnan(pow(2.0, nan)));
  EXPECT_TRUE(std::isnan(pow(inf, 1.4)));
}

TEST_F(MathTest, MinAndMaxKeepANotANumberInTheFirstPlace) {
  EXPECT_TRUE(std::isnan(max(nan, 0.0)));
  EXPECT_TRUE(std::isnan(min(nan, 0.0)));
  EXPECT_EQ(max(-1.0, 0.0), 0.0);
  EXPECT_EQ(min(-1.0, 0.0), -1.0);
}

}  // namespace
}  // namespace pressor::numerics
