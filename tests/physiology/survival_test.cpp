#include "pressor/physiology/survival.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "people.h"

namespace pressor {
namespace {

constexpr double day = 1440.0;

SurvivalParameters<double> shipped() { return person("septic").given.body.survival; }

double dead_share(double hazard) { return 100.0 * -std::expm1(-hazard); }

/// Death at eta = 0 by the promotion-time model: theta 0.498, lambda 18 d, k 0.92.
TEST(Survival, ReproducesThePublishedClosedForm) {
  constexpr std::array days{1.0, 3.0, 7.0, 14.0, 28.0, 90.0};
  constexpr std::array percent_dead{3.31, 8.35, 15.68, 23.87, 32.09, 38.85};
  for (std::size_t k = 0; k < days.size(); ++k) {
    const double closed = 0.498 * -std::expm1(-std::pow(days[k] / 18.0, 0.92));
    EXPECT_NEAR(base_hazard(shipped(), days[k] * day), closed, 1.0e-12);
    EXPECT_NEAR(dead_share(closed), percent_dead[k], 0.005);
  }
}

TEST(Survival, IntegratedPatientAboveTheThresholdDiesByTheClosedForm) {
  constexpr std::array days{3.0, 7.0, 14.0, 28.0};
  Course course(person("septic"), 1.0e-7);
  for (const double d : days) {
    course.run(d * day - course.time());
    const double closed = 0.498 * -std::expm1(-std::pow(d / 18.0, 0.92));
    EXPECT_NEAR(course.now().hazard, closed, 1.0e-6);
  }
}

/// int e^eta dH0 by the midpoint rule in H0 itself, where there is no pole.
double by_quadrature(const SurvivalParameters<double>& p, double to,
                     const std::function<double(double)>& lactate) {
  constexpr int pieces = 200000;
  double sum = 0.0;
  const double end = base_hazard(p, to);
  for (int k = 0; k < pieces; ++k) {
    const double h0 = end * (k + 0.5) / pieces;
    const double t = p.base_time * std::pow(-std::log1p(-h0 / p.base_risk), 1.0 / p.base_shape);
    sum += hazard_ratio(p, t, lactate(t)) * end / pieces;
  }
  return sum;
}

/// Severity fades and lactate falls while the hazard runs: the form with J against quadrature.
TEST(Survival, FadingRiskAndFallingLactateAgreeWithQuadrature) {
  Person who = person("septic");
  who.seen.lactate = 8.0;
  SurvivalParameters<double>& p = who.given.body.survival;
  p.log_risk = 0.3;
  p.fading_risk = 0.6;
  p.lactate_cap = 6.0;
  who.given.body.lactate.clearance_recovery = 1.0 / (36.0 * 60.0);
  Course course(who, 1.0e-8);
  // Clearance recovers exponentially; lactate follows within the hour: keep the course itself.
  std::vector<double> times;
  std::vector<double> lactates;
  for (double t = 0.0; t <= 3.0 * day; t += 30.0) {
    times.push_back(t);
    lactates.push_back(course.body().lactate);
    course.run(30.0);
  }
  const auto lactate = [&](double t) {
    const auto k = std::min(static_cast<std::size_t>(t / 30.0), times.size() - 2);
    const double share = (t - times[k]) / 30.0;
    return lactates[k] + share * (lactates[k + 1] - lactates[k]);
  };
  const double expected = by_quadrature(p, course.time(), lactate);
  EXPECT_NEAR(course.now().hazard, expected, 1.0e-4 * expected);
}

TEST(Survival, PressureCostsNothingAbove62AndTheStatedRatesBelow) {
  const SurvivalParameters<double> p = shipped();
  EXPECT_EQ(pressure_hazard_rate(p, 62.0), 0.0);
  EXPECT_EQ(pressure_hazard_rate(p, 80.0), 0.0);
  EXPECT_NEAR(60.0 * pressure_hazard_rate(p, 55.0), 0.02, 1.0e-12);
  EXPECT_NEAR(60.0 * pressure_hazard_rate(p, 50.0), 0.045, 0.0005);
  EXPECT_NEAR(60.0 * pressure_hazard_rate(p, 40.0), 0.11, 0.005);
}

TEST(Survival, HazardNeverFallsWhateverHappens) {
  for (std::uint32_t n = 0; n < 10; ++n) {
    Person who = relative(person("septic"), n);
    who.given.body.survival.log_risk = 0.4;
    who.given.body.survival.fading_risk = n % 2 == 0 ? 0.5 : -0.5;
    Course course(who);
    double before = 0.0;
    for (int k = 0; k < 40; ++k) {
      course.infuse("NE", k % 4 == 0 ? 0.0 : who.infusions[0]);
      course.in.fluids.bleeding = k % 7 == 3 ? 20.0 : 0.0;
      course.run(15.0);
      const double now = course.now().hazard;
      EXPECT_GE(now, before);
      before = now;
    }
    EXPECT_GT(before, 0.0);
  }
}

}  // namespace
}  // namespace pressor
