#include "tilt.h"

#include <Eigen/Cholesky>
#include <cmath>

namespace pressor::cohort {
namespace {

constexpr double tight = 1.0e-9;
constexpr int most_steps = 200;
constexpr int most_halvings = 60;
/// Armijo's share of the promised descent.
constexpr double enough = 1.0e-4;
/// Added to the Hessian, relative to its trace: two figures may say the same thing.
constexpr double ridge = 1.0e-12;

/// D of (1) and the weights, which sum to 1.
struct DualPoint {
  double value = 0.0;
  Eigen::VectorXd weights;
};

DualPoint dual_at(const Eigen::MatrixXd& features, const Eigen::VectorXd& lambda) {
  const Eigen::VectorXd logs = features * lambda;
  const double top = logs.maxCoeff();
  DualPoint point{0.0, exponentials(logs, top)};
  const double sum = point.weights.sum();
  point.value = top + std::log(sum);
  point.weights /= sum;
  return point;
}

Eigen::VectorXd newton_step(const Eigen::MatrixXd& features, const Eigen::VectorXd& weights,
                            const Eigen::VectorXd& gradient) {
  Eigen::MatrixXd hessian = features.transpose() * weights.asDiagonal() * features;
  hessian -= gradient * gradient.transpose();
  hessian.diagonal().array() += ridge * (1.0 + hessian.trace());
  return -hessian.ldlt().solve(gradient);
}

}  // namespace

Eigen::VectorXd exponentials(const Eigen::VectorXd& logs, double shift) {
  return logs.unaryExpr([shift](double log) { return std::exp(log - shift); });
}

double effective_size(const Eigen::VectorXd& weights) {
  return weights.sum() * weights.sum() / weights.squaredNorm();
}

std::optional<Eigen::VectorXd> tilt(const Eigen::MatrixXd& features) {
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(features.cols());
  if (features.cols() == 0) return lambda;
  DualPoint here = dual_at(features, lambda);
  for (int step = 0; step < most_steps; ++step) {
    const Eigen::VectorXd gradient = features.transpose() * here.weights;
    if (gradient.cwiseAbs().maxCoeff() < tight) return lambda;
    const Eigen::VectorXd direction = newton_step(features, here.weights, gradient);
    const double slope = gradient.dot(direction);
    if (!(slope < 0.0) || !direction.allFinite()) return std::nullopt;
    double length = 1.0;
    int halving = 0;
    DualPoint next = dual_at(features, lambda + direction);
    while (!(next.value <= here.value + enough * length * slope) && halving++ < most_halvings) {
      length *= 0.5;
      next = dual_at(features, lambda + length * direction);
    }
    if (halving > most_halvings) return std::nullopt;
    lambda += length * direction;
    here = std::move(next);
  }
  return std::nullopt;
}

}  // namespace pressor::cohort
