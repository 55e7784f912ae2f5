#include <gtest/gtest.h>

#include "pressor/core/errors.h"
#include "pressor/pharmacology/drug.h"

namespace pressor {
namespace {

Covariates person(double weight, double height, bool woman) {
  Covariates p;
  p.weight = weight;
  p.height = height;
  p.woman = woman;
  return p;
}

// Worked out apart from the code from Janmahasatian 2005: 9270 x 70 / (6680 + 216 x 24.2215) and so
// on.
TEST(Covariates, FatFreeMassFollowsJanmahasatian) {
  EXPECT_NEAR(person(70.0, 170.0, false).fat_free_mass(), 54.4752, 1e-4);
  EXPECT_NEAR(person(70.0, 170.0, true).fat_free_mass(), 44.1728, 1e-4);
  EXPECT_NEAR(person(120.0, 180.0, false).fat_free_mass(), 75.7766, 1e-4);
  EXPECT_NEAR(person(120.0, 160.0, true).fat_free_mass(), 55.0216, 1e-4);
}

TEST(Covariates, BodySurfaceFollowsMosteller) {
  EXPECT_NEAR(person(70.0, 170.0, false).body_surface(), 1.8181, 1e-4);
  EXPECT_DOUBLE_EQ(person(100.0, 144.0, false).body_surface(), 2.0);
}

TEST(Covariates, EveryNameReadsItsNumber) {
  Covariates p;
  p.weight = 81.0;
  p.height = 171.0;
  p.age = 61.0;
  p.saps2 = 51.0;
  p.albumin = 21.0;
  p.haematocrit = 0.31;
  const std::vector<double> expected{
      81.0, 171.0, 61.0, 51.0, 21.0, 0.31, p.fat_free_mass(), p.body_surface()};
  ASSERT_EQ(covariate_names().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_DOUBLE_EQ(covariate(p, covariate_names()[i]), expected[i]) << covariate_names()[i];
  }
}

TEST(Covariates, UnknownNameIsAnError) {
  EXPECT_THROW(covariate({}, "creatinine"), ParameterError);
}

}  // namespace
}  // namespace pressor
