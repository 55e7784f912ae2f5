#include "pressor/trial/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>

#include "people.h"
#include "pressor/core/errors.h"
#include "pressor/trial/result.h"
#include "recorder.h"

namespace pressor {
namespace {

Endpoint endpoint(std::string name, MeasureKind kind, std::string variable, std::vector<double> at,
                  std::vector<PlannedTest> tests = {}) {
  Endpoint e;
  e.name = std::move(name);
  e.measure = {kind, std::move(variable), {}, Measure::from_rows, ""};
  e.at = std::move(at);
  e.compare = std::move(tests);
  return e;
}

/// Two arms of septic patients for two hours: a titration, and in one arm dexmedetomidine.
Study small_trial() {
  Study study;
  study.seed = 42;
  study.horizon = 120.0;
  study.follow_up = 90.0 * 1440.0;
  study.cast = septic_cast({{Watched::map, 65.0, true, 0.1}});
  study.cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.25}, "NE_DOSE >= 0.25"}};
  Orders orders;
  Titration nurse;
  TitrationStep up;
  up.when = {Relation::less, 65.0};
  up.factor = 1.1;
  nurse.steps = {up};
  nurse.cuff_noise = 2.0;
  nurse.largest = {3.0, true};
  orders.titrations = {nurse};
  study.arms = {{"placebo", orders, 1.0}, {"dexmedetomidine", orders, 1.0}};
  DrugOrder dex;
  dex.drug = 2;
  dex.dose = {1.0 / 60.0, true};
  study.arms[1].orders.drugs = {dex};
  study.patients = 20;
  study.replicates = 3;
  study.centres = 3;
  study.output.every = 5.0;
  study.loss.missed_measurement = 0.1;
  study.loss.withdrawal = 0.05;
  study.loss.non_adherence = 0.1;
  study.common = orders;
  study.enrolment_rate = 0.001;
  study.endpoints = {
      endpoint("map", MeasureKind::value_at, "MAP", {60.0, 120.0}, {Test::welch}),
      endpoint("dose", MeasureKind::maximum, "NE_DOSE", {120.0}, {Test::student}),
      endpoint("death", MeasureKind::death, "", {40320.0}, {Test::chi2, Test::fisher})};
  return study;
}

Recorder run(const Study& study, unsigned threads = 2) { return run_recorded(study, threads); }

class Engines : public ::testing::TestWithParam<EngineKind> {};

TEST_P(Engines, TheNumberOfThreadsChangesNoByte) {
  Study study = small_trial();
  study.engine = GetParam();
  const Recorder one = run(study, 1);
  ASSERT_EQ(one.rows.size(), 60U);
  for (const unsigned threads : {2U, 7U}) {
    const Recorder many = run(study, threads);
    EXPECT_EQ(one.rows, many.rows) << threads;
    EXPECT_EQ(one.tables(), many.tables()) << threads;
  }
}

TEST_P(Engines, PatientSevenAloneIsPatientSevenOfMany) {
  Study study = small_trial();
  study.engine = GetParam();
  study.replicates = 1;
  study.allocation.method = AllocationPlan::Method::simple;
  study.allocation.strata = {};
  const Recorder few = [&] {
    study.patients = 8;
    return run(study, 1);
  }();
  study.patients = 60;
  const Recorder many = run(study, 2);
  EXPECT_EQ(few.rows[7], many.rows[7]);
}

INSTANTIATE_TEST_SUITE_P(Both, Engines,
                         ::testing::Values(EngineKind::reference, EngineKind::ensemble));

TEST(Study, RowsComeInOrderWithTheirSlotAndArm) {
  const Recorder r = run(small_trial());
  for (std::size_t i = 0; i < r.records.size(); ++i) {
    EXPECT_EQ(r.records[i].id, i);
    EXPECT_EQ(r.records[i].replicate, i / 20);
    EXPECT_EQ(r.records[i].patient, i % 20);
    EXPECT_EQ(r.records[i].arm, r.records[i].assigned);
    EXPECT_LT(r.records[i].centre, 3U);
  }
}

