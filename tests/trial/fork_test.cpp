#include "pressor/trial/fork.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/scenario/load_study.h"
#include "recorder.h"

/// One patient of a trial, branched: the past is one, and a branch that changes nothing changes
/// nothing.
namespace pressor {
namespace {

constexpr std::size_t fork_at = 97;  ///< min: beside every check of the titration

Study adress(std::vector<std::string> changes) {
  const std::vector<std::string> smaller{"horizon=6 h",
                                         "endpoints=",
                                         "observed=",
                                         "mortality=true",
                                         "follow_up=",
                                         "design.enrol=8",
                                         "design.replicates=2",
                                         "output.trajectories=all",
                                         "protocol.challenge.at=[0 h, 3 h]",
                                         "design.arms[dexmedetomidine].give=[{drug: "
                                         "dexmedetomidine, infusion: 1 ug/kg/h, from: 65 min}]"};
  changes.insert(changes.begin(), smaller.begin(), smaller.end());
  const Library library({std::filesystem::path(PRESSOR_SOURCE_DIR) / "models"});
  return load_study(read_document(PRESSOR_SOURCE_DIR "/scenarios/adress.yaml"), library,
                    {changes, true})
      .study;
}

Study forked(const std::string& branches, std::vector<std::string> changes = {}) {
  changes.push_back(
      "fork={patient: 5, replicate: 1, arm: dexmedetomidine, at: 97 min, branches: [" + branches +
      "]}");
  return adress(changes);
}

/// Bits of all variables in rows [from, to).
std::string bits(const Recorder& recorder, const PatientRecord& record, std::size_t from,
                 std::size_t to) {
  std::string made;
  for (std::size_t v = 0; v < recorder.header_.variables.size(); ++v) {
    const float* row = record.run.values.data() + v * record.run.rows;
    made.append(reinterpret_cast<const char*>(row + from), (to - from) * sizeof(float));
  }
  return made;
}

double value_at(const Recorder& recorder, const PatientRecord& record, const std::string& name,
                std::size_t row) {
  const auto& variables = recorder.header_.variables;
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const Variable& v) { return v.name == name; });
  const auto v = static_cast<std::size_t>(found - variables.begin());
  return record.run.values[v * record.run.rows + row];
}

TEST(Fork, ABranchThatChangesNothingIsTheCourseOfTheTrialToTheLastBit) {
  const Recorder fork = run_recorded(
      forked("{name: same, give: [{drug: dexmedetomidine, infusion: 1 ug/kg/h, from: 65 min}]}"));
  ASSERT_EQ(fork.records.size(), 2U);
  const std::size_t rows = fork.records[0].run.rows;
  EXPECT_EQ(bits(fork, fork.records[0], 0, rows), bits(fork, fork.records[1], 0, rows));
  const Recorder trial = run_recorded(adress({"design.twins=true"}));
  const auto own = std::find_if(
      trial.records.begin(), trial.records.end(),
      [](const PatientRecord& r) { return r.replicate == 1 && r.patient == 5 && r.arm == 1; });
  ASSERT_NE(own, trial.records.end());
  EXPECT_EQ(bits(fork, fork.records[0], 0, rows), bits(trial, *own, 0, rows));
  EXPECT_EQ(fork.records[0].columns, own->columns);
  EXPECT_EQ(fork.records[0].death_time, own->death_time);
}

TEST(Fork, UntilThenAllBranchesAreTheSameToTheLastBitAndThenTheyPart) {
  const Recorder fork = run_recorded(
      forked("{name: stopped, stop: dexmedetomidine}, "
             "{name: less, give: [{drug: dexmedetomidine, infusion: 0.2 ug/kg/h}]}, "
             "{name: pushed, add: [{drug: phenylephrine, bolus: 200 ug, at: 97 min}]}, "
             "{name: bled, bleed: [{volume: 500 mL, from: 97 min, over: 10 min}]}, "
             "{name: untitrated, titration: none}, "
             "{name: slower, titration: {base: nurse_65, every: 15 min}}, "
             "{name: unchallenged, challenge: none}"));
  const std::string past = bits(fork, fork.records[0], 0, fork_at);
  for (const PatientRecord& record : fork.records) {
    EXPECT_EQ(bits(fork, record, 0, fork_at), past) << record.arm;
    if (record.arm == 0) continue;
    const std::size_t rows = record.run.rows;
    EXPECT_NE(bits(fork, record, fork_at, rows), bits(fork, fork.records[0], fork_at, rows))
        << record.arm;
  }
  const auto seen = [&](std::size_t arm, const char* name, std::size_t row) {
    return value_at(fork, fork.records[arm], name, row);
  };
  EXPECT_GT(seen(0, "DEX_DOSE", fork_at), 0.9);
  EXPECT_EQ(seen(1, "DEX_DOSE", fork_at), 0.0);
  EXPECT_NEAR(seen(2, "DEX_DOSE", fork_at), 0.2, 1e-6);
  EXPECT_GT(seen(3, "PE_CONC", fork_at + 2), seen(0, "PE_CONC", fork_at + 2) + 0.5);
  EXPECT_LT(seen(4, "MAP", fork_at + 10), seen(0, "MAP", fork_at + 10) - 1.0);
  EXPECT_EQ(seen(5, "NE_DOSE", 300), seen(5, "NE_DOSE", fork_at));
}

TEST(Fork, FindsTheArmThatThePatientWasRandomizedTo) {
  const Recorder trial = run_recorded(adress({}));
  for (const std::uint32_t patient : {0U, 3U, 6U}) {
    const Study study = adress({"fork={patient: " + std::to_string(patient) +
                                ", at: 2 h, branches: [{name: off, titration: none}]}"});
    EXPECT_EQ(study.fork->arm, trial.records[patient].arm == 0 ? "placebo" : "dexmedetomidine");
  }
}

TEST(Fork, OrdersThatStandInBothAreLeftAlone) {
  Orders before;
  before.drugs = {{.drug = 0, .from = 10.0, .until = 300.0}, {.drug = 1, .from = 150.0}};
  before.challenges.emplace_back();
  before.challenges[0].at = {0.0, 200.0};
  Orders after = before;
  after.drugs[1].from = 160.0;
  after.drugs.push_back({.drug = 2, .from = 0.0, .until = 90.0});
  after.challenges[0].at = {0.0, 250.0};
  const Orders made = forked_orders(before, after, 100.0);
  ASSERT_EQ(made.drugs.size(), 2U);  // what had not begun is gone, what would be over never comes
  EXPECT_EQ(made.drugs[0].until, 300.0);
  EXPECT_EQ(made.drugs[1].from, 160.0);
  ASSERT_EQ(made.challenges.size(), 2U);
  EXPECT_EQ(made.challenges[0].at, std::vector<double>{0.0});
  EXPECT_EQ(made.challenges[1].at, std::vector<double>{250.0});
}

TEST(Fork, SaysWhatCannotChangeOnTheWay) {
  const auto told = [](const std::string& branches, const std::string& what,
                       std::vector<std::string> changes = {}) {
    try {
      (void)forked(branches, std::move(changes));
      FAIL() << what;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
    }
  };
  told("{name: a, rescue: none}", "rescues cannot change");
  told("{name: a, add: [{drug: phenylephrine, bolus: 100 ug, at: 5 min}]}", "before the fork");
  told("{name: a, stop: dexmedetomidin}", "dexmedetomidine");
  told("{name: a}, {name: a}", "names that differ");
  told("{name: a, titraton: none}", "titration");
  told("", "0 branches");
  told("{name: a, titration: none}", "engine: ensemble", {"engine=reference"});
}

}  // namespace
}  // namespace pressor
