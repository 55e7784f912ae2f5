#include "pressor/scenario/load_calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "pressor/core/errors.h"
#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/overrides.h"
#include "slips.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Document sample() {
  return parse_document(R"yaml(schema: pressor-calibration/1
name: sample
title: A sample
rows: [T10.HR, "T14.*", T18]
patients: 20
parameters:
  - {body: septic, name: gain, prior: 0.3, sd: 0.1, between: [0.1, 0.9]}
  - {body: septic, name: capacitance_shift, prior: 1 L, log_sd: 0.2, between: [500 mL, 2000 mL]}
  - {drug: norepinephrine, name: effect_sites.vessel.ke0, prior: 1.4 /min, log_sd: 0.3, between: [0.5 /min, 5 /min]}
)yaml",
                        "models/calibrations/sample.yaml");
}

std::string problems_after(const std::string& change) {
  Document document = sample();
  try {
    apply_overrides(document, {change});
    (void)load_calibration(document, shipped_library());
    return "none";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(LoadCalibration, ReadsRowsNumbersAndPriors) {
  const Calibration read = load_calibration(sample(), shipped_library());
  EXPECT_THAT(row_names(read.question), ElementsAre("T10.HR", "T14.CI", "T14.CVP", "T18"));
  ASSERT_EQ(read.question.parameters.size(), 3u);
  const FreeParameter& gain = read.question.parameters[0];
  EXPECT_EQ(gain.name, "septic.gain");
  EXPECT_FALSE(gain.logarithmic);
  EXPECT_DOUBLE_EQ(gain.prior, 0.3);
  EXPECT_DOUBLE_EQ(gain.high, 0.9);
  const FreeParameter& shift = read.question.parameters[1];
  EXPECT_TRUE(shift.logarithmic);
  EXPECT_EQ(shift.unit, "mL");
  EXPECT_DOUBLE_EQ(shift.prior, 1000.0);  // in the unit of the body file
  EXPECT_EQ(read.numbers[2].path, "effect_sites.vessel.ke0");
}

TEST(LoadCalibration, MakesStudiesWithTheValuesAskedFor) {
  const Calibration read = load_calibration(sample(), shipped_library());
  const Study study = read.question.study(0, {0.47, 800.0, 2.5});
  EXPECT_DOUBLE_EQ(study.cast.body.parameters.at("gain").value, 0.47);
  EXPECT_DOUBLE_EQ(study.cast.body.parameters.at("capacitance_shift").value, 800.0);
  const Study other = read.question.study(0, {0.3, 900.0, 1.0});
  EXPECT_DOUBLE_EQ(study.cast.body.parameters.at("slope").value,  // left alone
                   other.cast.body.parameters.at("slope").value);
  EXPECT_EQ(study.output.first, 0u);
}

TEST(LoadCalibration, LimitsCohortsAndKeepsTheirRandomNumbers) {
  const Calibration read = load_calibration(sample(), shipped_library());
  const Study one = read.question.study(2, {0.3, 900.0, 1.4});
  const Study other = read.question.study(2, {0.4, 900.0, 1.4});
  EXPECT_EQ(one.patients, 20u);
  EXPECT_EQ(one.seed, other.seed);
}

TEST(LoadCalibration, TellsWhereARowOfAnotherSetIsNamed) {
  for (const char* row : {"T07", "T31", "T31.gap", "T17.*", "T33.treated"}) {
    const std::string said = problems_after(std::string("rows=[T10.HR, \"") + row + "\"]");
    EXPECT_THAT(said, HasSubstr("rows[1]")) << row;
    EXPECT_THAT(said, HasSubstr("may choose no parameter")) << row;
  }
  Document document = sample();
  document.root.find("rows")->items[0].text = "T07";
  try {
    (void)load_calibration(document, shipped_library());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("sample.yaml:4:8"));
  }
}

TEST(LoadCalibration, TakesOfAnEvidenceFileTheRowsOfTheSetFitAlone) {
  Document document = sample();
  apply_overrides(document, {"rows=[phenylephrine, adress]"});
  const Calibration read = load_calibration(document, shipped_library());
  const auto names = row_names(read.question);
  EXPECT_THAT(names, ::testing::Contains("T02"));
  EXPECT_THAT(names, ::testing::Contains("T30"));
  EXPECT_THAT(names, ::testing::Not(::testing::Contains("T07")));
  EXPECT_THAT(names, ::testing::Not(::testing::Contains("T31")));
  for (const Experiment& experiment : read.question.experiments) {
    EXPECT_THAT(experiment.rows, Each(::testing::Field(&EvidenceRow::set, EvidenceSet::fit)));
  }
}

class CalibrationSlip : public ::testing::TestWithParam<Slip> {};

TEST_P(CalibrationSlip, IsRefusedWithAWordThatHelps) {
  const Slip slip = GetParam();
  const std::string said = problems_after(slip.set);
  EXPECT_THAT(said, HasSubstr(slip.path)) << said;
  EXPECT_THAT(said, HasSubstr(slip.word)) << said;
}

const Slip calibration_slips[] = {
    {"schema=pressor/1", "schema", "pressor-calibration/1"},
    {"row=T10.HR", "row", "rows"},
    {"rows=T10.RH", "rows", "T10."},
    {"rows=[]", "rows", "no row"},
    {"rows=[norepinephrine_step]", "rows[0]", "norepinephrine_steps"},
    {"starts=0", "starts", "1"},
    {"patients=1.5", "patients", "whole number"},
    {"parameters=[]", "parameters", "no parameter"},
    {"parameters[0].body=sceptic", "parameters[0].body", "septic"},
    {"parameters[0].name=gian", "parameters[0].name", "gain"},
    {"parameters[0].name=slope", "parameters[0].name", "from its base"},
    {"parameters[2].name=effect_sites[", "parameters[2].name", "a path to a number"},
    {"parameters[0].drug=norepinephrine", "parameters[0]", "one of `body` and `drug`"},
    {"parameters[0].prior=", "parameters[0]", "`prior` is missing"},
    {"parameters[1].prior=1000", "parameters[1].prior", "unit"},
    {"parameters[1].prior=1 mmHg", "parameters[1].prior", "mL"},
    {"parameters[0].prior=0.95", "parameters[0].between", "hold the prior"},
    {"parameters[0].between=[0.9, 0.1]", "parameters[0].between", "hold the prior"},
    {"parameters[0].sd=", "parameters[0]", "one of `sd` and `log_sd`"},
    {"parameters[0].log_sd=0.3", "parameters[0]", "one of `sd` and `log_sd`"},
    {"parameters[0].sd=-1", "parameters[0].sd", "plausible"},
    {"parameters[1].between=[-1 mL, 2000 mL]", "parameters[1].between", "above 0"},
    {"parameters[1].name=gain", "parameters[1]", ""},
    {"parameters[3]={body: septic, name: gain, prior: 0.3, sd: 0.1, between: [0.1, 0.9]}",
     "parameters[3]", "a second parameter"},
    {"parameters[3]={drug: vasopressin, name: effect_sites.vessel.ke0, prior: 1 /min, log_sd: 0.3, "
     "between: [0.5 /min, 5 /min]}",
     "parameters", "vasopressin"},
};

INSTANTIATE_TEST_SUITE_P(, CalibrationSlip, ::testing::ValuesIn(calibration_slips));

TEST(FittedModels, AreWholeFilesThatSayWhereTheirNumbersComeFrom) {
  const Calibration read = load_calibration(sample(), shipped_library());
  FitResult result;
  result.after.values = {0.41, 1234.5678, 2.0};
  result.estimates = {{0.05, 0.5, 0.0, false}, {100.0, 0.5, 0.0, false}, {0.3, 1.0, 0.0, false}};
  const auto models = fitted_models(read, result, shipped_library());
  ASSERT_EQ(models.size(), 2u);
  const bool body_first = models[0].kind == ModelKind::body;
  const FittedModel& body = models[body_first ? 0 : 1];
  EXPECT_EQ(body.name, "septic");
  const BodyDescription septic = load_body(parse_document(body.yaml, "septic.yaml"),
                                           shipped_library(), shipped_library().references());
  EXPECT_DOUBLE_EQ(septic.parameters.at("gain").value, 0.41);
  EXPECT_DOUBLE_EQ(septic.parameters.at("capacitance_shift").value, 1234.6);  // five digits
  EXPECT_EQ(septic.parameters.at("gain").provenance.source, "fitted");
  EXPECT_EQ(septic.parameters.at("gain").provenance.grade, 'C');
  EXPECT_THAT(body.yaml, HasSubstr("calibration sample, standard error 0.05"));
  const FittedModel& drug = models[body_first ? 1 : 0];
  EXPECT_EQ(load_drug(parse_document(drug.yaml, "norepinephrine.yaml"), {}).name, "norepinephrine");
}

TEST(LoadCalibration, ReadsEveryShippedFileAndFindsRowsOfTheSetFitAlone) {
  const std::filesystem::path folder = PRESSOR_SOURCE_DIR "/models/calibrations";
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const Calibration read = load_calibration(read_document(file.path()), shipped_library());
    EXPECT_EQ(read.name, file.path().stem().string());
    EXPECT_GE(row_names(read.question).size(), read.question.parameters.size() / 2);
    for (const Experiment& experiment : read.question.experiments) {
      EXPECT_THAT(experiment.rows, Each(::testing::Field(&EvidenceRow::set, EvidenceSet::fit)));
    }
    ++files;
  }
  EXPECT_GE(files, 2u);
}

}  // namespace
}  // namespace pressor
