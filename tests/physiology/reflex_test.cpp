#include "pressor/physiology/reflex.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"

namespace pressor {
namespace {

double logit(double p) { return std::log(p / (1.0 - p)); }
double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

Drives<double> drives(Receptor receptor, double drive) {
  Drives<double> d;
  d.occupancy[static_cast<std::size_t>(receptor)] = drive;
  d.stimulus[static_cast<std::size_t>(receptor)] = drive;
  return d;
}

ReflexParameters<double> calibrated(const char* body) {
  return person(body).baseline().parameters.body.reflex;
}

TEST(Reflex, AClampedSensorReproducesTheAlgebra) {
  for (const char* body : {"healthy", "septic"}) {
    const ReflexParameters<double> p = calibrated(body);
    for (const double pressure : {30.0, 60.0, p.set_point, 100.0, 160.0}) {
      const double error = pressure - p.set_point;
      const double s = p.sympathetic_base +
                       p.gain * (sigmoid(logit(p.sympathetic_base) - error / p.sympathetic_width) -
                                 p.sympathetic_base);
      const double v =
          p.vagal_base +
          p.gain * (sigmoid(logit(p.vagal_base) + error / p.vagal_width) - p.vagal_base);
      const auto out = outflow(p, Drives<double>{}, pressure, 0.0);
      EXPECT_NEAR(out.sympathetic, s, 1.0e-13);
      EXPECT_NEAR(out.vagal, v, 1.0e-13);
    }
  }
}

TEST(Reflex, FallingPressureRaisesSympatheticAndLowersVagalOutflow) {
  for (const char* body : {"healthy", "septic"}) {
    const ReflexParameters<double> p = calibrated(body);
    double sympathetic = 0.0;
    double vagal = 1.0;
    for (double pressure = 200.0; pressure >= 0.0; pressure -= 5.0) {
      const auto out = outflow(p, Drives<double>{}, pressure, 0.0);
      EXPECT_GT(out.sympathetic, sympathetic);
      EXPECT_LT(out.vagal, vagal);
      sympathetic = out.sympathetic;
      vagal = out.vagal;
    }
  }
}

TEST(Reflex, WithoutGainNothingFollowsPressure) {
  ReflexParameters<double> p = calibrated("healthy");
  p.gain = 0.0;
  for (const double pressure : {0.0, 50.0, 88.0, 200.0}) {
    const auto out = outflow(p, Drives<double>{}, pressure, 10.0);
    EXPECT_EQ(out.sympathetic, p.sympathetic_base);
    EXPECT_EQ(out.vagal, p.vagal_base);
  }
}

TEST(Reflex, TurnedOffLeavesTheRateAloneUnderPhenylephrine) {
  for (const char* body : {"healthy", "septic"}) {
    Person who = person(body);
    who.given.body.reflex.gain = 0.0;
    Course course(who);
    course.infuse("PE", 2.0 * who.weight);
    course.run(15.0);
    EXPECT_GT(course.now().map, who.seen.map + 10.0);
    EXPECT_NEAR(course.now().heart_rate, who.seen.heart_rate, 1.0e-9);
  }
}

TEST(Reflex, TurnedOnSlowsTheRateUnderPhenylephrine) {
  for (const char* body : {"healthy", "septic"}) {
    const Person who = person(body);
    Course course(who);
    course.infuse("PE", 2.0 * who.weight);
    course.run(15.0);
    EXPECT_LT(course.now().heart_rate, who.seen.heart_rate - 1.0);
  }
}

TEST(Reflex, SympatholysisFollowsItsHillCurve) {
  const ReflexParameters<double> p = calibrated("healthy");
  for (const double z : {0.0, 0.1, 1.0, 10.0}) {
    const double power = std::pow(z, p.sympatholysis_slope);
    EXPECT_NEAR(outflow_left(p, drives(Receptor::alpha2a_outflow, z)),
                1.0 - p.sympatholysis * power / (1.0 + power), 1.0e-13);
  }
}

TEST(Reflex, AlphaTwoAgonistLowersTheSetPointAndRecruitsTheVagus) {
  const ReflexParameters<double> p = calibrated("healthy");
  const auto out = outflow(p, drives(Receptor::alpha2a_reflex, 3.0), p.set_point, 0.0);
  EXPECT_NEAR(out.set_point, p.set_point * (1.0 - p.set_point_fall * 0.75), 1.0e-12);
  EXPECT_GT(out.vagal, p.vagal_base);
}

TEST(Reflex, HypnoticsTakeGainAway) {
  ReflexParameters<double> p = calibrated("healthy");
  p.hypnotic_sympatholysis = 0.0;
  const auto awake = outflow(p, Drives<double>{}, 60.0, 0.0);
  const auto asleep = outflow(p, drives(Receptor::hypnotic_reflex, 1.0), 60.0, 0.0);
  const double share =
      (asleep.sympathetic - p.sympathetic_base) / (awake.sympathetic - p.sympathetic_base);
  EXPECT_NEAR(share, 1.0 - 0.5 * p.hypnotic_gain_loss, 1.0e-12);
}

TEST(Reflex, HypnoticsAndAlphaTwoAgonistsLeaveOutflowTheProductOfTheirShares) {
  ReflexParameters<double> p = calibrated("healthy");
  p.hypnotic_sympatholysis = 0.9;
  Drives<double> both = drives(Receptor::hypnotic_reflex, 1.5);
  const double asleep = 1.0 - 0.9 * std::pow(1.5, p.hypnotic_gain_slope) /
                                  (1.0 + std::pow(1.5, p.hypnotic_gain_slope));
  EXPECT_NEAR(outflow_left(p, both), asleep, 1.0e-13);
  both.stimulus[static_cast<std::size_t>(Receptor::alpha2a_outflow)] = 2.0;
  EXPECT_NEAR(outflow_left(p, both),
              asleep * outflow_left(p, drives(Receptor::alpha2a_outflow, 2.0)), 1.0e-13);
  EXPECT_NEAR(outflow(p, both, p.set_point, 0.0).sympathetic,
              p.sympathetic_base * outflow_left(p, both), 1.0e-13);
}

TEST(Reflex, ResetsTowardsALastingPressureWithItsTimeConstant) {
  ReflexParameters<double> p = calibrated("healthy");
  EXPECT_NEAR(set_point_shift_rate(p, p.resting_pressure + 10.0, 0.0), 0.8 * 10.0 / (24.0 * 60.0),
              1.0e-15);
  EXPECT_NEAR(set_point_shift_rate(p, p.resting_pressure + 10.0, 8.0), 0.0, 1.0e-15);
}

}  // namespace
}  // namespace pressor