TEST(Study, TwinsAreTheSamePersonInEveryArmAndOnlyTheAssignedOneCounts) {
  Study study = small_trial();
  study.twins = true;
  study.replicates = 1;
  const Recorder r = run(study);
  ASSERT_EQ(r.records.size(), 40U);
  std::uint64_t assigned = 0;
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    EXPECT_EQ(r.records[i].columns, r.records[i + 1].columns);
    EXPECT_EQ(r.records[i].assigned, r.records[i + 1].assigned);
    EXPECT_EQ(r.records[i].arm, 0U);
    EXPECT_EQ(r.records[i + 1].arm, 1U);
    EXPECT_EQ(r.records[i].endpoints[0].missing == Missing::not_measured,
              r.records[i + 1].endpoints[0].missing == Missing::not_measured);
    assigned += static_cast<std::uint64_t>(r.records[i].assigned == 0);
  }
  EXPECT_LE(r.totals.trial.arms[3][0][0].n, assigned);
  EXPECT_LE(r.totals.trial.arms[3][0][0].n + r.totals.trial.arms[3][0][1].n, 20U);
}

TEST(Study, ADescribedPersonCountsInEveryArm) {
  Study study = small_trial();
  study.cast.population.reset();
  study.cast.where.clear();
  study.twins = true;
  study.patients = 1;
  study.replicates = 1;
  study.loss = {};
  const Recorder r = run(study);
  ASSERT_EQ(r.records.size(), 2U);
  EXPECT_EQ(r.records[1].assigned, 1U);
  EXPECT_EQ(r.totals.trial.arms[0][0][0].n, 1U);
  EXPECT_EQ(r.totals.trial.arms[0][0][1].n, 1U);
}

TEST(Study, ArmsThatDoTheSameGiveTwinsTheSameBits) {
  Study study = small_trial();
  study.twins = true;
  study.replicates = 1;
  study.arms[1].orders.drugs[0].dose.value = 0.0;
  const Recorder r = run(study);
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    const auto& a = r.records[i].run.values;
    const auto& b = r.records[i + 1].run.values;
    EXPECT_TRUE(a.size() == b.size() &&
                std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
  }
}

/// Twins whose treated half gets nothing that acts differ in nothing: course, endpoints, outcome.
void expect_identical_twins(const Recorder& r) {
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    const PatientRecord& a = r.records[i];
    const PatientRecord& b = r.records[i + 1];
    EXPECT_TRUE(same_bits(a.run, b.run));
    EXPECT_EQ(a.death_time, b.death_time);
    ASSERT_EQ(a.endpoints.size(), b.endpoints.size());
    for (std::size_t c = 0; c < a.endpoints.size(); ++c) {
      EXPECT_EQ(a.endpoints[c].missing, b.endpoints[c].missing);
      if (a.endpoints[c].missing == Missing::present) {
        EXPECT_EQ(a.endpoints[c].value, b.endpoints[c].value);
      }
    }
  }
}

TEST_P(Engines, TwinsOfADrugAtDoseZeroDifferInNothing) {
  Study study = small_trial();
  study.engine = GetParam();
  study.twins = true;
  study.replicates = 1;
  DrugOrder& dex = study.arms[1].orders.drugs[0];
  dex.dose.value = 0.0;
  dex.from = 25.0;
  dex.until = 100.0;
  expect_identical_twins(run(study));
}

TEST_P(Engines, TwinsOfADrugWithoutEffectDifferInNothingButItsDoses) {
  Study study = small_trial();
  study.engine = GetParam();
  study.twins = true;
  study.replicates = 1;
  study.cast.drugs[2].drug.actions.clear();
  study.cast.model = model_of(study.cast.drugs, study.cast.model.limits());
  const Recorder r = run(study);
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    EXPECT_EQ(r.records[i].run.status, r.records[i + 1].run.status);
    EXPECT_EQ(r.records[i + 1].run.chart.delivered[2] > 0.0, r.records[i + 1].adherent);
    if (r.records[i].endpoints[0].missing != Missing::present) continue;
    EXPECT_EQ(r.records[i].endpoints[0].value, r.records[i + 1].endpoints[0].value);
  }
}

