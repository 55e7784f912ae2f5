#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// Explanations weighed against a published trial: approximate Bayesian computation at the level of
/// the trial (Beaumont, Zhang and Balding 2002, doi 10.1093/genetics/162.4.2025).
///
/// Trials of the published size are simulated under each explanation, with its parameters drawn
/// from their priors. With the statistics s of a simulated trial and s_0 of the published one, each
/// divided by the SD of that statistic over all simulated trials:
///
///     d = |s - s_0|,  accepted: the nearest share,  w = prior / trials (1 - (d / d_max)^2)     (1)
///     P(explanation) = sum of w of its accepted trials                        (rejection)      (2)
///     log P(i) / P(0) = a_i + b_i (s - s_0), weighted by w, at s = s_0        (regression)     (3)
///     effect* = effect - c (s - s_0), c by weighted least squares                              (4)
///
/// (3) and (4) correct for what the accepted trials still miss of the published one.
namespace pressor {

struct SimulatedTrial {
  std::size_t explanation = 0;
  std::vector<double> statistics;  ///< not finite: the trial cannot be compared and is left out
  double effect = 0.0;             ///< what is to be known, true in this trial
};

struct TrialBank {
  std::vector<double> priors;  ///< by explanation; they add up to 1
  std::vector<SimulatedTrial> trials;
};

/// A sample with weights, summed up.
struct WeightedSummary {
  double median = 0.0;
  std::array<double, 2> half{};  ///< the ends that hold 50 %
  std::array<double, 2> most{};  ///< 90 %
};

/// Where the published value of one statistic lies among the accepted trials.
struct PredictiveCheck {
  double median = 0.0;
  std::array<double, 2> most{};  ///< 90 % of the accepted trials
  double below = 0.0;            ///< share of the accepted trials below the published value
};

struct Weighed {
  std::size_t accepted = 0;
  double distance = 0.0;           ///< of the farthest accepted trial, in SDs of the statistics
  std::vector<double> rejection;   ///< (2), by explanation
  std::vector<double> regression;  ///< (3)
  WeightedSummary effect;          ///< (4)
  std::vector<PredictiveCheck> checks;  ///< by statistic, before regression
};

/// Throws ParameterError when fewer than ten trials can be compared.
Weighed weigh(const TrialBank& bank, const std::vector<double>& published, double accept);

/// How often weighing is right: trials of the bank, drawn by the priors, taken for the published
/// one in turn and weighed with the rest.
struct WeighCalibration {
  std::uint32_t trials = 0;
  std::uint32_t within_half = 0;      ///< true effect in the 50 % interval
  std::uint32_t within_most = 0;      ///< ... in the 90 % interval
  std::uint32_t named = 0;            ///< the true explanation had the highest probability
  std::vector<std::uint32_t> truths;  ///< trials by true explanation
  std::vector<double> given_truth;    ///< mean probability of an explanation when it is true
};
WeighCalibration calibrate_weighing(const TrialBank& bank, double accept, std::uint32_t trials,
                                    std::uint64_t seed);

}  // namespace pressor
