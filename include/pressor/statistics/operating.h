#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "pressor/statistics/result.h"

/// What a design does when it is repeated: power, errors of sign and size, Monte Carlo error.
/// Intervals of a power are wilson() in proportions.h.
namespace pressor {

/// Type S and type M errors (Gelman & Carlin 2014): of the significant results, the share with the
/// wrong sign, and by how much they exaggerate the size of the true effect on average.
struct DesignErrors {
  double power = std::numeric_limits<double>::quiet_NaN();
  double type_s = std::numeric_limits<double>::quiet_NaN();
  double type_m = std::numeric_limits<double>::quiet_NaN();
  double power_error = 0.0;  ///< Monte Carlo standard errors; 0 when computed, not simulated
  double type_s_error = 0.0;
  double type_m_error = 0.0;
  std::size_t significant = 0;  ///< replicates; 0 when computed
};

/// For a normal estimate with this standard error around `true_effect` (not 0).
///
///     with d = effect/se, z = z_{1 - alpha/2}:  power = Phi(d - z) + Phi(-d - z)
///     type S = Phi(-d - z) / power,  type M = E(|estimate| ; significant) / (power |effect|)
DesignErrors design_errors(double true_effect, double standard_error, double alpha = 0.05);

/// From replicates of estimate and p; those with NaN count as not significant. Type S and M are NaN
/// when the true effect is 0 or nothing was significant.
DesignErrors design_errors(std::span<const double> estimates, std::span<const double> p,
                           double true_effect, double alpha = 0.05);

/// Mean of replicates with its Monte Carlo standard error, sd / sqrt(n); NaN values are left out.
struct MonteCarlo {
  std::size_t n = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN();
};
MonteCarlo monte_carlo(std::span<const double> replicates);

/// Where a published figure falls among replicates; NaN values are left out.
struct PredictivePosition {
  std::size_t n = 0;
  double below =
      std::numeric_limits<double>::quiet_NaN();            ///< share of replicates below, ties half
  double tail = std::numeric_limits<double>::quiet_NaN();  ///< 2 min(P(<=), P(>=)), at most 1
  double error = std::numeric_limits<double>::quiet_NaN();  ///< Monte Carlo error of `below`
};
PredictivePosition position_of(double observed, std::span<const double> replicates);

}  // namespace pressor
