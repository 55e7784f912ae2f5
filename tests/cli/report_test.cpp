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
using ::testing::Not;

const std::string trial = R"(schema: pressor/1
name: small
title: A few patients on norepinephrine
seed: 11
horizon: 30 min
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: sham}, {name: neosynephrine, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  allocation: {ratio: [1, 1], method: permuted_block, block: [4]}
  enrol: 8
  replicates: 5
endpoints:
  - {name: map, measure: at(MAP), at: [30 min], compare: [welch]}
)";

const std::string person = R"(schema: pressor/1
name: one
title: One patient
horizon: 30 min
patient: {body: septic}
endpoints:
  - {name: map, measure: at(MAP), at: [30 min]}
)";

class Report : public ::testing::Test {
 protected:
  Report() : folder_(fresh_folder()) {}

  void run(const std::string& scenario) const {
    write_file(folder_ / "small.yaml", scenario);
    const Said said = pressor(
        "run small.yaml -o out.h5 --force --quiet --models '" + shipped("models").string() + "'",
        folder_);
    ASSERT_EQ(said.code, 0) << said.err;
  }
  Said report(const std::string& arguments) const {
    return pressor("report " + arguments, folder_);
  }

  /// What check_report.py finds wrong with a page, or nothing.
  std::string faults(const std::string& page, const std::string& flags = {}) const {
    const std::string line = "cd '" + folder_.string() + "' && /usr/bin/python3 -B '" +
                             shipped("tests/cli/check_report.py").string() + "' " + page +
                             " out.h5 " + flags + " >said 2>&1";
    const int status = std::system(line.c_str());  // NOLINT(cert-env33-c): the shell is wanted
    return status == 0 ? std::string() : "faults: " + read_file(folder_ / "said");
  }

  fs::path folder_;
};

TEST_F(Report, LiesBesideTheResultAndIsWholeByItself) {
  run(trial);
  const Said said = report("out.h5");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(said.out, "report: out.html\n");
  EXPECT_EQ(faults("out.html"), "");
}

TEST_F(Report, DrawsSingleBeatsWhereTheStudyAskedForThem) {
  run(person + "pulsatile: {at: [0 min, 30 min]}\n");
  ASSERT_EQ(report("out.h5").code, 0);
  EXPECT_EQ(faults("out.html"), "");
  EXPECT_THAT(read_file(folder_ / "out.html"), HasSubstr("Single beats"));
  run(person);
  ASSERT_EQ(report("out.h5 --force").code, 0);
  EXPECT_THAT(read_file(folder_ / "out.html"), Not(HasSubstr("Single beats")));
}

TEST_F(Report, OfOnePersonIsWholeByItself) {
  run(person);
  ASSERT_EQ(report("out.h5 -o page.html").code, 0);
  EXPECT_EQ(faults("page.html"), "");
}

TEST_F(Report, BlindedNamesNoArm) {
  run(trial);
  ASSERT_EQ(report("out.h5 --blinded --title Interim").code, 0);
  EXPECT_EQ(faults("out.html", "--blinded"), "");
  EXPECT_THAT(read_file(folder_ / "out.html"),
              AllOf(HasSubstr("<h1>Interim</h1>"), Not(HasSubstr("phenylephrine"))));
}

TEST_F(Report, IsReplacedOnlyWithForce) {
  run(person);
  write_file(folder_ / "out.html", "precious");
  const Said said = report("out.h5");
  EXPECT_EQ(said.code, 74);
  EXPECT_THAT(said.err, HasSubstr("--force"));
  EXPECT_EQ(read_file(folder_ / "out.html"), "precious");
  EXPECT_EQ(report("out.h5 --force").code, 0);
  EXPECT_NE(read_file(folder_ / "out.html"), "precious");
}

TEST_F(Report, LeavesNothingWhereItCannotBeWritten) {
  run(person);
  EXPECT_EQ(report("out.h5 -o nowhere/out.html").code, 74);
  EXPECT_EQ(report("missing.h5").code, 66);
  EXPECT_FALSE(fs::exists(folder_ / "missing.html"));
  write_file(folder_ / "broken.h5", "no result");
  EXPECT_EQ(report("broken.h5").code, 74);
  EXPECT_FALSE(fs::exists(folder_ / "broken.html"));
  EXPECT_EQ(report("").code, 2);
}

TEST_F(Report, NeverTakesThePlaceOfItsResult) {
  run(person);
  EXPECT_EQ(report("out.h5 -o out.h5 --force").code, 2);
  EXPECT_EQ(pressor("check out.h5", folder_).code, 0);
}

}  // namespace
}  // namespace pressor::testing
