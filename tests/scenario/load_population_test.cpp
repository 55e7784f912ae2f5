#include "pressor/scenario/load_population.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "model_slip.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::ElementsAre;

Document sample() {
  return parse_document(R"yaml(
schema: pressor-population/1
name: few
title: A few people
body: septic
draws:
  age: {distribution: uniform, within: [20, 40], source: assumed, grade: C}
  woman: {distribution: bernoulli, centre: 40 %, source: assumed, grade: C}
  height: {distribution: normal, centre: 1.75 m, spread: 7 cm, woman: {centre: 162 cm, spread: 6 cm}, source: assumed, grade: C}
  NE_DOSE: {distribution: lognormal, centre: 0.6 ug/kg/min tartrate, spread: 0.8, within: [0.03 ug/kg/min, 3 ug/kg/min], severity: 0.8, source: assumed, grade: B}
  CI: {distribution: normal, centre: 3.3 L/min/m2, spread: 1 L/min/m2, within: [1.6 L/min/m2, 6.5 L/min/m2], source: hamzaoui2010, grade: A}
  activation: {distribution: logitnormal, centre: 0.27, spread: 0.5, source: assumed, grade: C}
  frailty: {distribution: normal, centre: 0, spread: 1, severity: 0.85, source: assumed, grade: C}
  nerve: {distribution: lognormal, centre: 1, spread: 0.3, multiplies: [arteriolar_nerve, venous_nerve], source: assumed, grade: C}
  gain: {distribution: normal, centre: 0.32, spread: 0.1, within: [0.1, 0.8], source: assumed, grade: C}
correlations: [{of: [gain, nerve], value: -0.3, source: assumed, grade: C}]
survival:
  age: {value: 0.0255, source: assumed, grade: B}
  frailty: {value: 0.8, source: assumed, grade: C}
lactate_recovery: {time: {value: 36 h, source: assumed, grade: C}, severity: {value: 0.5, source: assumed, grade: C}}
)yaml",
                        "few.yaml");
}

const Draw& draw(const Population& population, const std::string& name) {
  return *std::find_if(population.draws.begin(), population.draws.end(),
                       [&](const Draw& d) { return d.name == name; });
}

TEST(LoadPopulation, ReadsEveryKeyInNativeUnits) {
  const Population few = load_population(sample(), shipped_library(), {});
  EXPECT_EQ(few.name, "few");
  EXPECT_EQ(few.body, "septic");
  EXPECT_EQ(few.draws.size(), 9u);
  EXPECT_DOUBLE_EQ(draw(few, "age").low, 20.0);
  EXPECT_DOUBLE_EQ(draw(few, "woman").centre, 0.4);
  EXPECT_DOUBLE_EQ(draw(few, "height").centre, 175.0);
  EXPECT_DOUBLE_EQ((*draw(few, "height").woman)[1], 6.0);
  EXPECT_DOUBLE_EQ(draw(few, "NE_DOSE").centre, 0.3);  // of base
  EXPECT_TRUE(draw(few, "NE_DOSE").per_kg);
  EXPECT_DOUBLE_EQ(draw(few, "NE_DOSE").high, 3.0);
  EXPECT_DOUBLE_EQ(draw(few, "NE_DOSE").severity, 0.8);
  EXPECT_DOUBLE_EQ(draw(few, "CI").centre, 3300.0);
  EXPECT_DOUBLE_EQ(draw(few, "CI").spread, 1000.0);
  EXPECT_EQ(draw(few, "CI").provenance.grade, 'A');
  EXPECT_EQ(draw(few, "activation").distribution, Distribution::logitnormal);
  EXPECT_THAT(draw(few, "nerve").multiplies, ElementsAre("arteriolar_nerve", "venous_nerve"));
  EXPECT_TRUE(std::isinf(draw(few, "nerve").high));
  ASSERT_EQ(few.correlations.size(), 1u);
  EXPECT_EQ(few.correlations[0].second, "nerve");
  EXPECT_DOUBLE_EQ(few.survival.age, 0.0255);
  EXPECT_DOUBLE_EQ(few.survival.age_reference, 65.0);
  EXPECT_DOUBLE_EQ(few.survival.frailty, 0.8);
  EXPECT_DOUBLE_EQ(few.lactate_recovery.time, 2160.0);
  EXPECT_DOUBLE_EQ(few.lactate_recovery.severity, 0.5);
}

