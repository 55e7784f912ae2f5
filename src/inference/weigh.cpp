#include "pressor/inference/weigh.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

constexpr std::size_t fewest_trials = 10;
constexpr double ridge = 1.0e-2;  ///< keeps (3) finite when an explanation is hardly accepted
constexpr int newton_steps = 30;

bool is_comparable(const SimulatedTrial& trial) {
  return std::all_of(trial.statistics.begin(), trial.statistics.end(),
                     [](double s) { return std::isfinite(s); });
}

/// SD of each statistic over the comparable trials; a statistic that never differs counts nothing.
std::vector<double> scales_of(const std::vector<const SimulatedTrial*>& trials) {
  std::vector<double> scales(trials.front()->statistics.size());
  for (std::size_t k = 0; k < scales.size(); ++k) {
    double sum = 0.0;
    double squares = 0.0;
    for (const SimulatedTrial* trial : trials) sum += trial->statistics[k];
    const double mean = sum / static_cast<double>(trials.size());
    for (const SimulatedTrial* trial : trials) {
      squares += (trial->statistics[k] - mean) * (trial->statistics[k] - mean);
    }
    const double sd = std::sqrt(squares / static_cast<double>(trials.size()));
    scales[k] = sd > 0.0 ? sd : std::numeric_limits<double>::infinity();
  }
  return scales;
}

/// An accepted trial: its distance by statistic, in SDs, and its weight.
struct NearTrial {
  const SimulatedTrial* trial = nullptr;
  Eigen::VectorXd gap;
  double distance = 0.0;
  double weight = 0.0;
};

/// The nearest share of the trials, equation (1).
std::vector<NearTrial> nearest_trials(const TrialBank& bank, const SimulatedTrial* left_out,
                                      const std::vector<double>& published, double accept) {
  std::vector<const SimulatedTrial*> usable;
  std::vector<double> counts(bank.priors.size(), 0.0);
  for (const SimulatedTrial& trial : bank.trials) {
    if (&trial == left_out || !is_comparable(trial)) continue;
    usable.push_back(&trial);
    counts[trial.explanation] += 1.0;
  }
  if (usable.size() < fewest_trials) {
    throw ParameterError("fewer than ten simulated trials can be compared with the published one");
  }
  const std::vector<double> scales = scales_of(usable);
  std::vector<NearTrial> near;
  near.reserve(usable.size());
  for (const SimulatedTrial* trial : usable) {
    NearTrial one{trial, Eigen::VectorXd(static_cast<Eigen::Index>(scales.size())), 0.0, 0.0};
    for (std::size_t k = 0; k < scales.size(); ++k) {
      one.gap[static_cast<Eigen::Index>(k)] = (trial->statistics[k] - published[k]) / scales[k];
    }
    one.distance = one.gap.norm();
    near.push_back(std::move(one));
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const NearTrial& a, const NearTrial& b) { return a.distance < b.distance; });
  const auto wanted = static_cast<std::size_t>(accept * static_cast<double>(near.size()));
  near.resize(std::clamp(wanted, fewest_trials, near.size()));
  // The farthest keeps a little weight: with all at one distance none would be left.
  const double reach = near.back().distance * (1.0 + 1.0e-6);
  for (NearTrial& one : near) {
    const double prior = bank.priors[one.trial->explanation] / counts[one.trial->explanation];
    const double closeness = reach > 0.0 ? 1.0 - std::pow(one.distance / reach, 2) : 1.0;
    one.weight = prior * closeness;
  }
  const double all =
      std::accumulate(near.begin(), near.end(), 0.0,
                      [](double sum, const NearTrial& one) { return sum + one.weight; });
  for (NearTrial& one : near) one.weight /= all;
  return near;
}

/// Equation (2).
std::vector<double> accepted_shares(const std::vector<NearTrial>& near, std::size_t explanations) {
  std::vector<double> shares(explanations, 0.0);
  for (const NearTrial& one : near) shares[one.trial->explanation] += one.weight;
  return shares;
}

/// 1 and the gaps of a trial: what (3) and (4) regress on.
Eigen::VectorXd regressors(const NearTrial& one) {
  Eigen::VectorXd x(one.gap.size() + 1);
  x << 1.0, one.gap;
  return x;
}

