#include "pressor/physiology/fluids.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"

namespace pressor {
namespace {

TEST(Fluids, VolumeChangesByExactlyWhatComesAndGoes) {
  FluidParameters<double> p = person("septic").given.body.fluids;
  p.leak = 0.02 / 60.0;
  const FluidInputs<double> in{7.0, 3.0, 5.0};
  const auto rate = fluid_rates(p, in, 5000.0, 300.0, 200.0);
  const double leaving =
      p.tissue_uptake * 300.0 - p.tissue_return * 200.0 + p.crystalloid_elimination * 300.0;
  EXPECT_NEAR(rate.blood_volume,
              7.0 + 3.0 - 5.0 - 0.02 / 60.0 * 0.65 * 5000.0 + 0.002 * (5600.0 - 5000.0) - leaving,
              1.0e-12);
  EXPECT_NEAR(rate.crystalloid_plasma, 7.0 - leaving, 1.0e-12);
  EXPECT_NEAR(rate.crystalloid_tissue, p.tissue_uptake * 300.0 - p.tissue_return * 200.0, 1.0e-12);
}

TEST(Fluids, VolumeIsConservedWithoutInput) {
  Course course(person("septic"));
  course.infuse("NE", 60.0);
  course.run(120.0);
  EXPECT_NEAR(course.body().blood_volume, 5600.0, 1.0e-8);
}

TEST(Fluids, InfusedCrystalloidIsInPlasmaInTissueOrGone) {
  Person who = person("septic");
  who.given.body.fluids.refill_rate = 0.0;
  Course course(who, 1.0e-10);
  course.in.fluids.crystalloid = 30.0;
  const double k10 = who.given.body.fluids.crystalloid_elimination;
  double eliminated = 0.0;
  double before = 0.0;
  for (int minute = 0; minute < 60; ++minute) {
    if (minute == 30) course.in.fluids.crystalloid = 0.0;
    course.run(0.5);
    const double middle = course.body().crystalloid_plasma;
    course.run(0.5);
    const double after = course.body().crystalloid_plasma;
    eliminated += k10 * (before + 4.0 * middle + after) / 6.0;  // Simpson's rule
    before = after;
  }
  const BodyState<double> body = course.body();
  EXPECT_NEAR(body.crystalloid_plasma + body.crystalloid_tissue + eliminated, 900.0, 1.0e-4);
  EXPECT_NEAR(body.blood_volume - 5600.0, body.crystalloid_plasma, 1.0e-6);
}

TEST(Fluids, ExpandPlasmaByHalfWhileRunningAndByAFifthHalfAnHourLater) {
  Course course(person("healthy"));
  course.in.fluids.crystalloid = 2000.0 / 30.0;
  course.run(30.0);
  const double running = course.body().crystalloid_plasma / 2000.0;
  course.in.fluids.crystalloid = 0.0;
  course.run(30.0);
  const double later = course.body().crystalloid_plasma / 2000.0;
  RecordProperty("running", std::to_string(running));
  EXPECT_GT(running, 0.40);
  EXPECT_LT(running, 0.60);
  EXPECT_GT(later, 0.15);
  EXPECT_LT(later, 0.30);
}

TEST(Fluids, BolusRaisesFillingVenousPressureAndOutput) {
  for (std::uint32_t n = 0; n < 30; ++n) {
    const Person who = relative(person(n % 2 == 0 ? "septic" : "healthy"), n);
    Course course(who);
    course.in.fluids.colloid = 50.0;
    course.run(10.0);
    EXPECT_GT(course.now().pmsf, who.seen.pmsf);
    EXPECT_GT(course.now().cvp, who.seen.cvp);
    EXPECT_GT(course.now().output, who.seen.output / 1000.0);
  }
}

TEST(Fluids, BolusDoesLittleOnTheFlatPartOfTheHeart) {
  Person who = person("septic");
  who.given.body.heart.filling_pressure = 0.5;
  Course course(who);
  course.in.fluids.colloid = 25.0;
  course.run(10.0);
  EXPECT_GT(course.now().pmsf, who.seen.pmsf + 2.0);
  EXPECT_LT(percent(course.now().output, who.seen.output / 1000.0), 2.0);
}

TEST(Fluids, BleedingUndoesATransfusionExactly) {
  for (const char* body : {"septic", "healthy"}) {
    Person who = person(body);
    who.given.body.reflex.resetting = 0.0;
    Course course(who, 1.0e-10);
    course.in.fluids.colloid = 50.0;
    course.run(10.0);
    EXPECT_GT(course.now().map, who.seen.map + 2.0);
    course.in.fluids.colloid = 0.0;
    course.in.fluids.bleeding = 50.0;
    course.run(10.0);
    course.in.fluids.bleeding = 0.0;
    course.run(60.0);
    EXPECT_NEAR(course.body().blood_volume, who.given.body.fluids.blood_volume, 1.0e-6);
    EXPECT_NEAR(course.now().map, who.seen.map, 1.0e-5);
    EXPECT_NEAR(course.now().heart_rate, who.seen.heart_rate, 1.0e-5);
    EXPECT_NEAR(course.now().cvp, who.seen.cvp, 1.0e-5);
  }
}

}  // namespace
}  // namespace pressor
