#include "minimise.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pressor::inference {
namespace {

/// A bowl whose axes differ and lean; lowest at (1, -2, 0.5).
double bowl(const std::vector<double>& x) {
  const double a = x[0] - 1.0;
  const double b = x[1] + 2.0;
  const double c = x[2] - 0.5;
  return a * a + 10.0 * b * b + 0.1 * c * c + 1.5 * a * b;
}

SearchBox wide_box() {
  return {{0.0, 0.0, 0.0}, {-5.0, -5.0, -5.0}, {5.0, 5.0, 5.0}, 0.5, 1.0e-6, 1000};
}

TEST(Minimise, FindsTheBottomOfABowl) {
  const auto found = minimise(bowl, wide_box());
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->converged);
  EXPECT_NEAR(found->at[0], 1.0, 1.0e-4);
  EXPECT_NEAR(found->at[1], -2.0, 1.0e-4);
  EXPECT_NEAR(found->at[2], 0.5, 1.0e-4);
}

TEST(Minimise, StaysWithinItsBounds) {
  SearchBox box = wide_box();
  box.low[1] = -1.0;
  const auto found = minimise(
      [&](const std::vector<double>& x) {
        for (std::size_t j = 0; j < x.size(); ++j) {
          EXPECT_GE(x[j], box.low[j]);
          EXPECT_LE(x[j], box.high[j]);
        }
        return std::optional(bowl(x));
      },
      box);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->at[1], -1.0, 1.0e-9);
  EXPECT_NEAR(found->at[0], 0.25, 1.0e-3);  // where 2 a + 1.5 b = 0 with b = 1
}

TEST(Minimise, SearchesOneVariableToo) {
  const SearchBox box{{0.0}, {-1.0}, {4.0}, 0.5, 1.0e-6, 1000};
  const auto found = minimise(
      [](const std::vector<double>& x) { return std::optional(std::cosh(x[0] - 2.0)); }, box);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->at[0], 2.0, 1.0e-3);
}

TEST(Minimise, SaysWhenItsEvaluationsWereNotEnough) {
  SearchBox box = wide_box();
  box.evaluations = 12;
  const auto found = minimise(bowl, box);
  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(found->converged);
  EXPECT_EQ(found->evaluations, 12u);
}

TEST(Minimise, StopsWhenTheGoalGivesNothing) {
  int calls = 0;
  const auto found = minimise(
      [&](const std::vector<double>& x) {
        return ++calls > 5 ? std::nullopt : std::optional(bowl(x));
      },
      wide_box());
  EXPECT_FALSE(found.has_value());
  EXPECT_EQ(calls, 6);
}

}  // namespace
}  // namespace pressor::inference
