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

const std::string forked_trial = R"(schema: pressor/1
name: small
title: A few patients
seed: 11
horizon: 3 h
population: {base: septic_shock}
protocol: {titration: nurse_65}
design:
  arms: [{name: sham}, {name: treated, give: [{drug: phenylephrine, infusion: 1 ug/kg/min, from: 5 min}]}]
  enrol: 8
  replicates: 2
endpoints:
  - {name: map, measure: at(MAP), at: [3 h], compare: [welch]}
)";

class ForkCommand : public ::testing::Test {
 protected:
  ForkCommand() : folder_(fresh_folder()) { write_file(folder_ / "small.yaml", forked_trial); }
  Said run(const std::string& arguments) const {
    return pressor("run small.yaml -o out.h5 --force --models '" + shipped("models").string() +
                       "' " + arguments,
                   folder_);
  }
  fs::path folder_;
};

TEST_F(ForkCommand, FollowsOnePatientInSeveralWays) {
  const Said said =
      run("--fork patient=3,arm=treated,at=1h,stop=phenylephrine "
          "--fork 'name=more,give=phenylephrine 3 ug/kg/min' --fork titration=none");
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out,
              AllOf(HasSubstr("patient 3 of replicate 0 in arm treated"), HasSubstr("as_it_was"),
                    HasSubstr("stop_phenylephrine"), HasSubstr("more"), HasSubstr("titration_none"),
                    HasSubstr("MAP, mmHg"), HasSubstr("2 h")));
  write_file(folder_ / "open.py", R"(import h5py, numpy
t = h5py.File("out.h5")["trajectories"]
at = list(t["time"][:]).index(60)
for name in ("MAP", "NE_DOSE", "CO", "HR"):
    rows = t[name][:]
    assert rows.shape[0] == 4
    for row in rows[1:]:
        assert (row[:at] == rows[0][:at]).all(), name
assert t["PE_DOSE"][1, at] == 0 and abs(t["PE_DOSE"][2, at] - 3) < 1e-6
)");
  EXPECT_EQ(std::system(("cd '" + folder_.string() + "' && /usr/bin/python3 open.py").c_str()), 0);
  ASSERT_EQ(pressor("report out.h5 --force", folder_).code, 0);
  EXPECT_THAT(read_file(folder_ / "out.html"),
              AllOf(HasSubstr("Patient 3 of trial 0"), HasSubstr("treated as in arm treated until"),
                    HasSubstr("more against as_it_was")));
  EXPECT_EQ(pressor("check out.h5", folder_).code, 0);
}

TEST_F(ForkCommand, ShorthandAndScenarioAreOne) {
  const auto hash = [&] {
    write_file(folder_ / "hash.py", "import h5py\nprint(h5py.File('out.h5').attrs['result_hash'])");
    EXPECT_EQ(std::system(
                  ("cd '" + folder_.string() + "' && /usr/bin/python3 hash.py >hash 2>&1").c_str()),
              0);
    return read_file(folder_ / "hash");
  };
  ASSERT_EQ(run("--quiet --fork 'patient=3,at=1h,name=more,add=phenylephrine 3 ug/kg/min'").code,
            0);
  const std::string by_flag = hash();
  write_file(folder_ / "small.yaml", forked_trial + R"(fork:
  patient: 3
  at: 1 h
  branches:
    - {name: more, add: [{drug: phenylephrine, infusion: 3 ug/kg/min}]}
)");
  ASSERT_EQ(run("--quiet").code, 0);
  EXPECT_EQ(hash(), by_flag);
}

TEST_F(ForkCommand, TellsWhatIsWrong) {
  EXPECT_THAT(run("--fork patient=3,at=1h,stop").err, HasSubstr("key=value"));
  EXPECT_THAT(run("--fork patient=3,at=1h,add=phenylephrine").err, HasSubstr("rate"));
  EXPECT_THAT(run("--fork patient=3,at=1h,stop=propofol --fork patient=4").err,
              HasSubstr("patient is 3 and 4"));
  const Said late = run("--fork patient=3,at=9h,titration=none");
  EXPECT_EQ(late.code, 65);
  EXPECT_EQ(run("--fork patient=8,at=1h,titration=none").code, 65);
}

}  // namespace
}  // namespace pressor::testing
