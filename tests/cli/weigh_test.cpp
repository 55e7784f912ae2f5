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

const std::string two_arms = R"(schema: pressor/1
name: two_arms
title: Phenylephrine or nothing
horizon: 20 min
population: {base: septic_shock}
design:
  arms: [{name: nothing}, {name: phenylephrine, give: [{drug: phenylephrine, infusion: 1 ug/kg/min}]}]
  enrol: 8
endpoints: [{name: map, measure: at(MAP), at: [0 min, 20 min]}]
)";

const std::string weighed_study = R"(schema: pressor-weigh/1
name: weighed
title: Does phenylephrine act
scenario: two_arms.yaml
trials: 6
accept: 40 %
effect: {of: map@20min, less: map@0h}
explanations:
  acts:
    points: 4
    axes: {dose: {path: "design.arms[1].give[0].infusion", from: 1 ug/kg/min, to: 3 ug/kg/min}}
  inert: {points: 4, set: {"effects.phenylephrine": 0}}
published:
  - {statistic: gap, of: map@20min, value: 9 mmHg}
  - {statistic: mean, of: map@0h, arm: nothing, value: 66 mmHg}
)";

class WeighCommand : public ::testing::Test {
 protected:
  WeighCommand() : folder_(fresh_folder()) {
    write_file(folder_ / "two_arms.yaml", two_arms);
    write_file(folder_ / "weighed.yaml", weighed_study);
  }
  Said run(const std::string& arguments) const {
    return pressor("weigh weighed.yaml --models '" + shipped("models").string() + "' " + arguments,
                   folder_);
  }
  /// The study with a piece of its text replaced.
  Said run_changed(const std::string& from, const std::string& to) const {
    std::string text = weighed_study;
    text.replace(text.find(from), from.size(), to);
    write_file(folder_ / "weighed.yaml", text);
    return run("-o no.h5");
  }
  fs::path folder_;
};

TEST_F(WeighCommand, FindsTheExplanationThatFits) {
  const Said said = run("-o out.h5");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("48 simulated trials"), HasSubstr("acts is the likeliest"),
                              HasSubstr("gap of map@20min")));
  EXPECT_THAT(pressor("check out.h5", folder_).out, HasSubstr("verified"));
  write_file(folder_ / "open.py", R"(import xarray
w = xarray.open_dataset("out.h5", group="weigh")
assert abs(w["regression"].sum() - 1) < 1e-9
assert w["regression"].sel(explanation="acts") > 0.8
b = xarray.open_dataset("out.h5", group="bank")
assert b["value"].shape == (48, 2)
acts = b["value"][b["explanation"].values == 0, 0].mean()
inert = b["value"][b["explanation"].values == 1, 0].mean()
assert acts > inert + 3, (acts, inert)
)");
  EXPECT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 open.py").c_str()), 0);
}

TEST_F(WeighCommand, IsReportedAsAnAnswer) {
  ASSERT_EQ(run("-o out.h5").code, 0);
  const Said said = pressor("report out.h5", folder_);
  ASSERT_EQ(said.code, 0) << said.err;
  const std::string page = read_file(folder_ / "out.html");
  EXPECT_THAT(page, AllOf(HasSubstr("acts is the likeliest explanation"),
                          HasSubstr("id=\"density\""), HasSubstr("gap of map@20min"),
                          HasSubstr("If the interval is right"), HasSubstr("pressor-weigh/1")));
  EXPECT_EQ(page.substr(0, page.find("<pre")).find("nan"), std::string::npos);
  EXPECT_EQ(pressor("report out.h5 -o b.html --blinded", folder_).code, 65);
}

TEST_F(WeighCommand, ReadsThePublicationInEveryWay) {
  write_file(folder_ / "weighed.yaml",
             weighed_study + "readings: {kept: {}, halved: {prior: 3, times: {map@0h: 0.5}}}\n");
  const Said said = run("-o out.h5");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("48 simulated trials"),
                              HasSubstr("How the publication is meant: kept")));
  write_file(folder_ / "open.py", R"(import xarray
w = xarray.open_dataset("out.h5", group="weigh")
assert list(w["reading_prior"].values) == [0.25, 0.75]
assert w["reading_regression"].sel(reading="kept") > 0.9
b = xarray.open_dataset("out.h5", group="bank")
assert b["value"].shape == (96, 2)
assert (b["value"][1::2, 1] == 0.5 * b["value"][0::2, 1].values).all()
)");
  EXPECT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 open.py").c_str()), 0);
}

TEST_F(WeighCommand, IsReproducedFromItsOwnFile) {
  ASSERT_EQ(run("-o out.h5 --quiet").code, 0);
  write_file(folder_ / "take.py", R"(import h5py
open("own.yaml", "w").write(h5py.File("out.h5").attrs["scenario_yaml"])
)");
  ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 take.py").c_str()), 0);
  const Said again = pressor("weigh own.yaml -o again.h5 --quiet", folder_);
  ASSERT_EQ(again.code, 0) << again.err;
  write_file(folder_ / "same.py", R"(import h5py
hash_of = lambda name: h5py.File(name).attrs["result_hash"]
assert hash_of("out.h5") == hash_of("again.h5")
)");
  EXPECT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 same.py").c_str()), 0);
}

TEST_F(WeighCommand, GivesTheSameForAnyNumberOfThreads) {
  const Said one = run("-o one.h5 --threads 1");
  const Said two = run("-o two.h5 --threads 2");
  ASSERT_EQ(one.code, 0);
  EXPECT_EQ(one.out.substr(0, one.out.find("result:")), two.out.substr(0, two.out.find("result:")));
}

TEST_F(WeighCommand, TellsWhatIsWrongAndWhere) {
  const auto told = [](const Said& said, const std::string& what) {
    EXPECT_EQ(said.code, 65);
    EXPECT_THAT(said.err, AllOf(HasSubstr("weighed.yaml:"), HasSubstr(what)));
  };
  told(run_changed("9 mmHg", "9 kg"), "mmHg");
  told(run_changed("map@0h, arm", "map@5min, arm"), "map@0h");
  told(run_changed("arm: nothing", "arm: nobody"), "nothing");
  told(run_changed("effects.phenylephrine", "effects.phenylephrin"), "in explanation inert");
  told(run_changed("statistic: gap", "statistic: median"), "gap");
  told(run_changed("trials: 6", "trails: 6"), "trials");
  told(run_changed("published:", "readings: {salt: {times: {map@5min: 2}}}\npublished:"), "map@0h");
  EXPECT_FALSE(fs::exists(folder_ / "no.h5"));
}

}  // namespace
}  // namespace pressor::testing
