#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "pressor/core/errors.h"
#include "pressor/pharmacology/drug.h"

namespace pressor {
namespace {

KineticParameter number(std::string name, double value,
                        std::vector<CovariateRelation> relations = {}) {
  KineticParameter p;
  p.name = std::move(name);
  p.value = value;
  p.relations = std::move(relations);
  return p;
}

KineticSet set_of(std::vector<KineticParameter> parameters, std::size_t compartments = 1) {
  KineticSet set;
  set.name = "set";
  set.compartments = compartments;
  set.parameters = std::move(parameters);
  return set;
}

/// Clearance of a patient when CL = 2 L/min has one relation.
double clearance(const CovariateRelation& relation, const Covariates& patient) {
  const KineticSet set = set_of({number("V1", 10.0), number("CL", 2.0, {relation})});
  return individual({}, set, patient, {}).clearance;
}

TEST(Individual, PowerRelationScalesByTheRatioToItsReference) {
  Covariates p;
  p.weight = 140.0;
  EXPECT_NEAR(clearance({RelationKind::power, "weight", 70.0, 0.75, {}}, p), 2.0 * 1.6817928305,
              1e-9);
}

TEST(Individual, ExponentialRelationCountsFromItsReference) {
  Covariates p;
  p.saps2 = 60.0;
  EXPECT_NEAR(clearance({RelationKind::exponential, "saps2", 20.0, -0.0301, {}}, p), 2.0 * 0.3,
              1e-4);  // Beloeil: 3 L/min at 20, 0.9 at 60
}

TEST(Individual, SaturatingRelationIsOneAtItsReference) {
  Covariates p;
  const CovariateRelation r{RelationKind::saturating, "weight", 70.0, 33.6, {}};
  p.weight = 70.0;
  EXPECT_DOUBLE_EQ(clearance(r, p), 2.0);
  p.weight = 33.6;
  EXPECT_NEAR(clearance(r, p), 2.0 * 0.5 * 103.6 / 70.0, 1e-12);
}

TEST(Individual, WomanRelationTouchesWomenOnly) {
  Covariates p;
  const CovariateRelation r{RelationKind::woman, "", 1.0, 1.25, {}};
  EXPECT_DOUBLE_EQ(clearance(r, p), 2.0);
  p.woman = true;
  EXPECT_DOUBLE_EQ(clearance(r, p), 2.5);
}

TEST(Individual, BoundsHoldTheCovariateNotTheResult) {
  Covariates p;
  const CovariateRelation r{RelationKind::power, "saps2", 20.0, -1.0, {{20.0, 40.0}}};
  p.saps2 = 10.0;
  EXPECT_DOUBLE_EQ(clearance(r, p), 2.0);
  p.saps2 = 30.0;
  EXPECT_DOUBLE_EQ(clearance(r, p), 2.0 / 1.5);
  p.saps2 = 90.0;
  EXPECT_DOUBLE_EQ(clearance(r, p), 1.0);
}

TEST(Individual, RelationToAnEarlierParameterReadsThePatientsOwnValue) {
  const KineticSet set =
      set_of({number("V1", 10.0), number("CL", 2.0),
              number("V2", 30.0, {{RelationKind::power, "weight", 70.0, 1.0, {}}}),
              number("Q2", 3.0, {{RelationKind::power, "V2", 30.0, 0.5, {}}})},
             2);
  Covariates p;
  p.weight = 140.0;
  const auto own = individual({}, set, p, {{"V2", std::log(2.0)}});
  EXPECT_DOUBLE_EQ(own.volume[1], 120.0);
  EXPECT_DOUBLE_EQ(own.flow[0], 6.0);
}

TEST(Individual, RandomEffectsMultiplyKineticsSitesAndPotencies) {
  Drug drug;
  drug.sites = {{"vessel", number("ke0.vessel", 0.5)}};
  drug.actions = {{Receptor::alpha1, "vessel", 1.0, number("potency.alpha1", 3.0)}};
  const KineticSet set = set_of({number("V1", 10.0), number("CL", 2.0), number("production", 0.4)});
  const RandomEffects etas{{"V1", std::log(0.5)},
                           {"production", std::log(3.0)},
                           {"ke0.vessel", std::log(4.0)},
                           {"potency.alpha1", std::log(2.0)}};
  const auto own = individual(drug, set, {}, etas);
  EXPECT_DOUBLE_EQ(own.volume[0], 5.0);
  EXPECT_DOUBLE_EQ(own.clearance, 2.0);
  EXPECT_DOUBLE_EQ(own.production, 1.2);
  EXPECT_DOUBLE_EQ(own.ke0[0], 2.0);
  EXPECT_DOUBLE_EQ(own.potency[0], 6.0);
}

TEST(Individual, ProductionMayBeNothingButNotLessThanNothing) {
  EXPECT_DOUBLE_EQ(
      individual({}, set_of({number("V1", 1.0), number("CL", 1.0)}), {}, {}).production, 0.0);
  const auto producing = [](double rate) {
    return set_of({number("V1", 1.0), number("CL", 1.0), number("production", rate)});
  };
  EXPECT_DOUBLE_EQ(individual({}, producing(0.0), {}, {}).production, 0.0);
  EXPECT_THROW(individual({}, producing(-1.0), {}, {}), ParameterError);
}

TEST(Individual, NumbersThatCannotBeAreErrors) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bad : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(individual({}, set_of({number("V1", bad), number("CL", 1.0)}), {}, {}),
                 ParameterError);
    EXPECT_THROW(individual({}, set_of({number("V1", 1.0), number("CL", bad)}), {}, {}),
                 ParameterError);
  }
  EXPECT_THROW(individual({}, set_of({number("V1", 1.0)}), {}, {}), ParameterError);
  EXPECT_THROW(individual({}, set_of({number("V1", 1.0), number("CL", 1.0)}, 2), {}, {}),
               ParameterError);
}

TEST(Individual, UnknownNameInARelationIsAnError) {
  EXPECT_THROW(clearance({RelationKind::power, "V2", 1.0, 1.0, {}}, {}), ParameterError);
}

}  // namespace
}  // namespace pressor
