#pragma once

#include <optional>
#include <span>

/// How the chance of an event changes with one covariate.
namespace pressor::inference {

enum class Link {
  logit,   ///< exp(slope) is an odds ratio
  cloglog  ///< exp(slope) is a hazard ratio where hazards are proportional
};

/// Maximum-likelihood slope of a binary outcome on one covariate,
///
///     P(y = 1) = p(a + b x),   p = 1 / (1 + exp(-u)) or 1 - exp(-exp(u)),
///
/// by Fisher scoring. Nothing where there are no events, nothing but events, no spread of x, or no
/// finite estimate (separated groups).
std::optional<double> regression_slope(std::span<const double> x, std::span<const double> y,
                                       Link link);

}  // namespace pressor::inference
