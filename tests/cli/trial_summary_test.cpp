#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "command.h"

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string trial = R"study(schema: pressor/1
name: small
title: A few patients on phenylephrine
seed: 11
horizon: 1 h
follow_up: 7 d
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: control}, {name: more, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: 16
  replicates: 6
  sizes: [8]
  stop: {rule: [harm, efficacy], look_every: 8, endpoint: death@7d}
endpoints:
  - {name: map, measure: at(MAP), at: [0 min, 1 h], compare: [welch, ancova(baseline), wilcoxon]}
  - {name: bad, measure: "any_of(death, any(MAP < 55 mmHg))", at: 1 h, compare: [fisher, logrank]}
  - {name: death, measure: death, at: 7 d, compare: [chi2, boschloo, cox]}
observed:
  map@1h: {control: 68 mmHg, more: 74 mmHg, p: 0.02, source: assumed}
)study";

class TrialSummary : public ::testing::Test {
 protected:
  TrialSummary() : folder_(fresh_folder()) { write_file(folder_ / "small.yaml", trial); }

  [[nodiscard]] Said run(const std::string& arguments) const {
    return pressor("run small.yaml --models '" + shipped("models").string() +
                       "' --force -o out.h5 " + arguments,
                   folder_);
  }
  fs::path folder_;
};

TEST_F(TrialSummary, TellsThePrimaryComparisonItsPowerAndWherePublishedFiguresFall) {
  const Said said = run("");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("map@1h: more against control, Welch's t test"),
                              HasSubstr("over 6 replicates"), HasSubstr(": power"),
                              HasSubstr("ancova(baseline)"), HasSubstr("p of 0.02 or less in"),
                              HasSubstr("difference of 6 or more in")));
  EXPECT_THAT(said.out, AllOf(HasSubstr("first patients of each replicate"),
                              HasSubstr("looks at death@7d by chi2"), HasSubstr("expected:")));
  const Said checked = pressor("check out.h5", folder_);
  ASSERT_EQ(checked.code, 0) << checked.err;
  const std::size_t from = said.out.find("map@1h: more");
  const std::size_t end = said.out.find("estimate:", from);
  EXPECT_THAT(checked.out, HasSubstr(said.out.substr(from, end - from)));
}

TEST_F(TrialSummary, BeginsWithTheEndpointThatTheStudyCallsPrimary) {
  const Said said = run("--set 'endpoints[death].primary=true'");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("\nprimary, death@7d: more against control, chi-square test"));
  const Said time = run("--set 'endpoints[map].primary=0 min'");
  EXPECT_THAT(time.out, HasSubstr("\nprimary, map@0h: more against control, Welch's t test"));
}

TEST_F(TrialSummary, OfOneTrialGivesEstimateIntervalAndP) {
  const Said said = run("--replicates 1");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("95 % interval"), HasSubstr("8 against 8 patients"),
                              HasSubstr("ended at look"), Not(HasSubstr("power"))));
}

TEST_F(TrialSummary, CallsRejectionsOfArmsThatDoTheSameTypeIError) {
  const Said said = run("--set 'design.arms=[{name: control}, {name: same}]' --set observed=");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out,
              AllOf(HasSubstr("type I error, the arms do the same"), Not(HasSubstr(": power"))));
}

TEST_F(TrialSummary, OfTwinsWithoutADrugSaysThatEveryEffectIsNothing) {
  const Said said =
      run("--set design.twins=true --set observed= --replicates 2 --set "
          "'design.arms[more].give=[]'");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("individual effects"));
  EXPECT_THAT(said.out, HasSubstr("map@1h              0 ± 0 mmHg"));
}

TEST_F(TrialSummary, IsNoWiderThanAHundredColumns) {
  std::istringstream lines(run("").out);
  for (std::string line; std::getline(lines, line);) {
    std::size_t width = 0;
    for (const char c : line) width += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u ? 1U : 0U;
    const bool path = line.starts_with("result") || line.ends_with("at the bedside");
    EXPECT_TRUE(path || width <= 100U) << line;
  }
}

TEST_F(TrialSummary, GivesTheSameFileForAnyNumberOfThreads) {
  const auto hash = [&](const std::string& threads) {
    EXPECT_EQ(run("--threads " + threads).code, 0);
    const std::string said = pressor("check out.h5", folder_).out;
    return said.substr(said.find("result hash"));
  };
  const std::string one = hash("1");
  EXPECT_THAT(one, HasSubstr("verified"));
  EXPECT_EQ(one, hash("3"));
}

}  // namespace
}  // namespace pressor::testing
