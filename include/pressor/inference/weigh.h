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
///     effect = a_i + c (s - s_0) + e,  i the explanation, weighted by w                       (4)
///     effect* = a_i + e / (1 - h),  weight P(i) w / sum of w of i,  h: the leverage           (5)
///
/// (3) and (4) correct for what the accepted trials still miss of the published one. A trial's
/// residual in (5) is the one that it has when it is left out of the regression: those of a
/// regression that knows the trial spread too little, the more so the fewer trials are accepted for
/// a coefficient, and intervals of them are too narrow. Nothing is extrapolated: where all accepted
/// trials lie on one side of a published figure, (3) and (4) are read at the nearest of them.
///
/// A published figure can be meant in several ways (of a salt or of its base): then every trial is
/// read in each of them, and which reading is likely is found as which explanation is.
namespace pressor {

struct SimulatedTrial {
  std::size_t explanation = 0;
  std::vector<double> statistics;  ///< not finite: the trial cannot be compared and is left out
  double effect = 0.0;             ///< what is to be known, true in this trial
  std::size_t point = 0;           ///< of the explanation; trials of one point share their truth
  std::size_t reading = 0;         ///< of TrialBank::readings
};

struct TrialBank {
  std::vector<double> priors;          ///< by explanation; they add up to 1
  std::vector<SimulatedTrial> trials;  ///< one more for each further reading
  std::vector<double> readings{1.0};   ///< prior of each way to read the publication; add up to 1
};

/// A value with its weight; those of one sample add up to 1.
struct WeightedValue {
  double value = 0.0;
  double weight = 0.0;
  std::size_t explanation = 0;
};

/// A sample with weights, summed up.
struct WeightedSummary {
  double median = 0.0;
  std::array<double, 2> half{};  ///< the ends that hold 50 %
  std::array<double, 2> most{};  ///< 90 %
};

/// Where the published value of one statistic lies among simulated trials.
struct PredictiveCheck {
  double median = 0.0;
  std::array<double, 2> most{};  ///< 90 % of the trials
  double below = 0.0;            ///< share of the trials below the published value
  /// Whether the published value lies among 95 % of the trials.
  [[nodiscard]] bool reaches() const { return below > 0.025 && below < 0.975; }
};

struct Weighed {
  std::size_t accepted = 0;
  double distance = 0.0;               ///< of the farthest accepted trial, in SDs of the statistics
  std::vector<double> rejection;       ///< (2), by explanation
  std::vector<double> regression;      ///< (3)
  std::vector<double> readings;        ///< (3) of the readings; {1} of one
  WeightedSummary effect;              ///< of `effects`
  std::vector<WeightedValue> effects;  ///< (5), rising
  std::vector<PredictiveCheck> checks;  ///< by statistic, of the accepted trials
};

/// Throws ParameterError when fewer than ten trials can be compared.
Weighed weigh(const TrialBank& bank, const std::vector<double>& published, double accept);

/// The published figures among all trials of each explanation, whatever its parameters:
/// [explanation][statistic]. An explanation that cannot be compared has NaN.
std::vector<std::vector<PredictiveCheck>> predictive_checks(const TrialBank& bank,
                                                            const std::vector<double>& published);

/// How often weighing is right: trials of the bank, drawn by the priors, taken for the published
/// one in turn and weighed without those that share their point, and with it their truth.
struct WeighCalibration {
  std::uint32_t trials = 0;
  std::uint32_t within_half = 0;               ///< true effect in the 50 % interval
  std::uint32_t within_most = 0;               ///< ... in the 90 % interval
  std::uint32_t named = 0;                     ///< the true explanation had the highest probability
  std::vector<std::uint32_t> truths;           ///< trials by true explanation
  std::vector<std::vector<double>> given;      ///< [truth][explanation] mean probability
  std::vector<std::vector<std::uint32_t>> as;  ///< [truth][explanation] that was the likeliest
  std::vector<double> places;                  ///< share of the posterior below the true effect
};
WeighCalibration calibrate_weighing(const TrialBank& bank, double accept, std::uint32_t trials,
                                    std::uint64_t seed);

}  // namespace pressor
