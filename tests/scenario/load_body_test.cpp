#include "pressor/scenario/load_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model_slip.h"
#include "pressor/core/errors.h"
#include "pressor/scenario/overrides.h"

namespace pressor {
namespace {

using ::testing::HasSubstr;

const Library& shipped() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

Document body(const std::string& name) { return *shipped().find(ModelKind::body, name); }

Document child(const std::string& more) {
  return parse_document(
      "schema: pressor-body/1\nname: child\ntitle: A child\nbase: septic\n" + more, "child.yaml");
}

TEST(LoadBody, ReadsTheHealthyBodyInNativeUnits) {
  const BodyDescription healthy = load_body(body("healthy"), shipped(), {});
  EXPECT_EQ(healthy.name, "healthy");
  EXPECT_DOUBLE_EQ(healthy.covariates.weight, 75.0);
  EXPECT_FALSE(healthy.covariates.woman);
  EXPECT_DOUBLE_EQ(healthy.observables.at("CO").value, 5400.0);
  EXPECT_EQ(healthy.observables.at("CO").provenance.grade, 'A');
  EXPECT_NEAR(healthy.parameters.at("filling_time").value, 0.1, 1e-15);
  EXPECT_DOUBLE_EQ(healthy.parameters.at("base_time").value, 18.0 * 1440.0);
  EXPECT_DOUBLE_EQ(healthy.parameters.at("lactate_production").at(75.0), 1.5);
  EXPECT_TRUE(healthy.infusions.empty());
}

TEST(LoadBody, TakesWhatTheSepticBodyDoesNotSayFromTheHealthyOne) {
  const BodyDescription healthy = load_body(body("healthy"), shipped(), {});
  const BodyDescription septic = load_body(body("septic"), shipped(), {});
  EXPECT_EQ(septic.name, "septic");
  EXPECT_EQ(septic.parameters.size(), healthy.parameters.size());
  EXPECT_GT(septic.parameters.at("vasoplegia").value, 0.0);
  EXPECT_DOUBLE_EQ(healthy.parameters.at("vasoplegia").value, 0.0);
  EXPECT_DOUBLE_EQ(septic.parameters.at("alpha1_resistance").value,
                   healthy.parameters.at("alpha1_resistance").value);
  EXPECT_DOUBLE_EQ(septic.parameters.at("blood_volume").at(80.0), 5600.0);
  EXPECT_DOUBLE_EQ(septic.infusions.at("norepinephrine").dose.value, 0.3);
  EXPECT_TRUE(septic.infusions.at("norepinephrine").dose.per_kg);
}

TEST(LoadBody, CountsTheNearerOfActivationAndCoupling) {
  EXPECT_EQ(load_body(body("septic"), shipped(), {}).observables.count("coupling"), 0u);
  const auto changed = load_body(
      child("observables: {coupling: {value: 0.5, source: assumed, grade: C}}"), shipped(), {});
  EXPECT_EQ(changed.observables.count("activation"), 0u);
  EXPECT_DOUBLE_EQ(changed.observables.at("coupling").value, 0.5);
}

TEST(LoadBody, ReplacesInheritedInfusionsAndKeepsInheritedCovariates) {
  const auto changed = load_body(child("infusions: {}\ncovariates: {sex: woman}"), shipped(), {});
  EXPECT_TRUE(changed.infusions.empty());
  EXPECT_TRUE(changed.covariates.woman);
  EXPECT_DOUBLE_EQ(changed.covariates.saps2, 58.0);
}

TEST(LoadBody, NamesEveryParameterThatIsMissing) {
  Document healthy = body("healthy");
  apply_overrides(healthy, {"parameters={}", "observables={}"});
  try {
    load_body(healthy, shipped(), {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_GT(error.problems().size(), 80u);
  }
}

TEST(LoadBody, NamesEveryCovariateThatIsMissing) {
  Document healthy = body("healthy");
  apply_overrides(healthy, {"covariates={weight: 75 kg, sex: man}"});
  try {
    load_body(healthy, shipped(), {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), 5u);
    EXPECT_THAT(error.what(), HasSubstr("the covariate `haematocrit` is missing"));
  }
}

class BodySlip : public ::testing::TestWithParam<pressor::testing::ModelSlip> {};

TEST_P(BodySlip, IsFoundWhereItStands) {
  pressor::testing::expect_found(body("septic"), GetParam(), [](const Document& document) {
    (void)load_body(document, shipped(), {});
  });
}

const pressor::testing::ModelSlip slips[] = {
    {"schema=pressor-body/2", "schema", "pressor-body/1"},
    {"base=helthy", "base", "healthy"},
    {"base=[healthy]", "base", "a list"},
    {"titel=x", "titel", "title"},
    {"covariates.weight=80", "covariates.weight", "no unit"},
    {"covariates.weight=80 g", "covariates.weight", ""},
    {"covariates.weight=800 kg", "covariates.weight", "plausible"},
    {"covariates.sex=male", "covariates.sex", "man"},
    {"covariates.wieght=80 kg", "covariates.wieght", "weight"},
    {"observables.MPA={value: 66 mmHg, source: assumed, grade: C}", "observables.MPA", "MAP"},
    {"observables.MAP.value=66", "observables.MAP.value", "no unit"},
    {"observables.MAP.value=66 kPa", "observables.MAP.value", "plausible"},
    {"observables.MAP.value=.nan", "observables.MAP.value", ""},
    {"observables.MAP.grade=D", "observables.MAP.grade", "`A`"},
    {"observables.MAP={value: 66 mmHg, grade: A}", "observables.MAP", "`source` is missing"},
    {"observables.coupling={value: 1, source: assumed, grade: C}", "observables", "exclude"},
    {"parameters.vasoplegai={value: 0.5, source: assumed, grade: C}", "parameters.vasoplegai",
     "vasoplegia"},
    {"parameters.set_point={value: 66 mmHg, source: assumed, grade: C}", "parameters.set_point",
     "follows from"},
    {"parameters.vasoplegia.value=66", "parameters.vasoplegia.value", "plausible"},
    {"parameters.venous_compliance.value=0.8 mL/kg", "parameters.venous_compliance.value", ""},
    {"parameters.gain=0.3", "parameters.gain", "a single value"},
    {"infusions.norepinefrine={value: 0.3 ug/kg/min, source: assumed, grade: C}",
     "infusions.norepinefrine", "norepinephrine"},
    {"infusions.norepinephrine.value=0.3 mg/kg/min", "infusions.norepinephrine.value",
     "0.3 ug/kg/min"},
    {"infusions.norepinephrine.value=0.3", "infusions.norepinephrine.value", ""},
    {"infusions.norepinephrine.value=0.6 ug/kg/min tartate", "infusions.norepinephrine.value",
     "tartrate"},
};

INSTANTIATE_TEST_SUITE_P(Septic, BodySlip, ::testing::ValuesIn(slips));

TEST(LoadBody, ConvertsADoseOfANamedSalt) {
  Document document = body("septic");
  apply_overrides(document,
                  {"infusions.norepinephrine.value=0.6 ug/kg/min norepinephrine tartrate"});
  const auto septic = load_body(document, shipped(), {});
  EXPECT_DOUBLE_EQ(septic.infusions.at("norepinephrine").dose.value, 0.3);
}

TEST(LoadBody, InheritsThePulsatileSideNumberByNumber) {
  const BodyDescription healthy = load_body(body("healthy"), shipped(), {});
  const BodyDescription septic = load_body(body("septic"), shipped(), {});
  EXPECT_EQ(septic.pulsatile.size(), healthy.pulsatile.size());
  EXPECT_DOUBLE_EQ(septic.pulsatile.at("left_elastance").value, 1.3);
  EXPECT_DOUBLE_EQ(septic.pulsatile.at("left_stiffness").value, 0.025);
  EXPECT_DOUBLE_EQ(pulsatile_parameters(septic, 80.0).mitral_resistance, 0.010);
}

TEST(LoadBody, MayHaveNoPulsatileSideButNoHalfOne) {
  Document whole = body("healthy");
  apply_overrides(whole, {"pulsatile={}"});
  EXPECT_TRUE(load_body(whole, shipped(), {}).pulsatile.empty());
  Document half = body("healthy");
  apply_overrides(half, {"pulsatile={rest_volume: {value: 5 mL, source: assumed, grade: C}}"});
  try {
    load_body(half, shipped(), {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), pulsatile_fields.size() - 1);
    EXPECT_THAT(error.what(), HasSubstr("pulsatile parameter `left_elastance` is missing"));
  }
}

TEST(LoadBody, RefusesABodyThatStandsOnItself) {
  Document document = body("septic");
  apply_overrides(document, {"models.bodies.healthy={base: healthy}"});
  const Library library({PRESSOR_SOURCE_DIR "/models"}, document);
  try {
    load_body(body("septic"), library, {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("stands on itself"));
  }
}

TEST(LoadBody, TellsTheProblemsOfItsBase) {
  Document document = body("septic");
  apply_overrides(document, {"models.bodies.healthy={titel: x}"});
  const Library library({PRESSOR_SOURCE_DIR "/models"}, document);
  try {
    load_body(body("septic"), library, {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("unknown key `titel`"));
  }
}

}  // namespace
}  // namespace pressor