/// Softmax of all explanations that were accepted at all; the others have no trial to learn from.
class ExplanationRegression {
 public:
  ExplanationRegression(const std::vector<NearTrial>& near, const std::vector<double>& shares)
      : near_(near), columns_(near.front().gap.size() + 1) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (shares[i] > 0.0) present_.push_back(i);
    }
    const auto classes = static_cast<Eigen::Index>(present_.size());
    coefficients_ = Eigen::MatrixXd::Zero(columns_, classes);
    for (Eigen::Index c = 0; c < classes; ++c) {
      coefficients_(0, c) = std::log(shares[present_[static_cast<std::size_t>(c)]]);
    }
  }

  /// Probabilities at the published statistics, by explanation.
  std::vector<double> at_published(std::size_t explanations) {
    for (int step = 0; step < newton_steps && present_.size() > 1; ++step) newton();
    Eigen::VectorXd x = Eigen::VectorXd::Zero(columns_);
    x[0] = 1.0;
    const Eigen::VectorXd p = probabilities(x);
    std::vector<double> made(explanations, 0.0);
    for (std::size_t c = 0; c < present_.size(); ++c) {
      made[present_[c]] = p[static_cast<Eigen::Index>(c)];
    }
    return made;
  }

 private:
  [[nodiscard]] Eigen::VectorXd probabilities(const Eigen::VectorXd& x) const {
    Eigen::VectorXd score = coefficients_.transpose() * x;
    score = (score.array() - score.maxCoeff()).exp();
    return score / score.sum();
  }

  /// One step of Newton's method on the penalized weighted likelihood of all classes at once.
  void newton() {
    const Eigen::Index classes = coefficients_.cols();
    const Eigen::Index all = columns_ * classes;
    const auto n = static_cast<double>(near_.size());
    Eigen::VectorXd slope = Eigen::VectorXd::Zero(all);
    Eigen::MatrixXd curvature = Eigen::MatrixXd::Identity(all, all) * 1.0e-9;
    for (const NearTrial& one : near_) {
      const Eigen::VectorXd x = regressors(one);
      const Eigen::VectorXd p = probabilities(x);
      const Eigen::MatrixXd square = n * one.weight * x * x.transpose();
      for (Eigen::Index c = 0; c < classes; ++c) {
        const bool own = present_[static_cast<std::size_t>(c)] == one.trial->explanation;
        slope.segment(c * columns_, columns_) += n * one.weight * ((own ? 1.0 : 0.0) - p[c]) * x;
        for (Eigen::Index d = 0; d < classes; ++d) {
          curvature.block(c * columns_, d * columns_, columns_, columns_) +=
              p[c] * ((c == d ? 1.0 : 0.0) - p[d]) * square;
        }
      }
    }
    penalize(slope, curvature);
    const Eigen::VectorXd move = curvature.ldlt().solve(slope);
    // Long steps of a likelihood that is flat far out are cut.
    const double cut = std::min(1.0, 2.0 / std::max(1.0e-12, move.cwiseAbs().maxCoeff()));
    coefficients_ += cut * Eigen::Map<const Eigen::MatrixXd>(move.data(), columns_, classes);
  }

  /// Slopes are drawn to zero, intercepts hardly: then (3) is (2).
  void penalize(Eigen::VectorXd& slope, Eigen::MatrixXd& curvature) const {
    const auto n = static_cast<double>(near_.size());
    for (Eigen::Index at = 0; at < slope.size(); ++at) {
      const bool intercept = at % columns_ == 0;
      const double pull = ridge * n * (intercept ? 1.0e-4 : 1.0);
      slope[at] -= pull * coefficients_(at % columns_, at / columns_);
      curvature(at, at) += pull;
    }
  }

  const std::vector<NearTrial>& near_;
  Eigen::Index columns_;
  std::vector<std::size_t> present_;
  Eigen::MatrixXd coefficients_;
};

/// Equation (4); effects as they are where the regression has no answer.
std::vector<std::pair<double, double>> adjusted_effects(const std::vector<NearTrial>& near) {
  const Eigen::Index columns = near.front().gap.size() + 1;
  Eigen::MatrixXd square = Eigen::MatrixXd::Identity(columns, columns) * 1.0e-9;
  Eigen::VectorXd product = Eigen::VectorXd::Zero(columns);
  for (const NearTrial& one : near) {
    const Eigen::VectorXd x = regressors(one);
    square += one.weight * x * x.transpose();
    product += one.weight * one.trial->effect * x;
  }
  const Eigen::VectorXd beta = square.ldlt().solve(product);
  std::vector<std::pair<double, double>> made;
  for (const NearTrial& one : near) {
    const double moved = one.gap.dot(beta.tail(columns - 1));
    made.emplace_back(one.trial->effect - moved, one.weight);
  }
  return made;
}

