#include "pressor/cohort/mortality.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "people.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

constexpr double day = 1440.0;
constexpr double horizon = 72.0 * 60.0;

/// Published with the model for 38 % at 28 d: 6.7 % at 1 d, 14.0 % at 3 d, 43.6 % at 90 d, over a
/// sample of other people whose lactate was treated in another way.
TEST(Mortality, ThirtyEightPercentInFourWeeksGiveThePublishedCourse) {
  const MortalitySample sample(septic_cast(), horizon);
  const double theta = sample.base_risk(0.38, 28.0 * day);
  EXPECT_NEAR(sample.dead(theta, 28.0 * day), 0.38, 1e-9);
  EXPECT_NEAR(sample.dead(theta, 1.0 * day), 0.067, 0.01);
  EXPECT_NEAR(sample.dead(theta, 3.0 * day), 0.140, 0.01);
  EXPECT_NEAR(sample.dead(theta, 90.0 * day), 0.436, 0.01);
}

TEST(Mortality, LactateAtEntryAloneGivesThePublishedCourseToo) {
  Cast cast = septic_cast();
  cast.population->lactate_risk = LactateRisk::baseline;
  const MortalitySample sample(cast, horizon);
  const double theta = sample.base_risk(0.38, 28.0 * day);
  EXPECT_NEAR(sample.dead(theta, 1.0 * day), 0.067, 0.01);
  EXPECT_NEAR(sample.dead(theta, 3.0 * day), 0.140, 0.01);
  EXPECT_NEAR(sample.dead(theta, 90.0 * day), 0.436, 0.01);
}

TEST(Mortality, AStrictEligibilityNeedsALowerBaseHazardForTheSameShare) {
  Cast cast = septic_cast();
  const double all = MortalitySample(cast, horizon).base_risk(0.38, 28.0 * day);
  cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.25}, ""}};
  EXPECT_LT(MortalitySample(cast, horizon).base_risk(0.38, 28.0 * day), 0.9 * all);
}

TEST(Mortality, IsThatOfPatientsWhoAreSimulatedWithNothingDone) {
  Cast cast = septic_cast();
  cast.where = {{"MAP", {Relation::greater, 63.0}, ""}};  // no hazard of pressure
  const MortalitySample sample(cast, horizon);
  const RunSettings settings{horizon, 720.0, 1.0e-4, true, EngineKind::ensemble};
  const std::vector<Variable> none;
  const Orders nothing;
  const Caster caster(cast);
  Screening ignored;
  std::vector<Patient> patients;
  constexpr std::uint32_t n = 1000;
  for (std::uint32_t i = 0; i < n; ++i) {
    patients.push_back(caster.patient(1, 0, i, ignored));
    patients.back().outcome = 1.0e-300;  // keeps him alive to the end
  }
  std::vector<Stay> stays;
  for (const Patient& p : patients) stays.push_back({&p, &nothing, &none});
  double dead = 0.0;
  for (const PatientRun& run : Simulator(cast, settings, 1).run(stays)) {
    dead += -std::expm1(-run.hazard) / n;
  }
  const double theta = cast.body.parameters.at("base_risk").value;
  // Two samples of people: SD of a patient's probability is about 0.15.
  EXPECT_NEAR(dead, sample.dead(theta, horizon), 4.0 * 0.15 / std::sqrt(n));
}

TEST(Mortality, AShareThatNoHazardGivesIsRefused) {
  const MortalitySample sample(septic_cast(), horizon);
  EXPECT_THROW((void)sample.base_risk(0.999, 1.0 * day), ParameterError);
}

TEST(Mortality, LactateAtEntryCountsAndWhatBecomesOfItDoesNot) {
  Cast cast = septic_cast();
  Screening ignored;
  const Patient current = cast_patient(cast, 1, 0, 0, ignored);
  cast.population->lactate_risk = LactateRisk::baseline;
  const Patient entry = cast_patient(cast, 1, 0, 0, ignored);
  const auto& before = current.baseline.parameters.body.survival;
  const auto& after = entry.baseline.parameters.body.survival;
  EXPECT_EQ(after.lactate_risk, 0.0);
  const double lactate = entry.observed.lactate;
  EXPECT_NEAR(log_hazard_ratio(after, risk_left(after, 0.0), 9.0),
              log_hazard_ratio(before, risk_left(before, 0.0), lactate), 1e-12);
}

}  // namespace
}  // namespace pressor
