#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command.h"

namespace pressor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Program, TellsWhatItIsAndThatItIsNotForPatientCare) {
  const Said said = pressor("--help");
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, AllOf(HasSubstr("not for patient care"), HasSubstr("Examples:")));
  EXPECT_THAT(pressor("--version").out, StartsWith("pressor "));
}

TEST(Program, ShowsAnExampleInTheHelpOfEveryCommand) {
  for (const char* command : {"run", "check", "report", "bench", "list", "describe", "design",
                              "analyse", "schema", "verify", "fit", "simulate", "export"}) {
    const Said said = pressor(std::string(command) + " --help");
    EXPECT_EQ(said.code, 0) << command;
    EXPECT_THAT(said.out, HasSubstr(std::string("  pressor ") + command)) << command;
  }
}

TEST(Program, EndsWrongUsageWithTwo) {
  for (const char* line :
       {"", "fly", "run", "run x.yaml", "list pumps", "run x.yaml -o y --seed x", "describe drug",
        "run x.yaml -o y --engine warp", "run x.yaml -o y --seed -1"}) {
    EXPECT_EQ(pressor(line).code, 2) << line;
  }
}

TEST(Program, NamesTheCommandThatWasProbablyMeant) {
  EXPECT_THAT(pressor("rnu x.yaml -o y").err, HasSubstr("no command `rnu`"));
  EXPECT_THAT(pressor("rnu x.yaml -o y").err, HasSubstr("did you mean \"run\"?"));
  EXPECT_THAT(pressor("--hlep").err, HasSubstr("did you mean \"--help\"?"));
}

TEST(Program, RefusesAFolderOfModelsThatIsNotThere) {
  EXPECT_EQ(pressor("list drugs --models /no/such/folder").code, 66);
  const std::string scenario = shipped("scenarios/norepinephrine_start.yaml").string();
  const Said said = pressor("check " + scenario + " --models /no/such/folder");
  EXPECT_EQ(said.code, 66);
  EXPECT_THAT(said.err, HasSubstr("/no/such/folder"));
}

TEST(List, NamesEveryShippedDrugWithItsTitle) {
  const Said said = pressor("list drugs", shipped("."));
  EXPECT_EQ(said.code, 0);
  for (const char* drug :
       {"dexmedetomidine", "norepinephrine", "phenylephrine", "propofol", "vasopressin"}) {
    EXPECT_THAT(said.out, HasSubstr(drug));
  }
}

TEST(List, FindsSomethingOfEveryKind) {
  for (const char* kind :
       {"drugs", "bodies", "populations", "protocols", "hypotheses", "scenarios"}) {
    const Said said = pressor(std::string("list ") + kind, shipped("."));
    EXPECT_EQ(said.code, 0) << kind;
    EXPECT_FALSE(said.out.empty()) << kind;
  }
}

TEST(Describe, TellsValueUnitSourceAndGradeOfADrug) {
  const Said said = pressor("describe drug dexmedetomidine", shipped("."));
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, AllOf(HasSubstr("CL"), HasSubstr("L/min"), HasSubstr("Smuszkiewicz"),
                              HasSubstr("alpha2B")));
}

TEST(Describe, SuggestsTheNearestName) {
  const Said said = pressor("describe drug norepinefrine", shipped("."));
  EXPECT_EQ(said.code, 66);
  EXPECT_THAT(said.err, HasSubstr("norepinephrine"));
}

TEST(Schema, IsAnObjectOfJsonSchema) {
  const Said said = pressor("schema");
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, AllOf(StartsWith("{"), HasSubstr("$schema"), HasSubstr("endpoints")));
}

TEST(Check, PassesEveryShippedScenarioAndTellsItsCost) {
  for (const auto& entry : std::filesystem::directory_iterator(shipped("scenarios"))) {
    if (entry.path().extension() != ".yaml") continue;
    const Said said = pressor("check " + entry.path().string());
    EXPECT_EQ(said.code, 0) << entry.path() << said.err;
    EXPECT_THAT(said.out, HasSubstr("patient-days")) << entry.path();
  }
}

TEST(Check, CountsOnePatientAsOne) {
  const Said said = pressor("check " + shipped("scenarios/norepinephrine_start.yaml").string());
  EXPECT_THAT(said.out, AllOf(HasSubstr("1 patient simulated for"), HasSubstr("1 replicate,")));
}

TEST(Bench, TellsSpeedAndErrorOfBothEngines) {
  const Said said = pressor("bench --people 8 --checked 1 --set 'output.every=1 min'");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("patient-days/s a core"), HasSubstr("error of MAP")));
}

}  // namespace
}  // namespace pressor::testing
