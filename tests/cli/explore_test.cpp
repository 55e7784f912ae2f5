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

const std::string explored_trial = R"(schema: pressor/1
name: two_arms
title: Phenylephrine or nothing
horizon: 20 min
population: {base: septic_shock}
design:
  arms: [{name: nothing}, {name: phenylephrine, give: [{drug: phenylephrine, infusion: 1 ug/kg/min}]}]
  enrol: 8
endpoints: [{name: map, measure: at(MAP), at: [0 min, 10 min, 20 min]}]
)";

const std::string explored_study = R"(schema: pressor-explore/1
name: explored
title: How many patients tell whether phenylephrine acts
scenario: two_arms.yaml
outcome: map@20min
baseline: map@0h
people: 60
sizes: [8, 16, 32]
trials: 60
designs:
  dose: {one: {}, little: {"design.arms[1].give[0].infusion": 0.2 ug/kg/min}}
entry:
  everybody: {}
  low: {map@0h: "< 68 mmHg"}
hypotheses:
  inert: {acts: no, from: [inert], set: {"effects.phenylephrine": 0}}
  acts: {prior: 3, points: 2, axes: {share: {path: effects.phenylephrine, from: 0.8, to: 1.2}}}
)";

class ExploreCommand : public ::testing::Test {
 protected:
  ExploreCommand() : folder_(fresh_folder()) {
    write_file(folder_ / "two_arms.yaml", explored_trial);
    write_file(folder_ / "explored.yaml", explored_study);
  }
  Said run(const std::string& arguments) const {
    return pressor(
        "explore explored.yaml --models '" + shipped("models").string() + "' " + arguments,
        folder_);
  }
  Said run_changed(const std::string& from, const std::string& to) const {
    std::string text = explored_study;
    text.replace(text.find(from), from.size(), to);
    write_file(folder_ / "explored.yaml", text);
    return run("-o no.h5");
  }
  int python(const std::string& code) const {
    write_file(folder_ / "look.py", code);
    return std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 look.py").c_str());
  }
  fs::path folder_;
};

TEST_F(ExploreCommand, FindsTheDesignThatTells) {
  const Said said = run("-o out.h5");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("dose one"), HasSubstr("n = 32"), HasSubstr("ancova"),
                              HasSubstr("A trial of 8 patients, dose one")));
  EXPECT_THAT(pressor("check out.h5", folder_).out, HasSubstr("verified"));
  EXPECT_EQ(python(R"(import xarray
p = xarray.open_dataset("out.h5", group="power")
assert p["told"].dims == ("design", "entry", "test", "size", "hypothesis")
big = p["told"].sel(size=32, entry="everybody", test="ancova")
assert big.sel(design="dose one", hypothesis="acts") > 0.9, big
small = p["told"].sel(size=8, entry="everybody", test="welch", hypothesis="acts")
assert small.sel(design="dose little") < small.sel(design="dose one"), small
# Without a drug these people's pressure stays as it is: nothing is left for ancova to test.
assert p["told"].sel(size=32, entry="everybody", test="welch", hypothesis="inert").max() < 0.2
assert list(p["weight"].values) == [0.25, 0.75]
e = xarray.open_dataset("out.h5", group="people")["effect"].sel(entry="everybody")
assert abs(e.sel(hypothesis="inert")).max() < 1e-6, e
assert e.sel(design="dose one", hypothesis="acts") > 5
)"),
            0);
  ASSERT_EQ(pressor("report out.h5", folder_).code, 0);
  const std::string page = read_file(folder_ / "out.html");
  EXPECT_THAT(page, AllOf(HasSubstr("power-curves"), HasSubstr("Who benefits"),
                          HasSubstr("map@0h &lt; 68 mmHg"), HasSubstr("pressor-explore/1")));
  EXPECT_EQ(page.substr(0, page.find("<pre")).find("nan"), std::string::npos);
}

TEST_F(ExploreCommand, GivesTheSameForAnyNumberOfThreads) {
  const Said one = run("-o one.h5 --threads 1");
  const Said two = run("-o two.h5 --threads 2");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out.substr(0, one.out.find("result:")), two.out.substr(0, two.out.find("result:")));
}

TEST_F(ExploreCommand, TakesTheWeightsThatWeighingFound) {
  write_file(folder_ / "weighed.yaml", R"(schema: pressor-weigh/1
name: weighed
title: Does phenylephrine act
scenario: two_arms.yaml
trials: 6
accept: 40 %
effect: {of: map@20min, less: map@0h}
explanations: {acts: {points: 4}, inert: {points: 4, set: {"effects.phenylephrine": 0}}}
published: [{statistic: gap, of: map@20min, value: 9 mmHg}]
)");
  const std::string models = " --models '" + shipped("models").string() + "'";
  ASSERT_EQ(pressor("weigh weighed.yaml -o w.h5 --quiet" + models, folder_).code, 0);
  const Said said = run("-o out.h5 --weights w.h5 --quiet");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(python(R"(import xarray
p = xarray.open_dataset("out.h5", group="power")["weight"]
w = xarray.open_dataset("w.h5", group="weigh")["regression"]
assert abs(p.sel(hypothesis="acts") - w.sel(explanation="acts")) < 1e-12
)"),
            0);
  write_file(folder_ / "explored.yaml",
             std::string(explored_study).replace(explored_study.find("[inert]"), 7, "[inertt]"));
  EXPECT_THAT(run("-o no.h5 --weights w.h5").err, HasSubstr("no explanation `inertt`"));
}

TEST_F(ExploreCommand, TellsWhatIsWrongAndWhere) {
  const auto told = [](const Said& said, const std::string& what) {
    EXPECT_EQ(said.code, 65);
    EXPECT_THAT(said.err, AllOf(HasSubstr("explored.yaml:"), HasSubstr(what)));
  };
  told(run_changed("outcome: map@20min", "outcome: map@30min"), "map@20min");
  told(run_changed("< 68 mmHg", "< 68 kg"), "mmHg");
  told(run_changed("low: {map@0h", "low: {mapp@0h"), "map@0h");
  told(run_changed("[8, 16, 32]", "[8, 32, 16]"), "small to large");
  told(run_changed("acts: {prior: 3", "acts: {acts: no, prior: 3"), "nothing to be found");
  told(run_changed("trials: 60", "trails: 60"), "trials");
  told(run_changed("path: effects.phenyl", "path: effects.phenil"), "in explanation acts");
  EXPECT_FALSE(fs::exists(folder_ / "no.h5"));
  const Said late = run_changed("low: {map@0h", "low: {map@10min");
  EXPECT_NE(late.code, 0);
  EXPECT_THAT(late.err, HasSubstr("not known of everybody before treatment"));
}

}  // namespace
}  // namespace pressor::testing
