#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "command.h"
#include "pressor/core/quantity.h"
#include "pressor/output/result_rows.h"
#include "pressor/scenario/csv.h"

namespace pressor::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

namespace fs = std::filesystem;

const char* const trial = R"(schema: pressor/1
name: small
title: Eight people
seed: 5
horizon: 2 h
follow_up: 28 d
population: {base: septic_shock, where: {NE_DOSE: ">= 0.25 ug/kg/min"}}
protocol: {titration: nurse_65}
design:
  arms: [{name: placebo}, {name: verum, give: [{drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 20 min, until: 95 min}]}]
  enrol: 8
  loss: {withdrawal: 0.2, non_adherence: 0.3}
endpoints:
  - {name: map, measure: at(MAP), at: [0 h, 2 h]}
  - {name: death, measure: death, at: 28 d}
output: {every: 10 min}
)";

const char* const person = R"(schema: pressor/1
name: person
title: One person on three drugs
horizon: 3 h
engine: reference
tolerance: 1.0e-9
patient: {body: septic, weight: 80 kg, NE_DOSE: 0.2 ug/kg/min}
protocol:
  titration: {base: nurse_65, from: 7 min}
  give:
    - {drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 20 min, until: 95 min}
    - {drug: dexmedetomidine, bolus: 0.5 ug/kg, over: 10 min, at: [20 min, 60 min]}
    - {drug: phenylephrine, bolus: 100 ug, at: [30 min, 33 min, 90 min]}
kinetics: {dexmedetomidine: hannivoort}
output: {every: 1 min}
)";

/// A table with its columns by name.
class Table {
 public:
  explicit Table(const fs::path& file) : csv_(read_csv(file)) {}

  [[nodiscard]] std::size_t size() const { return csv_.rows.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return csv_.names; }
  [[nodiscard]] std::string text(std::size_t row, const std::string& column) const {
    return csv_.rows.at(row).at(csv_.find(column)).text;
  }
  /// NaN where nothing stands.
  [[nodiscard]] double number(std::size_t row, const std::string& column) const {
    const Cell& cell = csv_.rows.at(row).at(csv_.find(column));
    if (cell.missing()) return std::nan("");
    if (cell.text == "inf") return INFINITY;
    return std::stod(cell.text);
  }
  [[nodiscard]] std::vector<std::string> texts(const std::string& column) const {
    std::vector<std::string> out;
    for (std::size_t r = 0; r < size(); ++r) out.push_back(text(r, column));
    return out;
  }

 private:
  Csv csv_;
};

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

class Export : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = fs::path(::testing::TempDir()) / ("pressor_export_" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    write_file(folder / "trial.yaml", trial);
    write_file(folder / "person.yaml", person);
    for (const std::string name : {"trial", "person"}) {
      const Said said = pressor("run " + name + ".yaml -o " + name + ".h5 --quiet", folder);
      ASSERT_EQ(said.code, 0) << said.err;
    }
  }

  static void TearDownTestSuite() { fs::remove_all(folder); }

  static Said write(const std::string& arguments) {
    const Said said = pressor("export " + arguments, folder);
    EXPECT_EQ(said.code, 0) << said.err;
    return said;
  }

  static fs::path folder;
};
fs::path Export::folder;

TEST_F(Export, WritesTidyTablesThatHoldEveryNumberOfTheFile) {
  write("trial.h5 -o tidy");
  const ResultRows rows(folder / "trial.h5");
  const Table patients(folder / "tidy/patients.csv");
  for (const std::string column : {"weight", "NE_DOSE", "death_time", "NE_CL"}) {
    const auto wanted = rows.numbers("/patients/" + column);
    ASSERT_EQ(patients.size(), wanted.size());
    for (std::size_t r = 0; r < wanted.size(); ++r) {
      EXPECT_TRUE(same(patients.number(r, column), wanted[r])) << column << ' ' << r;
    }
  }
  EXPECT_EQ(patients.texts("arm"), rows.texts("/patients/arm"));
  EXPECT_EQ(patients.texts("status"), rows.texts("/patients/status"));

  const Table trajectories(folder / "tidy/trajectories.csv");
  const auto map = rows.numbers("/trajectories/MAP");
  const auto time = rows.numbers("/trajectories/time");
  ASSERT_EQ(trajectories.size(), map.size());
  for (std::size_t r = 0; r < map.size(); ++r) {
    EXPECT_EQ(trajectories.number(r, "time"), time[r % time.size()]);
    const float read = std::isnan(map[r]) ? NAN : std::stof(trajectories.text(r, "MAP"));
    EXPECT_TRUE(same(static_cast<double>(read), map[r])) << r;
  }

  const Table endpoints(folder / "tidy/endpoints.csv");
  const auto two = rows.numbers("/endpoints/map@2h");
  std::size_t found = 0;
  for (std::size_t r = 0; r < endpoints.size(); ++r) {
    if (endpoints.text(r, "endpoint") != "map" || endpoints.text(r, "at") != "2h") continue;
    EXPECT_TRUE(same(endpoints.number(r, "value"), two.at(found++)));
    EXPECT_EQ(endpoints.text(r, "unit"), "mmHg");
  }
  EXPECT_EQ(found, two.size());

  const Table events(folder / "tidy/events.csv");
  EXPECT_EQ(events.size(), rows.numbers("/events/value").size());
  EXPECT_EQ(events.text(0, "unit"), "ug/min");
}

