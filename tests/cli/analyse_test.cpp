#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "command.h"

namespace pressor::testing {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string plan = shipped("tests/cli/analyse/pilot.yaml").string();
const std::string data = shipped("tests/cli/analyse/pilot.csv").string();

/// What R said of the table (pilot.R): a name and its numbers a line.
std::map<std::string, std::vector<double>> said_by_r() {
  std::map<std::string, std::vector<double>> figures;
  std::istringstream lines(read_file(shipped("tests/cli/analyse/pilot.txt")));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    for (double x = 0.0; words >> x;) figures[name].push_back(x);
  }
  return figures;
}

/// The result of a test by its title.
json result(const json& all, const std::string& title, const std::string& visit = {}) {
  for (const json& r : all["results"]) {
    if (r["title"] == title && r.value("visit", "") == visit) return r;
  }
  ADD_FAILURE() << "no " << title;
  return {};
}

void expect_near(double value, double wanted, const std::string& what) {
  EXPECT_NEAR(value, wanted, 1e-6 * std::abs(wanted)) << what;
}

void expect_all(const json& r, const std::vector<double>& wanted, const std::string& what) {
  const char* keys[] = {"estimate", "ci_low", "ci_high", "p"};
  for (std::size_t i = 0; i < 4; ++i) expect_near(r[keys[i]], wanted[i], what + " " + keys[i]);
}

TEST(Analyse, SaysOfATableWhatRSays) {
  const Said said = pressor("analyse " + data + " --plan " + plan + " --json");
  ASSERT_EQ(said.code, 0) << said.err;
  const json all = json::parse(said.out);
  const auto r = said_by_r();
  expect_all(result(all, "Welch's t test"), r.at("welch"), "welch");
  const json pairs = result(all, "paired t test");
  expect_all(pairs, r.at("paired"), "paired");
  EXPECT_EQ(pairs["n_treated"].get<int>(), 14);  // of 16 two lack a half
  EXPECT_EQ(pairs["n_control"].get<int>(), 14);
  expect_all(result(all, "analysis of covariance (baseline, centre)"), r.at("ancova"), "ancova");
  expect_all(result(all, "analysis of covariance (baseline, saps2, centre)"), r.at("ancova_saps2"),
             "ancova with saps2");
  expect_near(result(all, "Wilcoxon's rank sum test")["p"], r.at("wilcoxon_p")[0], "wilcoxon");
  expect_near(result(all, "chi-square test without continuity correction")["p"], r.at("chi2_p")[0],
              "chi2");
  expect_near(result(all, "Fisher's exact test")["p"], r.at("fisher_p")[0], "fisher");
  expect_near(result(all, "log-rank test (centre)")["p"], r.at("logrank_p")[0], "logrank");
  expect_all(result(all, "Cox's proportional hazards (saps2, centre)"), r.at("cox"), "cox");
  for (std::size_t v = 0; v < 2; ++v) {
    const char* visits[] = {"pe_6h", "pe_12h"};
    expect_near(result(all, "mixed model for repeated measures (baseline)", visits[v])["estimate"],
                r.at("mmrm")[v], visits[v]);
  }
}

TEST(Analyse, CountsPatientsAndMissingValuesByArm) {
  const Said said = pressor("analyse " + data + " --plan " + plan + " --json");
  const json figures = json::parse(said.out)["figures"];
  EXPECT_EQ(figures[0]["arm"].get<std::string>(), "placebo");
  EXPECT_EQ(figures[0]["n"].get<int>() + figures[0]["missing"].get<int>(), 16);
  expect_near(figures[0]["mean"], said_by_r().at("mean_placebo")[0], "mean");
  expect_near(figures[0]["sd"], said_by_r().at("mean_placebo")[1], "sd");
}

TEST(Analyse, NamesTheTestBesideEveryP) {
  const Said said = pressor("analyse " + data + " --plan " + plan);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out,
              AllOf(HasSubstr("A made-up pilot"), HasSubstr("32 patients in 2 arms"),
                    HasSubstr("Welch's t test"), HasSubstr("Boschloo's exact test"),
                    HasSubstr("restricted mean survival time to 28"), HasSubstr("missing")));
}

class BrokenTable : public ::testing::Test {
 protected:
  Said analyse(const std::string& table, const std::string& text) const {
    write_file(folder / "t.csv", table);
    write_file(folder / "p.yaml", text);
    return pressor("analyse t.csv --plan p.yaml", folder);
  }

  std::filesystem::path folder = fresh_folder();
  std::string head = "schema: pressor-plan/1\narm: {column: arm, control: a}\nendpoints:\n";
  std::string good = head + "  - {name: x, column: x, type: continuous, compare: welch}\n";
};

TEST_F(BrokenTable, GoodOnesPass) {
  EXPECT_EQ(analyse("arm,x\na,1\na,2\nb,.\nb,3\nb,NA\nb,5\na,\n", good).code, 0);
}