TEST(Study, APatientWhoFailsIsARowWithItsReasonAndHisNeighboursStayAsTheyWere) {
  Study study = small_trial();
  study.replicates = 1;
  const Recorder healthy = run(study);
  Draw poison;  // an ill-formed body: a baroreceptor without a time constant
  poison.name = "poison";
  poison.distribution = Distribution::bernoulli;
  poison.centre = 0.8;
  poison.multiplies = {"sensing_time"};
  study.cast.population->draws.push_back(poison);
  const Recorder ill = run(study);
  std::uint64_t failed = 0;
  for (std::size_t i = 0; i < ill.records.size(); ++i) {
    if (ill.records[i].run.status == Status::failed) {
      ++failed;
      EXPECT_FALSE(ill.records[i].run.failure.empty());
      EXPECT_EQ(ill.records[i].endpoints[0].missing, Missing::failed);
    } else {
      EXPECT_EQ(ill.records[i].run.values.size(), healthy.records[i].run.values.size());
      EXPECT_TRUE(std::equal(ill.records[i].run.values.begin(), ill.records[i].run.values.end(),
                             healthy.records[i].run.values.begin(),
                             [](float x, float y) { return std::memcmp(&x, &y, sizeof x) == 0; }));
    }
  }
  EXPECT_GT(failed, 0U);
  EXPECT_LT(failed, ill.records.size());
  EXPECT_EQ(ill.totals.failed, failed);
}

TEST(Study, TablesAreTheMomentsOfTheRows) {
  const Recorder r = run(small_trial());
  double sum = 0.0;
  std::uint64_t n = 0;
  for (const PatientRecord& record : r.records) {
    if (record.replicate != 1 || record.arm != 1) continue;
    if (record.endpoints[1].missing != Missing::present) continue;
    sum += record.endpoints[1].value;
    ++n;
  }
  EXPECT_EQ(r.totals.trial.arms[1][1][1].n, n);
  EXPECT_NEAR(r.totals.trial.arms[1][1][1].mean, sum / static_cast<double>(n), 1e-12);
  ASSERT_EQ(r.totals.trial.comparisons.size(), 5U);
  EXPECT_EQ(r.totals.trial.comparisons[3].test, "chi2");
  EXPECT_EQ(r.totals.trial.comparisons[3].p.size(), 3U);
}

TEST(Study, SummaryQuantilesAreThoseOfTheTrajectoriesToABin) {
  Study study = small_trial();
  study.replicates = 1;
  study.patients = 60;
  const Recorder r = run(study);
  const auto& header = r.header_;
  const auto map = index_of(header.variables, "MAP");
  for (const std::size_t row : {std::size_t{0}, std::size_t{12}, header.grid - 1}) {
    std::vector<double> values;
    for (const PatientRecord& record : r.records) {
      const auto x = static_cast<double>(record.run.values[map * record.run.rows + row]);
      if (record.arm == 0 && !std::isnan(x)) values.push_back(x);
    }
    std::sort(values.begin(), values.end());
    const auto& q = r.totals.summary.series[0].quantiles[0][row];
    for (std::size_t k = 0; k < q.size(); ++k) {
      const double rank = SummaryTable::levels[k] * static_cast<double>(values.size() - 1);
      const double low = values[static_cast<std::size_t>(std::floor(rank))];
      const double high = values[static_cast<std::size_t>(std::ceil(rank))];
      EXPECT_GE(static_cast<double>(q[k]), low - 160.0 / 256.0);
      EXPECT_LE(static_cast<double>(q[k]), high + 160.0 / 256.0);
    }
  }
  EXPECT_EQ(r.totals.summary.series[0].variable, "MAP");
}

TEST(Study, OnlyTheFirstRowsKeepTheirTrajectories) {
  Study study = small_trial();
  study.output.first = 7;
  study.output.first_given = true;
  study.output.variables = {"MAP", "NE_DOSE"};
  const Recorder r = run(study);
  for (const PatientRecord& record : r.records) {
    EXPECT_EQ(record.run.values.size(), record.id < 7 ? 2 * record.run.rows : 0U);
  }
  const Recorder all = run(small_trial());
  EXPECT_EQ(r.tables(), all.tables());
}

