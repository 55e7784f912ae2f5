#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "command.h"

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string small_study = R"(schema: pressor/1
name: small
title: A few patients on norepinephrine
seed: 11
horizon: 30 min
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: control}, {name: more, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: 8
  replicates: 2
endpoints:
  - {name: map, measure: at(MAP), at: [0 min, 30 min]}
)";

class Run : public ::testing::Test {
 protected:
  Run() : folder_(fresh_folder()) { write_file(folder_ / "small.yaml", small_study); }

  Said run(const std::string& arguments) const {
    return pressor("run small.yaml --models '" + shipped("models").string() + "' " + arguments,
                   folder_);
  }
  static std::string hash_line(const Said& said) {
    const auto at = said.out.find("result hash ");
    return at == std::string::npos ? "none" : said.out.substr(at, said.out.find('\n', at) - at);
  }
  std::string hash_of(const std::string& file) const {
    return hash_line(pressor("check " + file, folder_));
  }

  fs::path folder_;
};

TEST_F(Run, WritesAFileAndPrintsATableByArm) {
  const Said said = run("-o out.h5");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("control"), HasSubstr("map@30min"), HasSubstr("out.h5")));
  EXPECT_TRUE(fs::exists(folder_ / "out.h5"));
  EXPECT_FALSE(fs::exists(folder_ / "out.h5.parts"));
}

TEST_F(Run, AnswersForEveryArmOfEveryShippedScenarioOfOnePerson) {
  for (const auto& entry : fs::directory_iterator(shipped("scenarios"))) {
    const std::string text = read_file(entry.path());
    if (text.find("\npatient:") == std::string::npos) continue;
    if (text.find("\nsweep:") != std::string::npos) continue;  // sweep_test.cpp
    const Said said = pressor("run '" + entry.path().string() + "' --force -o out.h5", folder_);
    EXPECT_EQ(said.code, 0) << entry.path() << said.err;
    EXPECT_THAT(said.out, HasSubstr("(n 1)")) << entry.path();
    if (entry.path().stem() == "phenylephrine_ladder_severe") continue;  // too flat for a fit
    EXPECT_THAT(said.out, Not(HasSubstr("  -"))) << entry.path();
  }
}

TEST_F(Run, ShowsThePulsatileBodyBesideTheAveragedOne) {
  ASSERT_EQ(run("-o plain.h5").code, 0);
  const std::string keys =
      "--set 'pulsatile={at: [0 min, 20 min]}' --set output.trajectories='first 3'";
  const Said said = run(keys + " -o out.h5 --threads 1");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("pulsatile body"), HasSubstr("in 4 of 6 beats"),
                              HasSubstr("no elastance ejects")));
  ASSERT_EQ(run(keys + " -o two.h5 --threads 2").code, 0);
  EXPECT_THAT(hash_of("out.h5"), HasSubstr("verified"));
  EXPECT_EQ(hash_of("out.h5"), hash_of("two.h5"));
  EXPECT_THAT(run("-o again.h5").out, Not(HasSubstr("pulsatile")));
  EXPECT_EQ(hash_of("again.h5"), hash_of("plain.h5"));
}

TEST_F(Run, MatchesAPublishedTableForAnyNumberOfThreadsAndTellsHowWell) {
  const Said said = run("--set population.base=monnet_like -o one.h5 --threads 1");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("matched to 9 published figures"),
                              HasSubstr("effective sample size"), HasSubstr("misfit")));
  ASSERT_EQ(run("--set population.base=monnet_like -o five.h5 --threads 5").code, 0);
  EXPECT_THAT(hash_of("one.h5"), HasSubstr("verified"));
  EXPECT_EQ(hash_of("one.h5"), hash_of("five.h5"));
  ASSERT_EQ(pressor("report one.h5 -o one.html", folder_).code, 0);
  EXPECT_THAT(read_file(folder_ / "one.html"),
              AllOf(HasSubstr("Asked for"), HasSubstr("62 ± 13"), HasSubstr("0.24 [0.12–0.48]"),
                    HasSubstr("left out to match the published table")));
}

TEST_F(Run, GivesTheSameResultForAnyNumberOfThreads) {
  ASSERT_EQ(run("-o one.h5 --threads 1").code, 0);
  ASSERT_EQ(run("-o two.h5 --threads 2").code, 0);
  ASSERT_EQ(run("-o seven.h5 --threads 7").code, 0);
  ASSERT_THAT(hash_of("one.h5"), HasSubstr("verified"));
  EXPECT_EQ(hash_of("one.h5"), hash_of("two.h5"));
  EXPECT_EQ(hash_of("one.h5"), hash_of("seven.h5"));
}