TEST_F(BrokenTable, TellsPlaceAndTextOfEveryWrongCell) {
  const Said said = analyse("arm,x\na,1\na,2mg\nb,3\n,nan\n", good);
  EXPECT_EQ(said.code, 65);
  EXPECT_TRUE(said.out.empty());
  EXPECT_THAT(said.err, AllOf(HasSubstr("t.csv:3:3: error: x: `2mg`"),
                              HasSubstr("t.csv:5:2: error: x: `nan`"),
                              HasSubstr("t.csv:5:1: error: arm: no arm")));
}

TEST_F(BrokenTable, RefusesColumnsThatStandTwiceRaggedRowsAndOpenQuotes) {
  EXPECT_THAT(analyse("arm,x,x\na,1,2\n", good).err, HasSubstr("t.csv:1:7"));
  EXPECT_THAT(analyse("arm,x\na,1,2\nb\n", good).err,
              AllOf(HasSubstr("t.csv:2:1"), HasSubstr("t.csv:3:1")));
  EXPECT_THAT(analyse("arm,x\n\"a,1\n", good).err, HasSubstr("quote that is not closed"));
  EXPECT_EQ(analyse("", good).code, 65);
  EXPECT_EQ(analyse("arm,x\n", good).code, 65);
}

TEST_F(BrokenTable, SuggestsTheNearestColumnTestAndArm) {
  const std::string table = "arm,ratio\na,1\na,2\nb,3\nb,4\n";
  const auto plan_of = [&](const std::string& endpoint) { return head + "  - " + endpoint + "\n"; };
  EXPECT_THAT(
      analyse(table, plan_of("{name: x, column: ratoi, type: continuous, compare: welch}")).err,
      AllOf(HasSubstr("p.yaml:4:"), HasSubstr("did you mean \"ratio\"")));
  EXPECT_THAT(
      analyse(table, plan_of("{name: x, column: ratio, type: continuous, compare: welsh}")).err,
      HasSubstr("did you mean \"welch\""));
  EXPECT_THAT(
      analyse(table, plan_of("{name: x, column: ratio, type: continuous, compare: fisher}")).err,
      HasSubstr("no test of this type"));
  EXPECT_THAT(analyse("arm,x\nb,1\nc,2\n", good).err, HasSubstr("no patient is in the arm `a`"));
  EXPECT_THAT(
      analyse(table, plan_of("{name: x, column: ratio, tpye: continuous, compare: welch}")).err,
      HasSubstr("did you mean \"type\""));
}

TEST_F(BrokenTable, TakesOnlyZeroAndOneForAnEvent) {
  const Said said = analyse("arm,x\na,1\nb,2\n",
                            head + "  - {name: x, column: x, type: binary, compare: fisher}\n");
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, HasSubstr("t.csv:3:3: error: x: `2`; expected 0, 1"));
}

TEST_F(BrokenTable, RefusesAdjustmentThatIsNotThere) {
  const std::string table = "arm,x\na,1\na,2\nb,3\nb,4\n";
  for (const char* test : {"ancova", "ancova(baseline)", "welch(baseline)", "ancova(y)"}) {
    EXPECT_EQ(analyse(table, head + "  - {name: x, column: x, type: continuous, compare: \"" +
                                 test + "\"}\n")
                  .code,
              65)
        << test;
  }
}

TEST_F(BrokenTable, TakesOneRowOfAPairInEachArm) {
  const std::string paired =
      head + "  - {name: x, column: x, type: continuous, pair: who, compare: paired}\n";
  const Said good_pairs = analyse("arm,who,x\na,1,1\nb,1,2\na,2,2\nb,2,4\nb,3,9\n", paired);
  EXPECT_EQ(good_pairs.code, 0) << good_pairs.err;
  EXPECT_THAT(good_pairs.out, HasSubstr("2 v 2"));
  const Said twice = analyse("arm,who,x\na,1,1\na,1,2\nb,1,4\nb,.,4\n", paired);
  EXPECT_EQ(twice.code, 65);
  EXPECT_THAT(twice.err, AllOf(HasSubstr("t.csv:3:3: error: who: a second row of `1` in its arm"),
                               HasSubstr("t.csv:5:3: error: who: no pair")));
  const Said none = analyse("arm,x\na,1\na,2\nb,3\nb,4\n",
                            head + "  - {name: x, column: x, type: continuous, compare: paired}\n");
  EXPECT_THAT(none.err, HasSubstr("nothing says which rows are pairs"));
}

TEST_F(BrokenTable, EndsWithSixtySixWhenAFileIsNotThere) {
  EXPECT_EQ(pressor("analyse none.csv --plan none.yaml", folder).code, 66);
  EXPECT_EQ(pressor("analyse none.csv", folder).code, 2);
}

}  // namespace
}  // namespace pressor::testing