TEST(LoadPopulation, ReplacesADrawOfItsBaseAndKeepsTheOthers) {
  const Population base = load_population(
      *shipped_library().find(ModelKind::population, "septic_shock"), shipped_library(), {});
  const Document child = parse_document(R"yaml(
schema: pressor-population/1
name: child
title: Heavier people
base: septic_shock
draws: {weight: {distribution: normal, centre: 100 kg, spread: 5 kg, source: assumed, grade: C}}
)yaml",
                                        "child.yaml");
  const Population heavier = load_population(child, shipped_library(), {});
  EXPECT_EQ(heavier.draws.size(), base.draws.size());
  EXPECT_DOUBLE_EQ(draw(heavier, "weight").centre, 100.0);
  EXPECT_DOUBLE_EQ(heavier.survival.frailty, base.survival.frailty);
}

TEST(LoadPopulation, OfSepticShockIsTheRecordOfTheModel) {
  const Population septic = load_population(
      *shipped_library().find(ModelKind::population, "septic_shock"), shipped_library(), {});
  // Loading on severity = correlation x SD: +8 points, +4 /min, +0.08 and -0.05 per SD.
  EXPECT_NEAR(draw(septic, "saps2").severity * draw(septic, "saps2").spread, 8.0, 0.01);
  EXPECT_NEAR(draw(septic, "HR").severity * draw(septic, "HR").spread, 4.0, 1e-9);
  EXPECT_NEAR(draw(septic, "sympathetic_base").severity * draw(septic, "sympathetic_base").spread,
              0.08, 1e-4);
  EXPECT_NEAR(draw(septic, "gain").severity * draw(septic, "gain").spread, -0.05, 1e-9);
  EXPECT_NEAR(draw(septic, "contractility").severity * draw(septic, "contractility").spread, -0.05,
              1e-4);
  EXPECT_NEAR(draw(septic, "vasoplegia").severity * draw(septic, "vasoplegia").spread, 0.05, 1e-4);
  // A lognormal weight of mean 80 and SD 18 kg.
  const Draw& weight = draw(septic, "weight");
  const double mean = weight.centre * std::exp(0.5 * weight.spread * weight.spread);
  EXPECT_NEAR(mean, 80.0, 0.1);
  EXPECT_NEAR(mean * std::sqrt(std::expm1(weight.spread * weight.spread)), 18.0, 0.1);
}

class PopulationSlip : public ::testing::TestWithParam<pressor::testing::ModelSlip> {};

TEST_P(PopulationSlip, IsFoundWhereItStands) {
  pressor::testing::expect_found(sample(), GetParam(), [](const Document& document) {
    (void)load_population(document, shipped_library(), {});
  });
}

const pressor::testing::ModelSlip slips[] = {
    {"schema=pressor-population/2", "schema", "pressor-population/1"},
    {"body=septik", "body", "septic"},
    {"body=", "", "`body` is missing"},
    {"draws.age.within=", "draws.age", "`within` is missing"},
    {"draws.woman.centre=1.4", "draws.woman.centre", "plausible"},
    {"draws.height.centre=175", "draws.height.centre", "no unit"},
    {"draws.height.spread=", "draws.height", "`spread` is missing"},
    {"draws.height.source=", "draws.height", "`source` is missing"},
    {"draws.height.grade=F", "draws.height.grade", "`A`"},
    {"draws.NE_DOSE.centre=0.3 ug/kg", "draws.NE_DOSE.centre", ""},
    {"draws.NE_DOSE.spread=0.3 ug/kg/min", "draws.NE_DOSE.spread", ""},
    {"draws.PE_DOSE={distribution: lognormal, centre: 1 ug/kg/min, spread: 1}", "draws.PE_DOSE",
     "no covariate, observable, dose or body parameter"},
    {"draws.CI.centre=9 L/min/m2", "draws.CI.centre", "not `within`"},
    {"draws.activation.centre=1.2", "draws.activation.centre", ""},
    {"draws.nerve.multiplies=[arteriolar_nerv]", "draws.nerve.multiplies[0]", "arteriolar_nerve"},
    {"draws.nerve.centre=0", "draws.nerve.centre", "no logarithm"},
    {"draws.gain.centre=3", "draws.gain.centre", "plausible"},
    {"survival.aeg={value: 1}", "survival.aeg", "age"},
    {"survival.age.value=3", "survival.age.value", "plausible"},
    {"lactate_recovery.time.value=36", "lactate_recovery.time.value", "no unit"},
};
INSTANTIATE_TEST_SUITE_P(Few, PopulationSlip, ::testing::ValuesIn(slips));

}  // namespace
}  // namespace pressor
