#include "pressor/inference/weigh_words.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <numeric>

#include "pressor/core/quantity.h"
#include "pressor/inference/evidence.h"

namespace pressor {
namespace {

std::string two_digits(double value) { return format_number(std::round(100.0 * value) / 100.0); }
std::string signed_effect(double value) { return (value > 0.0 ? "+" : "") + figure_text(value); }
std::string per_cent(double share) { return format_number(std::round(100.0 * share)) + " %"; }

std::string likeliest_words(const WeighFindings& of, const std::vector<std::size_t>& order) {
  const std::size_t top = order.front();
  const double p = of.found.regression[top];
  std::string words = of.explanations[top] + " is the likeliest explanation, with probability " +
                      two_digits(p) + " after " + two_digits(of.priors[top]) + " before: ";
  if (p > told_apart) return words + "the trial tells it from the others.";
  words += "the trial does not tell the explanations apart";
  double sum = 0.0;
  std::string names;
  for (const std::size_t e : order) {
    sum += of.found.regression[e];
    names += (names.empty() ? "" : ", ") + of.explanations[e];
    if (sum > told_apart) break;
  }
  return words + "; together " + names + " hold " + per_cent(sum) + ".";
}

std::string effect_words(const WeighFindings& of) {
  const WeightedSummary& effect = of.found.effect;
  std::string words = "The drug's effect on " + of.effect + " is " + signed_effect(effect.median) +
                      " (90 % " + signed_effect(effect.most[0]) + " to " +
                      signed_effect(effect.most[1]) + ")";
  const bool unknown = effect.most[0] < 0.0 && effect.most[1] > 0.0;
  return words + (unknown ? ": benefit and harm are both possible." : ".");
}

std::string naming_words(const WeighFindings& of) {
  const WeighCalibration& known = of.calibration;
  const double named = static_cast<double>(known.named) / std::max(1U, known.trials);
  return "A trial of this size names the true explanation in " + per_cent(named) +
         " of simulated trials; chance alone would in " +
         per_cent(1.0 / static_cast<double>(of.explanations.size())) + ".";
}

/// Published figures that trials of no explanation come to.
std::string missed_words(const WeighFindings& of) {
  std::string names;
  for (std::size_t k = 0; k < of.statistics.size(); ++k) {
    const bool reached = std::any_of(of.predictive.begin(), of.predictive.end(),
                                     [&](const auto& checks) { return checks[k].reaches(); });
    if (!reached) names += (names.empty() ? "" : "; ") + of.statistics[k];
  }
  return names.empty() ? "" : "No explanation reaches the published " + names + ".";
}

std::string reading_words(const WeighFindings& of) {
  std::string words;
  for (std::size_t r = 0; r < of.readings.size(); ++r) {
    words += (r == 0 ? "" : ", ") + of.readings[r] + " " + two_digits(of.found.readings[r]) +
             " after " + two_digits(of.reading_priors[r]) + " before";
  }
  return "How the publication is meant: " + words + ".";
}

}  // namespace

std::vector<std::size_t> likeliest_first(const Weighed& found) {
  std::vector<std::size_t> order(found.regression.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return found.regression[a] > found.regression[b];
  });
  return order;
}

std::vector<std::string> weigh_verdict(const WeighFindings& findings) {
  std::vector<std::string> sentences{likeliest_words(findings, likeliest_first(findings.found)),
                                     effect_words(findings), naming_words(findings)};
  const std::string missed = missed_words(findings);
  if (!missed.empty()) sentences.push_back(missed);
  if (findings.readings.size() > 1) sentences.push_back(reading_words(findings));
  return sentences;
}

std::array<std::uint32_t, 2> binomial_band(std::uint32_t of, double level) {
  const boost::math::binomial_distribution<double> counts(of, level);
  return {static_cast<std::uint32_t>(boost::math::quantile(counts, 0.005)),
          static_cast<std::uint32_t>(boost::math::quantile(counts, 0.995))};
}

}  // namespace pressor
