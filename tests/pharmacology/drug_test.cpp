#include "pressor/pharmacology/drug.h"

#include <gtest/gtest.h>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

KineticParameter number(std::string name, double value) {
  KineticParameter p;
  p.name = std::move(name);
  p.value = value;
  return p;
}

KineticSet one_compartment(const std::string& name) {
  KineticSet set;
  set.name = name;
  set.parameters = {number("V1", 10.0), number("CL", 2.0)};
  return set;
}

Drug sample() {
  Drug drug;
  drug.name = "sample";
  drug.code = "S";
  drug.sets = {one_compartment("fast"), one_compartment("slow")};
  drug.set_of_body = {{"septic", "slow"}, {"default", "fast"}};
  drug.sites = {{"vessel", number("ke0.vessel", 0.5)}, {"brain", number("ke0.brain", 0.1)}};
  drug.actions = {{Receptor::alpha1, "brain", 0.7, number("potency.alpha1", 3.0)},
                  {Receptor::v1a, "plasma", 1.0, number("potency.V1a", 4.0)}};
  return drug;
}

TEST(Drug, SetIsTheNamedOneElseTheBodysElseTheDefault) {
  const Drug drug = sample();
  EXPECT_EQ(drug.set("fast", "septic").name, "fast");
  EXPECT_EQ(drug.set("", "septic").name, "slow");
  EXPECT_EQ(drug.set("", "healthy").name, "fast");
}

TEST(Drug, SetThatDoesNotExistIsAnError) {
  Drug drug = sample();
  EXPECT_THROW((void)drug.set("medium", "septic"), ParameterError);
  drug.set_of_body.erase("default");
  EXPECT_THROW((void)drug.set("", "healthy"), ParameterError);
  drug.set_of_body["default"] = "gone";
  EXPECT_THROW((void)drug.set("", "healthy"), ParameterError);
}

TEST(Structure, CarriesCompartmentsSitesActionsLagAndFlow) {
  const Drug drug = sample();
  KineticSet set = one_compartment("x");
  set.compartments = 3;
  set.lag = 0.25;
  set.flow_exponent = 0.6;
  set.flow_bounds = {0.5, 1.3};
  const DrugStructure s = structure_of(drug, set, {});
  EXPECT_EQ(s.name, "sample");
  EXPECT_EQ(s.code, "S");
  EXPECT_EQ(s.states(), 5u);
  EXPECT_EQ(s.actions.at(0).site, 1u);
  EXPECT_EQ(s.actions.at(0).receptor, Receptor::alpha1);
  EXPECT_DOUBLE_EQ(s.actions.at(0).efficacy, 0.7);
  EXPECT_EQ(s.actions.at(1).site, plasma_site);
  EXPECT_DOUBLE_EQ(s.lag, 0.25);
  EXPECT_DOUBLE_EQ(s.flow_exponent, 0.6);
  EXPECT_DOUBLE_EQ(s.flow_bounds[1], 1.3);
}

TEST(Drug, AShareOfItsEffectIsAPotencyAndNoEffectNoAction) {
  const Drug twice = with_effect(sample(), 2.0);
  EXPECT_EQ(twice.actions[0].potency.value, 1.5);
  EXPECT_EQ(twice.actions[1].potency.value, 2.0);
  const Drug none = with_effect(sample(), 0.0);
  EXPECT_TRUE(none.actions.empty());
  EXPECT_EQ(none.sites.size(), 2U);
}

TEST(Structure, IsEndogenousWhereTheBodyMakesTheDrugToo) {
  const Drug drug = sample();
  KineticSet made = one_compartment("made");
  EXPECT_FALSE(structure_of(drug, made, {}).endogenous);
  made.parameters.push_back(number("production", 1.0));
  EXPECT_TRUE(structure_of(drug, made, {}).endogenous);
}

TEST(Structure, InteractionNamesTheOtherDrugOrIsLeftOut) {
  KineticSet set = one_compartment("x");
  set.interactions = {{"absent", -1.0}, {"propofol", -0.5}};
  const DrugStructure s = structure_of(sample(), set, {"sample", "propofol"});
  ASSERT_EQ(s.interactions.size(), 1u);
  EXPECT_EQ(s.interactions[0].drug, 1u);
  EXPECT_DOUBLE_EQ(s.interactions[0].coefficient, -0.5);
}

TEST(Structure, TooManyOfAnythingIsAnError) {
  const KineticSet set = one_compartment("x");
  KineticSet four = set;
  four.compartments = 4;
  EXPECT_THROW(structure_of(sample(), four, {}), ParameterError);
  Drug sites = sample();
  sites.sites.resize(max_sites + 1, sites.sites[0]);
  EXPECT_THROW(structure_of(sites, set, {}), ParameterError);
  Drug actions = sample();
  actions.actions.resize(max_actions + 1, actions.actions[0]);
  EXPECT_THROW(structure_of(actions, set, {}), ParameterError);
}

TEST(Structure, ActionAtAnUnknownSiteIsAnError) {
  Drug drug = sample();
  drug.actions[0].site = "liver";
  EXPECT_THROW(structure_of(drug, drug.sets[0], {}), ParameterError);
}

}  // namespace
}  // namespace pressor
