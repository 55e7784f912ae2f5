#include "pressor/inference/weigh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"

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
    bank.trials.push_back({0, {2.0 * effect + 1.0}, effect});
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
  EXPECT_GT(found.given_truth[0], 0.5);
  EXPECT_GT(found.given_truth[1], 0.5);
  EXPECT_GT(found.named, 130U);
}

TEST(Weigh, LeavesOutTrialsThatCannotBeCompared) {
  TrialBank bank = made_bank(200, 0.6);
  for (std::size_t i = 0; i < 195; ++i) bank.trials[i].statistics[1] = std::nan("");
  EXPECT_THROW((void)weigh(bank, {0.0, 0.0}, 0.5), ParameterError);
}

}  // namespace
}  // namespace pressor
