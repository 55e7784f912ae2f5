#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "command.h"

namespace pressor::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string swept_study = R"(schema: pressor/1
name: swept
title: A few patients on phenylephrine
seed: 3
horizon: 20 min
population: {base: septic_shock}
protocol: {give: [{drug: phenylephrine, infusion: 0.5 ug/kg/min}]}
design: {enrol: 4}
endpoints: [{name: map, measure: at(MAP), at: [0 min, 20 min]}]
sweep:
  axes:
    dose: {path: "protocol.give[0].infusion", values: [0.5 ug/kg/min, 2 ug/kg/min, 4 ug/kg/min]}
    belief: {path: hypothesis, values: [none, harm]}
)";

class Sweep : public ::testing::Test {
 protected:
  Sweep() : folder_(fresh_folder()) { write_file(folder_ / "swept.yaml", swept_study); }
  Said run(const std::string& arguments) const {
    return pressor("run swept.yaml --models '" + shipped("models").string() + "' " + arguments,
                   folder_);
  }
  fs::path folder_;
};

TEST_F(Sweep, WritesAFileWithTheAxesAsDimensions) {
  const Said said = run("-o out.h5 --csv out.csv");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("dose"), HasSubstr("map@20min"), HasSubstr("harm")));
  EXPECT_THAT(pressor("check out.h5", folder_).out, HasSubstr("verified"));
  write_file(folder_ / "open.py", R"(import xarray
s = xarray.open_dataset("out.h5", group="sweep")
m = s["map@20min.mean"]
assert m.dims == ("dose", "belief", "arm"), m.dims
assert m.shape == (3, 2, 1)
assert s["dose"].attrs["units"] == "ug/kg/min"
line = m.sel(belief="none").squeeze().values
assert line[0] < line[1] < line[2], line
start = s["map@0h.mean"].values
assert abs(start - start[0, 0, 0]).max() < 1e-9
)");
  const int code =
      std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 open.py").c_str());
  EXPECT_EQ(code, 0);
  const std::string csv = read_file(folder_ / "out.csv");
  EXPECT_THAT(csv, HasSubstr("dose [ug/kg/min],belief,arm,endpoint"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 6 * 2);
}

TEST_F(Sweep, IsReportedWithCurves) {
  ASSERT_EQ(run("-o out.h5").code, 0);
  const Said said = pressor("report out.h5", folder_);
  ASSERT_EQ(said.code, 0) << said.err;
  const std::string page = read_file(folder_ / "out.html");
  EXPECT_THAT(page, AllOf(HasSubstr("curves-map@20min"), HasSubstr("What was varied"),
                          HasSubstr("belief harm"), HasSubstr("</html>")));
  EXPECT_EQ(pressor("report out.h5 --blinded --force", folder_).code, 65);
}

TEST_F(Sweep, GivesTheSameForAnyNumberOfThreads) {
  ASSERT_EQ(run("-o one.h5 --threads 1").code, 0);
  ASSERT_EQ(run("-o two.h5 --threads 2").code, 0);
  const auto hash = [&](const std::string& file) {
    const std::string out = pressor("check " + file, folder_).out;
    return out.substr(out.find("result hash"));
  };
  EXPECT_EQ(hash("one.h5"), hash("two.h5"));
}

TEST_F(Sweep, ChecksWithoutRunning) {
  const Said said =
      pressor("check swept.yaml --models '" + shipped("models").string() + "'", folder_);
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, AllOf(HasSubstr("grid, 6 points"), HasSubstr("patient-days in all")));
}

TEST_F(Sweep, RefusesWhatItCannotDo) {
  EXPECT_EQ(run("-o out.h5 --set sweep=").code, 0);
  EXPECT_EQ(run("-o no.h5 --set sweep= --csv no.csv").code, 65);
  EXPECT_EQ(run("-o out.h5").code, 74);  // exists already
  EXPECT_EQ(run("-o bad.h5 --set sweep.axes.dose.path=protocol.gift").code, 65);
  EXPECT_FALSE(fs::exists(folder_ / "bad.h5"));
}

}  // namespace
}  // namespace pressor::testing
