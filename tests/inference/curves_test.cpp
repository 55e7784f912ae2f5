#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "regression.h"
#include "sigmoid.h"

namespace pressor::inference {
namespace {

constexpr std::array doses{0.5, 1.0, 2.0, 4.0, 6.0, 8.0};

std::vector<double> responses(const Sigmoid& curve) {
  std::vector<double> out;
  for (const double dose : doses) {
    out.push_back(curve.emax / (1.0 + std::pow(curve.ed50 / dose, curve.slope)));
  }
  return out;
}

TEST(SigmoidFit, FindsTheCurveThatMadeTheResponses) {
  for (const Sigmoid& truth : {Sigmoid{39.0, 2.0, 3.5}, {84.0, 2.5, 1.3}, {-12.0, 1.0, 1.0}}) {
    const auto found = fit_sigmoid(doses, responses(truth));
    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR(found->emax, truth.emax, 1.0e-3 * std::abs(truth.emax));
    EXPECT_NEAR(found->ed50, truth.ed50, 1.0e-3 * truth.ed50);
    EXPECT_NEAR(found->slope, truth.slope, 1.0e-3 * truth.slope);
  }
}

TEST(SigmoidFit, SaysNothingOfAnUnfinishedLadder) {
  std::vector<double> seen = responses({39.0, 2.0, 3.5});
  seen.back() = std::nan("");
  EXPECT_FALSE(fit_sigmoid(doses, seen).has_value());
  EXPECT_FALSE(fit_sigmoid(std::span(doses).first(3), std::span(seen).first(3)).has_value());
}

const std::vector<double> covariate{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
const std::vector<double> events{0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1};

// R: coef(glm(y ~ x, family = binomial(link = "logit" or "cloglog"),
//             control = list(epsilon = 1e-14, maxit = 100)))
TEST(Regression, GivesTheSlopesOfR) {
  EXPECT_NEAR(regression_slope(covariate, events, Link::logit).value(), 0.329907418369, 1.0e-9);
  EXPECT_NEAR(regression_slope(covariate, events, Link::cloglog).value(), 0.232855043232, 1.0e-9);
}

TEST(Regression, GivesTheOddsRatioOfATwoByTwoTable) {
  const std::vector<double> group{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  const std::vector<double> dead{1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0};
  const double slope = regression_slope(group, dead, Link::logit).value();
  EXPECT_NEAR(std::exp(slope), (4.0 / 2.0) / (1.0 / 4.0), 1.0e-8);
}

TEST(Regression, SaysNothingWhereThereIsNoFiniteAnswer) {
  const std::vector<double> none(covariate.size(), 0.0);
  const std::vector<double> all(covariate.size(), 1.0);
  const std::vector<double> apart{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  for (const auto& y : {none, all, apart}) {
    EXPECT_FALSE(regression_slope(covariate, y, Link::logit).has_value());
  }
  EXPECT_FALSE(regression_slope(all, events, Link::logit).has_value());
}

}  // namespace
}  // namespace pressor::inference
