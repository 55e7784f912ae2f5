#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.h"

namespace pressor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(Design, TellsSizeAndPowerOfTwoMeans) {
  const Said said = pressor("design --alpha 0.05 --power 0.8 --delta 0.19 --sd 0.25");
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, AllOf(HasSubstr("Student's t test of two means"),
                              HasSubstr("29 treated + 29 control = 58 patients")));
}

TEST(Design, TellsBoundariesByLook) {
  // rpact: getDesignGroupSequential(kMax = 3, alpha = 0.025, typeOfDesign = "asOF")
  const Said said = pressor("design --delta 0.19 --sd 0.25 --looks 3 --spending obrien_fleming");
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, AllOf(HasSubstr("3.7103"), HasSubstr("2.5114"), HasSubstr("1.9930"),
                              HasSubstr("1.0128 times"), HasSubstr("expected patients")));
}

TEST(Design, TellsThePowerOfAGivenSizeOfEveryTest) {
  for (const char* test :
       {"t --delta 0.19 --sd 0.25", "ancova --delta 0.19 --sd 0.25 --correlation 0.6",
        "proportions --p1 0.5 --p2 0.125", "logrank --hazard-ratio 0.5 --deaths 0.5",
        "wilcoxon --delta 0.19 --sd 0.25"}) {
    const Said said = pressor(std::string("design --n 32 --test ") + test);
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("16 treated + 16 control = 32 patients")) << test;
  }
}

TEST(Design, SpeaksJson) {
  const Said said = pressor(
      "design --delta 0.19 --sd 0.25 --information 0.5,1 --futility 'hsd(-2)' --harm 0.05 "
      "--harm-spending pocock --json");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("\"efficacy_z\": 2.9"), HasSubstr("\"harm_z\": -"),
                              HasSubstr("\"power\": 0.8")));
}

TEST(Design, EndsWrongUsageWithTwo) {
  for (const char* line :
       {"design", "design --delta 0.19", "design --test fly --delta 1 --sd 1",
        "design --delta 1 --sd -1", "design --delta 1 --sd 1 --p1 0.3",
        "design --delta 1 --sd 1 --spending quick", "design --delta 1 --sd 1 --spending 'hsd(x)'",
        "design --delta 1 --sd 1 --looks 0",
        "design --delta 1 --sd 1 --looks 2 --information 0.5,1",
        "design --delta 1 --sd 1 --binding", "design --delta 1 --sd 1 --harm-spending pocock",
        "design --delta 1 --sd 1 --harm 0.05 --spending classical_pocock",
        "design --delta 1 --sd 1 --fly 3", "design --delta 1 --sd 1 --alpha 5",
        "design --delta 1 --sd 1 --spending 'power(-1)'"}) {
    const Said said = pressor(line);
    EXPECT_EQ(said.code, 2) << line << said.out;
    EXPECT_FALSE(said.err.empty()) << line;
  }
}

TEST(Design, RefusesAnEffectOrLooksThatCannotBe) {
  EXPECT_EQ(pressor("design --delta 0 --sd 1").code, 65);
  EXPECT_EQ(pressor("design --delta 1 --sd 1 --information 0.5,0.4,1").code, 65);
  EXPECT_EQ(pressor("design --delta 1 --sd 1 --information 0.5,0.9").code, 65);
}

}  // namespace
}  // namespace pressor::testing
