#include "pressor/statistics/sequential.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "reference.h"
#include "samples.h"

namespace pressor {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const std::vector<double> uneven{0.25, 0.5, 0.8, 1.0};

/// Against the recursive integration: z at the first look within a hair, then the final one.
TEST(ConditionalPower, IsTheChanceOfTheFinalZUnderTheTrendSoFar) {
  constexpr double hair = 1.0e-5;
  for (const double t : {0.2, 0.5, 0.9}) {
    for (const double z : {-0.5, 0.3, 1.2, 2.1}) {
      const double critical = 2.0;
      const Boundaries passage{{t, 1.0}, {z + hair, critical}, {z - hair, -infinity}};
      const Crossing c = crossing(passage, z / std::sqrt(t));
      const double through = 1.0 - c.upper[0] - c.lower[0];
      EXPECT_NEAR(conditional_power(z, t, critical), c.upper[1] / through, 1e-5) << t << ' ' << z;
    }
  }
}

TEST(ConditionalPower, IsThatOfTheZThatHasIt) {
  for (const double t : {0.2, 0.5, 0.9}) {
    for (const double power : {0.05, 0.2, 0.8}) {
      EXPECT_NEAR(conditional_power(z_of_conditional_power(power, t, 1.96), t, 1.96), power, 1e-12);
    }
  }
}

TEST(Crossing, AgreesWithTheMultivariateNormalDistribution) {
  const Reference r("sequential");
  const Boundaries b{{0.3, 0.55, 1.0}, {2.9, 2.5, 2.05}, {-2.2, -0.3, 0.4}};
  for (const std::string drift : {"0", "2.5", "-1"}) {
    const Crossing c = crossing(b, std::stod(drift));
    expect_close(c.upper, r["crossing.above." + drift], "above at drift " + drift);
    expect_close(c.lower, r["crossing.below." + drift], "below at drift " + drift);
  }
}

TEST(ClassicalBoundaries, AreThoseOfRpact) {
  const Reference r("sequential");
  for (const std::size_t looks : {2U, 3U, 5U}) {
    const std::string k = std::to_string(looks);
    const auto t = equal_looks(looks);
    expect_close(obrien_fleming(t, 0.05).upper, r["classical.OF." + k], "O'Brien-Fleming " + k);
    expect_close(pocock(t, 0.05).upper, r["classical.P." + k], "Pocock " + k);
  }
  expect_close(wang_tsiatis(equal_looks(4), 0.25, 0.05).upper, r["classical.WT.4"], "0.25");
}

TEST(ClassicalBoundaries, HaveThePublishedConstants) {
  // Jennison & Turnbull 2000, tables 2.1 and 2.3, alpha 0.05: C_P(K) and C_B(K).
  EXPECT_NEAR(pocock(equal_looks(3), 0.05).upper[2], 2.289, 5e-4);
  EXPECT_NEAR(pocock(equal_looks(5), 0.05).upper[4], 2.413, 5e-4);
  EXPECT_NEAR(obrien_fleming(equal_looks(3), 0.05).upper[2], 2.004, 5e-4);
  EXPECT_NEAR(obrien_fleming(equal_looks(5), 0.05).upper[4], 2.040, 5e-4);
}

TEST(SpendingFunctions, GiveTheBoundariesOfRpactAtUnevenLooks) {
  const Reference r("sequential");
  const std::pair<const char*, Spending> kinds[] = {
      {"obrien_fleming", {SpendingKind::obrien_fleming}},
      {"pocock", {SpendingKind::pocock}},
      {"hsd", {SpendingKind::hwang_shih_decani, -4.0}},
      {"hsd_flat", {SpendingKind::hwang_shih_decani, 1.5}},
      {"power", {SpendingKind::power, 2.0}}};
  for (const auto& [name, spending] : kinds) {
    const SequentialDesign d = sequential_design({uneven, {0.025, spending}, {}, {}, false});
    expect_close(d.efficacy, r[std::string("spending.") + name], name);
    std::vector<double> all;
    for (const double t : uneven) all.push_back(spent(spending, 0.025, t));
    expect_close(all, r[std::string("spent.") + name], name);
  }
}

TEST(Futility, HasTheBoundariesAndDriftOfRpact) {
  const Reference r("sequential");
  for (const bool binding : {false, true}) {
    const std::string name = binding ? "futility.binding" : "futility.free";
    const SequentialDesign d =
        sequential_design({uneven,
                           {0.025, {}},
                           {},
                           ErrorPlan{0.2, {SpendingKind::hwang_shih_decani, -2.0}},
                           binding});
    expect_close(d.efficacy, r[name + ".upper"], name);
    expect_close({d.futility.begin(), d.futility.end() - 1}, r[name + ".lower"], name, 2e-6);
    EXPECT_EQ(d.futility.back(), d.efficacy.back());
    expect_close(d.drift, r[name + ".drift"][0], name);
    EXPECT_NEAR(crossing(d.stops(), d.drift).above, 0.8, 1e-9);
  }
}

TEST(Inflation, AndExpectedSizeAreThoseOfRpact) {
  const Reference r("sequential");
  const Boundaries b = sequential_design({equal_looks(3), {0.025, {}}, {}, {}, false}).stops();
  const double inflation = inflation_factor(b, 0.025, 0.8);
  const Crossing real = crossing(b, drift_for_power(b, 0.8));
  expect_close({inflation, inflation * real.expected_information}, r["inflation"], "inflation");
}

TEST(Stagewise, AgreesWithIntegralsOfTheNormalDistribution) {
  const Reference r("sequential");
  const Boundaries b = sequential_design({equal_looks(3), {0.025, {}}, {}, {}, false}).stops();
  for (const auto& [look, z, name] : std::vector<std::tuple<std::size_t, double, std::string>>{
           {1, 2.7, "2.2.7"}, {2, 2.4, "3.2.4"}, {2, 0.7, "3.0.7"}}) {
    expect_result(stagewise(b, {look, z}), r["stagewise." + name], name);
  }
}

TEST(Stagewise, AtTheFirstLookIsTheUsualNormalInterval) {
  const Boundaries b = obrien_fleming(equal_looks(4), 0.05);
  const TestResult r = stagewise(b, {0, 4.5});
  EXPECT_NEAR(r.estimate, 9.0, 1e-9);
  EXPECT_NEAR(r.ci_low, 2.0 * (4.5 - normal_quantile(0.975)), 1e-9);
  expect_close(r.p, 2.0 * normal_cdf(-4.5), "p");
}

TEST(SequentialDesign, SymmetricHarmGivesTheTwoSidedDesign) {
  const ErrorPlan side{0.025, {SpendingKind::pocock}};
  const SequentialDesign d = sequential_design({equal_looks(3), side, side, {}, false});
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(d.harm[k], -d.efficacy[k], 1e-9);
  const Crossing c = crossing(d.stops(), 0.0);
  EXPECT_NEAR(c.above + c.below, 0.05, 1e-12);
}

TEST(SequentialDesign, SpendsHarmFreelyAndEachErrorAsPlanned) {
  const SequentialDesign d = sequential_design({uneven,
                                                {0.025, {SpendingKind::obrien_fleming}},
                                                ErrorPlan{0.1, {SpendingKind::pocock}},
                                                {},
                                                false});
  const Crossing c = crossing(d.stops(), 0.0);
  EXPECT_NEAR(c.above, 0.025, 1e-12);
  EXPECT_NEAR(c.below, 0.1, 1e-12);
  EXPECT_NEAR(c.lower[0], spent({SpendingKind::pocock}, 0.1, 0.25), 1e-12);
}

TEST(SequentialDesign, RefusesWhatCannotBe) {
  EXPECT_THROW(sequential_design({{0.5, 0.5, 1.0}, {}, {}, {}, false}), ParameterError);
  EXPECT_THROW(sequential_design({{0.5, 0.9}, {}, {}, {}, false}), ParameterError);
  EXPECT_THROW(sequential_design({{1.0}, {0.6, {}}, {}, {}, false}), ParameterError);
  EXPECT_THROW(drift_for_power({{1.0}, {infinity}, {-infinity}}, 0.8), ParameterError);
  EXPECT_THROW(wang_tsiatis(std::vector<double>{}, 0.0, 0.05), ParameterError);
}

TEST(Crossing, WithOneLookIsTheNormalDistribution) {
  const Crossing c = crossing({{1.0}, {1.96}, {-1.5}}, 0.7);
  EXPECT_NEAR(c.above, normal_cdf(0.7 - 1.96), 1e-15);
  EXPECT_NEAR(c.below, normal_cdf(-1.5 - 0.7), 1e-15);
  EXPECT_EQ(c.expected_information, 1.0);
  EXPECT_NEAR(naive_bias({{1.0}, {1.96}, {-1.5}}, 0.7), 0.0, 1e-12);
}

TEST(Crossing, IsMirroredWithDriftAndBoundaries) {
  for (std::uint32_t i = 0; i < 20; ++i) {
    Samples draw(i);
    const double a = 1.0 + 2.0 * draw.uniform();
    const double b = 1.0 + 2.0 * draw.uniform();
    const double drift = 4.0 * draw.uniform() - 2.0;
    const Boundaries one{{0.4, 1.0}, {a, a}, {-b, -b}};
    const Boundaries other{{0.4, 1.0}, {b, b}, {-a, -a}};
    EXPECT_NEAR(crossing(one, drift).above, crossing(other, -drift).below, 1e-12);
    EXPECT_NEAR(naive_bias(one, drift), -naive_bias(other, -drift), 1e-11);
  }
}

/// Z at each look of one simulated trial.
std::vector<double> walk(Samples& draw, const std::vector<double>& t, double drift) {
  std::vector<double> z;
  double sum = 0.0;
  double before = 0.0;
  for (const double now : t) {
    sum += draw.normals(1)[0] * std::sqrt(now - before) + drift * (now - before);
    z.push_back(sum / std::sqrt(now));
    before = now;
  }
  return z;
}

TEST(StoppedTrials, WhenSimulatedStopAndMisjudgeAsComputed) {
  const Boundaries b = pocock(uneven, 0.05);
  const double drift = 2.0;
  constexpr unsigned trials = 4000;
  double above = 0.0;
  double estimate = 0.0;
  double information = 0.0;
  for (std::uint32_t i = 0; i < trials; ++i) {
    Samples draw(i);
    const auto stop = first_stop(b, walk(draw, uneven, drift));
    ASSERT_TRUE(stop);
    above += stop->z >= b.upper[stop->look] ? 1.0 : 0.0;
    estimate += stop->z / std::sqrt(uneven[stop->look]);
    information += uneven[stop->look];
  }
  const Crossing c = crossing(b, drift);
  EXPECT_NEAR(above / trials, c.above, 0.026);  // 3.3 standard errors
  EXPECT_NEAR(information / trials, c.expected_information, 0.02);
  EXPECT_NEAR(estimate / trials - drift, naive_bias(b, drift), 0.09);
  EXPECT_GT(naive_bias(b, drift), 0.2);
}

TEST(Stagewise, IntervalsHoldTheDriftAndTheMedianIsUnbiased) {
  const SequentialDesign d = sequential_design(
      {equal_looks(3), {0.025, {}}, ErrorPlan{0.05, {SpendingKind::pocock}}, {}, false});
  const Boundaries b = d.stops();
  constexpr unsigned trials = 600;
  unsigned held = 0;
  unsigned above = 0;
  for (std::uint32_t i = 0; i < trials; ++i) {
    Samples draw(i);
    const TestResult r = stagewise(b, *first_stop(b, walk(draw, b.information, 1.5)));
    held += r.ci_low <= 1.5 && 1.5 <= r.ci_high ? 1U : 0U;
    above += r.estimate > 1.5 ? 1U : 0U;
  }
  EXPECT_NEAR(held, 570, 18);
  EXPECT_NEAR(above, 300, 41);
}

TEST(FirstStop, IsNotThereWhileATrialGoesOn) {
  const Boundaries b = pocock(equal_looks(3), 0.05);
  EXPECT_FALSE(first_stop(b, std::vector<double>{1.0, -1.0}));
  EXPECT_EQ(first_stop(b, std::vector<double>{1.0, -2.5})->look, 1U);
  EXPECT_EQ(first_stop(b, std::vector<double>{1.0, -1.0, 0.0})->look, 2U);
}

TEST(SignedZ, HasTheTwoSidedP) {
  EXPECT_NEAR(signed_z(0.05, 0.3), 1.959963984540054, 1e-12);
  EXPECT_NEAR(signed_z(0.05, -0.3), -1.959963984540054, 1e-12);
}

}  // namespace
}  // namespace pressor