TEST_F(Run, GivesTheSameResultOnALesserMachine) {
  ASSERT_EQ(run("-o best.h5").code, 0);
  for (const std::string set : {"portable", "x86-64-v2", "x86-64-v3", "pentium"}) {
    ::setenv("PRESSOR_INSTRUCTIONS", set.c_str(), 1);
    const Said said = run("-o other.h5 --force");
    ::unsetenv("PRESSOR_INSTRUCTIONS");
    if (said.code == 0) {
      EXPECT_EQ(hash_of("other.h5"), hash_of("best.h5")) << set;
    } else {
      EXPECT_NE(set, "portable");
      EXPECT_EQ(said.code, 65);
      EXPECT_THAT(said.err, HasSubstr("this machine has portable"));
    }
  }
}

TEST_F(Run, TellsWhatIsNotKnownOfTheModel) {
  const Said said = run("-o draws.h5 --uncertainty 3");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out,
              AllOf(HasSubstr("3 draws of all its numbers"), HasSubstr("map@30min.mean")));
  ASSERT_EQ(run("-o plain.h5").code, 0);
  EXPECT_NE(hash_of("draws.h5"), hash_of("plain.h5"));
  EXPECT_EQ(run("-o no.h5 --set uncertainty.draws=3 --set uncertainty.D=0.1").code, 65);
}

TEST_F(Run, GivesAnotherResultForAnotherSeed) {
  ASSERT_EQ(run("-o one.h5").code, 0);
  ASSERT_EQ(run("-o two.h5 --seed 12").code, 0);
  EXPECT_NE(hash_of("one.h5"), hash_of("two.h5"));
}

TEST_F(Run, TakesTheLastOfTwoEqualFlags) {
  ASSERT_EQ(run("-o one.h5 --seed 5").code, 0);
  ASSERT_EQ(run("-o two.h5 --seed 12 --seed 5").code, 0);
  EXPECT_EQ(hash_of("one.h5"), hash_of("two.h5"));
}

TEST_F(Run, ReplacesAFileOnlyWithForce) {
  write_file(folder_ / "out.h5", "precious");
  EXPECT_EQ(run("-o out.h5").code, 74);
  EXPECT_EQ(read_file(folder_ / "out.h5"), "precious");
  EXPECT_EQ(run("-o out.h5 --force").code, 0);
  EXPECT_NE(read_file(folder_ / "out.h5"), "precious");
}

TEST_F(Run, TellsEveryErrorWithItsPlaceAndWritesNothing) {
  write_file(folder_ / "small.yaml", small_study +
                                         "  - {name: x, measure: at(MPA), at: [5 min]}\n"
                                         "sed: 4\n");
  const Said said = run("-o out.h5");
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, AllOf(HasSubstr("small.yaml:15:"), HasSubstr("small.yaml:16:1: error"),
                              HasSubstr("did you mean \"seed\"?"), HasSubstr("MAP")));
  EXPECT_FALSE(fs::exists(folder_ / "out.h5"));
}

TEST_F(Run, EndsWithSixtySixWhenTheScenarioIsNotThere) {
  const Said said = pressor("run missing.yaml -o out.h5", folder_);
  EXPECT_EQ(said.code, 66);
  EXPECT_THAT(said.err, HasSubstr("missing.yaml"));
}

TEST_F(Run, EndsWithSeventyFourWhenTheFolderIsNotThere) {
  EXPECT_EQ(run("-o nowhere/out.h5").code, 74);
}

TEST_F(Run, LeavesNoFileAndAMessageWhenInterrupted) {
  const Said said = pressor_interrupted(
      "run small.yaml -o out.h5 --replicates 40000 --models '" + shipped("models").string() + "'",
      "out.h5.parts", folder_);
  EXPECT_EQ(said.code, 130);
  EXPECT_THAT(said.err, HasSubstr("interrupted"));
  EXPECT_FALSE(fs::exists(folder_ / "out.h5"));
}

TEST_F(Run, PrintsNothingButTheResultWhenQuiet) {
  const Said said = run("-o out.h5 --quiet");
  EXPECT_THAT(said.err, IsEmpty());
  EXPECT_EQ(said.out, "result: out.h5\n");
}

TEST_F(Run, ReproducesAResultFromTheScenarioInsideIt) {
  ASSERT_EQ(run("-o out.h5 --seed 3").code, 0);
  const std::string extract =
      "/usr/bin/python3 -c \"import h5py; "
      "open('again.yaml', 'w').write(h5py.File('out.h5').attrs['scenario_yaml'])\"";
  ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && " + extract).c_str()), 0);
  ASSERT_EQ(pressor("run again.yaml -o again.h5", folder_).code, 0);
  EXPECT_EQ(hash_of("out.h5"), hash_of("again.h5"));
}

}  // namespace
}  // namespace pressor::testing
