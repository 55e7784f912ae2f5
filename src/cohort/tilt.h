#pragma once

#include <Eigen/Core>
#include <optional>

namespace pressor::cohort {

/// lambda of the weights w_i ~ exp(lambda . f_i) under which every feature has mean 0, f_i being the
/// rows of `features`: the minimum of the convex dual
///
///     D(lambda) = ln sum_i exp(lambda . f_i),   grad D = E_w f,   hess D = cov_w f            (1)
///
/// by Newton's method with backtracking. Features should be of order 1. Nothing when no lambda makes
/// all means smaller than 1e-9: 0 lies outside the convex hull of the rows.
std::optional<Eigen::VectorXd> tilt(const Eigen::MatrixXd& features);

/// Effective sample size (sum w)^2 / sum w^2.
double effective_size(const Eigen::VectorXd& weights);

/// exp(log_weight - shift) one by one, by the same scalar function wherever it runs.
Eigen::VectorXd exponentials(const Eigen::VectorXd& logs, double shift);

}  // namespace pressor::cohort
