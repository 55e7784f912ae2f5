#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "people.h"

/// The closing figures of the calibration record: septic default, 80 kg, SAPS II 58, A0 0.27,
/// norepinephrine 0.3 ug/kg/min, dexmedetomidine with the ICU set. To 1 %.
namespace pressor {
namespace {

constexpr double one_percent = 0.01;

void expect_within(double value, double expected, double share, const char* what) {
  EXPECT_NEAR(value, expected, share * std::abs(expected)) << what;
}

TEST(Smoke, SepticCouplingFollowsFromTheActivationThatHoldsPressure) {
  const Person septic = prototype_person("septic");
  EXPECT_DOUBLE_EQ(septic.weight, 80.0);
  EXPECT_DOUBLE_EQ(septic.infusions[0], 24.0);
  expect_within(septic.baseline().parameters.body.adaptation.coupling, 0.347, one_percent, "R");
}

TEST(Smoke, NorepinephrineOffForFortyMinutesLowersPressureTo43) {
  Course course(prototype_person("septic"));
  course.infuse("NE", 0.0);
  course.run(40.0);
  expect_within(course.now().map, 43.1, one_percent, "MAP");
  expect_within(course.now().output, 5.24, one_percent, "CO");
}

TEST(Smoke, TwentyPercentMoreNorepinephrineRaisesPressureTo72Point7) {
  Course course(prototype_person("septic"));
  course.infuse("NE", 1.2 * 24.0);
  course.run(30.0);
  expect_within(course.now().map, 72.7, one_percent, "MAP");
}

TEST(Smoke, PhenylephrineLadderClimbsToOneHundred) {
  constexpr std::array doses{0.5, 1.0, 2.0, 4.0, 6.0, 8.0};
  constexpr std::array expected{69.8, 74.4, 82.0, 91.9, 97.7, 100.7};
  Course course(prototype_person("septic"));
  for (std::size_t k = 0; k < doses.size(); ++k) {
    course.infuse("PE", doses[k] * 80.0);
    course.run(4.0);
    expect_within(course.mean_pressure(1.0), expected[k], one_percent, "MAP of the last minute");
  }
}

TEST(Smoke, DexmedetomidineAtFixedNorepinephrineLowersPressureFirstAndRateFurther) {
  constexpr std::array hours{1.0, 3.0, 6.0};
  constexpr std::array pressure{65.0, 66.4, 68.0};
  constexpr std::array rate{95.0, 93.0, 92.0};
  Course course(prototype_person("septic"));
  course.infuse("DEX", 80.0 / 60.0);
  for (std::size_t k = 0; k < hours.size(); ++k) {
    course.run(60.0 * hours[k] - course.time());
    expect_within(course.now().map, pressure[k], one_percent, "MAP");
    expect_within(course.now().heart_rate, rate[k], one_percent, "HR");
  }
}

}  // namespace
}  // namespace pressor
