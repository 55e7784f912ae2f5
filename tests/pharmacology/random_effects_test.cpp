#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/pharmacology/drug.h"

namespace pressor {
namespace {

KineticParameter varying(std::string name, double omega) {
  KineticParameter p;
  p.name = std::move(name);
  p.value = 1.0;
  p.omega = omega;
  return p;
}

Drug drug_with_site() {
  Drug drug;
  drug.name = "sample";
  drug.sites = {{"vessel", varying("ke0.vessel", 0.3)}};
  drug.actions = {{Receptor::alpha1, "vessel", 1.0, varying("potency.alpha1", 0.0)},
                  {Receptor::beta1, "vessel", 1.0, varying("potency.beta1", 0.25)}};
  return drug;
}

KineticSet correlated() {
  KineticSet set;
  set.name = "set";
  set.parameters = {varying("V1", 0.4), varying("CL", 0.2), varying("V2", 0.0), varying("Q2", 0.6)};
  set.correlations = {{{"CL", "V1"}, 0.42}, {{"V1", "Q2"}, -0.3}, {{"Q2", "CL"}, 0.5}};
  return set;
}

std::vector<RandomEffects> sample(const KineticSet& set, std::size_t people) {
  const Drug drug = drug_with_site();
  const std::size_t n = random_effect_names(drug, set).size();
  std::vector<RandomEffects> all;
  for (std::size_t i = 0; i < people; ++i) {
    RandomStream random({7, 0, static_cast<std::uint32_t>(i), Stream::kinetics, 0});
    std::vector<double> deviates(n);
    for (double& d : deviates) d = random.normal();
    all.push_back(random_effects(drug, set, deviates));
  }
  return all;
}

double mean_of(const std::vector<RandomEffects>& all, const std::string& a, const std::string& b) {
  double sum = 0.0;
  for (const RandomEffects& e : all) sum += e.at(a) * (b.empty() ? 1.0 : e.at(b));
  return sum / static_cast<double>(all.size());
}

double covariance(const std::vector<RandomEffects>& all, const std::string& a,
                  const std::string& b) {
  return mean_of(all, a, b) - mean_of(all, a, "") * mean_of(all, b, "");
}

double correlation(const std::vector<RandomEffects>& all, const std::string& a,
                   const std::string& b) {
  return covariance(all, a, b) / std::sqrt(covariance(all, a, a) * covariance(all, b, b));
}

TEST(RandomEffects, AreDrawnForVaryingNumbersInFileOrder) {
  const std::vector<std::string> expected{"V1", "CL", "Q2", "ke0.vessel", "potency.beta1"};
  EXPECT_EQ(random_effect_names(drug_with_site(), correlated()), expected);
}

// Standard error of a correlation over 40,000 people is 0.005, of a standard deviation 0.35 %.
TEST(RandomEffects, HaveTheGivenSpreadAndCorrelations) {
  const auto all = sample(correlated(), 40'000);
  EXPECT_NEAR(std::sqrt(covariance(all, "V1", "V1")), 0.4, 0.006);
  EXPECT_NEAR(std::sqrt(covariance(all, "CL", "CL")), 0.2, 0.003);
  EXPECT_NEAR(std::sqrt(covariance(all, "potency.beta1", "potency.beta1")), 0.25, 0.004);
  EXPECT_NEAR(mean_of(all, "Q2", ""), 0.0, 0.012);
  EXPECT_NEAR(correlation(all, "V1", "CL"), 0.42, 0.02);
  EXPECT_NEAR(correlation(all, "V1", "Q2"), -0.3, 0.02);
  EXPECT_NEAR(correlation(all, "CL", "Q2"), 0.5, 0.02);
  EXPECT_NEAR(correlation(all, "V1", "ke0.vessel"), 0.0, 0.02);
}

// A normal law cut at 1.5 SD has SD sqrt(1 - 2 c phi(c)/(2 Phi(c) - 1)) = 0.7432.
TEST(RandomEffects, FollowTheNormalLawGivenTheLimit) {
  KineticSet set = correlated();
  set.truncate = 1.5;
  const auto all = sample(set, 40'000);
  EXPECT_NEAR(std::sqrt(covariance(all, "V1", "V1")), 0.4 * 0.7432, 0.004);
  std::vector<double> v1;
  for (const RandomEffects& e : all) v1.push_back(e.at("V1"));
  const double largest = *std::max_element(v1.begin(), v1.end());
  EXPECT_LE(largest, 0.6);
  EXPECT_GT(largest, 0.598);
  const auto near_limit = std::count_if(v1.begin(), v1.end(), [](double x) { return x > 0.59; });
  EXPECT_LT(near_limit, 200) << "no heap at the limit: 0.38 % of people are expected there";
  EXPECT_NEAR(correlation(all, "V1", "CL"), 0.42, 0.03);
}

TEST(RandomEffects, HardlyChangeWhereTheLimitIsFar) {
  KineticSet set = correlated();
  set.truncate = 4.0;
  const auto etas = random_effects(drug_with_site(), set, {1.0, 0.0, 0.0, -2.0, 0.5});
  EXPECT_NEAR(etas.at("V1"), 0.4, 1e-4);
  EXPECT_NEAR(etas.at("CL"), 0.2 * 0.42, 1e-4);
  EXPECT_NEAR(etas.at("ke0.vessel"), -0.6, 1e-3);
}

TEST(RandomEffects, StayInsideTheLimitForAnyDeviate) {
  KineticSet set = correlated();
  set.correlations.clear();
  set.truncate = 2.0;
  double before = -1.0;
  for (const double z : {-40.0, -8.0, -2.0, -0.5, 0.0, 0.5, 2.0, 8.0, 40.0}) {
    const double eta = random_effects(drug_with_site(), set, {z, 0.0, 0.0, 0.0, 0.0}).at("V1");
    EXPECT_LE(std::abs(eta), 0.8);
    EXPECT_GE(eta, before);
    before = eta;
  }
  const auto at = [&](double z) {
    return random_effects(drug_with_site(), set, {z, 0.0, 0.0, 0.0, 0.0}).at("V1");
  };
  EXPECT_DOUBLE_EQ(at(1.3), -at(-1.3));
  EXPECT_NEAR(at(0.0), 0.0, 1e-15);
}

TEST(RandomEffects, CorrelationsThatContradictEachOtherAreAnError) {
  KineticSet set = correlated();
  set.correlations = {{{"V1", "CL"}, 0.9}, {{"CL", "Q2"}, 0.9}, {{"V1", "Q2"}, -0.9}};
  EXPECT_THROW(random_effects(drug_with_site(), set, std::vector<double>(5)), ParameterError);
}

TEST(RandomEffects, CorrelationWithANumberThatDoesNotVaryIsAnError) {
  KineticSet set = correlated();
  set.correlations = {{{"V1", "V2"}, 0.5}};
  EXPECT_THROW(random_effects(drug_with_site(), set, std::vector<double>(5)), ParameterError);
}

TEST(RandomEffects, TooFewDeviatesAreAnError) {
  EXPECT_THROW(random_effects(drug_with_site(), correlated(), {1.0, 2.0}), ParameterError);
}

}  // namespace
}  // namespace pressor
