#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "command.h"

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// Some seconds of work in many batches, with trajectories, deaths and a crossing of replicates.
const std::string long_study = R"(schema: pressor/1
name: long
title: Patients in two arms, three times
seed: 5
horizon: 12 h
follow_up: 28 d
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: control}, {name: more, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: 50
  replicates: 6
output: {every: 5 min, trajectories: first 20}
endpoints:
  - {name: map, measure: at(MAP), at: [0 min, 12 h], compare: [welch]}
  - {name: death, measure: death, at: 28 d}
)";

class Resume : public ::testing::Test {
 protected:
  Resume() : folder_(fresh_folder()) { write_file(folder_ / "long.yaml", long_study); }

  [[nodiscard]] std::string command(const std::string& arguments) const {
    return "run long.yaml --models '" + shipped("models").string() + "' --checkpoint 0 " +
           arguments;
  }
  [[nodiscard]] Said run(const std::string& arguments) const {
    return pressor(command(arguments), folder_);
  }
  /// The hash over all datasets, each verified.
  [[nodiscard]] std::string hash_of(const std::string& file) const {
    const Said said = pressor("check " + file, folder_);
    EXPECT_EQ(said.code, 0) << said.err;
    const auto at = said.out.find("result hash ");
    return at == std::string::npos ? "none of " + file : said.out.substr(at);
  }
  fs::path folder_;
};

TEST_F(Resume, AfterKillsGivesTheSameResult) {
  ASSERT_EQ(run("-o whole.h5").code, 0);
  for (const char* once_there : {"00000", "00002", "00004"}) {
    const Said killed = pressor_killed(command("-o out.h5 --resume --threads 1"),
                                       std::string("out.h5.parts/batches_0") + once_there, folder_);
    EXPECT_NE(killed.code, 0);
    EXPECT_FALSE(fs::exists(folder_ / "out.h5"));
  }
  const Said said = run("-o out.h5 --resume");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("goes on from"));
  EXPECT_EQ(hash_of("out.h5"), hash_of("whole.h5"));
  EXPECT_FALSE(fs::exists(folder_ / "out.h5.parts"));
}

TEST_F(Resume, IsOfferedWhenInterrupted) {
  const Said said =
      pressor_interrupted(command("-o out.h5 --threads 1"), "out.h5.parts/batches_000001", folder_);
  EXPECT_EQ(said.code, 130);
  EXPECT_THAT(said.err, HasSubstr("--resume goes on from there"));
  EXPECT_TRUE(fs::exists(folder_ / "out.h5.parts/batches_000001"));
}

TEST_F(Resume, RefusesBatchesOfAnotherScenario) {
  pressor_killed(command("-o out.h5"), "out.h5.parts/batches_000000", folder_);
  const Said said = run("-o out.h5 --resume --seed 6");
  EXPECT_EQ(said.code, 74);
  EXPECT_THAT(said.err, HasSubstr("another study, seed"));
  EXPECT_EQ(run("-o out.h5 --seed 6").code, 0);  // without --resume it begins anew
}

TEST_F(Resume, OfShardsMergesToTheSameResult) {
  ASSERT_EQ(run("-o whole.h5").code, 0);
  std::string all;
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    const std::string file = std::string("shard") + shard[0];
    const Said said = run("-o " + file + " --shard " + shard);
    ASSERT_EQ(said.code, 0) << said.err;
    all += " " + file;
  }
  EXPECT_THAT(pressor("check shard2", folder_).out, HasSubstr("shard 2 of 3"));
  const Said missing = pressor("merge shard1 shard3 -o out.h5", folder_);
  EXPECT_EQ(missing.code, 65);
  EXPECT_THAT(missing.err, HasSubstr("missing: 2"));
  const Said said = pressor("merge" + all + " -o out.h5", folder_);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("map@12h"));
  EXPECT_EQ(hash_of("out.h5"), hash_of("whole.h5"));
}

TEST_F(Resume, OfASweepAndShardsThatAreNoneAreRefused) {
  for (const char* shard : {"0/3", "4/3", "1", "a/b", "1/0", "1/2/3"}) {
    const Said said = run(std::string("-o out.h5 --shard ") + shard);
    EXPECT_EQ(said.code, 65) << shard;
    EXPECT_THAT(said.err, HasSubstr("expected I/N")) << shard;
  }
}

TEST_F(Resume, RerunComparesTheHash) {
  ASSERT_EQ(run("-o out.h5 --replicates 1").code, 0);
  const Said said = pressor("rerun out.h5", folder_);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("the same result hash"));
  EXPECT_FALSE(fs::exists(folder_ / "out.rerun.h5"));
}

}  // namespace
}  // namespace pressor::testing
