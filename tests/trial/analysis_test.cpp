#include "pressor/trial/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "tables.h"

namespace pressor::trial {
namespace {

using ::testing::ElementsAre;

TEST(Tests, HaveAWordATitleAndAnEstimate) {
  for (std::size_t t = 0; t < test_count; ++t) {
    const auto test = static_cast<pressor::Test>(t);
    EXPECT_EQ(test_of(test_name(test)), test);
    EXPECT_FALSE(missing_rule(test).empty());
    EXPECT_EQ(null_value(estimate_of(test)), is_ratio(estimate_of(test)) ? 1.0 : 0.0);
  }
  PlannedTest test(pressor::Test::ancova);
  test.baseline = true;
  test.covariates = {"saps2"};
  EXPECT_EQ(test_text(test), "ancova(baseline, saps2)");
  EXPECT_EQ(test_title(test_text(test)), "analysis of covariance (baseline, saps2)");
  EXPECT_EQ(test_of(test_text(test)), pressor::Test::ancova);
  EXPECT_THROW(test_of("charm"), ParameterError);
  EXPECT_EQ(estimate_unit(pressor::Test::welch, "mmHg"), "mmHg");
  EXPECT_EQ(estimate_unit(pressor::Test::cox, "1"), "1");
  EXPECT_EQ(estimate_unit(pressor::Test::rmst, "1"), "min");
}

TEST(Tests, SuitOnlyMeasuresThatTheySaySomethingOf) {
  EXPECT_THAT(suitable_tests(MeasureKind::death),
              ElementsAre("chi2", "fisher", "boschloo", "logrank", "cox", "rmst"));
  EXPECT_THAT(suitable_tests(MeasureKind::time_to), ElementsAre("logrank", "cox", "rmst"));
  EXPECT_THAT(suitable_tests(MeasureKind::rank), ElementsAre("wilcoxon", "win_ratio"));
  EXPECT_FALSE(suits(pressor::Test::mmrm, MeasureKind::maximum));
  EXPECT_TRUE(suits(pressor::Test::mmrm, MeasureKind::challenge_ratio));
}

/// Two arms of eight patients, a value at two times; every value a formula of its place.
Study made_up(std::uint32_t replicates) {
  Study study;
  study.arms = {{"placebo", {}, 1.0}, {"drug", {}, 1.0}};
  study.arms[1].orders.drugs.emplace_back();
  study.patients = 8;
  study.replicates = replicates;
  Endpoint endpoint;
  endpoint.name = "map";
  endpoint.measure.kind = MeasureKind::value_at;
  endpoint.at = {0.0, 60.0};
  endpoint.compare = {pressor::Test::welch, pressor::Test::wilcoxon};
  study.endpoints = {endpoint};
  return study;
}

StudyHeader header(const Study& study) {
  StudyHeader made;
  made.endpoint_columns = endpoint_columns(study.endpoints, {});
  return made;
}

/// A row of patient `slot` in `arm`, assigned to slot % 2; `effect` of the drug at the second time.
PatientRecord row(std::uint32_t replicate, std::uint32_t slot, std::uint32_t arm, double effect) {
  const RandomStream random({9, replicate, slot, Stream::covariates, 0});
  PatientRecord made;
  made.replicate = replicate;
  made.patient = slot;
  made.arm = arm;
  made.assigned = slot % 2;
  const double first = 65.0 + 10.0 * random.uniform_at(0);
  const double later = first + 5.0 * random.uniform_at(1) + (arm == 1 ? effect : 0.0);
  made.endpoints = {{first, Missing::present, false, 0.0}, {later, Missing::present, false, 0.0}};
  return made;
}

template <class Effect>
TrialTables tables_of(const Study& study, const Effect& effect, unsigned threads = 1) {
  const StudyHeader of = header(study);
  TableBuilder builder(study, of, threads);
  for (std::uint32_t r = 0; r < study.replicates; ++r) {
    for (std::uint32_t slot = 0; slot < study.patients; ++slot) {
      for (std::uint32_t arm = 0; arm < 2; ++arm) {
        if (study.twins || arm == slot % 2) builder.add(row(r, slot, arm, effect(slot)));
      }
    }
  }
  return builder.finish();
}

double nothing(std::uint32_t) { return 0.0; }
double three(std::uint32_t) { return 3.0; }

TEST(Tables, NestedSizesAreTheFirstPatientsOnTheirOwn) {
  Study study = made_up(20);
  study.sizes = {4, 8};
  const TrialTables nested = tables_of(study, three);
  ASSERT_EQ(nested.sizes.size(), 2U);
  Study small = made_up(20);
  small.patients = 4;
  const TrialTables alone = tables_of(small, three);
  for (std::size_t k = 0; k < alone.comparisons.size(); ++k) {
    EXPECT_EQ(nested.sizes[0].comparisons[k].p, alone.comparisons[k].p);
    EXPECT_EQ(nested.sizes[0].comparisons[k].used, alone.comparisons[k].used);
    EXPECT_EQ(nested.sizes[0].operating[k].significant.count, alone.operating[k].significant.count);
    EXPECT_EQ(nested.sizes[1].comparisons[k].p, nested.comparisons[k].p);
  }
}

TEST(Tables, AreTheSameForAnyNumberOfThreads) {
  const Study study = made_up(700);  // more than are analysed at once
  const TrialTables one = tables_of(study, three, 1);
  const TrialTables five = tables_of(study, three, 5);
  ASSERT_EQ(one.comparisons[2].p.size(), 700U);
  for (std::size_t k = 0; k < one.comparisons.size(); ++k) {
    EXPECT_EQ(one.comparisons[k].p, five.comparisons[k].p);
    EXPECT_EQ(one.comparisons[k].estimate, five.comparisons[k].estimate);
  }
}

TEST(Tables, CountWhoIsMissingByReason) {
  const Study study = made_up(1);
  const StudyHeader of = header(study);
  TableBuilder builder(study, of, 1);
  for (std::uint32_t slot = 0; slot < 8; ++slot) {
    PatientRecord record = row(0, slot, slot % 2, 0.0);
    if (slot < 3) record.endpoints[1].missing = Missing::died;
    if (slot == 4) record.endpoints[1].missing = Missing::withdrawn;
    builder.add(record);
  }
  const TrialTables tables = builder.finish();
  const ArmSummary& placebo = tables.arms[1][0][0];  // slots 0, 2, 4, 6
  EXPECT_EQ(placebo.n, 1U);
  EXPECT_EQ(placebo.missing[static_cast<std::size_t>(Missing::died)], 2U);
  EXPECT_EQ(placebo.missing[static_cast<std::size_t>(Missing::withdrawn)], 1U);
  EXPECT_EQ(tables.comparisons[2].used_control[0], 1U);
  EXPECT_EQ(tables.comparisons[2].used[0], 3U);
}

TEST(Twins, WithoutAnEffectHaveExactlyNoneAndTheNullHypothesisIsTrue) {
  Study study = made_up(10);
  study.twins = true;
  const TrialTables tables = tables_of(study, nothing);
  ASSERT_EQ(tables.twins.size(), 2U);
  EXPECT_EQ(tables.twins[1].all_pairs, 80U);
  EXPECT_EQ(tables.twins[1].all_mean, 0.0);
  EXPECT_EQ(tables.twins[1].all_sd, 0.0);
  EXPECT_EQ(tables.twins[1].all_responders.count, 0U);
  EXPECT_TRUE(tables.operating[2].null_is_true);
  EXPECT_EQ(tables.operating[2].truth, 0.0);
  EXPECT_TRUE(std::isnan(tables.operating[2].type_m));
}

TEST(Twins, SayTheMeanEffectItsSpreadAndWhoResponds) {
  Study study = made_up(10);
  study.twins = true;
  study.endpoints[0].responder = Comparison{Relation::greater_equal, 6.0};
  // 0, 1 ... 7 mmHg: mean 3.5, and two of eight respond
  const TrialTables tables =
      tables_of(study, [](std::uint32_t slot) { return static_cast<double>(slot); });
  const TwinEffects& twins = tables.twins[1];
  EXPECT_NEAR(twins.all_mean, 3.5, 1e-12);
  EXPECT_NEAR(twins.all_sd, std::sqrt(10.0 * 42.0 / 79.0), 1e-12);  // 42 squares a replicate
  EXPECT_EQ(twins.all_responders.count, 20U);
  const double unpaired = twins.variance_treated[0] + twins.variance_control[0];
  EXPECT_GT(unpaired, 0.0);
  EXPECT_GT(twins.variance_ratio, 1.0);
  EXPECT_TRUE(tables.operating[2].truth_from_twins);
  EXPECT_NEAR(tables.operating[2].truth, 3.5, 1e-12);
  EXPECT_FALSE(tables.operating[2].null_is_true);
  // The trial itself counts each patient in his own arm only.
  EXPECT_EQ(tables.arms[1][0][1].n, 4U);
}

TEST(Operating, PowerIsTheShareOfSmallPAndTheTruthIsCovered) {
  Study study = made_up(400);
  const TrialTables tables = tables_of(study, three);
  const Comparisons& welch = tables.comparisons[2];
  const Operating& operating = tables.operating[2];
  std::uint64_t small = 0;
  double sum = 0.0;
  for (std::size_t r = 0; r < 400; ++r) {
    small += welch.p[r] < 0.05 ? 1U : 0U;
    sum += welch.estimate[r];
  }
  EXPECT_EQ(operating.significant.count, small);
  EXPECT_EQ(operating.significant.of, 400U);
  EXPECT_NEAR(operating.estimate_mean, sum / 400.0, 1e-10);
  EXPECT_NEAR(operating.estimate_mean, 3.0, 0.6);
  EXPECT_NEAR(operating.coverage.value, 0.95, 0.05);
  EXPECT_GT(operating.type_m, 1.0);  // what is significant exaggerates
  EXPECT_GT(operating.ci_width, 0.0);
}

TEST(Operating, ArmsThatOrderTheSameMakeItATypeIError) {
  Study study = made_up(50);
  study.arms[1].orders = {};
  const TrialTables tables = tables_of(study, nothing);
  EXPECT_TRUE(tables.operating[2].null_is_true);
  EXPECT_EQ(tables.operating[2].truth, 0.0);
}

TEST(Observed, PublishedFiguresFallWhereTheReplicatesSay) {
  Study study = made_up(200);
  ObservedResult observed;
  observed.endpoint = "map@60min";
  observed.endpoint = column_name("map", 60.0);
  observed.arms = {{"placebo", 72.0, {}}, {"drug", 70.0, {}}};
  observed.p = 0.3;
  study.observed = {observed};
  const TrialTables tables = tables_of(study, nothing);
  const std::vector<double>& estimate = tables.comparisons[2].estimate;
  ASSERT_EQ(tables.observed.size(), 5U);  // two means; by welch a difference and p; p of wilcoxon
  const ObservedPlace& difference = tables.observed[2];
  EXPECT_EQ(difference.what, ObservedPlace::What::difference);
  EXPECT_EQ(difference.observed, -2.0);
  std::uint64_t low = 0;
  std::uint64_t large = 0;
  for (const double x : estimate) {
    low += x <= -2.0 ? 1U : 0U;
    large += std::fabs(x) >= 2.0 ? 1U : 0U;
  }
  EXPECT_GT(low, 0U);
  EXPECT_EQ(difference.as_extreme.count, low);
  EXPECT_EQ(difference.as_large.count, large);
  EXPECT_NEAR(difference.percentile, static_cast<double>(low) / 200.0, 1e-12);
  const ObservedPlace& p = tables.observed[3];
  EXPECT_EQ(p.what, ObservedPlace::What::p);
  std::uint64_t small = 0;
  for (const double x : tables.comparisons[2].p) small += x <= 0.3 ? 1U : 0U;
  EXPECT_EQ(p.as_extreme.count, small);
  EXPECT_EQ(tables.observed[0].arm, 0U);
  EXPECT_EQ(tables.observed[0].observed, 72.0);
}

}  // namespace
}  // namespace pressor::trial
