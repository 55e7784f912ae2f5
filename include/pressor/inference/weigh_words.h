#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pressor/inference/weigh.h"

/// What weighing found, in sentences made of its numbers.
namespace pressor {

/// All that is told of a weighing.
struct WeighFindings {
  std::string effect;                     ///< `pe_ratio@6h less pe_ratio@0h`
  std::vector<std::string> explanations;  ///< names
  std::vector<double> priors;
  std::vector<std::string> readings;  ///< names; one: the publication is read in one way
  std::vector<double> reading_priors;
  std::vector<std::string> statistics;  ///< `mean of pe_ratio@6h, placebo`
  std::vector<double> published;
  std::uint64_t simulated = 0;  ///< trials
  Weighed found;
  std::vector<std::vector<PredictiveCheck>> predictive;  ///< predictive_checks
  WeighCalibration calibration;
};

/// A probability above which an explanation counts as told from the others.
inline constexpr double told_apart = 0.9;

/// Explanations by probability, likeliest first.
std::vector<std::size_t> likeliest_first(const Weighed& found);

/// What the published trial can and cannot tell apart, a sentence each: the likeliest explanation;
/// the drug's effect; how often a trial of this size names the truth; published figures that no
/// explanation reaches; which reading is likely.
std::vector<std::string> weigh_verdict(const WeighFindings& findings);

/// Counts of `of` trials that lie within an interval of this level in 99 of 100 series, if the level
/// is right.
std::array<std::uint32_t, 2> binomial_band(std::uint32_t of, double level);

}  // namespace pressor
