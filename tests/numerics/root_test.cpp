#include "pressor/numerics/root.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace pressor::numerics {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Point {
  double value = 0.0;
  double slope = 0.0;
};

/// A function that counts how often it is asked.
template <class F>
class Counted {
 public:
  Counted(F f, int& count) : f_(f), count_(count) {}
  Point operator()(double q) const {
    ++count_;
    return f_(q);
  }

 private:
  F f_;
  int& count_;
};

/// Flow balance of the kind that the circulation makes: q - M S(a - r q) A(a + p q), with Hill
/// curves S and A of any steepness.
struct Balance {
  double largest, filling, return_resistance, pressure_per_flow;
  double half_filling, filling_slope, half_pressure, pressure_slope;

  Point operator()(double q) const {
    const double z = filling - return_resistance * q;
    const double right = z > 0.0 ? z : 1.0;
    const double power = pow(right / half_filling, filling_slope);
    const double s = z > 0.0 ? power / (1.0 + power) : 0.0;
    const double s_slope = z > 0.0 ? s * (1.0 - s) * filling_slope / right : 0.0;
    const double pa = z + pressure_per_flow * q;
    const double pa_safe = pa > 0.0 ? pa : 1.0;
    const double load = pa > 0.0 ? pow(pa / half_pressure, pressure_slope) : 0.0;
    const double a = 1.0 / (1.0 + load);
    const double a_slope = pa > 0.0 ? -a * (1.0 - a) * pressure_slope / pa_safe : 0.0;
    const double slope = 1.0 - largest * (a_slope * (pressure_per_flow - return_resistance) * s -
                                          s_slope * return_resistance * a);
    return {q - largest * s * a, slope};
  }
};

class RootTest : public ::testing::Test {
 protected:
  double uniform(double low, double high) {
    return low + (high - low) * std::ldexp(static_cast<double>(random_() >> 11), -53);
  }
  double log_uniform(double low, double high) {
    return std::exp(uniform(std::log(low), std::log(high)));
  }
  Balance balance() {
    Balance f{};
    f.largest = log_uniform(1.0, 1.0e6);
    f.filling = log_uniform(1.0e-6, 60.0);
    f.return_resistance = log_uniform(1.0e-4, 1.0e-1);
    f.pressure_per_flow = f.return_resistance * log_uniform(1.01, 1000.0);
    f.half_filling = log_uniform(0.5, 30.0);
    f.filling_slope = uniform(1.0, 5.0);
    f.half_pressure = log_uniform(20.0, 1000.0);
    f.pressure_slope = uniform(1.0, 12.0);
    return f;
  }
  std::mt19937_64 random_{7};
};

/// The bracket [q - d, q + d] holds a change of sign that plain bisection would end at.
void expect_root(const Balance& f, double q, double high) {
  const double d = 1.0e-13 * high + 4.0e-14 * q;
  EXPECT_TRUE(q <= d || f(q - d).value <= 0.0);
  EXPECT_TRUE(q + d >= high || f(q + d).value >= 0.0);
}

TEST_F(RootTest, EveryFlowBalanceIsSolvedToTheLastBitsFromAnyGuess) {
  int most = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Balance f = balance();
    const double high = f.filling / f.return_resistance;
    const std::array guesses{0.5 * high, 0.0, high, -1.0, 2.0 * high, nan, uniform(0.0, high)};
    for (const double guess : guesses) {
      int count = 0;
      const double q = increasing_root(Counted(f, count), 0.0, high, guess);
      ASSERT_GE(q, 0.0);
      ASSERT_LE(q, high);
      expect_root(f, q, high);
      most = std::max(most, count);
    }
  }
  RecordProperty("most_evaluations", most);
  EXPECT_LT(most, root_evaluations);
}

TEST_F(RootTest, AGuessOnePercentAwayTakesFewEvaluations) {
  int total = 0;
  constexpr int cases = 5'000;
  for (int i = 0; i < cases; ++i) {
    const Balance f = balance();
    const double high = f.filling / f.return_resistance;
    const double q = increasing_root(f, 0.0, high, nan);
    int count = 0;
    increasing_root(Counted(f, count), 0.0, high, 1.01 * q);
    total += count;
  }
  RecordProperty("mean_evaluations", std::to_string(static_cast<double>(total) / cases));
  EXPECT_LT(total, 5 * cases);
}

TEST_F(RootTest, FlatAndSteepFunctionsAreSolved) {
  const auto flat = [](double q) { return Point{1.0e-12 * (q - 3.0), 1.0e-12}; };
  const auto steep = [](double q) { return Point{std::tanh(1.0e6 * (q - 3.0)), 0.0}; };
  const auto cubic = [](double q) {
    return Point{(q - 3.0) * (q - 3.0) * (q - 3.0), 3.0 * (q - 3.0) * (q - 3.0)};
  };
  EXPECT_DOUBLE_EQ(increasing_root(flat, 0.0, 10.0, 1.0), 3.0);
  EXPECT_NEAR(increasing_root(steep, 0.0, 10.0, 1.0), 3.0, 1.0e-14);
  EXPECT_NEAR(increasing_root(cubic, 0.0, 10.0, 1.0), 3.0, 1.0e-9);
}

TEST_F(RootTest, AnEmptyBracketGivesItsOnlyPoint) {
  const auto line = [](double q) { return Point{q + 1.0, 1.0}; };
  EXPECT_EQ(increasing_root(line, 0.0, 0.0, 5.0), 0.0);
  EXPECT_EQ(increasing_root(line, 0.0, 0.0, nan), 0.0);
}

TEST_F(RootTest, AFunctionWithoutRootGivesTheNearestEnd) {
  const auto above = [](double q) { return Point{q + 1.0, 1.0}; };
  const auto below = [](double q) { return Point{q - 20.0, 1.0}; };
  EXPECT_NEAR(increasing_root(above, 0.0, 10.0, 5.0), 0.0, 1.0e-14);
  EXPECT_NEAR(increasing_root(below, 0.0, 10.0, 5.0), 10.0, 1.0e-14);
}

TEST_F(RootTest, AFunctionThatIsNotANumberGivesNotANumber) {
  const auto lost = [](double) { return Point{nan, nan}; };
  EXPECT_TRUE(std::isnan(increasing_root(lost, 0.0, 10.0, 5.0)));
  const auto line = [](double q) { return Point{q - 1.0, 1.0}; };
  EXPECT_TRUE(std::isnan(increasing_root(line, 0.0, nan, 5.0)));
}

}  // namespace
}  // namespace pressor::numerics