TEST_F(Export, TellsTheUnitOfEveryColumn) {
  for (const std::string format : {"tidy", "nonmem", "adam"}) {
    write("trial.h5 --format " + format + " -o units_" + format);
    const Table columns(folder / ("units_" + format) / "columns.csv");
    std::map<std::string, std::vector<std::string>> told;
    for (std::size_t r = 0; r < columns.size(); ++r) {
      told[columns.text(r, "table")].push_back(columns.text(r, "column"));
      EXPECT_FALSE(columns.text(r, "meaning").empty()) << columns.text(r, "column");
    }
    for (const auto& [table, names] : told) {
      EXPECT_EQ(names, Table(folder / ("units_" + format) / (table + ".csv")).names()) << table;
    }
  }
}

/// The concentrations of a run come out again when its doses are simulated as a data set.
void expect_simulated(const fs::path& folder, const std::string& drug, const std::string& code,
                      const std::string& kinetics) {
  const std::string out = "nonmem_" + code;
  const Said said =
      pressor("export person.h5 --format nonmem --drug " + drug + " -o " + out, folder);
  ASSERT_EQ(said.code, 0) << said.err;
  const std::size_t flags = said.out.find(" :");
  ASSERT_NE(flags, std::string::npos);
  const std::string units = said.out.substr(flags + 2, said.out.find('\n') - flags - 2);
  const Said again = pressor("simulate " + drug + " " + out + "/" + out + ".csv --kinetics " +
                                 kinetics + units + " -o " + out + "/predicted.csv",
                             folder);
  ASSERT_EQ(again.code, 0) << again.err;
  const Table table(folder / out / "predicted.csv");
  std::size_t compared = 0;
  std::size_t doses = 0;
  for (std::size_t r = 0; r < table.size(); ++r) {
    if (table.text(r, "EVID") == "1") ++doses;
    if (table.text(r, "MDV") == "1") continue;
    const double observed = table.number(r, "DV");
    EXPECT_NEAR(table.number(r, "IPRED"), observed, 2e-7 * observed) << table.text(r, "TIME");
    ++compared;
  }
  EXPECT_EQ(compared, 181u);
  EXPECT_GT(doses, 1u);
}

TEST_F(Export, GivesDosesThatSimulateToTheConcentrationsOfTheRun) {
  expect_simulated(folder, "dexmedetomidine", "DEX", "hannivoort");
  expect_simulated(folder, "norepinephrine", "NE", "severity");  // begins at steady state
  expect_simulated(folder, "phenylephrine", "PE", "front_end");
}

