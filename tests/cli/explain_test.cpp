#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "command.h"

namespace pressor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string scenario(const char* name) {
  return shipped("scenarios/" + std::string(name) + ".yaml").string();
}

TEST(Explain, TellsTheShareOfEveryCause) {
  const Said said =
      pressor("explain " + scenario("norepinephrine_start") + " --from 5min --to '60 min'");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("norepinephrine at alpha1"), HasSubstr("reflex on"),
                              HasSubstr("\nall "), HasSubstr("SVR, dyn.s/cm5")));
}

TEST(Explain, ComparesTwoArmsOfAResult) {
  const auto folder = fresh_folder();
  write_file(folder / "two_arms.yaml", R"(schema: pressor/1
name: two_arms
title: Dexmedetomidine or nothing
horizon: 2 h
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: placebo}, {name: dexmedetomidine, give: [{drug: dexmedetomidine, infusion: 1 ug/kg/h}]}]
  enrol: 4
endpoints: [{name: map, measure: at(MAP), at: 2 h}]
)");
  const std::string models = " --models '" + shipped("models").string() + "'";
  ASSERT_EQ(pressor("run two_arms.yaml -o out.h5" + models, folder).code, 0);
  const Said said = pressor(
      "explain out.h5 --patient 2 --arm dexmedetomidine --against placebo --to 100min", folder);
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("dexmedetomidine at "));
}

TEST(Explain, RefusesWhatIsNotThere) {
  EXPECT_EQ(pressor("explain " + scenario("earlier") + " --arm dexmedetomidin").code, 65);
  EXPECT_EQ(pressor("explain " + scenario("earlier") + " --to 99h").code, 65);
  EXPECT_EQ(pressor("explain " + scenario("earlier") + " --from 3kg").code, 65);
  EXPECT_EQ(pressor("explain " + scenario("norepinephrine_start") + " --from 3h --to 2h").code, 65);
  EXPECT_EQ(pressor("explain " + scenario("crossover")).code, 65);
}

}  // namespace
}  // namespace pressor::testing
