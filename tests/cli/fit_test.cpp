#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.h"

namespace pressor::testing {
namespace {

using ::testing::HasSubstr;

/// Two rows of one simulation and two numbers, few evaluations.
const std::string small = R"yaml(schema: pressor-calibration/1
name: small
title: A small calibration
rows: ["T14.*"]
evaluations: 12
parameters:
  - {body: septic, name: venous_drug_gain, prior: 1.5, log_sd: 0.3, between: [0.4, 5]}
  - {body: septic, name: capacitance_shift, prior: 996 mL, log_sd: 0.2, between: [500 mL, 2000 mL]}
)yaml";

const std::string models = "--models '" + shipped("models").string() + "'";

TEST(Fit, TellsResidualsAndParametersAndWritesAModelThatVerifyTakes) {
  const auto folder = fresh_folder();
  write_file(folder / "small.yaml", small);
  const Said said = pressor("fit small.yaml -o out --quiet " + models, folder);
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("T14.CVP"));
  EXPECT_THAT(said.out, HasSubstr("septic.venous_drug_gain"));
  EXPECT_THAT(said.out, HasSubstr("variance / prior's"));
  EXPECT_THAT(said.out, HasSubstr("stopped at the limit of 12"));
  const std::string body = read_file(folder / "out/bodies/septic.yaml");
  EXPECT_THAT(body, HasSubstr("fit small.yaml -o out"));
  EXPECT_THAT(body, HasSubstr("T14.CI T14.CVP"));
  EXPECT_THAT(body, HasSubstr("calibration small, standard error"));
  const Said verified = pressor("verify --only T14.CVP --quiet --models out", folder);
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_NE(verified.out, pressor("verify --only T14.CVP --quiet").out);
  EXPECT_EQ(pressor("fit small.yaml -o out --quiet " + models, folder).code, 74);
  const Said again = pressor("fit small.yaml -o out --quiet --force --threads 3 " + models, folder);
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.out, said.out);
}

TEST(Fit, RefusesRowsThatMayChooseNothingWithTheirPlace) {
  const auto folder = fresh_folder();
  std::string text = small;
  write_file(folder / "bad.yaml", text.replace(text.find("\"T14.*\""), 7, "T14.CI, T31"));
  const Said said = pressor("fit bad.yaml " + models, folder);
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, HasSubstr("bad.yaml:4:16"));
  EXPECT_THAT(said.err, HasSubstr("`T31` is of the set `never fitted`"));
  EXPECT_EQ(pressor("fit nothing.yaml", folder).code, 66);
}

TEST(Fit, EndsWellWhenInterrupted) {
  const auto folder = fresh_folder();
  std::string text = small;
  write_file(folder / "long.yaml", text.replace(text.find("evaluations: 12"), 15, "starts: 1000"));
  const Said said = pressor_interrupted("fit long.yaml -o out " + models, "out/bodies", folder);
  EXPECT_EQ(said.code, 130);
  EXPECT_THAT(said.err, HasSubstr("interrupted"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out/bodies/septic.yaml"));
}

}  // namespace
}  // namespace pressor::testing