TEST_F(Export, WritesOneLineASubjectInAdsl) {
  write("trial.h5 --format adam -o adam");
  const ResultRows rows(folder / "trial.h5");
  const Table adsl(folder / "adam/adsl.csv");
  EXPECT_THAT(adsl.names(), IsSupersetOf({"STUDYID", "USUBJID", "ARM", "ACTARM", "AGE", "SEX",
                                          "DTHFL", "DTHDY", "EOSSTT"}));
  for (const std::string& name : adsl.names()) EXPECT_LE(name.size(), 8u) << name;
  ASSERT_EQ(adsl.size(), 8u);
  const auto ids = adsl.texts("USUBJID");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 8u);
  EXPECT_THAT(adsl.texts("STUDYID"), Each("SMALL"));
  EXPECT_EQ(adsl.texts("ARM"), rows.texts("/patients/assigned"));
  EXPECT_THAT(adsl.texts("ACTARM"), Contains("NOT TREATED"));
  const auto death = rows.numbers("/patients/death_time");
  const auto withdrawn = rows.numbers("/patients/withdrawn");
  for (std::size_t r = 0; r < 8; ++r) {
    const bool died = death[r] <= std::min(withdrawn[r], 28.0 * 1440.0);
    EXPECT_EQ(adsl.text(r, "DTHFL"), died ? "Y" : "N");
    if (died) {
      EXPECT_EQ(adsl.number(r, "DTHDY"), std::floor(death[r] / 1440.0) + 1.0);
    }
  }
}

TEST_F(Export, WritesAnalysisValuesWithTheirBaseline) {
  write("trial.h5 --format adam -o bds");
  const ResultRows rows(folder / "trial.h5");
  const Table adeff(folder / "bds/adeff.csv");
  const auto before = rows.numbers("/endpoints/map@0h");
  const auto after = rows.numbers("/endpoints/map@2h");
  std::size_t found = 0;
  for (std::size_t r = 0; r < adeff.size(); ++r) {
    if (adeff.text(r, "PARAMCD") != "MAP" || adeff.number(r, "AVISITN") != 120.0) continue;
    EXPECT_TRUE(same(adeff.number(r, "AVAL"), after[found]));
    EXPECT_TRUE(same(adeff.number(r, "BASE"), before[found]));
    EXPECT_TRUE(same(adeff.number(r, "CHG"), after[found] - before[found]));
    EXPECT_EQ(adeff.text(r, "AVALNS").empty(), !std::isnan(after[found]));
    ++found;
  }
  EXPECT_EQ(found, 8u);
  const Table adtte(folder / "bds/adtte.csv");
  ASSERT_EQ(adtte.size(), 8u);
  const auto death = rows.numbers("/patients/death_time");
  for (std::size_t r = 0; r < 8; ++r) {
    if (adtte.text(r, "CNSR") == "0") {
      EXPECT_EQ(adtte.number(r, "AVAL"), death[r] / 1440.0);
    }
  }
  const Table advs(folder / "bds/advs.csv");
  EXPECT_EQ(advs.size(), 8u * 8u * 13u);
  EXPECT_EQ(advs.text(0, "ABLFL"), "Y");
  EXPECT_THAT(advs.text(0, "PARAM"), HasSubstr("(mmHg)"));
}

TEST_F(Export, KeepsWhatIsThereUnlessForced) {
  write("trial.h5 -o kept --table patients");
  EXPECT_FALSE(fs::exists(folder / "kept/events.csv"));
  const Said again = pressor("export trial.h5 -o kept --table patients", folder);
  EXPECT_EQ(again.code, 74);
  EXPECT_THAT(again.err, HasSubstr("--force"));
  write("trial.h5 -o kept --table patients --force");
}

TEST_F(Export, WritesOneTableToAFile) {
  write("trial.h5 -o folder");
  write("trial.h5 --table endpoints -o endpoints.csv");
  EXPECT_EQ(read_file(folder / "endpoints.csv"), read_file(folder / "folder/endpoints.csv"));
  const Said several = pressor("export trial.h5 -o all.csv", folder);
  EXPECT_EQ(several.code, 65);
  EXPECT_THAT(several.err, HasSubstr("--table"));
}

TEST_F(Export, RefusesWhatItCannotWrite) {
  const Said drug = pressor("export person.h5 --format nonmem --drug esmolol -o x", folder);
  EXPECT_EQ(drug.code, 65);
  EXPECT_THAT(drug.err, AllOf(HasSubstr("no drug `esmolol`"), HasSubstr("norepinephrine")));
  EXPECT_THAT(pressor("export person.h5 --table patient -o x", folder).err,
              HasSubstr("no table `patient`"));
  EXPECT_EQ(pressor("export person.yaml -o x", folder).code, 74);
  EXPECT_EQ(pressor("export nothing.h5 -o x", folder).code, 66);
  EXPECT_EQ(pressor("export person.h5 --format csv -o x", folder).code, 2);
  EXPECT_FALSE(fs::exists(folder / "x"));
}

}  // namespace
}  // namespace pressor::testing
