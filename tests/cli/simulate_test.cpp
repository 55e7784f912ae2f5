#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "command.h"
#include "pressor/scenario/csv.h"

namespace pressor::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string tablets = shipped("models/kinetics/tablets.yaml").string();
const std::string tablets_data = shipped("models/kinetics/tablets.csv").string();

std::vector<double> column(const std::string& table, const std::string& name) {
  const Csv csv = parse_csv(table, "out.csv");
  std::vector<double> values;
  for (const auto& row : csv.rows) values.push_back(std::stod(row[csv.find(name)].text));
  return values;
}

TEST(Simulate, GivesTheRowsBackWithPredictions) {
  const Said said = pressor("simulate " + tablets + " " + tablets_data);
  ASSERT_EQ(said.code, 0) << said.err;
  const Csv before = read_csv(tablets_data);
  const Csv after = parse_csv(said.out, "out.csv");
  ASSERT_EQ(after.rows.size(), before.rows.size());
  ASSERT_EQ(after.names.size(), before.names.size() + 1);
  EXPECT_EQ(after.names.back(), "IPRED");
  for (std::size_t r = 0; r < before.rows.size(); ++r) {
    for (std::size_t c = 0; c < before.names.size(); ++c) {
      EXPECT_EQ(after.rows[r][c].text, before.rows[r][c].text);
    }
  }
}

TEST(Simulate, AgreesWithItsIntegrator) {
  const std::string command = "simulate " + tablets + " " + tablets_data;
  const auto exact = column(pressor(command).out, "IPRED");
  const auto reference = column(pressor(command + " --engine reference").out, "IPRED");
  ASSERT_EQ(exact.size(), reference.size());
  for (std::size_t i = 0; i < exact.size(); ++i) {
    EXPECT_NEAR(reference[i], exact[i], 1e-8 * exact[i]) << i;
  }
}

TEST(Simulate, ShowsABolusInItsOwnRow) {
  const auto folder = fresh_folder();
  write_file(
      folder / "m.yaml",
      "schema: pressor-kinetics/1\nname: m\ntitle: M\ncompartments: 1\nV: 10 L\nCL: 5 L/h\n");
  write_file(folder / "d.csv", "ID,TIME,AMT\n1,0,100\n1,2,0\n");
  const std::string units = " --unit TIME=h --unit AMT=mg --unit DV=mg/L";
  const Said said = pressor("simulate m.yaml d.csv" + units, folder);
  ASSERT_EQ(said.code, 0) << said.err;
  const auto found = column(said.out, "IPRED");
  EXPECT_NEAR(found[0], 10.0, 1e-9);
  EXPECT_NEAR(found[1], 10.0 * std::exp(-1.0), 1e-9);

  EXPECT_EQ(pressor("simulate m.yaml d.csv -o out.csv" + units, folder).code, 0);
  EXPECT_EQ(read_file(folder / "out.csv"), said.out);
  const Said again = pressor("simulate m.yaml d.csv -o out.csv" + units, folder);
  EXPECT_EQ(again.code, 74);
  EXPECT_THAT(again.err, HasSubstr("--force"));
}

TEST(Simulate, TakesADrugByItsName) {
  const auto folder = fresh_folder();
  write_file(folder / "d.csv", "ID,TIME,AMT,RATE,WT,SITE\n1,0,100,1,70,a\n1,50,0,0,.,a\n");
  const std::string command =
      "simulate dexmedetomidine d.csv --unit TIME=min --unit AMT=ug "
      "--unit DV=ng/mL --unit WT=kg";
  const Said said = pressor(command + " --ignore SITE --kinetics hannivoort", folder);
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, StartsWith("ID,TIME,AMT,RATE,WT,SITE,IPRED,CE_vessel,CE_central\n"));
  EXPECT_THAT(pressor(command, folder).err, HasSubstr("d.csv:1:21: error: unknown column `SITE`"));
  EXPECT_THAT(pressor("simulate dexmedetomidin d.csv", folder).err,
              HasSubstr("did you mean \"dexmedetomidine\""));
}

TEST(Simulate, RefusesBadDataAndWritesNothing) {
  const auto folder = fresh_folder();
  write_file(folder / "d.csv", "ID,TIME,AMT,WT\n1,0,100,70\n1,2,zero,70\n");
  const Said said = pressor("simulate " + tablets + " d.csv -o out.csv", folder);
  EXPECT_EQ(said.code, 65);
  EXPECT_THAT(said.err, HasSubstr("d.csv:3:5: error: AMT: `zero` is no number; expected a number"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
  EXPECT_EQ(pressor("simulate " + tablets + " nowhere.csv", folder).code, 66);
  write_file(folder / "again.csv", "ID,TIME,AMT,WT,IPRED\n1,0,100,70,5\n");
  EXPECT_EQ(pressor("simulate " + tablets + " again.csv", folder).code, 65);
  EXPECT_THAT(pressor("simulate " + tablets + " again.csv --ignore IPRED", folder).err,
              HasSubstr("again.csv:1:16: error: a column IPRED"));
}

}  // namespace
}  // namespace pressor::testing
