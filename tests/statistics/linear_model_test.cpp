#include "pressor/statistics/linear_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "pressor/statistics/means.h"
#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

std::vector<std::uint8_t> arms(const std::vector<double>& treated) {
  return {treated.begin(), treated.end()};
}

TEST(LinearModel, AgreesWithRsLm) {
  const Reference r("linear_model");
  const LinearModel m = linear_model(r["y"], {r["treated"], r["baseline"], r["age"]});
  for (std::size_t i = 0; i < m.coefficients.size(); ++i) {
    expect_result(m.coefficients[i], r["lm." + std::to_string(i)], "lm " + std::to_string(i));
  }
  expect_close(m.sigma, r["lm.sigma"][0], "sigma");
}

TEST(LinearModel, HasTheRobustErrorsOfSandwichsHC3) {
  const Reference r("linear_model");
  const LinearModel m =
      linear_model(r["y"], {r["treated"], r["baseline"], r["age"]}, ErrorModel::robust);
  for (std::size_t i = 0; i < m.coefficients.size(); ++i) {
    expect_result(m.coefficients[i], r["hc3." + std::to_string(i)], "hc3 " + std::to_string(i));
  }
}

TEST(LinearModel, LeavesOutAColumnThatOthersDetermine) {
  const Reference r("linear_model");
  std::vector<double> twice = r["baseline"];
  for (double& v : twice) v = 2.0 * v - 1.0;
  const LinearModel m = linear_model(r["y"], {r["treated"], r["baseline"], twice, r["age"]});
  EXPECT_EQ(r["alias.missing"][0], 3.0);
  EXPECT_TRUE(std::isnan(m.coefficients[3].estimate));
  expect_result(m.coefficients[1], r["alias.1"], "treated");
  expect_result(m.coefficients[4], r["alias.3"], "age");
}

TEST(Ancova, AgreesWithR) {
  const Reference r("linear_model");
  Adjusted data{r["y"], arms(r["treated"]), {r["baseline"]}, {}};
  expect_result(ancova(data), r["ancova"], "baseline");
  data.covariates.push_back(r["age"]);
  data.stratum.assign(r["centre"].begin(), r["centre"].end());
  expect_result(ancova(data), r["ancova_strata"], "strata");
  expect_result(ancova(data, ErrorModel::robust), r["ancova_robust"], "robust");
}

TEST(Ancova, LeavesOutPatientsOfWhomSomethingIsMissing) {
  const Reference r("linear_model");
  Adjusted data{r["y"], arms(r["treated"]), {r["baseline"], r["age"]}, {}};
  data.outcome[2] = data.outcome[16] = data.covariates[0][7] = std::nan("");
  expect_result(ancova(data), r["ancova_missing"], "missing");
}

TEST(Ancova, WithoutCovariatesIsStudentsTest) {
  for (std::uint32_t i = 0; i < 20; ++i) {
    Samples draw(i);
    const auto a = draw.normals(9, 0.4);
    const auto b = draw.normals(6);
    Adjusted data{a, std::vector<std::uint8_t>(9, 1), {}, {}};
    data.outcome.insert(data.outcome.end(), b.begin(), b.end());
    data.treated.resize(15, 0);
    const TestResult s = student(a, b);
    expect_result(ancova(data), {s.estimate, s.ci_low, s.ci_high, s.p, s.statistic, s.df},
                  "student", 1e-9);
  }
}

TEST(Ancova, DoesNotSeeAShiftOrScaleOfTheCovariate) {
  const Reference r("linear_model");
  Adjusted data{r["y"], arms(r["treated"]), {r["baseline"]}, {}};
  for (double& v : data.covariates[0]) v = 1000.0 - 50.0 * v;
  expect_result(ancova(data), r["ancova"], "scaled");
}

TEST(Ancova, SaysNothingWhereTreatmentCannotBeToldFromStrata) {
  const Adjusted data{{1.0, 2.0, 3.0, 4.5}, {0, 0, 1, 1}, {}, {7, 7, 9, 9}};
  EXPECT_TRUE(std::isnan(ancova(data).estimate));
  EXPECT_TRUE(std::isnan(ancova({}).estimate));
  EXPECT_TRUE(std::isnan(ancova({{1.0, 2.0}, {0, 1}, {}, {}}).p));
}

TEST(Ancova, RejectsATrueNullHypothesisInFivePercent) {
  unsigned rejected = 0;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    Samples draw(i);
    Adjusted data{draw.normals(24), std::vector<std::uint8_t>(24, 0), {draw.normals(24)}, {}};
    for (std::size_t k = 0; k < 12; ++k) data.treated[2 * k] = 1;
    for (std::size_t k = 0; k < 24; ++k) data.outcome[k] += data.covariates[0][k];
    rejected += ancova(data).p < 0.05 ? 1U : 0U;
  }
  EXPECT_NEAR(rejected, 150, 39);  // 99.9% of a binomial of 3,000 and 5%
}

}  // namespace
}  // namespace pressor
