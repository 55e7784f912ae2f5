#include "pressor/output/read_trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "sample.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

/// Equal, NaN to NaN.
testing::AssertionResult same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return testing::AssertionFailure() << "sizes differ";
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i]))) {
      return testing::AssertionFailure() << i << ": " << a[i] << " is not " << b[i];
    }
  }
  return testing::AssertionSuccess();
}

void expect_same(const Share& a, const Share& b) {
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(a.of, b.of);
  EXPECT_TRUE(same({a.value, a.low, a.high}, {b.value, b.low, b.high}));
}

void expect_same(const Comparisons& a, const Comparisons& b) {
  EXPECT_EQ(a.test, b.test);
  EXPECT_EQ(a.column, b.column);
  EXPECT_EQ(a.arm, b.arm);
  EXPECT_TRUE(same(a.estimate, b.estimate));
  EXPECT_TRUE(same(a.ci_low, b.ci_low));
  EXPECT_TRUE(same(a.ci_high, b.ci_high));
  EXPECT_TRUE(same(a.p, b.p));
  EXPECT_EQ(a.used, b.used);
  EXPECT_EQ(a.used_control, b.used_control);
}

void expect_same(const Operating& a, const Operating& b) {
  EXPECT_EQ(a.replicates, b.replicates);
  expect_same(a.significant, b.significant);
  expect_same(a.coverage, b.coverage);
  EXPECT_TRUE(same({a.estimate_mean, a.estimate_sd, a.ci_width, a.truth, a.type_s, a.type_m},
                   {b.estimate_mean, b.estimate_sd, b.ci_width, b.truth, b.type_s, b.type_m}));
  EXPECT_EQ(a.truth_from_twins, b.truth_from_twins);
  EXPECT_EQ(a.null_is_true, b.null_is_true);
}

class ReadTrialTest : public ::testing::Test {
 protected:
  ReadTrialTest()
      : path_(fs::path(::testing::TempDir()) / ("trial_" + std::to_string(::getpid()) + ".h5")) {
    sample::write(path_, 64, sample::Kept::none, {}, true);
    read_ = read_trial(ResultRows(path_));
  }
  ~ReadTrialTest() override { fs::remove(path_); }

  fs::path path_;
  TrialTables written_ = sample::totals(sample::study(32, 2)).trial;
  TrialTables read_;
};

TEST_F(ReadTrialTest, GivesBackArmsAndWhatIsMissing) {
  ASSERT_EQ(read_.arms.size(), written_.arms.size());
  for (std::size_t c = 0; c < read_.arms.size(); ++c) {
    for (std::size_t r = 0; r < 2; ++r) {
      for (std::size_t a = 0; a < 2; ++a) {
        const ArmSummary& x = read_.arms[c][r][a];
        const ArmSummary& y = written_.arms[c][r][a];
        EXPECT_EQ(x.n, y.n);
        EXPECT_EQ(x.missing, y.missing);
        EXPECT_EQ(x.mean, y.mean);
        EXPECT_TRUE(y.n < 2 || x.sd == y.sd);
      }
    }
  }
}

TEST_F(ReadTrialTest, GivesBackComparisonsAndNestedSizes) {
  ASSERT_EQ(read_.comparisons.size(), 2U);
  ASSERT_EQ(read_.sizes.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    expect_same(read_.comparisons[k], written_.comparisons[k]);
    expect_same(read_.operating[k], written_.operating[k]);
    EXPECT_EQ(read_.sizes[k].patients, written_.sizes[k].patients);
    for (std::size_t s = 0; s < 2; ++s) {
      expect_same(read_.sizes[s].comparisons[k], written_.sizes[s].comparisons[k]);
      expect_same(read_.sizes[s].operating[k], written_.sizes[s].operating[k]);
    }
  }
}

TEST_F(ReadTrialTest, GivesBackTwins) {
  ASSERT_EQ(read_.twins.size(), 1U);
  const TwinEffects& x = read_.twins[0];
  const TwinEffects& y = written_.twins[0];
  EXPECT_EQ(x.column, y.column);
  EXPECT_EQ(x.arm, y.arm);
  EXPECT_EQ(x.pairs, y.pairs);
  EXPECT_EQ(x.responders, y.responders);
  EXPECT_TRUE(same(x.mean, y.mean) && same(x.sd, y.sd));
  EXPECT_TRUE(same(x.variance_treated, y.variance_treated));
  EXPECT_TRUE(same(x.variance_control, y.variance_control));
  EXPECT_EQ(x.all_pairs, y.all_pairs);
  EXPECT_TRUE(
      same({x.all_mean, x.all_sd, x.variance_ratio}, {y.all_mean, y.all_sd, y.variance_ratio}));
  expect_same(x.all_responders, y.all_responders);
}

TEST_F(ReadTrialTest, GivesBackLooksAndEnds) {
  ASSERT_TRUE(read_.stopping.has_value());
  const Stopping& x = *read_.stopping;
  const Stopping& y = *written_.stopping;
  EXPECT_EQ(x.comparison, y.comparison);
  ASSERT_EQ(x.looks.size(), 2U);
  EXPECT_EQ(x.looks[0].patients, 8U);
  EXPECT_TRUE(same({x.looks[0].fraction, x.looks[0].efficacy, x.looks[0].futility, x.looks[0].harm},
                   {0.25, 4.0, -1.0, -2.5}));
  ASSERT_EQ(x.ends.size(), 2U);
  EXPECT_EQ(x.ends[1].look, 1U);
  EXPECT_EQ(x.ends[1].reason, StopReason::harm);
  EXPECT_EQ(x.ends[1].analysed, 8U);
  EXPECT_EQ(x.ends[1].enrolled, 11U);
  EXPECT_TRUE(
      same({x.ends[1].time, x.ends[1].z, x.ends[1].estimate, x.ends[1].p, x.ends[1].unbiased},
           {12'000.0, -2.75, 0.5, 0.006, 0.375}));
  for (std::size_t r = 0; r < stop_reason_count; ++r) {
    expect_same(x.stopped[0].at(r), y.stopped[0].at(r));
  }
  EXPECT_TRUE(same({x.expected_analysed, x.expected_enrolled, x.expected_time, x.estimate_early,
                    x.unbiased_early, x.estimate_mean, x.unbiased_mean},
                   {8.0, 11.0, 12'000.0, 0.5, 0.375, 0.5, 0.375}));
}

TEST_F(ReadTrialTest, GivesBackWherePublishedFiguresFall) {
  ASSERT_EQ(read_.observed.size(), 1U);
  const ObservedPlace& x = read_.observed[0];
  const ObservedPlace& y = written_.observed[0];
  EXPECT_EQ(x.what, ObservedPlace::What::difference);
  EXPECT_EQ(x.column, 1U);
  EXPECT_EQ(x.arm, 1U);
  EXPECT_EQ(x.test, "welch");
  EXPECT_TRUE(same({x.observed, x.predicted, x.predicted_sd, x.percentile, x.tail},
                   {y.observed, y.predicted, y.predicted_sd, y.percentile, y.tail}));
  expect_same(x.as_extreme, y.as_extreme);
  expect_same(x.as_large, y.as_large);
}

}  // namespace
}  // namespace pressor
