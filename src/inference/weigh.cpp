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
constexpr double newton_end = 1.0e-8;  ///< largest move of a coefficient that still counts
constexpr double most_leverage = 0.9;  ///< of (5): a trial that alone decides its own place

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

/// Whether two trials have one truth.
bool share_truth(const SimulatedTrial& a, const SimulatedTrial& b) {
  return a.explanation == b.explanation && a.point == b.point;
}

/// The nearest share of the trials, equation (1), without those that share their truth with one
/// that is left out.
std::vector<NearTrial> nearest_trials(const TrialBank& bank, const SimulatedTrial* left_out,
                                      const std::vector<double>& published, double accept) {
  std::vector<const SimulatedTrial*> usable;
  std::vector<double> counts(bank.priors.size(), 0.0);
  for (const SimulatedTrial& trial : bank.trials) {
    if (!is_comparable(trial)) continue;
    if (left_out != nullptr && share_truth(trial, *left_out)) continue;
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
    const double prior = bank.priors[one.trial->explanation] * bank.readings[one.trial->reading] /
                         counts[one.trial->explanation];
    const double closeness = reach > 0.0 ? 1.0 - std::pow(one.distance / reach, 2) : 1.0;
    one.weight = prior * closeness;
  }
  const double all =
      std::accumulate(near.begin(), near.end(), 0.0,
                      [](double sum, const NearTrial& one) { return sum + one.weight; });
  for (NearTrial& one : near) one.weight /= all;
  return near;
}

/// What is found of a trial: its explanation, or its reading.
using Label = std::size_t SimulatedTrial::*;

/// Equation (2).
std::vector<double> accepted_shares(const std::vector<NearTrial>& near, Label label,
                                    std::size_t labels) {
  std::vector<double> shares(labels, 0.0);
  for (const NearTrial& one : near) shares[one.trial->*label] += one.weight;
  return shares;
}

/// 1 and the gaps of a trial: what (3) regresses on.
Eigen::VectorXd regressors(const Eigen::VectorXd& gap) {
  Eigen::VectorXd x(gap.size() + 1);
  x << 1.0, gap;
  return x;
}

/// Gaps at which (3) and (4) are read: none, or, where no accepted trial comes up (or down) to the
/// published figure, that of the nearest.
Eigen::VectorXd nearest_aim(const std::vector<NearTrial>& near) {
  Eigen::VectorXd low = near.front().gap;
  Eigen::VectorXd high = near.front().gap;
  for (const NearTrial& one : near) {
    low = low.cwiseMin(one.gap);
    high = high.cwiseMax(one.gap);
  }
  return low.cwiseMax(0.0).cwiseMin(high);
}

