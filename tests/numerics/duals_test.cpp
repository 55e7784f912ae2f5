#include "pressor/numerics/duals.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pressor/numerics/dependence.h"
#include "pressor/numerics/lanes.h"

namespace pressor::numerics {
namespace {

using D = Dual<double, 2>;

D x_of(double value) { return D::variable(value, 0); }
D y_of(double value) { return D::variable(value, 1); }

void expect_dual(const D& found, double value, double by_x, double by_y) {
  EXPECT_DOUBLE_EQ(found.value(), value);
  EXPECT_DOUBLE_EQ(found.slope(0), by_x);
  EXPECT_DOUBLE_EQ(found.slope(1), by_y);
}

TEST(Duals, ArithmeticFollowsTheRulesOfDerivatives) {
  const D x = x_of(3.0);
  const D y = y_of(2.0);
  expect_dual(x + y, 5.0, 1.0, 1.0);
  expect_dual(x - y, 1.0, 1.0, -1.0);
  expect_dual(x * y, 6.0, 2.0, 3.0);
  expect_dual(x / y, 1.5, 0.5, -0.75);
  expect_dual(-x, -3.0, -1.0, 0.0);
  expect_dual(2.0 - x * 4.0, -10.0, -4.0, 0.0);
  expect_dual(6.0 / x, 2.0, -2.0 / 3.0, 0.0);
}

TEST(Duals, FunctionsCarryTheirDerivatives) {
  const D x = x_of(3.0);
  expect_dual(exp(x), exp(3.0), exp(3.0), 0.0);
  expect_dual(log(x), log(3.0), 1.0 / 3.0, 0.0);
  expect_dual(sqrt(x_of(4.0)), 2.0, 0.25, 0.0);
  expect_dual(abs(x_of(-4.0)), 4.0, -1.0, 0.0);
  expect_dual(pow(x_of(2.0), D(3.0)), 8.0, 12.0, 0.0);
  expect_dual(pow(x_of(2.0), y_of(3.0)), 8.0, 12.0, 8.0 * log(2.0));
}

TEST(Duals, ChoicesTakeTheBranchWithItsDerivative) {
  const D x = x_of(3.0);
  const D y = y_of(2.0);
  expect_dual(min(x, y), 2.0, 0.0, 1.0);
  expect_dual(max(x, D(5.0)), 5.0, 0.0, 0.0);
  expect_dual(select(x > y, x, y), 3.0, 1.0, 0.0);
}

TEST(Duals, ConstantsDoNotVary) {
  EXPECT_FALSE((D(2.0) * D(3.0) + 1.0).varies());
  EXPECT_FALSE(pow(D(2.0), D(3.0)).varies());
  EXPECT_TRUE((D(2.0) * x_of(3.0)).varies());
}

template <class Number>
struct Point {
  Number value;
  Number slope;
};

TEST(Duals, ARootIsDifferentiatedImplicitly) {
  // q^3 + q = x: dq/dx = 1/(3 q^2 + 1); at x = 10, q = 2.
  const D x = x_of(10.0);
  const auto f = [&](const D& q) { return Point<D>{q * q * q + q - x, 3.0 * q * q + 1.0}; };
  expect_dual(increasing_root(f, D(0.0), D(5.0), D(1.0)), 2.0, 1.0 / 13.0, 0.0);
}

TEST(Duals, ARootAtTheEndOfItsBracketMovesWithTheEnd) {
  const D end = y_of(4.0);
  const auto f = [](const D& q) { return Point<D>{q - 20.0, D(1.0)}; };
  expect_dual(increasing_root(f, D(0.0), end, D(1.0)), 4.0, 0.0, 1.0);
}

TEST(Duals, DualsOverLanesAreDualsInEachLane) {
  using Pack = Lanes<4>;
  using Wide = Dual<Pack, 2>;
  Pack a;
  Pack b;
  for (std::size_t l = 0; l < 4; ++l) {
    set_lane(a, l, 0.3 + static_cast<double>(l));
    set_lane(b, l, 2.0 - 0.4 * static_cast<double>(l));
  }
  const auto formula = [](const auto& x, const auto& y) {
    return pow(x, y) / (1.0 + exp(-x * y)) + max(x - y, 0.25 * x) * sqrt(x);
  };
  const Wide wide = formula(Wide::variable(a, 0), Wide::variable(b, 1));
  for (std::size_t l = 0; l < 4; ++l) {
    const D narrow = formula(x_of(lane(a, l)), y_of(lane(b, l)));
    EXPECT_EQ(lane(wide.value(), l), narrow.value());
    EXPECT_EQ(lane(wide.slope(0), l), narrow.slope(0));
    EXPECT_EQ(lane(wide.slope(1), l), narrow.slope(1));
  }
}

TEST(Dependence, SeesEveryVariableInBothBranchesAndNoGuess) {
  const auto x = Dependence::variable(0);
  const auto y = Dependence::variable(1);
  const auto z = Dependence::variable(2);
  const Dependence chosen = select(x > y, pow(x, Dependence(2.0)), exp(z) * 0.0);
  EXPECT_TRUE(chosen.on(0));
  EXPECT_FALSE(chosen.on(1));
  EXPECT_TRUE(chosen.on(2));
  EXPECT_TRUE(any(x > y));  // a shortcut for what no lane needs must not be taken
  EXPECT_FALSE(all(x > y));
  const auto f = [&](const Dependence& q) { return Point<Dependence>{q - x, 1.0}; };
  const Dependence root = increasing_root(f, Dependence(0.0), y, z);
  EXPECT_TRUE(root.on(0));
  EXPECT_TRUE(root.on(1));
  EXPECT_FALSE(root.on(2));
}

}  // namespace
}  // namespace pressor::numerics
