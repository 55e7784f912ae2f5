#include "pressor/inference/points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pressor {
namespace {

/// Integral of the product of 12 (x - 1/2)^2 over the cube: 1, with variance 4/5 a factor.
double integral(const Points& points) {
  double sum = 0.0;
  for (const auto& point : points) {
    double product = 1.0;
    for (const double x : point) product *= 12.0 * (x - 0.5) * (x - 0.5);
    sum += product;
  }
  return sum / static_cast<double>(points.size());
}

TEST(LatinHypercube, HasOnePointInEverySliceOfEveryAxis) {
  const Points points = latin_hypercube(50, 4, 7);
  for (std::size_t axis = 0; axis < 4; ++axis) {
    std::vector<int> slices(50, 0);
    for (const auto& point : points) ++slices[static_cast<std::size_t>(point[axis] * 50.0)];
    EXPECT_EQ(*std::min_element(slices.begin(), slices.end()), 1);
    EXPECT_EQ(*std::max_element(slices.begin(), slices.end()), 1);
  }
}

TEST(LatinHypercube, AxesAreShuffledApart) {
  const Points points = latin_hypercube(400, 2, 7);
  double product = 0.0;
  for (const auto& point : points) product += (point[0] - 0.5) * (point[1] - 0.5);
  EXPECT_LT(std::abs(12.0 * product / 400.0), 0.2);
}

TEST(Sobol, IntegratesBetterThanChance) {
  // Random points miss by sqrt((9/5)^3 - 1) / sqrt(n) = 0.034 at 1 SD.
  EXPECT_NEAR(integral(sobol_points(4096, 3, 7)), 1.0, 0.003);
}

TEST(Sobol, MorePointsBeginWithTheFewer) {
  const Points few = sobol_points(10, 3, 7);
  const Points many = sobol_points(100, 3, 7);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
}

TEST(Sobol, BinsOfAnAxisAreFilledEvenly) {
  const Points points = sobol_points(256, 5, 3);
  for (std::size_t axis = 0; axis < 5; ++axis) {
    std::vector<int> bins(16, 0);
    for (const auto& point : points) ++bins[static_cast<std::size_t>(point[axis] * 16.0)];
    for (const int n : bins) EXPECT_NEAR(n, 16, 2);
  }
}

TEST(Points, AnotherSeedGivesOthers) {
  EXPECT_NE(sobol_points(5, 2, 1), sobol_points(5, 2, 2));
  EXPECT_NE(latin_hypercube(5, 2, 1), latin_hypercube(5, 2, 2));
  EXPECT_EQ(latin_hypercube(5, 2, 1), latin_hypercube(5, 2, 1));
}

}  // namespace
}  // namespace pressor