/// Softmax of all explanations (or readings) that were accepted at all; the others have no trial to
/// learn from.
class LabelRegression {
 public:
  LabelRegression(const std::vector<NearTrial>& near, Label label,
                  const std::vector<double>& shares)
      : near_(near), label_(label), columns_(near.front().gap.size() + 1) {
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (shares[i] > 0.0) present_.push_back(i);
    }
    const auto classes = static_cast<Eigen::Index>(present_.size());
    coefficients_ = Eigen::MatrixXd::Zero(columns_, classes);
    for (Eigen::Index c = 0; c < classes; ++c) {
      coefficients_(0, c) = std::log(shares[present_[static_cast<std::size_t>(c)]]);
    }
  }

  /// Probabilities at the published statistics, by label.
  std::vector<double> at_published(std::size_t labels) {
    for (int step = 0; step < newton_steps && present_.size() > 1; ++step) {
      if (newton() < newton_end) break;
    }
    const Eigen::VectorXd p = probabilities(regressors(nearest_aim(near_)));
    std::vector<double> made(labels, 0.0);
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

  /// One step of Newton's method on the penalized weighted likelihood of all classes at once: its
  /// largest move of a coefficient.
  double newton() {
    const Eigen::Index classes = coefficients_.cols();
    const Eigen::Index all = columns_ * classes;
    const auto n = static_cast<double>(near_.size());
    Eigen::VectorXd slope = Eigen::VectorXd::Zero(all);
    Eigen::MatrixXd curvature = Eigen::MatrixXd::Identity(all, all) * 1.0e-9;
    for (const NearTrial& one : near_) {
      const Eigen::VectorXd x = regressors(one.gap);
      const Eigen::VectorXd p = probabilities(x);
      const Eigen::MatrixXd square = n * one.weight * x * x.transpose();
      for (Eigen::Index c = 0; c < classes; ++c) {
        const bool own = present_[static_cast<std::size_t>(c)] == one.trial->*label_;
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
    const double largest = move.cwiseAbs().maxCoeff();
    const double cut = std::min(1.0, 2.0 / std::max(1.0e-12, largest));
    coefficients_ += cut * Eigen::Map<const Eigen::MatrixXd>(move.data(), columns_, classes);
    return largest;
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
  Label label_;
  Eigen::Index columns_;
  std::vector<std::size_t> present_;
  Eigen::MatrixXd coefficients_;
};

/// Weighted least squares of (4): an intercept for each explanation, then common slopes.
class EffectRegression {
 public:
  EffectRegression(const std::vector<NearTrial>& near, std::size_t explanations)
      : near_(near),
        intercepts_(static_cast<Eigen::Index>(explanations)),
        columns_(intercepts_ + near.front().gap.size()) {
    Eigen::MatrixXd square = Eigen::MatrixXd::Identity(columns_, columns_) * 1.0e-9;
    Eigen::VectorXd product = Eigen::VectorXd::Zero(columns_);
    for (const NearTrial& one : near) {
      const Eigen::VectorXd x = row(one, one.gap);
      square += one.weight * x * x.transpose();
      product += one.weight * one.trial->effect * x;
    }
    inverse_ = square.inverse();
    coefficients_ = inverse_ * product;
  }

  /// (5): the effect of a trial moved to the published statistics.
  [[nodiscard]] double moved(const NearTrial& one, const Eigen::VectorXd& aim) const {
    const Eigen::VectorXd x = row(one, one.gap);
    const double leverage = one.weight * x.dot(inverse_ * x);
    const double left = one.trial->effect - x.dot(coefficients_);
    return row(one, aim).dot(coefficients_) + left / (1.0 - std::min(leverage, most_leverage));
  }

 private:
  [[nodiscard]] Eigen::VectorXd row(const NearTrial& one, const Eigen::VectorXd& gap) const {
    Eigen::VectorXd x = Eigen::VectorXd::Zero(columns_);
    x[static_cast<Eigen::Index>(one.trial->explanation)] = 1.0;
    x.tail(gap.size()) = gap;
    return x;
  }

  const std::vector<NearTrial>& near_;
  Eigen::Index intercepts_;
  Eigen::Index columns_;
  Eigen::MatrixXd inverse_;
  Eigen::VectorXd coefficients_;
};

/// The posterior of the effect: explanations mixed by their probabilities, rising.
std::vector<WeightedValue> mixed_effects(const std::vector<NearTrial>& near, const Weighed& found) {
  const EffectRegression regression(near, found.regression.size());
  const Eigen::VectorXd aim = nearest_aim(near);
  std::vector<WeightedValue> made;
  for (const NearTrial& one : near) {
    const std::size_t e = one.trial->explanation;
    const double share = one.weight / found.rejection[e];
    made.push_back({regression.moved(one, aim), found.regression[e] * share, e});
  }
  std::stable_sort(made.begin(), made.end(), [](const WeightedValue& a, const WeightedValue& b) {
    return a.value < b.value;
  });
  return made;
}

/// The smallest value up to which the weights come to a share; the values rise.
double quantile_of(const std::vector<WeightedValue>& rising, double share) {
  double sum = 0.0;
  for (const WeightedValue& one : rising) {
    sum += one.weight;
    if (sum >= share) return one.value;
  }
  return rising.back().value;
}

WeightedSummary summary_of(const std::vector<WeightedValue>& rising) {
  const auto at = [&](double share) { return quantile_of(rising, share); };
  return {at(0.5), {at(0.25), at(0.75)}, {at(0.05), at(0.95)}};
}

/// Share of the weight below a value; what equals it counts half.
double share_below(const std::vector<WeightedValue>& values, double value) {
  double below = 0.0;
  for (const WeightedValue& one : values) {
    if (one.value < value) below += one.weight;
    if (one.value == value) below += 0.5 * one.weight;
  }
  return below;
}

/// Where a published value lies among simulated ones, whose weights add up to 1.
PredictiveCheck check_of(std::vector<WeightedValue> values, double published) {
  std::sort(values.begin(), values.end(),
            [](const WeightedValue& a, const WeightedValue& b) { return a.value < b.value; });
  return {quantile_of(values, 0.5),
          {quantile_of(values, 0.05), quantile_of(values, 0.95)},
          share_below(values, published)};
}

PredictiveCheck accepted_check(const std::vector<NearTrial>& near, std::size_t k,
                               double published) {
  std::vector<WeightedValue> values;
  for (const NearTrial& one : near) {
    values.push_back({one.trial->statistics[k], one.weight, one.trial->explanation});
  }
  return check_of(std::move(values), published);
}

Weighed weigh_without(const TrialBank& bank, const SimulatedTrial* left_out,
                      const std::vector<double>& published, double accept) {
  const std::vector<NearTrial> near = nearest_trials(bank, left_out, published, accept);
  const auto found_by = [&](Label label, const std::vector<double>& shares) {
    return LabelRegression(near, label, shares).at_published(shares.size());
  };
  Weighed made;
  made.accepted = near.size();
  made.distance = near.back().distance;
  made.rejection = accepted_shares(near, &SimulatedTrial::explanation, bank.priors.size());
  made.regression = found_by(&SimulatedTrial::explanation, made.rejection);
  made.readings = found_by(&SimulatedTrial::reading,
                           accepted_shares(near, &SimulatedTrial::reading, bank.readings.size()));
  made.effects = mixed_effects(near, made);
  made.effect = summary_of(made.effects);
  for (std::size_t k = 0; k < published.size(); ++k) {
    made.checks.push_back(accepted_check(near, k, published[k]));
  }
  return made;
}

/// A trial of the bank, its explanation and its reading drawn by the priors.
const SimulatedTrial& draw_trial(const TrialBank& bank,
                                 const std::vector<std::vector<std::size_t>>& by_explanation,
                                 RandomStream& random) {
  double left = random.uniform();
  std::size_t chosen = 0;
  while (chosen + 1 < bank.priors.size() && left >= bank.priors[chosen]) {
    left -= bank.priors[chosen++];
  }
  const auto& own = by_explanation[chosen];
  const double likeliest = *std::max_element(bank.readings.begin(), bank.readings.end());
  for (;;) {
    const SimulatedTrial& trial =
        bank.trials[own[random.below(static_cast<std::uint32_t>(own.size()))]];
    if (likeliest * random.uniform() < bank.readings[trial.reading]) return trial;
  }
}

bool lies_in(double value, const std::array<double, 2>& interval) {
  return value >= interval[0] && value <= interval[1];
}

}  // namespace

Weighed weigh(const TrialBank& bank, const std::vector<double>& published, double accept) {
  return weigh_without(bank, nullptr, published, accept);
}

std::vector<std::vector<PredictiveCheck>> predictive_checks(const TrialBank& bank,
                                                            const std::vector<double>& published) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<PredictiveCheck>> made(bank.priors.size());
  for (std::size_t e = 0; e < made.size(); ++e) {
    double all = 0.0;
    for (const SimulatedTrial& trial : bank.trials) {
      if (trial.explanation == e && is_comparable(trial)) all += bank.readings[trial.reading];
    }
    for (std::size_t k = 0; k < published.size(); ++k) {
      std::vector<WeightedValue> values;
      for (const SimulatedTrial& trial : bank.trials) {
        if (trial.explanation != e || !is_comparable(trial)) continue;
        values.push_back({trial.statistics[k], bank.readings[trial.reading] / all, e});
      }
      made[e].push_back(values.empty() ? PredictiveCheck{nan, {nan, nan}, nan}
                                       : check_of(std::move(values), published[k]));
    }
  }
  return made;
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
  const std::size_t explanations = bank.priors.size();
  WeighCalibration made;
  made.trials = trials;
  made.truths.assign(explanations, 0);
  made.given.assign(explanations, std::vector<double>(explanations, 0.0));
  made.as.assign(explanations, std::vector<std::uint32_t>(explanations, 0));
  for (std::uint32_t t = 0; t < trials; ++t) {
    RandomStream random({seed, t, 0, Stream::design, 3});
    const SimulatedTrial& truth = draw_trial(bank, by_explanation, random);
    const Weighed found = weigh_without(bank, &truth, truth.statistics, accept);
    const auto& p = found.regression;
    made.within_half += lies_in(truth.effect, found.effect.half) ? 1U : 0U;
    made.within_most += lies_in(truth.effect, found.effect.most) ? 1U : 0U;
    const auto top = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    made.named += top == truth.explanation ? 1U : 0U;
    ++made.truths[truth.explanation];
    ++made.as[truth.explanation][top];
    for (std::size_t e = 0; e < explanations; ++e) made.given[truth.explanation][e] += p[e];
    made.places.push_back(share_below(found.effects, truth.effect));
  }
  for (std::size_t i = 0; i < explanations; ++i) {
    for (double& p : made.given[i]) p /= std::max(1U, made.truths[i]);
  }
  return made;
}

}  // namespace pressor