/// Quantile of values with weights that add up to 1.
double weighted_quantile(const std::vector<std::pair<double, double>>& sorted, double level) {
  double sum = 0.0;
  for (const auto& [value, weight] : sorted) {
    sum += weight;
    if (sum >= level) return value;
  }
  return sorted.back().first;
}

WeightedSummary summary_of_effects(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double level) { return weighted_quantile(values, level); };
  return {at(0.5), {at(0.25), at(0.75)}, {at(0.05), at(0.95)}};
}

PredictiveCheck check_of(const std::vector<NearTrial>& near, std::size_t k, double published) {
  std::vector<std::pair<double, double>> values;
  PredictiveCheck check;
  for (const NearTrial& one : near) {
    const double value = one.trial->statistics[k];
    values.emplace_back(value, one.weight);
    if (value < published) check.below += one.weight;
    if (value == published) check.below += 0.5 * one.weight;
  }
  std::sort(values.begin(), values.end());
  check.median = weighted_quantile(values, 0.5);
  check.most = {weighted_quantile(values, 0.05), weighted_quantile(values, 0.95)};
  return check;
}

Weighed weigh_without(const TrialBank& bank, const SimulatedTrial* left_out,
                      const std::vector<double>& published, double accept) {
  const std::vector<NearTrial> near = nearest_trials(bank, left_out, published, accept);
  Weighed made;
  made.accepted = near.size();
  made.distance = near.back().distance;
  made.rejection = accepted_shares(near, bank.priors.size());
  made.regression = ExplanationRegression(near, made.rejection).at_published(bank.priors.size());
  made.effect = summary_of_effects(adjusted_effects(near));
  for (std::size_t k = 0; k < published.size(); ++k) {
    made.checks.push_back(check_of(near, k, published[k]));
  }
  return made;
}

/// A trial of the bank, its explanation drawn by the priors.
const SimulatedTrial& draw_trial(const TrialBank& bank,
                                 const std::vector<std::vector<std::size_t>>& by_explanation,
                                 RandomStream& random) {
  double left = random.uniform();
  std::size_t chosen = 0;
  while (chosen + 1 < bank.priors.size() && left >= bank.priors[chosen]) {
    left -= bank.priors[chosen++];
  }
  const auto& own = by_explanation[chosen];
  return bank.trials[own[random.below(static_cast<std::uint32_t>(own.size()))]];
}

bool lies_in(double value, const std::array<double, 2>& interval) {
  return value >= interval[0] && value <= interval[1];
}

}  // namespace

Weighed weigh(const TrialBank& bank, const std::vector<double>& published, double accept) {
  return weigh_without(bank, nullptr, published, accept);
}

WeighCalibration calibrate_weighing(const TrialBank& bank, double accept, std::uint32_t trials,
                                    std::uint64_t seed) {
  std::vector<std::vector<std::size_t>> by_explanation(bank.priors.size());
  for (std::size_t i = 0; i < bank.trials.size(); ++i) {
    if (is_comparable(bank.trials[i])) by_explanation[bank.trials[i].explanation].push_back(i);
  }
  for (const auto& own : by_explanation) {
    if (own.empty()) throw ParameterError("an explanation has no trial that can be compared");
  }
  WeighCalibration made;
  made.trials = trials;
  made.truths.assign(bank.priors.size(), 0);
  made.given_truth.assign(bank.priors.size(), 0.0);
  for (std::uint32_t t = 0; t < trials; ++t) {
    RandomStream random({seed, t, 0, Stream::design, 3});
    const SimulatedTrial& truth = draw_trial(bank, by_explanation, random);
    const Weighed found = weigh_without(bank, &truth, truth.statistics, accept);
    const auto& p = found.regression;
    made.within_half += lies_in(truth.effect, found.effect.half) ? 1U : 0U;
    made.within_most += lies_in(truth.effect, found.effect.most) ? 1U : 0U;
    const auto top = std::max_element(p.begin(), p.end()) - p.begin();
    made.named += static_cast<std::size_t>(top) == truth.explanation ? 1U : 0U;
    ++made.truths[truth.explanation];
    made.given_truth[truth.explanation] += p[truth.explanation];
  }
  for (std::size_t i = 0; i < made.truths.size(); ++i) {
    made.given_truth[i] /= std::max(1U, made.truths[i]);
  }
  return made;
}

}  // namespace pressor
