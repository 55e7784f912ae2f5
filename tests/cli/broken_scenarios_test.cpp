#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "../scenario/slips.h"
#include "../scenario/study_sample.h"
#include "command.h"

/// Broken scenarios given to the program: exit code 65 or 66, the place of the slip, no result.
namespace pressor::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class Broken : public ::testing::Test {
 protected:
  [[nodiscard]] Said run(const std::string& scenario) const {
    return pressor("run " + scenario + " -o out.h5 --models '" + shipped("models").string() + "'",
                   folder_);
  }

  /// Runs `text` as a scenario of its own and expects a refusal that names a place.
  Said refused(const std::string& text) const {
    write_file(folder_ / "broken.yaml", text);
    Said said = run("broken.yaml");
    EXPECT_EQ(said.code, 65) << said.err;
    EXPECT_THAT(said.err, ContainsRegex("^[^ ]+\\.yaml:[1-9][0-9]*:[1-9][0-9]*: error: "));
    EXPECT_EQ(said.out, "");
    expect_only("broken.yaml");
    return said;
  }

  /// Neither a result nor a part of one was left behind.
  void expect_only(const std::string& file) const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      EXPECT_EQ(entry.path().filename(), file);
    }
  }

  fs::path folder_ = fresh_folder();
};

class BrokenTrial : public Broken, public ::testing::WithParamInterface<Slip> {};
class BrokenPatient : public Broken, public ::testing::WithParamInterface<Slip> {};

std::string spoiled(Document sample, const Slip& slip) {
  apply_overrides(sample, {slip.set});
  return to_yaml(sample.root);
}

TEST_P(BrokenTrial, EndsWithSixtyFiveAndThePlaceOfTheSlip) {
  const Slip slip = GetParam();
  EXPECT_THAT(refused(spoiled(sample_trial(), slip)).err,
              AllOf(HasSubstr("error: " + slip.path), HasSubstr(slip.word)));
}
INSTANTIATE_TEST_SUITE_P(Slips, BrokenTrial, ::testing::ValuesIn(trial_slips));

TEST_P(BrokenPatient, EndsWithSixtyFiveAndThePlaceOfTheSlip) {
  const Slip slip = GetParam();
  EXPECT_THAT(refused(spoiled(sample_patient(), slip)).err,
              AllOf(HasSubstr("error: " + slip.path), HasSubstr(slip.word)));
}
INSTANTIATE_TEST_SUITE_P(Slips, BrokenPatient, ::testing::ValuesIn(patient_slips));

TEST(BrokenTables, HoldAHundredScenarios) {
  EXPECT_GE(std::size(trial_slips) + std::size(patient_slips), 100u);
}

/// Not even a document of the strict YAML that is read.
class BrokenText : public Broken, public ::testing::WithParamInterface<std::string> {};

TEST_P(BrokenText, EndsWithSixtyFiveAndAPlace) { refused(GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokenText,
    ::testing::Values("", "[]", "{}", "42", "just text\n", "schema: pressor/1",
                      "schema: pressor/1\nhorizon: 1 h\nhorizon: 2 h\n",
                      "schema: pressor/1\n---\nschema: pressor/1\n",
                      "schema: pressor/1\nname: \"never closed\n", "schema: [pressor/1\n",
                      "schema: pressor/1\npatient:\n\tbody: septic\n", "a: &a [*a, *a]\n",
                      "schema: !!python/object pressor/1\n", "schema: pressor/1\nname: \xff\xfe\n",
                      std::string("schema: pressor/1\nname: a\0b\n", 27),
                      "population: " + std::string(100, '[') + std::string(100, ']')));

TEST_F(Broken, FileOfTwoMegabytesEndsWithSixtyFive) {
  write_file(folder_ / "large.yaml", "name: " + std::string(2u << 20, 'x'));
  const Said said = run("large.yaml");
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, HasSubstr("large.yaml: error: the file has more than 1048576 bytes"));
  expect_only("large.yaml");
}

TEST_F(Broken, ModelBesideTheScenarioIsToldWithItsOwnPlace) {
  fs::create_directories(folder_ / "models" / "bodies");
  write_file(folder_ / "models" / "bodies" / "mine.yaml", "schema: pressor/1\nparameters: 4\n");
  write_file(folder_ / "mine.yaml", to_yaml(sample_patient().root));
  const Said said = pressor("run mine.yaml -o out.h5 --set patient.body=mine", folder_);
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, ContainsRegex("models/bodies/mine\\.yaml:[1-9][0-9]*:[1-9][0-9]*: error"));
  EXPECT_FALSE(fs::exists(folder_ / "out.h5"));
}

TEST_F(Broken, NamesOfNoScenarioEndWithSixtySix) {
  for (const char* name : {"missing.yaml", "nowhere/missing.yaml", ".", "''"}) {
    const Said said = run(name);
    EXPECT_EQ(said.code, 66) << name << ": " << said.err;
    EXPECT_NE(said.err, "");
    EXPECT_TRUE(fs::is_empty(folder_)) << name;
  }
}

}  // namespace
}  // namespace pressor::testing
