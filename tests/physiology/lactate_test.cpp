#include "pressor/physiology/lactate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"

namespace pressor {
namespace {

LactateParameters<double> calibrated() {
  return person("septic").baseline().parameters.body.lactate;
}

TEST(Lactate, RestsWhereProductionMeetsClearance) {
  const LactateParameters<double> p = calibrated();
  EXPECT_NEAR(p.lactate_production, 0.02 * 80.0, 1.0e-12);
  EXPECT_NEAR(p.lactate_clearance, 1.6 / 2.8, 1.0e-12);
  EXPECT_NEAR(lactate_rate(p, 6600.0, 2.8, p.lactate_clearance), 0.0, 1.0e-14);
}

/// 1.0 L/kg/h and 0.45 L/kg give a half-life of 0.31 h (levraut1998).
TEST(Lactate, HasAHalfLifeOfAThirdOfAnHourAtNormalClearance) {
  const LactateParameters<double> p = calibrated();
  const double clearance = 1.0 * 80.0 / 60.0;
  const double slope =
      (lactate_rate(p, 6600.0, 5.0, clearance) - lactate_rate(p, 6600.0, 4.0, clearance));
  EXPECT_NEAR(std::log(2.0) / -slope / 60.0, 0.31, 0.005);
}

TEST(Lactate, HalfTheFlowMakesMoreAndClearsLess) {
  const LactateParameters<double> p = calibrated();
  const double production = 1.6 * (1.0 + 2.0 * (1.0 - 0.5 / 0.6));
  const double cleared = p.lactate_clearance * std::sqrt(0.5) * 2.8;
  EXPECT_NEAR(lactate_rate(p, 3300.0, 2.8, p.lactate_clearance), (production - cleared) / 36.0,
              1.0e-13);
}

TEST(Lactate, RisesWhenFlowStopsWithoutTurningNegativeOrInfinite) {
  const LactateParameters<double> p = calibrated();
  EXPECT_GT(lactate_rate(p, 0.0, 2.8, p.lactate_clearance), 0.0);
  EXPECT_TRUE(std::isfinite(lactate_rate(p, 0.0, 0.0, p.lactate_clearance)));
}

TEST(Lactate, FallsAsClearanceRecovers) {
  Person who = person("septic");
  who.seen.lactate = 6.0;
  who.given.body.lactate.clearance_recovery = 1.0 / (36.0 * 60.0);
  Course course(who);
  course.run(36.0 * 60.0);
  const double start = 1.6 / 6.0;
  const double end = 80.0 / 60.0;
  const double clearance = end + (start - end) * std::exp(-1.0);
  EXPECT_NEAR(course.body().lactate_clearance, clearance, 1.0e-6);
  EXPECT_NEAR(course.body().lactate, 1.6 / clearance, 0.02);
}

}  // namespace
}  // namespace pressor
