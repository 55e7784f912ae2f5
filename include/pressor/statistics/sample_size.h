#pragma once

#include <limits>

#include "pressor/statistics/result.h"

/// How many patients a trial with one look needs, and its power. Sizes are fractions as the
/// equation gives them: round up for people. Ratio is treated over control. All tests are two-sided
/// with size `alpha`.
namespace pressor {

/// Patients of each arm; or events, where the function says so.
struct ArmSizes {
  double treated = std::numeric_limits<double>::quiet_NaN();
  double control = std::numeric_limits<double>::quiet_NaN();
  [[nodiscard]] double total() const { return treated + control; }
};

/// What is asked of a test.
struct Demand {
  double alpha = 0.05;
  double power = 0.8;
  double ratio = 1.0;
};

/// Student's t test of two means `delta` apart, exactly: the noncentral t distribution, both tails
/// (R: power.t.test(strict = TRUE)).
///
///     power = P(|T| > t_{1 - alpha/2}),  T ~ t(n1 + n2 - 2, delta / (sd sqrt(1/n1 + 1/n2)))
double t_test_power(const ArmSizes& n, double delta, double sd, double alpha);
ArmSizes t_test_size(const Demand& demand, double delta, double sd);

/// Analysis of covariance on a baseline with this correlation to the outcome: the t test with
/// variance sd^2 (1 - r^2) (Borm 2007).
double ancova_power(const ArmSizes& n, double delta, double sd, double correlation, double alpha);
ArmSizes ancova_size(const Demand& demand, double delta, double sd, double correlation);

/// Two proportions by the normal approximation, pooled under the null hypothesis (R:
/// power.prop.test(strict = TRUE) for equal arms; Fleiss 1981 for unequal ones).
double proportions_power(const ArmSizes& n, double p_treated, double p_control, double alpha);
ArmSizes proportions_size(const Demand& demand, double p_treated, double p_control);

/// Events that a log-rank test needs in all (Schoenfeld 1981), and patients when a share `deaths`
/// of all of them has an event.
///
///     d = (1 + ratio)^2 / ratio (z_alpha/2 + z_power)^2 / log(hazard_ratio)^2
double logrank_events(const Demand& demand, double hazard_ratio);
double logrank_power(double events, double ratio, double hazard_ratio, double alpha);
ArmSizes logrank_size(const Demand& demand, double hazard_ratio, double deaths);

/// Wilcoxon's rank sum test (Noether 1987); `superiority` is P(treated > control) + P(equal)/2. For
/// normal outcomes d standard deviations apart it is Phi(d / sqrt 2).
///
///     N = (z_alpha/2 + z_power)^2 / (12 c (1 - c) (superiority - 1/2)^2),  c = control share
double wilcoxon_power(const ArmSizes& n, double superiority, double alpha);
ArmSizes wilcoxon_size(const Demand& demand, double superiority);
double normal_superiority(double standardized_difference);

}  // namespace pressor
