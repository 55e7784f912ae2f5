#pragma once

#include <limits>

/// What a test or an estimate says. Every interval holds the truth with probability 95% unless its
/// function takes another level; every p value is two-sided unless it says otherwise.
namespace pressor {

/// Level of confidence where none is asked for.
inline constexpr double usual_confidence = 0.95;

/// The two ends of an interval; NaN where the data do not allow one.
struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// Estimate with its confidence interval and two-sided p value. NaN where the data do not allow it
/// (fewer than two values, no spread, an empty margin).
struct TestResult {
  double estimate = std::numeric_limits<double>::quiet_NaN();
  double ci_low = std::numeric_limits<double>::quiet_NaN();
  double ci_high = std::numeric_limits<double>::quiet_NaN();
  double p = std::numeric_limits<double>::quiet_NaN();
  /// What was compared with a distribution: t, z, chi-square; NaN for exact tests of counts.
  double statistic = std::numeric_limits<double>::quiet_NaN();
  double df = std::numeric_limits<double>::quiet_NaN();  ///< of t or chi-square; NaN: normal, exact
};

/// A ratio's result from that of its logarithm: estimate and interval exponentiated.
TestResult as_ratio(TestResult log_ratio);

/// The normal deviate that has the two-sided p value of a result, with the sign of `direction`;
/// what an interim look compares with its boundaries.
///
///     z = sign(direction) Phi^-1(1 - p/2)
double signed_z(double p, double direction);

}  // namespace pressor
