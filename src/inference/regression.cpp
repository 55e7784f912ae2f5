#include "regression.h"

#include <algorithm>
#include <cmath>

namespace pressor::inference {
namespace {

/// Probability and its derivative by the linear predictor.
struct Chance {
  double p = 0.0;
  double slope = 0.0;
};

Chance chance(double u, Link link) {
  if (link == Link::logit) {
    const double p = 1.0 / (1.0 + std::exp(-u));
    return {p, p * (1.0 - p)};
  }
  const double hazard = std::exp(u);
  return {-std::expm1(-hazard), hazard * std::exp(-hazard)};
}

/// Score and information of (a, b) for a centred covariate.
struct Step {
  double score_a = 0.0;
  double score_b = 0.0;
  double aa = 0.0;
  double ab = 0.0;
  double bb = 0.0;

  void add(double x, double y, const Chance& c) {
    const double variance = std::max(c.p * (1.0 - c.p), 1.0e-12);
    const double weight = c.slope * c.slope / variance;
    const double score = (y - c.p) * c.slope / variance;
    score_a += score;
    score_b += score * x;
    aa += weight;
    ab += weight * x;
    bb += weight * x * x;
  }
};

}  // namespace

std::optional<double> regression_slope(std::span<const double> x, std::span<const double> y,
                                       Link link) {
  if (x.size() < 3) return std::nullopt;
  const auto n = static_cast<double>(x.size());
  double events = 0.0;
  double mean = 0.0;
  for (const double event : y) events += event / n;
  for (const double value : x) mean += value / n;
  double scale = 0.0;
  for (const double value : x) scale = std::max(scale, std::abs(value - mean));
  if (events <= 0.0 || events >= 1.0 || scale <= 0.0) return std::nullopt;
  double a =
      link == Link::logit ? std::log(events / (1.0 - events)) : std::log(-std::log1p(-events));
  double b = 0.0;
  constexpr int most = 50;
  constexpr double separated = 50.0;  // log ratio over the range of the covariate
  for (int i = 0; i < most; ++i) {
    Step step;
    for (std::size_t k = 0; k < x.size(); ++k) {
      const double centred = (x[k] - mean) / scale;
      step.add(centred, y[k], chance(a + b * centred, link));
    }
    const double determinant = step.aa * step.bb - step.ab * step.ab;
    if (!(determinant > 0.0)) return std::nullopt;
    const double da = (step.bb * step.score_a - step.ab * step.score_b) / determinant;
    const double db = (step.aa * step.score_b - step.ab * step.score_a) / determinant;
    a += std::clamp(da, -2.0, 2.0);
    b += std::clamp(db, -2.0, 2.0);
    if (std::abs(b) > separated) return std::nullopt;
    if (std::abs(da) + std::abs(db) < 1.0e-10) return b / scale;
  }
  return std::nullopt;
}

}  // namespace pressor::inference
