#include "pressor/statistics/linear_model.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "design_matrix.h"
#include "distributions.h"

namespace pressor {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Least squares on columns of full rank.
struct Fit {
  VectorXd coefficients;
  VectorXd variances;  ///< of the coefficients
  double sigma = statistics::nan;
  double df = 0.0;
};

/// Diagonal of  (X'X)^-1 X' diag(e_i^2 / (1 - h_i)^2) X (X'X)^-1.
VectorXd hc3(const MatrixXd& q, const MatrixXd& inverse_triangle, const VectorXd& residuals) {
  const VectorXd leverage = q.rowwise().squaredNorm();
  const VectorXd weight = (residuals.array() / (1.0 - leverage.array())).matrix();
  return (inverse_triangle * q.transpose() * weight.asDiagonal()).rowwise().squaredNorm();
}

Fit least_squares(const MatrixXd& x, const VectorXd& y, ErrorModel errors) {
  const Eigen::HouseholderQR<MatrixXd> qr(x);
  const Index rank = x.cols();
  const MatrixXd q = qr.householderQ() * MatrixXd::Identity(x.rows(), rank);
  const MatrixXd inverse = qr.matrixQR().topRows(rank).triangularView<Eigen::Upper>().solve(
      MatrixXd::Identity(rank, rank));
  Fit fit;
  fit.coefficients = inverse * (q.transpose() * y);
  fit.df = static_cast<double>(x.rows() - rank);
  const VectorXd residuals = y - x * fit.coefficients;
  if (fit.df > 0.0) fit.sigma = std::sqrt(residuals.squaredNorm() / fit.df);
  fit.variances = errors == ErrorModel::robust
                      ? hc3(q, inverse, residuals)
                      : VectorXd(fit.sigma * fit.sigma * inverse.rowwise().squaredNorm());
  return fit;
}

/// The patients of whom everything is known.
Adjusted complete(const Adjusted& data) {
  Adjusted out;
  out.covariates.resize(data.covariates.size());
  for (std::size_t i = 0; i < data.outcome.size(); ++i) {
    const bool known = !std::isnan(data.outcome[i]) &&
                       std::none_of(data.covariates.begin(), data.covariates.end(),
                                    [i](const auto& column) { return std::isnan(column[i]); });
    if (!known) continue;
    out.outcome.push_back(data.outcome[i]);
    out.treated.push_back(data.treated[i]);
    if (!data.stratum.empty()) out.stratum.push_back(data.stratum[i]);
    for (std::size_t c = 0; c < data.covariates.size(); ++c) {
      out.covariates[c].push_back(data.covariates[c][i]);
    }
  }
  return out;
}

}  // namespace

LinearModel linear_model(std::span<const double> y, const Columns& x, ErrorModel errors) {
  LinearModel out;
  out.coefficients.resize(x.size() + 1);
  if (y.empty()) return out;
  const MatrixXd all = statistics::design_matrix(x, y.size(), true);
  const std::vector<Index> kept = statistics::independent_columns(all);
  const Fit fit =
      least_squares(all(Eigen::all, kept),
                    Eigen::Map<const VectorXd>(y.data(), static_cast<Index>(y.size())), errors);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const auto i = static_cast<Index>(k);
    out.coefficients[static_cast<std::size_t>(kept[k])] =
        statistics::by_t(fit.coefficients[i], std::sqrt(fit.variances[i]), fit.df);
  }
  out.sigma = fit.sigma;
  out.df = fit.df;
  return out;
}

TestResult ancova(const Adjusted& data, ErrorModel errors) {
  const Adjusted known = complete(data);
  Columns x = known.covariates;
  for (auto& column : statistics::level_columns(known.stratum)) x.push_back(std::move(column));
  // Last, so that a treatment that strata determine is not estimated.
  x.emplace_back(known.treated.begin(), known.treated.end());
  return linear_model(known.outcome, x, errors).coefficients.back();
}

}  // namespace pressor
