#include "pressor/scenario/load_dosing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "pressor/scenario/load_drug.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One compartment of 10 L with 5 L/h at 70 kg.
const char* const model_text = R"(schema: pressor-kinetics/1
name: one
title: One compartment
compartments: 1
CL: {value: 5 L/h, relations: [{kind: power, of: weight, reference: 70 kg, coefficient: 1}]}
V: 10 L
data: {units: {TIME: h, AMT: mg, DV: mg/L, WT: kg}}
)";

DosingData read(const std::string& table, const std::string& model = model_text) {
  const Document document = parse_document(model, "model.yaml");
  return load_dosing(load_kinetics(document), data_settings(document),
                     parse_csv(table, "data.csv"));
}

/// Predictions by row, in the unit of DV.
std::vector<double> predicted(const DosingData& data) {
  std::vector<double> found;
  for (const DosingPerson& person : data.people) {
    const auto states = follow_doses(data.model, person.records, data.rule, DosingEngine::exact);
    for (std::size_t i = 0; i < states.size(); ++i) {
      found.push_back(dosed_concentration(data.model, person.records[i].parameters, states[i],
                                          person.shown[i]) /
                      data.concentration);
    }
  }
  return found;
}

std::string complaint(const std::string& table, const std::string& model = model_text) {
  try {
    (void)read(table, model);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(LoadDosing, ReadsUnitsOfTimesAmountsAndConcentrations) {
  const auto found = predicted(read("id,time,amt,wt\n1,0,100,70\n1,2,0,70\n"));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_NEAR(found[0], 10.0, 1e-9);
  EXPECT_NEAR(found[1], 10.0 * std::exp(-1.0), 1e-9);
}

TEST(LoadDosing, TellsARateInAmountOverTime) {
  const auto found = predicted(read("ID,TIME,AMT,RATE,WT\n1,0,100,50,70\n1,2,.,.,70\n"));
  EXPECT_NEAR(found[1], 10.0 * (1.0 - std::exp(-1.0)), 1e-9);
}

TEST(LoadDosing, LetsEachPersonHaveHisOwnCovariatesAndColumns) {
  const std::string units = "{TIME: h, AMT: mg, DV: mg/L, WT: kg, V: L}";
  std::string model = model_text;
  model.replace(model.find("{TIME"), model.find("}}") - model.find("{TIME") + 1, units);
  const auto found =
      predicted(read("ID,TIME,AMT,WT,V\na,0,100,140,20\na,2,0,.,.\nb,0,100,70,5\n", model));
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_NEAR(found[0], 5.0, 1e-9);
  EXPECT_NEAR(found[1], 5.0 * std::exp(-1.0), 1e-9);
  EXPECT_NEAR(found[2], 20.0, 1e-9);
}

/// k of a weight w is w / 140 an hour: between two records by the earlier or by the later one.
TEST(LoadDosing, CarriesCovariatesForwardOrBackward) {
  const std::string table = "ID,TIME,AMT,WT\n1,0,100,70\n1,2,0,140\n1,5,0,35\n1,6,0,70\n";
  const auto forward = predicted(read(table));
  EXPECT_NEAR(forward[3], 10.0 * std::exp(-(0.5 * 2.0 + 1.0 * 3.0 + 0.25 * 1.0)), 1e-10);
  std::string model = model_text;
  model.replace(model.find("data: {"), 7, "data: {covariates: nocb, ");
  const auto backward = predicted(read(table, model));
  EXPECT_NEAR(backward[3], 10.0 * std::exp(-(1.0 * 2.0 + 0.25 * 3.0 + 0.5 * 1.0)), 1e-10);
  EXPECT_NEAR(backward[1], 10.0 * std::exp(-2.0), 1e-10);
}

TEST(LoadDosing, FillsMissingCovariatesByTheSameRule) {
  const auto gap = predicted(read("ID,TIME,AMT,WT\n1,0,100,140\n1,1,0,.\n1,3,0,70\n"));
  EXPECT_NEAR(gap[2], 10.0 * std::exp(-3.0), 1e-10);
  EXPECT_THAT(complaint("ID,TIME,AMT,WT\n1,0,100,.\n1,1,0,70\n"),
              AllOf(HasSubstr("data.csv:2:9: error: WT"), HasSubstr("in the first row")));
  std::string model = model_text;
  model.replace(model.find("data: {"), 7, "data: {covariates: nocb, ");
  EXPECT_THAT(complaint("ID,TIME,AMT,WT\n1,0,100,70\n1,1,0,.\n", model),
              AllOf(HasSubstr("data.csv:3:7: error: WT"), HasSubstr("in the last row")));
}

TEST(LoadDosing, TakesADrugFileWithItsCovariatesLagAndSites) {
  const auto document = shipped_library().find(ModelKind::drug, "norepinephrine");
  const Drug drug = load_drug(*document, shipped_library().references());
  const Document settings =
      parse_document("units: {TIME: min, AMT: ug, DV: ng/mL, WT: kg}\n", "settings");
  const Csv table = parse_csv("ID,TIME,AMT,SAPS2,WT\n1,0,10,50,70\n1,1,0,50,70\n", "data.csv");
  const DosingData data = load_dosing(dosed_drug(drug, "hybrid", ""), settings, table);
  EXPECT_THAT(data.model.drug.sites, ElementsAre("vessel"));
  EXPECT_NEAR(data.people[0].records[0].parameters.lag[0], 13.7 / 60.0, 1e-12);
  EXPECT_THAT(data.warnings, ElementsAre(HasSubstr("propofol")));
  const DrugParameters<double> expected =
      individual(drug, drug.set("hybrid", ""), {.weight = 70.0, .saps2 = 50.0}, {});
  EXPECT_DOUBLE_EQ(data.people[0].records[0].parameters.drug.clearance, expected.clearance);
  // At the first row what the body makes, before the lag has passed.
  EXPECT_NEAR(predicted(data)[0], expected.production / expected.clearance, 1e-9);
}

TEST(LoadDosing, RefusesWhatAModelNeedsAndNobodySays) {
  EXPECT_THAT(
      complaint("ID,TIME,AMT\n1,0,100\n"),
      AllOf(HasSubstr("data.csv:1:1: error: no column WEIGHT"), HasSubstr("CL follows weight")));
  std::string model = model_text;
  model.erase(model.find("V: 10 L\n"), 8);
  EXPECT_THAT(complaint("ID,TIME,AMT,WT\n1,0,100,70\n", model),
              HasSubstr("neither the model nor a column gives V1"));
}

TEST(LoadDosing, RefusesANumberWithoutUnit) {
  std::string model = model_text;
  model.replace(model.find("{TIME"), model.find("}}") - model.find("{TIME") + 1, "{AMT: mmHg}");
  const std::string said = complaint("ID,TIME,AMT,WT\n1,0,100,70\n", model);
  EXPECT_THAT(said,
              AllOf(HasSubstr("data.csv:1:4: error: no unit of TIME"),
                    HasSubstr("data.csv:1:13: error: no unit of WT"), HasSubstr("no unit of DV"),
                    HasSubstr("model.yaml:7:21: error: units.AMT: `1 mmHg` is no quantity")));
}

TEST(LoadDosing, RefusesUnknownColumnsUnlessTheyAreToBeIgnored) {
  const std::string table = "ID,TIME,AMT,WT,RAET,time\n1,0,100,70,5,0\n";
  EXPECT_THAT(complaint(table),
              AllOf(HasSubstr("data.csv:1:16: error: unknown column `RAET`"),
                    HasSubstr("did you mean \"RATE\""),
                    HasSubstr("data.csv:1:21: error: the column `TIME` stands twice")));
  std::string model = model_text;
  model.replace(model.find("data: {"), 7, "data: {ignore: [raet], ");
  EXPECT_EQ(complaint("ID,TIME,AMT,WT,RAET\n1,0,100,70,5\n", model), "nothing");
  EXPECT_THAT(complaint("ID,TIME,AMT,WT\n1,0,100,70\n", model), HasSubstr("no column `raet`"));
}

TEST(LoadDosing, TellsOfAColumnThatTheModelDoesNotUse) {
  EXPECT_THAT(read("ID,TIME,AMT,WT,AGE\n1,0,100,70,50\n").warnings,
              ElementsAre(HasSubstr("does not use the column AGE")));
  EXPECT_THAT(read("ID,TIME,AMT,WT\n1,0,100,70\n").warnings, IsEmpty());
}

struct BadRow {
  const char* row;        ///< below ID,TIME,EVID,AMT,RATE,CMT,II,ADDL,SS,MDV,DV,WT
  const char* complaint;  ///< line and column are those of the cell
};

class BadRows : public ::testing::TestWithParam<BadRow> {};

TEST_P(BadRows, AreRefusedWithTheirPlace) {
  const std::string head = "ID,TIME,EVID,AMT,RATE,CMT,II,ADDL,SS,MDV,DV,WT\n";
  const std::string good = "1,1,1,100,0,1,12,3,1,1,.,70\n";
  ASSERT_EQ(complaint(head + good), "nothing");
  EXPECT_THAT(complaint(head + good + GetParam().row + "\n"), HasSubstr(GetParam().complaint));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadRows,
    ::testing::Values(
        BadRow{"1,2x,0,.,.,.,.,.,.,0,5,70", "data.csv:3:3: error: TIME: `2x` is no number"},
        BadRow{"1,.,0,.,.,.,.,.,.,0,5,70", "data.csv:3:3: error: TIME: nothing stands here"},
        BadRow{"1,nan,0,.,.,.,.,.,.,0,5,70", "data.csv:3:3: error: TIME: `nan`"},
        BadRow{"1,0.5,0,.,.,.,.,.,.,0,5,70", "data.csv:3:3: error: TIME: `0.5` is before the row"},
        BadRow{"1,2,.,.,.,.,.,.,.,0,5,70", "data.csv:3:5: error: EVID: no EVID"},
        BadRow{"1,2,5,.,.,.,.,.,.,0,5,70", "data.csv:3:5: error: EVID: `5` is not known here"},
        BadRow{"1,2,0.5,.,.,.,.,.,.,0,5,70", "data.csv:3:5: error: EVID: `0.5`"},
        BadRow{"1,2,0,9,.,.,.,.,.,0,5,70", "data.csv:3:7: error: AMT: AMT 9 in a row with EVID 0"},
        BadRow{"1,2,2,.,9,.,.,.,.,1,.,70",
               "data.csv:3:9: error: RATE: RATE 9 in a row with EVID 2"},
        BadRow{"1,2,3,.,.,.,4,.,.,1,.,70", "data.csv:3:13: error: II: II 4 in a row with EVID 3"},
        BadRow{"1,2,0,.,.,.,.,2,.,0,5,70", "data.csv:3:15: error: ADDL: ADDL 2 in a row with"},
        BadRow{"1,2,0,.,.,.,.,.,1,0,5,70", "data.csv:3:17: error: SS: SS 1 in a row with"},
        BadRow{"1,1e9,0,.,.,.,.,.,.,0,5,70", "data.csv:3:3: error: TIME: `1e9` is no time of a"},
        BadRow{"1,2,1,1e300,.,.,.,.,.,1,.,70", "data.csv:3:7: error: AMT: `1e300` is too large"},
        BadRow{"1,2,1,1e-300,.,.,.,.,.,1,.,70", "error: AMT: `1e-300` is as good as nothing"},
        BadRow{"1,2,1,.,.,.,.,.,.,1,.,70", "data.csv:3:7: error: AMT: a dose without AMT"},
        BadRow{"1,2,1,-5,.,.,.,.,.,1,.,70", "data.csv:3:7: error: AMT: a dose below 0"},
        BadRow{"1,2,1,.,5,.,.,.,.,1,.,70", "data.csv:3:7: error: AMT: RATE without AMT"},
        BadRow{"1,2,1,10,-3,.,.,.,.,1,.,70", "data.csv:3:10: error: RATE: `-3` is no rate"},
        BadRow{"1,2,1,10,-1,.,.,.,.,1,.,70", "data.csv:3:10: error: RATE: RATE -1 and no R1"},
        BadRow{"1,2,1,10,-2,.,.,.,.,1,.,70", "data.csv:3:10: error: RATE: RATE -2 and no D1"},
        BadRow{"1,2,1,10,0,2,.,.,.,1,.,70", "data.csv:3:12: error: CMT: `2` is not known here"},
        BadRow{"1,2,1,10,0,1,.,3,.,1,.,70", "data.csv:3:16: error: ADDL: ADDL without II"},
        BadRow{"1,2,1,10,0,1,4,1.5,.,1,.,70", "data.csv:3:16: error: ADDL: `1.5` is not known"},
        BadRow{"1,2,1,10,0,1,4,-1,.,1,.,70", "data.csv:3:16: error: ADDL: `-1` is not known"},
        BadRow{"1,2,1,10,0,1,4,.,.,1,.,70", "data.csv:3:14: error: II: II without ADDL or SS"},
        BadRow{"1,2,1,10,0,1,-4,1,.,1,.,70", "data.csv:3:14: error: II: an interval below 0"},
        BadRow{"1,2,1,10,0,1,.,.,1,1,.,70", "data.csv:3:18: error: SS: SS without II"},
        BadRow{"1,2,1,10,0,1,4,.,3,1,.,70", "data.csv:3:18: error: SS: `3` is not known here"},
        BadRow{"1,2,1,.,0,1,4,.,1,1,.,70", "data.csv:3:7: error: AMT: a dose at steady state"},
        BadRow{"1,2,1,.,5,1,.,2,1,1,.,70", "error: ADDL"},
        BadRow{"1,2,1,.,-2,1,.,.,1,1,.,70", "data.csv:3:9: error: RATE: a duration of an infusion"},
        BadRow{"1,2,1,10,0.0000001,1,1,.,1,1,.,70", "error: II: doses would pile up"},
        BadRow{"1,2,1,10,0,1,.,.,.,0,.,70",
               "data.csv:3:20: error: MDV: MDV 0 in a row with EVID 1"},
        BadRow{"1,2,0,.,.,.,.,.,.,.,5,70", "data.csv:3:19: error: MDV: no MDV"},
        BadRow{"1,2,0,.,.,.,.,.,.,2,5,70", "data.csv:3:19: error: MDV: `2` is not known here"},
        BadRow{"1,2,0,.,.,.,.,.,.,0,.,70", "data.csv:3:21: error: DV: nothing stands here and MDV"},
        BadRow{"1,2,0,.,.,.,.,.,.,0,<5,70", "data.csv:3:21: error: DV: `<5` is no number"},
        BadRow{"1,2,0,.,.,.,.,.,.,0,5,7000", "data.csv:3:23: error: WT: `7000` is outside the"},
        BadRow{"1,2,0,.,.,.,.,.,.,0,5,7O", "data.csv:3:23: error: WT: `7O` is no number"},
        BadRow{".,2,0,.,.,.,.,.,.,0,5,70", "data.csv:3:1: error: ID: nothing stands here"},
        BadRow{"1,2,0,.,.,.,.,.,.,0,5", "data.csv:3:1: error: 11 cells in this row"},
        BadRow{"2,2,0,.,.,.,.,.,.,0,5,70\n1,3,0,.,.,.,.,.,.,0,5,70",
               "data.csv:4:1: error: ID: `1` comes a second time"}));

TEST(LoadDosing, LetsTimeBeginAnewWithAReset) {
  const DosingData data =
      read("ID,TIME,EVID,AMT,WT\n1,0,1,100,70\n1,5,0,.,70\n1,0,4,50,70\n1,2,0,.,70\n");
  EXPECT_NEAR(predicted(data)[3], 5.0 * std::exp(-1.0), 1e-9);
}

TEST(LoadDosing, TellsAllProblemsAtOnce) {
  const std::string said = complaint("ID,TIME,AMT,WT\n1,a,b,c\n2,0,x,70\n");
  EXPECT_THAT(said, AllOf(HasSubstr("2:3"), HasSubstr("2:5"), HasSubstr("2:7"), HasSubstr("3:5")));
}

TEST(LoadKinetics, RefusesWhatAFileCannotMean) {
  const auto said = [](const std::string& from, const std::string& to) {
    std::string text = model_text;
    text.replace(text.find(from), from.size(), to);
    try {
      (void)load_kinetics(parse_document(text, "model.yaml"));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  EXPECT_THAT(said("V: 10 L", "V: 10"), HasSubstr("model.yaml:6:4: error: V: `10` has no unit"));
  EXPECT_THAT(said("V: 10 L", "V: 10 L/h"), HasSubstr("model.yaml:6:4"));
  EXPECT_THAT(said("V: 10 L", "V: 10 L\nV1: 9 L"), HasSubstr("are the same"));
  EXPECT_THAT(said("V: 10 L", "V: 10 L\nKA: 1 /h"), HasSubstr("unknown key `KA`"));
  EXPECT_THAT(said("V: 10 L", "V: 10 L\nQ2: 1 L/h"), HasSubstr("unknown key `Q2`"));
  EXPECT_THAT(said("of: weight", "of: wieght"), HasSubstr("did you mean \"weight\""));
  EXPECT_THAT(said("compartments: 1", "compartments: 4"), HasSubstr("1 to 3"));
  EXPECT_THAT(said("pressor-kinetics/1", "pressor-drug/1"), HasSubstr("pressor-kinetics/1"));
}

}  // namespace
}  // namespace pressor
