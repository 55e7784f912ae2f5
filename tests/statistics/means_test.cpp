#include "pressor/statistics/means.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

// R's `sleep` data (Cushny & Peebles 1905): extra hours of sleep on two drugs.
const std::vector<double> sleep1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> sleep2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Welch, AgreesWithROnTheSleepData) {
  // t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939
  const TestResult r = welch(sleep1, sleep2);
  EXPECT_NEAR(r.estimate, -1.58, 1e-12);
  EXPECT_NEAR(r.ci_low, -3.3654832, 5e-8);
  EXPECT_NEAR(r.ci_high, 0.2054832, 5e-8);
  EXPECT_NEAR(r.p, 0.07939, 5e-6);
}

TEST(Student, AgreesWithROnTheSleepData) {
  // t.test(extra ~ group, data = sleep, var.equal = TRUE): t = -1.8608, df = 18, p-value = 0.07919
  const TestResult r = student(sleep1, sleep2);
  EXPECT_NEAR(r.ci_low, -3.363874, 5e-7);
  EXPECT_NEAR(r.ci_high, 0.203874, 5e-7);
  EXPECT_NEAR(r.p, 0.07919, 5e-6);
}

TEST(Welch, SaysNothingWithoutSpreadOrWithOneValue) {
  const std::vector<double> flat{1.0, 1.0, 1.0};
  EXPECT_TRUE(std::isnan(welch(flat, flat).p));
  EXPECT_EQ(welch(flat, flat).estimate, 0.0);
  EXPECT_TRUE(std::isnan(student(std::vector<double>{1.0}, sleep1).estimate));
}

TEST(Means, AgreeWithR) {
  const Reference r("means");
  const auto& a = r["treated"];
  const auto& b = r["control"];
  expect_result(welch(a, b), r["welch"], "welch");
  expect_result(student(a, b), r["student"], "student");
  expect_result(paired_t(a, std::vector(b.begin(), b.begin() + 14)), r["paired"], "paired");
  expect_result(crossover(r["treated_first"], r["control_first"]), r["crossover"], "crossover");
}

TEST(Means, AgreeWithROnUnequalGroupsFarInTheTail) {
  const Reference r("means");
  expect_result(welch(r["narrow"], r["wide"]), r["welch_unequal"], "welch");
  expect_result(student(r["narrow"], r["wide"]), r["student_unequal"], "student");
}

TEST(Moments, AndQuantilesAgreeWithR) {
  const Reference r("means");
  const Moments m = moments(r["treated"]);
  expect_close({static_cast<double>(m.n), m.mean, m.sd}, r["moments"], "moments", 1e-13);
  std::vector<double> quantiles;
  for (const double level : {0.0, 0.05, 0.25, 0.5, 0.9, 1.0}) {
    quantiles.push_back(sample_quantile(r["treated"], level));
  }
  expect_close(quantiles, r["quantiles"], "quantiles", 1e-13);
  EXPECT_TRUE(std::isnan(sample_quantile({}, 0.5)));
}

TEST(PooledMoments, AreThoseOfAllValuesTogether) {
  for (std::uint32_t i = 0; i < 50; ++i) {
    Samples draw(i);
    PooledMoments pool;
    std::vector<double> all;
    for (std::size_t group = 0; group < 5; ++group) {
      const auto values = draw.normals(draw.below(6), 3.0 * static_cast<double>(group));
      pool.add(moments(values));
      all.insert(all.end(), values.begin(), values.end());
    }
    const Moments whole = moments(all);
    ASSERT_EQ(pool.moments().n, whole.n);
    if (whole.n < 2) continue;
    EXPECT_NEAR(pool.moments().mean, whole.mean, 1e-12);
    EXPECT_NEAR(pool.moments().sd, whole.sd, 1e-12);
  }
  EXPECT_TRUE(std::isnan(PooledMoments().moments().mean));
}

TEST(Means, TestsTurnTheirSignWithTheArmsAndDoNotSeeAShift) {
  for (std::uint32_t i = 0; i < 50; ++i) {
    Samples draw(i);
    const auto a = draw.normals(3 + draw.below(20));
    const auto b = draw.normals(3 + draw.below(20), 0.5);
    const auto shifted = [](std::vector<double> x) {
      for (double& v : x) v = v * 3.0 + 7.0;
      return x;
    };
    for (const auto test : {welch, student}) {
      const TestResult r = test(a, b);
      expect_result(test(b, a), {-r.estimate, -r.ci_high, -r.ci_low, r.p, -r.statistic, r.df},
                    "swapped", 1e-12);
      const TestResult s = test(shifted(a), shifted(b));
      expect_close(s.p, r.p, "p after a shift", 1e-9);
      expect_close(s.ci_high, 3.0 * r.ci_high, "limit after a shift", 1e-9, 1.0);
    }
  }
}

TEST(Means, TestsRejectATrueNullHypothesisInFivePercent) {
  std::array<unsigned, 2> rejected{};
  for (std::uint32_t i = 0; i < 4000; ++i) {
    Samples draw(i);
    const auto a = draw.normals(12);
    const auto b = draw.normals(18);
    rejected[0] += welch(a, b).p < 0.05 ? 1U : 0U;
    rejected[1] += student(a, b).p < 0.05 ? 1U : 0U;
  }
  // 99.9% of a binomial of 4,000 and 5%.
  for (const unsigned n : rejected) EXPECT_NEAR(n, 200, 45);
}

}  // namespace
}  // namespace pressor
