#include "pressor/inference/weigh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/inference/weigh_words.h"

namespace pressor {
namespace {

/// Explanations 0 and 1: effect 0, or N(1, 0.5^2); two statistics, effect + noise and noise alone.
TrialBank made_bank(std::uint32_t trials, double noise, double prior_of_none = 0.5) {
  TrialBank bank;
  bank.priors = {prior_of_none, 1.0 - prior_of_none};
  for (std::uint32_t t = 0; t < trials; ++t) {
    RandomStream random({11, t, 0, Stream::outcome, 0});
    SimulatedTrial trial;
    trial.explanation = t % 2;
    trial.effect = trial.explanation == 0 ? 0.0 : 1.0 + 0.5 * random.normal();
    trial.statistics = {trial.effect + noise * random.normal(), random.normal()};
    trial.point = t;
    bank.trials.push_back(trial);
  }
  return bank;
}

double density(double x, double mean, double sd) {
  return std::exp(-0.5 * std::pow((x - mean) / sd, 2)) / sd;
}

/// P(effect exists | s) in closed form.
double exact_posterior(double s, double noise, double prior_of_none) {
  const double none = prior_of_none * density(s, 0.0, noise);
  const double some = (1.0 - prior_of_none) * density(s, 1.0, std::hypot(0.5, noise));
  return some / (none + some);
}

TEST(Weigh, GivesThePosteriorOfAModelThatCanBeSolved) {
  const TrialBank bank = made_bank(20000, 0.6);
  for (const double s : {-0.5, 0.3, 0.7, 1.5}) {
    const Weighed found = weigh(bank, {s, 0.0}, 0.05);
    const double exact = exact_posterior(s, 0.6, 0.5);
    EXPECT_NEAR(found.regression[1], exact, 0.06) << s;
    EXPECT_NEAR(found.rejection[1], exact, 0.08) << s;
    EXPECT_NEAR(found.regression[0] + found.regression[1], 1.0, 1e-12);
  }
}

TEST(Weigh, PriorsCountWhateverTheNumberOfTrials) {
  TrialBank bank = made_bank(20000, 0.6, 0.8);
  // Every second trial of the first explanation is dropped.
  std::erase_if(bank.trials, [&, n = 0](const SimulatedTrial& trial) mutable {
    return trial.explanation == 0 && ++n % 2 == 0;
  });
  EXPECT_NEAR(weigh(bank, {0.7, 0.0}, 0.05).regression[1], exact_posterior(0.7, 0.6, 0.8), 0.06);
}

TEST(Weigh, WithoutNoiseTheEffectIsKnown) {
  TrialBank bank;
  bank.priors = {1.0};
  for (std::uint32_t t = 0; t < 2000; ++t) {
    RandomStream random({11, t, 0, Stream::outcome, 0});
    const double effect = random.normal();
    bank.trials.push_back({0, {2.0 * effect + 1.0}, effect, t, 0});
  }
  const Weighed found = weigh(bank, {2.0}, 0.2);
  EXPECT_NEAR(found.effect.median, 0.5, 1e-6);  // the regression is exact
  EXPECT_NEAR(found.effect.most[1] - found.effect.most[0], 0.0, 1e-6);
}

TEST(Weigh, TellsWhereThePublishedFigureLies) {
  const Weighed found = weigh(made_bank(5000, 0.6), {0.5, 3.5}, 0.02);
  EXPECT_GT(found.checks[1].below, 0.9);  // nobody simulates 3.5
  EXPECT_LT(found.checks[1].most[1], 3.5);
}

TEST(Weigh, IsCalibrated) {
  const TrialBank bank = made_bank(6000, 0.6);
  const WeighCalibration found = calibrate_weighing(bank, 0.1, 200, 4);
  EXPECT_EQ(found.truths[0] + found.truths[1], 200U);
  // Binomial bands of 99.9 % round 90 % of 200; a point mass at 0 makes intervals wide, not narrow.
  EXPECT_GE(found.within_most, 165U);
  EXPECT_GE(found.within_half, 77U);
  EXPECT_GT(found.given[0][0], 0.5);
  EXPECT_GT(found.given[1][1], 0.5);
  EXPECT_NEAR(found.given[0][0] + found.given[0][1], 1.0, 1e-9);
  EXPECT_EQ(found.as[0][0] + found.as[1][1], found.named);
  EXPECT_GT(found.named, 130U);
}

/// One explanation, effect N(0, 1), nine statistics of which four tell something, SD of noise by
/// effect.
TrialBank wide_bank(std::uint32_t trials) {
  TrialBank bank;
  bank.priors = {1.0};
  for (std::uint32_t t = 0; t < trials; ++t) {
    RandomStream random({12, t, 0, Stream::outcome, 0});
    const double effect = random.normal();
    SimulatedTrial trial{0, {}, effect, t, 0};
    for (int k = 0; k < 9; ++k) {
      trial.statistics.push_back((k < 4 ? 0.5 * effect : 0.0) + random.normal());
    }
    bank.trials.push_back(trial);
  }
  return bank;
}

TEST(Weigh, IntervalsAreRightWithFewAcceptedTrialsAndManyStatistics) {
  // 60 accepted trials and ten coefficients: residuals of a regression that knows its trials hold
  // the truth in about 80 of 100 intervals of 90 %.
  const WeighCalibration found = calibrate_weighing(wide_bank(1200), 0.05, 400, 4);
  const auto half = binomial_band(400, 0.5);
  const auto most = binomial_band(400, 0.9);
  EXPECT_GE(found.within_half, half[0]);
  EXPECT_LE(found.within_half, half[1]);
  EXPECT_GE(found.within_most, most[0]);
  EXPECT_LE(found.within_most, most[1]);
}

TEST(Weigh, ATrialThatSharesTheTruthIsNoHelpInItsCalibration) {
  // With two points an explanation whose trials are left out together can only be missed.
  TrialBank bank = wide_bank(400);
  for (SimulatedTrial& trial : bank.trials) {
    trial.point = trial.effect > 0.0 ? 1 : 0;
    trial.effect = trial.effect > 0.0 ? 1.0 : -1.0;
  }
  const WeighCalibration found = calibrate_weighing(bank, 0.2, 50, 4);
  EXPECT_EQ(found.within_most, 0U);
}

TEST(Weigh, TellsInWhichUnitThePublicationWasMeant) {
  // Doses are told as they are, or twice as large.
  TrialBank bank;
  bank.priors = {1.0};
  bank.readings = {0.5, 0.5};
  for (std::uint32_t t = 0; t < 4000; ++t) {
    RandomStream random({13, t, 0, Stream::outcome, 0});
    const double effect = random.normal();
    const double dose = 1.0 + 0.2 * random.normal();
    bank.trials.push_back({0, {effect + random.normal(), dose}, effect, t, 0});
    bank.trials.push_back({0, {bank.trials.back().statistics[0], 2.0 * dose}, effect, t, 1});
  }
  EXPECT_GT(weigh(bank, {0.0, 1.0}, 0.05).readings[0], 0.95);
  EXPECT_GT(weigh(bank, {0.0, 2.0}, 0.05).readings[1], 0.95);
  // Equally far from both in their own SDs would be 1.2; a density twice as wide is half as high.
  const double near_one = density(1.3, 1.0, 0.2);
  const double near_two = density(1.3, 2.0, 0.4);
  EXPECT_NEAR(weigh(bank, {0.0, 1.3}, 0.05).readings[0], near_one / (near_one + near_two), 0.08);
}

TEST(Weigh, PredictiveChecksAreThoseOfEachExplanation) {
  const TrialBank bank = made_bank(4000, 0.6);
  const auto checks = predictive_checks(bank, {1.0, 0.0});
  // P(N(0, 0.6) < 1) and P(N(1, hypot(0.5, 0.6)) < 1).
  EXPECT_NEAR(checks[0][0].below, 0.952, 0.02);
  EXPECT_NEAR(checks[1][0].below, 0.5, 0.04);
  EXPECT_NEAR(checks[1][0].median, 1.0, 0.05);
  EXPECT_NEAR(checks[0][0].most[1], 1.645 * 0.6, 0.06);
}

TEST(WeighWords, TellWhatTheTrialCannot) {
  WeighFindings of;
  of.effect = "map@1h";
  of.explanations = {"none", "some"};
  of.priors = {0.5, 0.5};
  of.readings = {"base", "salt"};
  of.reading_priors = {0.5, 0.5};
  of.statistics = {"mean of map@1h, placebo", "gap of map@1h"};
  of.published = {60.0, 3.0};
  of.found.regression = {0.3, 0.7};
  of.found.readings = {0.2, 0.8};
  of.found.effect = {1.0, {0.5, 1.5}, {-0.25, 2.0}};
  of.predictive = {{{60.0, {50.0, 70.0}, 0.5}, {0.0, {-1.0, 1.0}, 1.0}},
                   {{60.0, {50.0, 70.0}, 0.99}, {0.0, {-1.0, 1.0}, 0.99}}};
  of.calibration.trials = 200;
  of.calibration.named = 90;
  const auto told = weigh_verdict(of);
  ASSERT_EQ(told.size(), 5U);
  EXPECT_EQ(told[0],
            "some is the likeliest explanation, with probability 0.7 after 0.5 before: the trial "
            "does not tell the explanations apart; together some, none hold 100 %.");
  EXPECT_EQ(told[1],
            "The drug's effect on map@1h is +1 (90 % -0.25 to +2): benefit and harm are both "
            "possible.");
  EXPECT_EQ(told[2],
            "A trial of this size names the true explanation in 45 % of simulated trials; chance "
            "alone would in 50 %.");
  EXPECT_EQ(told[3], "No explanation reaches the published gap of map@1h.");
  EXPECT_EQ(told[4],
            "How the publication is meant: base 0.2 after 0.5 before, salt 0.8 after 0.5 before.");
}

TEST(WeighWords, BandsOfABinomialHoldNinetyNineOfAHundred) {
  // qbinom(c(0.005, 0.995), 200, 0.9) of R: 168 190; outwards, 169 would leave more than 0.5 %.
  const auto band = binomial_band(200, 0.9);
  EXPECT_NEAR(band[0], 168, 1);
  EXPECT_NEAR(band[1], 190, 1);
}

TEST(Weigh, LeavesOutTrialsThatCannotBeCompared) {
  TrialBank bank = made_bank(200, 0.6);
  for (std::size_t i = 0; i < 195; ++i) bank.trials[i].statistics[1] = std::nan("");
  EXPECT_THROW((void)weigh(bank, {0.0, 0.0}, 0.5), ParameterError);
}

}  // namespace
}  // namespace pressor
