#pragma once

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "pressor/core/random.h"
#include "pressor/statistics/result.h"

/// Distributions and intervals that the tests share.
namespace pressor::statistics {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Boost.Math in plain doubles: the same on machines without extended precision.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// z such that a standard normal deviate lies within +-z with this probability.
inline double two_sided_z(double confidence) { return normal_quantile(0.5 + 0.5 * confidence); }

/// Two-sided p of a normal deviate.
inline double normal_p(double z) { return 2.0 * normal_cdf(-std::fabs(z)); }

inline double normal_density(double z) {
  return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// Two-sided p of t.
inline double t_p(double t, double df) {
  const boost::math::students_t_distribution<double, Policy> distribution(df);
  return 2.0 * boost::math::cdf(boost::math::complement(distribution, std::fabs(t)));
}

/// t such that a deviate lies within +-t with this probability.
inline double two_sided_t(double confidence, double df) {
  const boost::math::students_t_distribution<double, Policy> distribution(df);
  return boost::math::quantile(boost::math::complement(distribution, 0.5 - 0.5 * confidence));
}

/// Upper tail of chi-square.
inline double chi_square_p(double statistic, double df) {
  const boost::math::chi_squared_distribution<double, Policy> distribution(df);
  return boost::math::cdf(boost::math::complement(distribution, statistic));
}

/// Estimate with standard error `se` by Student's t; without a spread there is only the estimate.
inline TestResult by_t(double estimate, double se, double df) {
  if (!(se > 0.0) || !(df > 0.0)) return {.estimate = estimate};
  const double reach = two_sided_t(usual_confidence, df) * se;
  const double t = estimate / se;
  return {estimate, estimate - reach, estimate + reach, t_p(t, df), t, df};
}

/// The same by the normal distribution.
inline TestResult by_z(double estimate, double se) {
  if (!(se > 0.0) || !std::isfinite(se)) return {.estimate = estimate};
  const double reach = two_sided_z(usual_confidence) * se;
  const double z = estimate / se;
  return {estimate, estimate - reach, estimate + reach, normal_p(z), z, nan};
}

}  // namespace pressor::statistics
