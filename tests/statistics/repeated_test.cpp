#include "pressor/statistics/repeated.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

Repeated trial(const Reference& r) {
  Repeated data;
  const std::size_t visits = 3;
  for (std::size_t i = 0; i < r["treated"].size(); ++i) {
    const auto first = r["y"].begin() + static_cast<std::ptrdiff_t>(i * visits);
    data.outcome.emplace_back(first, first + visits);
    data.treated.push_back(r["treated"][i] != 0.0 ? 1 : 0);
  }
  return data;
}

double standard_error(const TestResult& r) { return r.estimate / r.statistic; }

void expect_model(const RepeatedModel& m, const Reference& r, const std::string& name) {
  ASSERT_TRUE(m.converged);
  for (std::size_t v = 0; v < m.at.size(); ++v) {
    expect_close(m.at[v].estimate, r[name + ".estimate"][v], name + " estimate");
    expect_close(standard_error(m.at[v]), r[name + ".se"][v], name + " standard error");
  }
  expect_close({m.average.estimate, standard_error(m.average)}, r[name + ".average"], name);
  expect_close(m.log_likelihood, r[name + ".loglik"][0], name + " likelihood", 1e-9);
  std::vector<double> covariance;
  for (const auto& row : m.covariance) {
    covariance.insert(covariance.end(), row.begin(), row.end());
  }
  expect_close(covariance, r[name + ".covariance"], name + " covariance");
}

TEST(RepeatedMeasures, AgreeWithRsGlsWithMissingVisits) {
  const Reference r("repeated");
  Repeated data = trial(r);
  expect_model(repeated_measures(data), r, "plain");
  data.baseline = r["baseline"];
  data.covariates = {r["age"]};
  expect_model(repeated_measures(data), r, "adjusted");
}

// Without missing visits the likelihood splits by visit: each contrast is the analysis of
// covariance at its visit, also in its degrees of freedom.
TEST(RepeatedMeasures, WithoutMissingVisitsAreTheAncovaOfEachVisit) {
  for (std::uint32_t i = 0; i < 5; ++i) {
    Samples draw(i);
    Repeated data;
    data.baseline = draw.normals(20);
    std::vector<Adjusted> at(3);
    for (std::size_t k = 0; k < 20; ++k) {
      auto y = draw.normals(3);
      y[1] += y[0];
      y[2] += y[1] + data.baseline[k];
      data.treated.push_back(k % 2);
      for (std::size_t v = 0; v < 3; ++v) {
        at[v].outcome.push_back(y[v]);
        at[v].treated.push_back(k % 2);
      }
      data.outcome.push_back(y);
    }
    const RepeatedModel m = repeated_measures(data);
    ASSERT_TRUE(m.converged);
    for (std::size_t v = 0; v < 3; ++v) {
      at[v].covariates = {data.baseline};
      const TestResult one = ancova(at[v]);
      expect_result(m.at[v], {one.estimate, one.ci_low, one.ci_high, one.p, one.statistic, one.df},
                    "visit " + std::to_string(v));
    }
  }
}

TEST(RepeatedMeasures, SayNothingWhereTwoVisitsAreNeverSeenTogether) {
  const double none = std::nan("");
  const Repeated data{
      {{1.0, none}, {2.0, none}, {none, 3.0}, {none, 1.0}, {2.5, none}, {none, 2.0}},
      {0, 1, 0, 1, 0, 1},
      {},
      {}};
  EXPECT_FALSE(repeated_measures(data).converged);
  EXPECT_FALSE(repeated_measures({}).converged);
}

TEST(RepeatedMeasures, RejectATrueNullHypothesisInFivePercentWithMissingVisits) {
  unsigned rejected = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    Samples draw(i);
    Repeated data;
    for (std::size_t k = 0; k < 24; ++k) {
      auto y = draw.normals(3);
      for (std::size_t v = 1; v < 3; ++v) y[v] += y[v - 1];
      if (draw.uniform() < 0.25) y[2] = std::nan("");
      data.outcome.push_back(y);
      data.treated.push_back(k % 2);
    }
    rejected += repeated_measures(data).at[2].p < 0.05 ? 1U : 0U;
  }
  EXPECT_NEAR(rejected, 50, 23);  // 99.9% of a binomial of 1,000 and 5%
}

}  // namespace
}  // namespace pressor
