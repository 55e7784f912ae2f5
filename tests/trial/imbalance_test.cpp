#include "pressor/trial/imbalance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "people.h"
#include "pressor/core/errors.h"
#include "recorder.h"

namespace pressor {
namespace {

constexpr std::size_t norepinephrine = 0;
constexpr std::size_t phenylephrine = 1;
constexpr std::size_t dexmedetomidine = 2;

/// Sixteen patients an arm, a short ladder at 0 h, dexmedetomidine in one arm from 30 min on.
Study with_gap(double gap, double within) {
  Study study;
  study.seed = 5;
  study.horizon = 90.0;
  study.follow_up = 90.0;
  study.cast = septic_cast();
  study.cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.25}, ""}};
  study.engine = EngineKind::ensemble;
  study.tolerance = 1.0e-4;
  study.patients = 32;
  study.replicates = 4;
  Orders orders;
  Challenge challenge;
  challenge.drug = phenylephrine;
  challenge.at = {0.0};
  challenge.ladder = {{1.0, true}, {4.0, true}};
  challenge.wash_out = 10.0;
  orders.challenges = {challenge};
  Titration nurse;
  nurse.drug = norepinephrine;
  TitrationStep up;
  up.when = {Relation::less, 65.0};
  up.factor = 1.1;
  nurse.steps = {up};
  nurse.cuff_noise = 2.0;
  nurse.largest = {3.0, true};
  orders.titrations = {nurse};
  study.common = orders;
  study.arms = {{"placebo", orders, 1.0}, {"dexmedetomidine", orders, 1.0}};
  DrugOrder dex;
  dex.drug = dexmedetomidine;
  dex.dose = {1.0 / 60.0, true};
  dex.from = 30.0;
  study.arms[1].orders.drugs = {dex};
  study.loss.missed_measurement = 0.05;
  Endpoint ratio;
  ratio.name = "pe_ratio";
  ratio.measure = {MeasureKind::challenge_ratio, "", {}, Measure::from_rows, ""};
  ratio.at = {0.0};
  Endpoint rate = ratio;
  rate.name = "rate";
  rate.measure = {MeasureKind::value_at, "HR", {}, Measure::from_rows, ""};
  rate.at = {0.0, 90.0};
  study.endpoints = {ratio, rate};
  study.imbalance = ImposedImbalance{"pe_ratio@0h", gap, within};
  return study;
}

double gap_of(const TrialTables& trial, std::size_t column, std::size_t replicate) {
  const auto& arms = trial.arms[column][replicate];
  return arms[1].mean - arms[0].mean;
}

TEST(Imbalance, TheWantedGapIsMetInEveryReplicate) {
  const Recorder r = run_recorded(with_gap(-0.10, 0.01));
  ASSERT_EQ(r.totals.imbalance.gap.size(), 4U);
  for (std::size_t replicate = 0; replicate < 4; ++replicate) {
    EXPECT_NEAR(gap_of(r.totals.trial, 0, replicate), -0.10, 0.01);
    EXPECT_NEAR(gap_of(r.totals.trial, 0, replicate), r.totals.imbalance.gap[replicate], 1e-12);
  }
}

TEST(Imbalance, PeopleStayWhoTheyAreAndOnlyChangeTheirArm) {
  Study study = with_gap(-0.10, 0.01);
  study.twins = true;  // everybody in both arms: rows can be compared one by one
  const Recorder imposed = run_recorded(study);
  study.imbalance.reset();
  const Recorder by_chance = run_recorded(study);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < imposed.records.size(); ++i) {
    const PatientRecord& a = imposed.records[i];
    const PatientRecord& b = by_chance.records[i];
    EXPECT_EQ(a.columns, b.columns);
    EXPECT_EQ(a.centre, b.centre);
    EXPECT_TRUE(same_bits(a.run, b.run));
    moved += a.assigned == b.assigned ? 0U : 1U;
  }
  EXPECT_GT(moved, 0U);
  EXPECT_TRUE(by_chance.totals.imbalance.gap.empty());
}

TEST(Imbalance, TheNumberOfThreadsChangesNothing) {
  const Study study = with_gap(0.08, 0.01);
  EXPECT_EQ(run_recorded(study, 1).rows, run_recorded(study, 3).rows);
}

TEST(Imbalance, ReachesAGapWithEveryMethodOfAllocation) {
  using Method = AllocationPlan::Method;
  for (const Method method : {Method::simple, Method::stratified, Method::minimization}) {
    Study study = with_gap(0.06, 0.02);
    study.replicates = 2;
    study.allocation.method = method;
    if (method != Method::simple) study.allocation.strata = {{"woman", {}}};
    const Recorder r = run_recorded(study);
    EXPECT_NEAR(gap_of(r.totals.trial, 0, 0), 0.06, 0.02);
    EXPECT_NEAR(gap_of(r.totals.trial, 0, 1), 0.06, 0.02);
  }
}

TEST(Imbalance, AGapThatNobodyHasEndsWithWhatWasTriedAndTheNearest) {
  Study study = with_gap(5.0, 0.01);
  study.patients = 6;
  study.allocation.blocks = {2};
  study.replicates = 1;
  try {
    (void)run_recorded(study);
    FAIL();
  } catch (const ParameterError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("none of 200000 allocations of replicate 0"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the nearest is 0."));
  }
}

TEST(Imbalance, IsRefusedWhereItMakesNoSense) {
  const auto refused = [](const std::function<void(Study&)>& spoil) {
    Study study = with_gap(-0.1, 0.02);
    EXPECT_FALSE(imbalance_problem(study));
    spoil(study);
    EXPECT_TRUE(imbalance_problem(study));
  };
  refused([](Study& s) { s.imbalance->column = "rate@1.5h"; });   // nobody measures it
  refused([](Study& s) { s.imbalance->column = "rate@90min"; });  // the arms have parted by then
  refused([](Study& s) { s.arms[1].orders.drugs[0].from = 5.0; });
  refused([](Study& s) { s.arms[1].orders.titrations[0].low = 60.0; });
  refused([](Study& s) { s.arms.pop_back(); });
  refused([](Study& s) { s.imbalance->within = 0.0; });
}

}  // namespace
}  // namespace pressor
