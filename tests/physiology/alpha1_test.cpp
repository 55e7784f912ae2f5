#include "pressor/physiology/alpha1.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

Alpha1Parameters<double> shipped() { return person("septic").given.body.alpha1; }

Drives<double> drives(double occupancy, double stimulus) {
  Drives<double> d;
  d.occupancy[static_cast<std::size_t>(Receptor::alpha1)] = occupancy;
  d.stimulus[static_cast<std::size_t>(Receptor::alpha1)] = stimulus;
  return d;
}

/// Septic default by hand: S0 0.6, norepinephrine 25.108 ng/mL; XS 0.067, K 295, n 1.4 + 3.7 0.66.
TEST(Alpha1, FollowsTheOperationalModelWorkedOutByHand) {
  const double x = 0.067 * 0.6 + 25.108 / 295.0;
  const double n = 1.4 + 3.7 * 0.66;
  const double top = std::pow(20.0 * 0.347 * x, n);
  const double expected = top / (std::pow(1.0 + x, n) + top);
  const auto a = arteriolar_alpha1(prototype_person("septic").given.body.alpha1,
                                   drives(25.108 / 295.0, 25.108 / 295.0), 0.6, 0.347, 0.66);
  EXPECT_NEAR(a.drive, x, 1.0e-14);
  EXPECT_NEAR(a.activation, expected, 1.0e-13);
  EXPECT_NEAR(a.activation, 0.27, 0.001);
}

TEST(Alpha1, IsZeroWithoutStimulus) {
  EXPECT_EQ(arteriolar_alpha1(shipped(), drives(0.0, 0.0), 0.0, 1.0, 0.5).activation, 0.0);
  EXPECT_EQ(arteriolar_alpha1(shipped(), drives(3.0, 0.0), 0.0, 1.0, 0.5).activation, 0.0);
  EXPECT_EQ(arteriolar_alpha1(shipped(), drives(-1.0e-9, -1.0e-9), 0.0, 1.0, 0.5).activation, 0.0);
}

TEST(Alpha1, AnAntagonistLowersActivation) {
  const auto alone = arteriolar_alpha1(shipped(), drives(0.2, 0.2), 0.3, 1.0, 0.0);
  const auto blocked = arteriolar_alpha1(shipped(), drives(5.2, 0.2), 0.3, 1.0, 0.0);
  EXPECT_LT(blocked.activation, 0.5 * alone.activation);
}

TEST(Alpha1, StaysBetweenZeroAndOneAndRisesWithDriveToneAndCoupling) {
  RandomStream random({1, 0, 0, Stream::dynamics, 0});
  const Alpha1Parameters<double> p = shipped();
  for (int k = 0; k < 2000; ++k) {
    const double c = std::exp(8.0 * random.uniform() - 6.0);
    const double tone = random.uniform();
    const double coupling = std::exp(6.0 * random.uniform() - 4.0);
    const double v = 0.95 * random.uniform();
    const double a = arteriolar_alpha1(p, drives(c, c), tone, coupling, v).activation;
    EXPECT_GE(a, 0.0);
    EXPECT_LE(a, 1.0);
    EXPECT_GE(arteriolar_alpha1(p, drives(1.1 * c, 1.1 * c), tone, coupling, v).activation, a);
    EXPECT_GE(arteriolar_alpha1(p, drives(c, c), tone, 1.1 * coupling, v).activation, a);
    EXPECT_GE(
        arteriolar_alpha1(p, drives(c, c), std::min(1.0, tone + 0.01), coupling, v).activation, a);
    const double b = venous_alpha1(p, drives(c, c), tone, coupling, v).activation;
    EXPECT_GE(b, 0.0);
    EXPECT_LE(b, 1.0);
  }
}

/// Body with norepinephrine and phenylephrine at given effect-site concentrations.
Vessels<double> vessels_at(double norepinephrine, double phenylephrine) {
  Course course(person("septic"));
  course.hold("NE", norepinephrine);
  course.hold("PE", phenylephrine);
  return course.response().vessels;
}

TEST(Alpha1, PhenylephrineReplacesNorepinephrineByTheRatioOfPotencies) {
  const Person septic = person("septic");
  const double ratio = septic.given.drugs[1].potency[0] / septic.given.drugs[0].potency[0];
  EXPECT_GT(ratio, 1.0);
  const auto before = vessels_at(25.0, 0.0);
  const auto after = vessels_at(10.0, 15.0 * ratio);
  EXPECT_NEAR(after.arteriolar.activation, before.arteriolar.activation, 1.0e-13);
  EXPECT_NEAR(after.venous.activation, before.venous.activation, 1.0e-13);
}

TEST(Alpha1, DoesNotCareWhichAgonistIsNamedFirst) {
  const std::vector<DrugChoice> turned{{"phenylephrine", ""}, {"norepinephrine", ""}};
  Course a(person("septic"));
  Course b(person("septic", turned));
  for (Course* course : {&a, &b}) {
    course->hold("NE", 20.0);
    course->hold("PE", 30.0);
  }
  EXPECT_DOUBLE_EQ(a.response().vessels.arteriolar.activation,
                   b.response().vessels.arteriolar.activation);
}

TEST(Alpha1, AVanishingSecondAgonistLeavesTheFirst) {
  const double alone = vessels_at(25.0, 0.0).arteriolar.activation;
  EXPECT_NEAR(vessels_at(25.0, 1.0e-9).arteriolar.activation, alone, 1.0e-10);
}

}  // namespace
}  // namespace pressor
