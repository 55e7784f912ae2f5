#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "fit_errors.h"

namespace pressor {
namespace {

/// A tenth of a prior SD: far above the error of the engine, well within the curve.
constexpr double difference_step = 0.1;
/// A value as near to a bound as this, in prior SDs, lies at it.
constexpr double bound_distance = 1.0e-3;

Eigen::VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// Differences of the errors over that of z; 0 where a row failed on either side.
Eigen::VectorXd slope_between(const FitPoint& low, const FitPoint& high,
                              const FitQuestion& question, double apart) {
  Eigen::VectorXd slope = (vector_of(inference::row_errors(question, high)) -
                           vector_of(inference::row_errors(question, low))) /
                          apart;
  for (std::size_t i = 0; i < low.rows.size(); ++i) {
    const bool failed = !low.rows[i].failure.empty() || !high.rows[i].failure.empty();
    if (failed) slope[static_cast<Eigen::Index>(i)] = 0.0;
  }
  return slope;
}

bool leaves_bounds(double z, double step, double low, double high) {
  return (z - low < bound_distance && step < 0.0) || (high - z < bound_distance && step > 0.0);
}

/// Step of the free parameters to the minimum of the quadratic; those that a bound holds stay.
Eigen::VectorXd step_within(const FitQuestion& question, const Eigen::VectorXd& z,
                            const Eigen::MatrixXd& hessian, const Eigen::VectorXd& gradient) {
  Eigen::MatrixXd held_hessian = hessian;
  Eigen::VectorXd held_gradient = gradient;
  for (Eigen::Index j = 0; j < z.size(); ++j) {
    const FreeParameter& parameter = question.parameters[static_cast<std::size_t>(j)];
    if (!leaves_bounds(z[j], -gradient[j], parameter.coordinate(parameter.low),
                       parameter.coordinate(parameter.high))) {
      continue;
    }
    held_hessian.row(j).setZero();
    held_hessian.col(j).setZero();
    held_hessian(j, j) = 1.0;
    held_gradient[j] = 0.0;
  }
  return -held_hessian.llt().solve(held_gradient);
}

}  // namespace

std::optional<std::vector<ParameterEstimate>> estimates_at(const FitQuestion& question,
                                                           const FitPoint& point, unsigned threads,
                                                           const FitWatcher& watch) {
  const auto n = static_cast<Eigen::Index>(question.parameters.size());
  const std::vector<double> z = inference::coordinates(question, point.values);
  Eigen::MatrixXd slopes(static_cast<Eigen::Index>(point.rows.size()), n);
  FitProgress progress{0, 2 * static_cast<std::uint64_t>(n), question.starts, point.objective()};
  const auto shifted = [&](std::size_t j, double to) {
    std::vector<double> values = point.values;
    values[j] = question.parameters[j].value(to);
    ++progress.evaluations;
    return fit_point(question, values, threads);
  };
  for (std::size_t j = 0; j < z.size(); ++j) {
    const FreeParameter& parameter = question.parameters[j];
    const double low = std::max(z[j] - difference_step, parameter.coordinate(parameter.low));
    const double high = std::min(z[j] + difference_step, parameter.coordinate(parameter.high));
    slopes.col(static_cast<Eigen::Index>(j)) =
        slope_between(shifted(j, low), shifted(j, high), question, high - low);
    if (!watch(progress)) return std::nullopt;
  }
  const Eigen::MatrixXd hessian =
      Eigen::MatrixXd::Identity(n, n) + Eigen::MatrixXd(slopes.transpose() * slopes);
  const Eigen::VectorXd gradient =
      slopes.transpose() * vector_of(inference::row_errors(question, point)) + vector_of(z);
  const Eigen::MatrixXd covariance = hessian.llt().solve(Eigen::MatrixXd::Identity(n, n));
  const Eigen::VectorXd step = step_within(question, vector_of(z), hessian, gradient);
  std::vector<ParameterEstimate> estimates;
  for (std::size_t j = 0; j < z.size(); ++j) {
    const FreeParameter& parameter = question.parameters[j];
    const auto k = static_cast<Eigen::Index>(j);
    const double scale = parameter.logarithmic ? point.values[j] : 1.0;
    ParameterEstimate estimate;
    estimate.variance_ratio = covariance(k, k);
    estimate.standard_error = scale * parameter.prior_sd * std::sqrt(covariance(k, k));
    estimate.step_left = step[k];
    estimate.at_bound = z[j] - parameter.coordinate(parameter.low) < bound_distance ||
                        parameter.coordinate(parameter.high) - z[j] < bound_distance;
    estimates.push_back(estimate);
  }
  return estimates;
}

}  // namespace pressor
