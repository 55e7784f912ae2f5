#include "pressor/trial/crossover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "people.h"
#include "recorder.h"

namespace pressor {
namespace {

using ::testing::ElementsAre;

/// A day and a half on 1 ug/kg/h or not, in septic patients whose norepinephrine stays as it is.
Study crossover_of(double wash_out) {
  Study study;
  study.seed = 11;
  study.horizon = 24.0 * 60.0;
  study.follow_up = study.horizon;
  study.mortality = false;
  study.cast = septic_cast();
  study.patients = 8;
  study.allocation.blocks = {2};
  study.output.every = 30.0;
  study.engine = EngineKind::ensemble;
  study.tolerance = 1.0e-4;
  DrugOrder dex;
  dex.drug = 2;
  dex.dose = {1.0 / 60.0, true};
  study.arms = {{"nothing", {}, 1.0}, {"dexmedetomidine", {}, 1.0}};
  study.arms[1].orders.drugs = {dex};
  study.crossover = Crossover{{0.0, 720.0}, wash_out};
  Endpoint rate;
  rate.name = "rate";
  rate.measure = {MeasureKind::value_at, "HR", {}, Measure::from_rows, ""};
  rate.at = {60.0};
  Endpoint drug = rate;
  drug.name = "drug";
  drug.measure.variable = "DEX_CONC";
  study.endpoints = {rate, drug};
  return study;
}

TEST(Crossover, EachArmStandsOnceInEveryPlaceAndFollowsEachOtherEquallyOften) {
  for (std::uint32_t arms = 2; arms <= 6; ++arms) {
    const auto sequences = williams_sequences(arms);
    EXPECT_EQ(sequences.size(), arms % 2 == 0 ? arms : 2 * arms);
    std::vector<std::map<std::uint32_t, std::size_t>> places(arms);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> follows;
    for (const auto& sequence : sequences) {
      EXPECT_EQ(std::set<std::uint32_t>(sequence.begin(), sequence.end()).size(), arms);
      for (std::size_t p = 0; p < arms; ++p) {
        ++places[p][sequence[p]];
        if (p > 0) ++follows[{sequence[p - 1], sequence[p]}];
      }
    }
    for (const auto& place : places) {
      for (const auto& [arm, times] : place) EXPECT_EQ(times, sequences.size() / arms);
    }
    EXPECT_EQ(follows.size(), std::size_t{arms} * (arms - 1));
    for (const auto& [pair, times] : follows) EXPECT_EQ(times, arms % 2 == 0 ? 1U : 2U);
  }
}

TEST(Crossover, AnArmsOrdersAreMovedToItsPeriodAndEndWithItsTreatment) {
  Study study = crossover_of(120.0);
  EXPECT_EQ(period_span(study), 720.0);
  FluidOrder fluid;
  fluid.from = 30.0;
  study.arms[1].orders.fluids = {fluid};
  DrugOrder common;
  common.until = 5000.0;
  study.common.drugs = {common};
  const Orders second = sequence_orders(study, {0, 1});
  ASSERT_EQ(second.drugs.size(), 2U);
  EXPECT_EQ(second.drugs[0].until, 5000.0);
  EXPECT_EQ(second.drugs[1].from, 720.0);
  EXPECT_EQ(second.drugs[1].until, 720.0 + 600.0);
  EXPECT_EQ(second.fluids[0].from, 750.0);
  study.arms[1].orders.drugs[0].until = 400.0;
  EXPECT_EQ(sequence_orders(study, {1, 0}).drugs[1].until, 400.0);
}

TEST(Crossover, AChallengeIsNamedByItsTimeInThePeriodWhenEveryPeriodHasIt) {
  Study study = crossover_of(0.0);
  Challenge challenge;
  challenge.at = {0.0, 360.0, 720.0, 1000.0, 1080.0};
  study.common.challenges = {challenge};
  EXPECT_THAT(challenge_times(study), ElementsAre(0.0, 360.0));
}

TEST(Crossover, EveryPatientHasARowAPeriodAndBothArms) {
  const Study study = crossover_of(240.0);
  const Recorder r = run_recorded(study);
  ASSERT_EQ(r.records.size(), 16U);
  std::size_t treated_first = 0;
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    const PatientRecord& first = r.records[i];
    const PatientRecord& second = r.records[i + 1];
    EXPECT_EQ(first.patient, second.patient);
    EXPECT_EQ(first.period, 0U);
    EXPECT_EQ(second.period, 1U);
    EXPECT_EQ(first.arm + second.arm, 1U);
    EXPECT_EQ(first.arm, first.sequence);  // sequence 0 begins with arm 0
    EXPECT_TRUE(same_bits(first.run, second.run));
    const PatientRecord& treated = first.arm == 1 ? first : second;
    const std::size_t row = treated.period == 0 ? 2 : 26;  // an hour into the period
    const std::size_t at = index_of(r.header_.variables, "DEX_CONC") * treated.run.rows + row;
    EXPECT_EQ(treated.endpoints[1].value, static_cast<double>(treated.run.values[at]));
    EXPECT_GT(treated.endpoints[1].value, 0.2);
    treated_first += first.arm;
  }
  EXPECT_EQ(treated_first, 4U);
  EXPECT_EQ(r.totals.trial.arms[0][0][0].n, 8U);
  EXPECT_EQ(r.totals.trial.arms[0][0][1].n, 8U);
}

/// Mean concentration (ng/mL) left of the treatment an hour into the second period, in patients who
/// are treated first.
double left_over(double wash_out) {
  double sum = 0.0;
  double n = 0.0;
  for (const PatientRecord& record : run_recorded(crossover_of(wash_out)).records) {
    if (record.period == 0 || record.arm == 1) continue;
    sum += record.endpoints[1].value;
    n += 1.0;
  }
  return sum / n;
}

TEST(Crossover, WhatIsLeftOfATreatmentIsCarriedOverUnlessTheWashOutIsLong) {
  const double at_once = left_over(0.0);
  const double later = left_over(480.0);
  EXPECT_GT(at_once, 0.3);
  EXPECT_LT(later, 0.2 * at_once);
}

TEST(Crossover, ThatMakesNoSenseIsNamed) {
  const auto refused = [](const std::function<void(Study&)>& spoil) {
    Study study = crossover_of(240.0);
    EXPECT_FALSE(crossover_problem(study));
    spoil(study);
    EXPECT_TRUE(crossover_problem(study));
  };
  refused([](Study& s) { s.crossover->periods = {0.0}; });
  refused([](Study& s) { s.crossover->periods = {720.0, 0.0}; });
  refused([](Study& s) { s.crossover->wash_out = 720.0; });
  refused([](Study& s) { s.twins = true; });
  refused([](Study& s) { s.arms[1].orders.rescues.emplace_back(); });
  refused([](Study& s) { s.arms[1].orders.drugs[0].from = 500.0; });
  refused([](Study& s) { s.endpoints[0].measure.kind = MeasureKind::death; });
  refused([](Study& s) { s.endpoints[0].at = {721.0}; });
}

}  // namespace
}  // namespace pressor
