#include "pressor/numerics/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "pressor/core/errors.h"

namespace pressor::numerics {
namespace {

using ::testing::HasSubstr;

const Observer silent = [](std::size_t, std::span<const double>) {};

std::vector<double> end_of(const RightHandSide& f, std::vector<double> state, double from,
                           double to, double tolerance, std::vector<double> scale = {}) {
  scale.resize(state.size(), 1.0);
  ReferenceSettings settings;
  settings.tolerance = tolerance;
  integrate_reference(f, from, to, state, scale, {}, silent, settings);
  return state;
}

template <class F>
std::string failure_of(const F& run) {
  try {
    run();
  } catch (const IntegrationError& e) {
    return e.what();
  }
  return "";
}

const RightHandSide decay = [](double, const double* y, double* rates) { rates[0] = -y[0]; };
const RightHandSide oscillator = [](double, const double* y, double* rates) {
  rates[0] = y[1];
  rates[1] = -y[0];
};

TEST(Reference, DecayAndOscillatorFollowTheirTolerance) {
  for (const double tolerance : {1.0e-4, 1.0e-6, 1.0e-8, 1.0e-10, 1.0e-12}) {
    EXPECT_NEAR(end_of(decay, {1.0}, 0.0, 5.0, tolerance)[0], std::exp(-5.0), 20.0 * tolerance);
    const auto y = end_of(oscillator, {1.0, 0.0}, 0.0, 10.0, tolerance);
    EXPECT_NEAR(y[0], std::cos(10.0), 50.0 * tolerance);
    EXPECT_NEAR(y[1], -std::sin(10.0), 50.0 * tolerance);
  }
}

TEST(Reference, ErrorPerEvaluationFallsWithTheFifthOrder) {
  const auto run = [](double tolerance) {
    std::size_t evaluations = 0;
    const RightHandSide f = [&](double t, const double* y, double* rates) {
      ++evaluations;
      oscillator(t, y, rates);
    };
    const auto y = end_of(f, {1.0, 0.0}, 0.0, 50.0, tolerance);
    return std::pair{std::hypot(y[0] - std::cos(50.0), y[1] + std::sin(50.0)),
                     static_cast<double>(evaluations)};
  };
  const auto [coarse, few] = run(1.0e-6);
  const auto [fine, many] = run(1.0e-10);
  EXPECT_GT(std::log(coarse / fine) / std::log(many / few), 4.5);
}

TEST(Reference, AFastStateThatFollowsASlowOneIsSolved) {
  const RightHandSide f = [](double t, const double* y, double* rates) {
    rates[0] = -30.0 * (y[0] - std::sin(t));
  };
  const double exact = (900.0 * std::sin(3.0) - 30.0 * std::cos(3.0)) / 901.0;
  EXPECT_NEAR(end_of(f, {0.0}, 0.0, 3.0, 1.0e-8)[0], exact, 1.0e-7);
}

TEST(Reference, OutputInsideStepsIsAsGoodAsTheSteps) {
  std::vector<double> state{1.0, 0.0};
  const std::array scale{1.0, 1.0};
  std::vector<double> times;
  for (int i = 1; i <= 100; ++i) times.push_back(0.1 * i);
  double worst = 0.0;
  std::size_t seen = 0;
  integrate_reference(oscillator, 0.0, 10.0, state, scale, times,
                      [&](std::size_t index, std::span<const double> y) {
                        EXPECT_EQ(index, seen++);
                        worst = std::max(worst, std::fabs(y[0] - std::cos(times[index])));
                      },
                      {.tolerance = 1.0e-8});
  EXPECT_EQ(seen, times.size());
  EXPECT_LT(worst, 2.0e-7);
}

TEST(Reference, ATimeAtTheEndSeesTheFinalState) {
  std::vector<double> state{1.0};
  const std::array scale{1.0};
  const std::array times{0.7};
  double last = 0.0;
  integrate_reference(decay, 0.1, 0.7, state, scale, times,
                      [&](std::size_t, std::span<const double> y) { last = y[0]; }, {});
  EXPECT_EQ(last, state[0]);
}

TEST(Reference, AnEmptyIntervalChangesNothing) {
  std::vector<double> state{1.25};
  const std::array scale{1.0};
  int calls = 0;
  const RightHandSide f = [&](double, const double*, double*) { ++calls; };
  integrate_reference(f, 3.0, 3.0, state, scale, {}, silent, {});
  EXPECT_EQ(state[0], 1.25);
  EXPECT_EQ(calls, 0);
}

TEST(Reference, AVeryShortIntervalIsNoCollapse) {
  EXPECT_NEAR(end_of(decay, {1.0}, 1000.0, 1000.0 + 1.0e-11, 1.0e-12)[0], 1.0, 1.0e-10);
}

TEST(Reference, ScaleSetsTheAbsoluteToleranceOfEachState) {
  // A state of size 1e-6 beside one of size 1: with its own scale both keep 8 digits.
  const RightHandSide f = [](double, const double* y, double* rates) {
    rates[0] = -y[0];
    rates[1] = -3.0 * (y[1] - 1.0e-6 * y[0]);
  };
  const double exact = 1.0e-6 * (1.5 * std::exp(-2.0) - 1.5 * std::exp(-6.0));
  const auto own = end_of(f, {1.0, 0.0}, 0.0, 2.0, 1.0e-8, {1.0, 1.0e-6});
  EXPECT_NEAR(own[1], exact, 1.0e-13);
}

TEST(Reference, RestartsAfterABolusKeepNineDigits) {
  // Six doses into one compartment; sum of exponentials is exact.
  std::vector<double> state{0.0};
  const std::array scale{1.0};
  double exact = 0.0;
  for (int dose = 0; dose < 6; ++dose) {
    state[0] += 100.0;
    integrate_reference(decay, dose, dose + 1.0, state, scale, {}, silent, {.tolerance = 1.0e-10});
    exact = (exact + 100.0) * std::exp(-1.0);
  }
  EXPECT_NEAR(state[0] / exact, 1.0, 2.0e-9);
}

TEST(Reference, AShortInfusionBetweenItsEdgesIsNeverMissed) {
  for (int position = 0; position < 100; ++position) {
    const double begin = 1.0 + 2.5 * position;
    std::vector<double> state{0.0};
    const std::array scale{1.0};
    double now = 0.0;
    for (const auto& [until, rate] :
         {std::pair{begin, 0.0}, std::pair{begin + 1.0, 60.0}, std::pair{300.0, 0.0}}) {
      const RightHandSide f = [rate = rate](double, const double*, double* rates) {
        rates[0] = rate;
      };
      integrate_reference(f, now, until, state, scale, {}, silent, {});
      now = until;
    }
    EXPECT_NEAR(state[0], 60.0, 1.0e-9);
  }
}

TEST(Reference, ARightHandSideThatIsNotFiniteIsAnErrorWithItsTime) {
  const RightHandSide from_the_start = [](double, const double*, double* rates) {
    rates[0] = std::numeric_limits<double>::quiet_NaN();
  };
  EXPECT_THAT(failure_of([&] { end_of(from_the_start, {1.0}, 0.0, 1.0, 1.0e-6); }),
              HasSubstr("not finite"));
  const RightHandSide later = [](double t, const double*, double* rates) {
    rates[0] = std::sqrt(2.0 - t);
  };
  try {
    end_of(later, {1.0}, 0.0, 5.0, 1.0e-6);
    FAIL() << "no error";
  } catch (const IntegrationError& e) {
    EXPECT_THAT(e.what(), HasSubstr("not finite"));
    EXPECT_NEAR(e.time(), 2.0, 1.0e-3);
  }
}

TEST(Reference, AnIsolatedNotANumberBeyondTheEndIsNeverMet) {
  const RightHandSide f = [](double t, const double*, double* rates) {
    rates[0] = t > 2.0 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
  };
  EXPECT_NEAR(end_of(f, {0.0}, 0.0, 2.0, 1.0e-6)[0], 2.0, 1.0e-12);
}

TEST(Reference, APoleIsAnErrorNearThePole) {
  const RightHandSide f = [](double, const double* y, double* rates) { rates[0] = y[0] * y[0]; };
  try {
    end_of(f, {1.0}, 0.0, 2.0, 1.0e-6);
    FAIL() << "no error";
  } catch (const IntegrationError& e) {
    EXPECT_NEAR(e.time(), 1.0, 1.0e-3);
  }
}

TEST(Reference, TheBudgetOfEvaluationsIsKept) {
  std::vector<double> state{1.0, 0.0};
  const std::array scale{1.0, 1.0};
  std::size_t evaluations = 0;
  const RightHandSide f = [&](double t, const double* y, double* rates) {
    ++evaluations;
    oscillator(t, y, rates);
  };
  const ReferenceSettings settings{.tolerance = 1.0e-12, .evaluations = 500};
  EXPECT_THAT(
      failure_of([&] { integrate_reference(f, 0.0, 1.0e6, state, scale, {}, silent, settings); }),
      HasSubstr("500 evaluations"));
  EXPECT_LE(evaluations, 500U);
}

TEST(Reference, TheRightHandSideIsNeverAskedOutsideTheInterval) {
  const RightHandSide f = [](double t, const double* y, double* rates) {
    EXPECT_GE(t, 1.0);
    EXPECT_LE(t, 3.3);
    rates[0] = -y[0];
  };
  end_of(f, {1.0}, 1.0, 3.3, 1.0e-9);
}

}  // namespace
}  // namespace pressor::numerics
