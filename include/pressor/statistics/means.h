#pragma once

#include <cstddef>
#include <limits>
#include <span>

#include "pressor/statistics/result.h"

/// Tests of means, treated minus control. Numbers as R's t.test gives them.
namespace pressor {

/// Size, mean and standard deviation (divisor n - 1) of a sample; NaN where n does not allow them.
struct Moments {
  std::size_t n = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();
};
Moments moments(std::span<const double> x);

/// Moments of groups taken together: exact, as if their values had been one sample. With N, M and
/// Q = sum (x - M)^2 of what is there, n, m and s of a group, d = m - M:
///
///     Q += (n - 1) s^2 + d^2 N n / (N + n),   M += d n / (N + n),   N += n
///
/// (Chan, Golub & LeVeque 1983).
class PooledMoments {
 public:
  void add(const Moments& group);
  [[nodiscard]] Moments moments() const;

 private:
  double n_ = 0.0;
  double mean_ = 0.0;
  double squares_ = 0.0;
};

/// Quantile of a sample, 0 <= level <= 1, interpolated between order statistics (type 7 of Hyndman
/// & Fan 1996, R's default); NaN of an empty one.
double sample_quantile(std::span<const double> x, double level);

/// Difference of means with unequal variances: Welch's t test, degrees of freedom by Satterthwaite.
///
///     t = (a - b) / sqrt(va + vb),  v = s^2/n,  df = (va + vb)^2 / (va^2/(na-1) + vb^2/(nb-1))
TestResult welch(std::span<const double> treated, std::span<const double> control);

/// Difference of means with a common variance: Student's t test, df = na + nb - 2.
TestResult student(std::span<const double> treated, std::span<const double> control);

/// Mean of the differences within pairs, df = pairs - 1. Both have one value a pair, in one order.
TestResult paired_t(std::span<const double> treated, std::span<const double> control);

/// Effect of a treatment in a two-period crossover, free of an additive effect of the period.
/// `treated_first` and `control_first` hold one difference a patient, first period minus second:
///
///     effect = (mean(treated_first) - mean(control_first)) / 2
///
/// with Student's t for the two groups of differences (Hills & Armitage 1979). Assumes no
/// carry-over.
TestResult crossover(std::span<const double> treated_first, std::span<const double> control_first);

}  // namespace pressor
