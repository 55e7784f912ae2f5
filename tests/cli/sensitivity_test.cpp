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

const std::string varied_patient = R"(schema: pressor/1
name: varied
title: A patient who is varied
horizon: 10 min
patient: {body: septic}
protocol: {give: [{drug: phenylephrine, infusion: 1 ug/kg/min}]}
endpoints: [{name: rise, measure: change(MAP), at: 10 min}]
sweep:
  axes:
    dose: {path: "protocol.give[0].infusion", from: 0.2 ug/kg/min, to: 4 ug/kg/min}
    hematocrit: {path: patient.haematocrit, from: 0.25, to: 0.35}
)";

class Sensitivity : public ::testing::Test {
 protected:
  Sensitivity() : folder_(fresh_folder()) { write_file(folder_ / "varied.yaml", varied_patient); }
  Said run(const std::string& arguments) const {
    return pressor(
        "sensitivity varied.yaml --models '" + shipped("models").string() + "' " + arguments,
        folder_);
  }
  fs::path folder_;
};

TEST_F(Sensitivity, FindsTheDoseThatMattersByEveryMethod) {
  for (const std::string method : {"sobol", "morris", "prcc"}) {
    const Said said = run("-o out.h5 --force --points 16 --method " + method);
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, AllOf(HasSubstr("rise@10min  dose"), HasSubstr("hematocrit")));
    EXPECT_THAT(pressor("check out.h5", folder_).out, HasSubstr("verified"));
  }
}

TEST_F(Sensitivity, WritesWhatItFoundBesideThePoints) {
  ASSERT_EQ(run("-o out.h5 --points 64").code, 0);
  write_file(folder_ / "open.py", R"(import xarray
s = xarray.open_dataset("out.h5", group="sensitivity")
dose = s.sel(axis="dose").squeeze()
assert dose["first"] > 0.9, dose["first"]
assert dose["total.low"] <= dose["total"] <= dose["total.high"]
assert s["output"].attrs["method"] == "sobol"
assert list(s["points"].values) == [8, 16, 24, 32, 48, 64]
assert (s["total.growth"].isel(points=-1) == s["total"]).all()
assert (s["first.growth.low"] <= s["first.growth.high"]).all()
assert xarray.open_dataset("out.h5", group="sweep").sizes["point"] == 64 * 4
)");
  EXPECT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 open.py").c_str()), 0);
}

TEST_F(Sensitivity, IsReportedWithRanksAndConvergence) {
  for (const std::string method : {"sobol", "morris", "prcc"}) {
    ASSERT_EQ(run("-o out.h5 --force --points 16 --method " + method).code, 0);
    const Said said = pressor("report out.h5 --force", folder_);
    ASSERT_EQ(said.code, 0) << said.err;
    const std::string page = read_file(folder_ / "out.html");
    EXPECT_THAT(page, AllOf(HasSubstr("rise@10min depends most on dose"),
                            HasSubstr("From 12 to 16 base points"),
                            HasSubstr("0.2 µg/kg/min to 4 µg/kg/min"), HasSubstr("ranks-0")));
    EXPECT_EQ(page.find("nan"), std::string::npos);
  }
}

TEST_F(Sensitivity, GivesTheSameForAnyNumberOfThreads) {
  const Said one = run("-o one.h5 --points 8 --threads 1");
  const Said two = run("-o two.h5 --points 8 --threads 2");
  EXPECT_EQ(one.out.substr(0, one.out.find("result:")), two.out.substr(0, two.out.find("result:")));
}

TEST_F(Sensitivity, TakesTheSeedOfTheScenario) {
  const auto told = [&](const std::string& seed) {
    const Said said = run("-o out.h5 --force --points 8 " + seed);
    return said.out.substr(0, said.out.find("result:"));
  };
  EXPECT_EQ(told("--set seed=7"), told("--seed 7"));
  EXPECT_NE(told("--set seed=7"), told("--seed 8"));
}

TEST_F(Sensitivity, NeedsASweep) {
  EXPECT_EQ(run("-o out.h5 --set sweep=").code, 65);
  EXPECT_FALSE(fs::exists(folder_ / "out.h5"));
}

}  // namespace
}  // namespace pressor::testing
