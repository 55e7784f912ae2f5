#include "pressor/scenario/load_drug.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "model_slip.h"
#include "pressor/core/errors.h"
#include "pressor/scenario/overrides.h"

namespace pressor {
namespace {

const References references{{"somebody2001", {}}};

Document sample() {
  return parse_document(R"(
schema: pressor-drug/1
name: pressin
title: A made-up pressor
code: PR
units: {molar_mass: 1000 g/mol, ug_per_unit: 2 ug/U}
salts: {acetate: 0.9}
dose: {unit: U/min, infusion: [0.01 U/min, 0.06 U/min], bolus: [1 U, 20 U]}
concentration: {unit: pg/mL}
default_set: {septic: slow, default: fast}
sets:
  fast:
    title: Two compartments
    compartments: 2
    parameters:
      V1: {value: 8000 mL, omega: 0.3, source: somebody2001, grade: A, relations: [{kind: power, of: weight, reference: 70 kg, coefficient: 1}]}
      CL: {value: 60 L/h, omega: 0.2, source: somebody2001, grade: A}
      V2: {value: 20 L, source: assumed, grade: C, note: no better figure}
      Q2: {value: 1 L/min, source: somebody2001, grade: B, relations: [{kind: power, of: V2, reference: 20 L, coefficient: 0.75, bounds: [10 L, 40 L]}]}
      production: {value: 0.5 ug/min, source: a sentence about it, grade: C}
    correlations: [{of: [CL, V1], value: 0.42}]
    lag: 30 s
    flow: {exponent: 0.6, bounds: [0.3, 1.5], source: somebody2001, grade: B}
    interactions: [{drug: other, coefficient: -0.0357 mL/ug, source: somebody2001, grade: B}]
  slow:
    title: One compartment
    compartments: 1
    parameters:
      V1: {value: 9 L, source: fitted, grade: C}
      CL: {value: 0.5 L/min, source: fitted, grade: C}
effect_sites:
  vessel: {ke0: {value: 6 /h, omega: 0.4, source: fitted, grade: C}}
actions:
  - {receptor: V1a, site: vessel, potency: {value: 50 pg/mL, omega: 0.5, source: fitted, grade: C}}
  - {receptor: beta1_block, site: plasma, efficacy: 0, potency: {value: 1 ug/mL, source: fitted, grade: C}}
)",
                        "pressin.yaml");
}

TEST(LoadDrug, ReadsEveryKeyInNativeUnits) {
  const Drug drug = load_drug(sample(), references);
  EXPECT_EQ(drug.code, "PR");
  EXPECT_DOUBLE_EQ(drug.units.ug_per_unit.value(), 2.0);
  EXPECT_DOUBLE_EQ(drug.salts.at("acetate"), 0.9);
  EXPECT_DOUBLE_EQ(drug.infusion->high, 0.12);
  EXPECT_FALSE(drug.infusion->per_kg);
  EXPECT_EQ(drug.bolus->text, "1 U to 20 U");
  EXPECT_EQ(drug.set_of_body.at("septic"), "slow");
  const KineticSet& set = drug.sets.at(0);
  ASSERT_EQ(set.parameters.size(), 5u);
  EXPECT_EQ(set.parameters[0].name, "V1");
  EXPECT_DOUBLE_EQ(set.parameters[0].value, 8.0);
  EXPECT_DOUBLE_EQ(set.parameters[0].relations.at(0).reference, 70.0);
  EXPECT_EQ(set.parameters[0].provenance.unit, "mL");
  EXPECT_EQ(set.parameters[0].provenance.grade, 'A');
  EXPECT_DOUBLE_EQ(set.parameters[1].value, 1.0);
  EXPECT_DOUBLE_EQ(set.parameters[3].relations.at(0).bounds.value()[1], 40.0);
  EXPECT_EQ(set.parameters[4].name, "production");
  EXPECT_DOUBLE_EQ((set.correlations.at({"CL", "V1"})), 0.42);
  EXPECT_DOUBLE_EQ(set.lag, 0.5);
  EXPECT_DOUBLE_EQ(set.flow_bounds[0], 0.3);
  EXPECT_NEAR(set.interactions.at(0).coefficient, -3.57e-5, 1e-18);
  EXPECT_EQ(drug.sites.at(0).ke0.name, "ke0.vessel");
  EXPECT_DOUBLE_EQ(drug.sites.at(0).ke0.value, 0.1);
  EXPECT_EQ(drug.actions.at(0).potency.name, "potency.V1a");
  EXPECT_DOUBLE_EQ(drug.actions.at(0).potency.value, 0.05);
  EXPECT_EQ(drug.actions.at(1).receptor, Receptor::beta1_block);
  EXPECT_DOUBLE_EQ(drug.actions.at(1).efficacy, 0.0);
}

TEST(LoadDrug, ReadsTheNorepinephrineThatShips) {
  const Document document = read_document(PRESSOR_SOURCE_DIR "/models/drugs/norepinephrine.yaml");
  const Drug drug = load_drug(document, {});
  EXPECT_EQ(drug.name, "norepinephrine");
  EXPECT_TRUE(drug.infusion->per_kg);
  EXPECT_FALSE(drug.sets.empty());
}

class DrugSlip : public ::testing::TestWithParam<pressor::testing::ModelSlip> {};

TEST_P(DrugSlip, IsFoundWhereItStands) {
  pressor::testing::expect_found(sample(), GetParam(), [](const Document& document) {
    (void)load_drug(document, references);
  });
}

const std::string v1 = "sets.fast.parameters.V1";
const pressor::testing::ModelSlip slips[] = {
    {"schema=pressor-drug/2", "schema", "pressor-drug/1"},
    {"name=Pressin", "name", "small letters"},
    {"name=../x", "name", "small letters"},
    {"code=pr", "code", "capital letters"},
    {"titel=x", "titel", "title"},
    {"units.molar_mass=1000", "units.molar_mass", "no unit"},
    {"units.molar_mass=0.1 g/mol", "units.molar_mass", "plausible"},
    {"salts.acetate=2", "salts.acetate", "plausible"},
    {"dose.unit=mL/min", "dose.unit", ""},
    {"dose.infusion=[0.06 U/min, 0.01 U/min]", "dose.infusion", "low end"},
    {"dose.infusion=[0.06 U/min, 0.01 U/kg/min]", "dose.infusion", "per kg"},
    {"dose.infusion=[0.06 U/min]", "dose.infusion", "two values"},
    {"dose.bolus=[1, 2]", "dose.bolus[0]", ""},
    {"concentration.unit=pg", "concentration.unit", ""},
    {"concentration={}", "concentration", "`unit` is missing"},
    {"default_set={septic: slow}", "default_set", "`default` is missing"},
    {"default_set.default=fsat", "default_set.default", "fast"},
    {"sets.fast.compartments=4", "sets.fast.compartments", "1 to 3"},
    {"sets.fast.compartments=3", "sets.fast.parameters", "`V3` is missing"},
    {"sets.fast.compartments=1", "sets.fast.parameters.V2", "unknown key"},
    {v1 + ".value=8", v1 + ".value", "no unit"},
    {v1 + ".value=8 L/min", v1 + ".value", ""},
    {v1 + ".value=80000 L", v1 + ".value", "plausible"},
    {v1 + ".value=.nan", v1 + ".value", ""},
    {v1 + ".omega=-1", v1 + ".omega", "plausible"},
    {v1 + ".source=somebody2011", v1 + ".source", "somebody2001"},
    {v1 + ".grade=D", v1 + ".grade", "`A`, `B` or `C`"},
    {v1 + "={value: 8 L, grade: A}", v1, "`source` is missing"},
    {v1 + "={value: 8 L, source: fitted}", v1, "`grade` is missing"},
    {v1 + ".relations[0].kind=linear", v1 + ".relations[0].kind", "power"},
    {v1 + ".relations[0].of=wieght", v1 + ".relations[0].of", "weight"},
    {v1 + ".relations[0]={kind: power, of: V2, reference: 20 L, coefficient: 1}", v1.substr(0, 20),
     "not before it"},
    {v1 + ".relations[0].reference=70 L", v1 + ".relations[0].reference", ""},
    {v1 + ".relations[0].bounds=[90, 40]", v1 + ".relations[0].bounds", "above"},
    {"sets.fast.correlations[0].of=[CL, KA]", "sets.fast.correlations[0].of[1]", "V1"},
    {"sets.fast.correlations[0].value=1.2", "sets.fast.correlations[0].value", "plausible"},
    {"sets.fast.lag=5", "sets.fast.lag", "no unit"},
    {"sets.fast.flow.exponent=1 L", "sets.fast.flow.exponent", ""},
    {"sets.fast.interactions[0].coefficient=-0.03", "sets.fast.interactions[0].coefficient",
     "no unit"},
    {"effect_sites.vessel.ke0.value=0.1 min", "effect_sites.vessel.ke0.value", ""},
    {"actions[0].receptor=V1b", "actions[0].receptor", "V1a"},
    {"actions[0].site=vesel", "actions[0].site", "vessel"},
    {"actions[0].potency.value=50 pg", "actions[0].potency.value", ""},
    {"actions[1].receptor=V1a", "actions[1].receptor", "second action"},
    {"actions[0].efficacy=3", "actions[0].efficacy", "plausible"},
    {"actions=none", "actions", "a list"},
};
INSTANTIATE_TEST_SUITE_P(Slips, DrugSlip, ::testing::ValuesIn(slips));

TEST(LoadDrug, TellsManySlipsAtOnce) {
  Document document = sample();
  apply_overrides(document, {"code=x", "dose.unit=mL", "sets.slow.parameters.CL.value=2",
                             "actions[0].receptor=V9"});
  try {
    load_drug(document, references);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 3u);
  }
}

}  // namespace
}  // namespace pressor
