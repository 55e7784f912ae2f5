#include "pressor/statistics/operating.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "pressor/core/random.h"
#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

std::vector<double> figures(const DesignErrors& e) { return {e.power, e.type_s, e.type_m}; }

TEST(DesignErrors, AgreeWithNumericalIntegrationInR) {
  const Reference r("sample_size");
  expect_close(figures(design_errors(0.05, 0.09)), r["errors.small"], "small");
  expect_close(figures(design_errors(0.3, 0.09)), r["errors.large"], "large");
  EXPECT_EQ(figures(design_errors(-0.3, 0.09)), figures(design_errors(0.3, 0.09)));
}

TEST(DesignErrors, FromReplicatesApproachTheComputedOnesWithinTheirMonteCarloError) {
  constexpr std::size_t replicates = 20000;
  Samples draw(1);
  std::vector<double> estimates = draw.normals(replicates, 1.2);
  std::vector<double> p(replicates);
  for (std::size_t i = 0; i < replicates; ++i) p[i] = 2.0 * normal_cdf(-std::fabs(estimates[i]));
  const DesignErrors simulated = design_errors(estimates, p, 1.2);
  const DesignErrors computed = design_errors(1.2, 1.0);
  EXPECT_NEAR(simulated.power, computed.power, 3.3 * simulated.power_error);
  EXPECT_NEAR(simulated.type_s, computed.type_s, 3.3 * simulated.type_s_error);
  EXPECT_NEAR(simulated.type_m, computed.type_m, 3.3 * simulated.type_m_error);
  EXPECT_GT(computed.type_m, 1.5);
}

TEST(DesignErrors, AreUnknownWithoutASignificantResultOrATrueEffect) {
  const std::vector<double> estimates{0.1, 0.2};
  const std::vector<double> p{0.3, std::nan("")};
  EXPECT_EQ(design_errors(estimates, p, 0.1).power, 0.0);
  EXPECT_TRUE(std::isnan(design_errors(estimates, p, 0.1).type_m));
  EXPECT_TRUE(std::isnan(design_errors(estimates, std::vector<double>{0.01, 0.02}, 0.0).type_s));
}

TEST(MonteCarlo, ErrorIsThatOfTheMeanOfKnownReplicates) {
  const MonteCarlo m = monte_carlo(std::vector<double>{1.0, std::nan(""), 3.0});
  EXPECT_EQ(m.n, 2U);
  EXPECT_EQ(m.mean, 2.0);
  EXPECT_NEAR(m.error, 1.0, 1e-15);
}

TEST(PredictivePosition, CountsTiesHalf) {
  const std::vector<double> x{1.0, 2.0, 2.0, 3.0, std::nan("")};
  EXPECT_EQ(position_of(2.0, x).below, 0.5);
  EXPECT_EQ(position_of(2.0, x).tail, 1.0);
  EXPECT_EQ(position_of(0.5, x).below, 0.0);
  EXPECT_EQ(position_of(3.0, x).tail, 0.5);
  EXPECT_TRUE(std::isnan(position_of(3.0, {}).below));
}

}  // namespace
}  // namespace pressor
