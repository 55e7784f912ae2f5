#include "pressor/numerics/lanes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "pressor/numerics/root.h"

namespace pressor::numerics {
namespace {

template <class Pack>
class LanesTest : public ::testing::Test {
 protected:
  /// Ordinary numbers of all sizes and everything that is special about doubles.
  double any_number() {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> special{
        0.0, -0.0, 1.0,     -1.0,     710.0,    -746.0,    inf,  -inf,
        NAN, 0.5,  1.0e308, 5.0e-324, 1.0e-310, -1.0e-310, 2.25, 1.41421356237309515};
    const auto pick = random_();
    if (pick % 8 == 0) return special[(pick >> 8) % special.size()];
    const double unit = std::ldexp(static_cast<double>(random_() >> 11), -53);
    const double size = std::exp(40.0 * unit - 20.0);
    return pick % 2 == 0 ? size : -size;
  }
  Pack any_pack() {
    Pack x;
    for (std::size_t l = 0; l < lane_count<Pack>; ++l) set_lane(x, l, any_number());
    return x;
  }
  std::mt19937_64 random_{11};
};

using Widths = ::testing::Types<Lanes<2>, Lanes<4>, Lanes<8>>;
TYPED_TEST_SUITE(LanesTest, Widths);

/// Equal bits; any NaN equals any other (which of two NaNs survives is the compiler's choice).
::testing::AssertionResult same(double a, double b) {
  if (std::isnan(a) && std::isnan(b)) return ::testing::AssertionSuccess();
  if (bits_of(a) == bits_of(b)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << a << " is not " << b;
}

TYPED_TEST(LanesTest, EveryOperationGivesTheBitsOfTheOperationOnADouble) {
  for (int i = 0; i < 20'000; ++i) {
    const TypeParam a = this->any_pack();
    const TypeParam b = this->any_pack();
    for (std::size_t l = 0; l < lane_count<TypeParam>; ++l) {
      const double x = lane(a, l);
      const double y = lane(b, l);
      ASSERT_TRUE(same(lane(a + b, l), x + y));
      ASSERT_TRUE(same(lane(a - b, l), x - y));
      ASSERT_TRUE(same(lane(a * b, l), x * y));
      ASSERT_TRUE(same(lane(a / b, l), x / y));
      ASSERT_TRUE(same(lane(-a, l), -x));
      ASSERT_TRUE(same(lane(abs(a), l), abs(x)));
      ASSERT_TRUE(same(lane(min(a, b), l), min(x, y)));
      ASSERT_TRUE(same(lane(max(a, b), l), max(x, y)));
      ASSERT_TRUE(same(lane(select(a < b, a, b), l), select(x < y, x, y)));
      ASSERT_TRUE(same(lane(TypeParam(x), l), x));
      ASSERT_EQ(lane(a < b, l), x < y);
      ASSERT_EQ(lane(a > b, l), x > y);
      ASSERT_EQ(lane(a <= b, l), x <= y);
      ASSERT_EQ(lane(a >= b, l), x >= y);
      ASSERT_EQ(lane(a == b, l), x == y);
    }
  }
}

TYPED_TEST(LanesTest, FunctionsGiveTheBitsOfTheFunctionsOfADouble) {
  for (int i = 0; i < 20'000; ++i) {
    const TypeParam a = this->any_pack();
    const TypeParam b = this->any_pack();
    const TypeParam e = exp(a);
    const TypeParam g = log(a);
    const TypeParam p = pow(a, b);
    const TypeParam s = sqrt(a);
    for (std::size_t l = 0; l < lane_count<TypeParam>; ++l) {
      const double x = lane(a, l);
      ASSERT_TRUE(same(lane(e, l), exp(x))) << x;
      ASSERT_TRUE(same(lane(g, l), log(x))) << x;
      ASSERT_TRUE(same(lane(p, l), pow(x, lane(b, l)))) << x << " " << lane(b, l);
      ASSERT_TRUE(same(lane(s, l), sqrt(x))) << x;
    }
  }
}

TYPED_TEST(LanesTest, MasksJoinLaneByLane) {
  TypeParam x(0.0);
  set_lane(x, 1, 2.0);
  const auto some = x > 1.0;
  EXPECT_TRUE(any(some));
  EXPECT_FALSE(all(some));
  EXPECT_TRUE(all(either(some, negate(some))));
  EXPECT_FALSE(any(both(some, negate(some))));
}

TYPED_TEST(LanesTest, ARootDoesNotDependOnItsNeighbours) {
  struct Point {
    TypeParam value;
    TypeParam slope;
  };
  struct ScalarPoint {
    double value;
    double slope;
  };
  for (int i = 0; i < 2'000; ++i) {
    TypeParam g;
    TypeParam steep;
    TypeParam guess;
    for (std::size_t l = 0; l < lane_count<TypeParam>; ++l) {
      set_lane(g, l, std::fabs(this->any_number()));
      set_lane(steep, l, 1.0 + static_cast<double>(this->random_() % 7));
      set_lane(guess, l, this->any_number());
    }
    const TypeParam q = increasing_root(
        [&](const TypeParam& at) {
          const TypeParam power = pow(at, steep);
          return Point{power - g, steep * power / at};
        },
        TypeParam(0.0), TypeParam(100.0), guess);
    for (std::size_t l = 0; l < lane_count<TypeParam>; ++l) {
      const double alone = increasing_root(
          [&](double at) {
            const double power = pow(at, lane(steep, l));
            return ScalarPoint{power - lane(g, l), lane(steep, l) * power / at};
          },
          0.0, 100.0, lane(guess, l));
      ASSERT_TRUE(same(lane(q, l), alone));
    }
  }
}

}  // namespace
}  // namespace pressor::numerics