TEST(Study, ItStopsWhenAskedAndSaysSo) {
  Recorder recorder;
  Counting progress(1);
  EXPECT_FALSE(run_study(small_trial(), 2, recorder, progress));
  EXPECT_TRUE(recorder.totals.trial.arms.empty());
  EXPECT_GT(recorder.rows.size(), 0U);
}

TEST(Study, MeasurementsAreMissedAsOftenAsAskedAndDeathNever) {
  Study study = small_trial();
  study.loss.withdrawal = 0.0;
  study.loss.missed_measurement = 0.3;
  study.replicates = 10;
  study.horizon = 5.0;
  study.endpoints = {endpoint("map", MeasureKind::value_at, "MAP", {0.0, 5.0}),
                     endpoint("death", MeasureKind::death, "", {40320.0})};
  const Recorder r = run(study);
  double missed = 0.0;
  for (const PatientRecord& record : r.records) {
    for (const std::size_t c : {0U, 1U}) {
      missed += record.endpoints[c].missing == Missing::not_measured ? 1.0 : 0.0;
    }
    EXPECT_EQ(record.endpoints[2].missing, Missing::present);
  }
  EXPECT_NEAR(missed / 400.0, 0.3, 4.0 * std::sqrt(0.3 * 0.7 / 400.0));
}

TEST(Study, WhoDoesNotAdhereGetsWhatIsCommonAndCountsInHisArm) {
  Study study = small_trial();
  study.twins = true;
  study.loss.non_adherence = 0.5;
  study.replicates = 1;
  const Recorder r = run(study);
  std::size_t without = 0;
  for (std::size_t i = 0; i < r.records.size(); i += 2) {
    const PatientRecord& placebo = r.records[i];
    const PatientRecord& treated = r.records[i + 1];
    EXPECT_EQ(placebo.adherent, treated.adherent);
    EXPECT_EQ(same_bits(placebo.run, treated.run), !treated.adherent);
    EXPECT_EQ(treated.run.chart.delivered[2] > 0.0, treated.adherent);
    without += treated.adherent ? 0U : 1U;
  }
  EXPECT_GT(without, 3U);
  EXPECT_LT(without, 17U);
  const auto& arms = r.totals.trial.arms[3][0];
  EXPECT_EQ(arms[0].n + arms[1].n, 20U);  // intention to treat: nobody is left out
}

TEST(Study, MeasurementsAreMissedMoreOftenAtHighDosesWhenTheDoseIsACause) {
  Study study = small_trial();
  study.loss = {};
  study.loss.missed_measurement = 0.3;
  study.loss.causes = {{"NE_DOSE", 1000.0, 0.5, 0.5}};
  study.replicates = 10;
  study.horizon = 5.0;
  study.endpoints = {endpoint("map", MeasureKind::value_at, "MAP", {5.0})};
  const Recorder r = run(study);
  std::array<double, 2> missed{};
  std::array<double, 2> all{};
  for (const PatientRecord& record : r.records) {
    const double given = row(record.run, r.header_.variables, "NE_DOSE", 1);
    const std::size_t high = given > 0.5 ? 1 : 0;
    all[high] += 1.0;
    missed[high] += record.endpoints[0].missing == Missing::not_measured ? 1.0 : 0.0;
  }
  EXPECT_LT(missed[0] / all[0], 0.3);
  EXPECT_GT(missed[1] / all[1], 0.5);
}

TEST(Study, AStudyThatMakesNoSenseIsRefusedBeforeAnythingRuns) {
  const auto refused = [](const std::function<void(Study&)>& spoil) {
    Study study = small_trial();
    spoil(study);
    Recorder recorder;
    Counting progress;
    EXPECT_THROW(run_study(study, 1, recorder, progress), ParameterError);
    EXPECT_TRUE(recorder.rows.empty());
  };
  refused([](Study& s) { s.endpoints[0].measure.variable = "charm"; });
  refused([](Study& s) { s.allocation.blocks = {5}; });
  refused([](Study& s) { s.follow_up = 1.0; });
  refused([](Study& s) { s.output.variables = {"charm"}; });
  refused([](Study& s) { s.loss.causes = {{"charm", 2.0, 1.0, 0.0}}; });
}

}  // namespace
}  // namespace pressor
