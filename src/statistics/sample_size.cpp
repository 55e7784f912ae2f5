#include "pressor/statistics/sample_size.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <cmath>

#include "distributions.h"
#include "roots.h"

namespace pressor {
namespace {

/// Sum of the normal quantiles of size and power.
double quantiles(const Demand& demand) {
  return statistics::two_sided_z(1.0 - demand.alpha) + normal_quantile(demand.power);
}

ArmSizes arms_of(double total, double ratio) {
  return {total * ratio / (1.0 + ratio), total / (1.0 + ratio)};
}

/// Smallest size of the control arm with the demanded power; no size below `smallest` is looked at.
template <class Power>
ArmSizes size_for(const Demand& demand, double smallest, const Power& power) {
  const auto lack = [&](double log_n) {
    const double n = std::exp(log_n);
    return power(ArmSizes{n * demand.ratio, n}) - demand.power;
  };
  double low = std::log(smallest);
  if (lack(low) >= 0.0) return {smallest * demand.ratio, smallest};
  double high = low + 1.0;
  constexpr double largest = 35.0;  // exp: more than all people
  while (high < largest && lack(high) < 0.0) low = high++;
  if (high >= largest) return {};
  const double n = std::exp(statistics::root_between(lack, low, high));
  return {n * demand.ratio, n};
}

/// z such that power is Phi(z), from a distance in standard errors; both tails.
double two_tails(double distance, double limit, double scale) {
  return normal_cdf((distance - limit) / scale) + normal_cdf((-distance - limit) / scale);
}

}  // namespace

double t_test_power(const ArmSizes& n, double delta, double sd, double alpha) {
  const double df = n.total() - 2.0;
  if (!(df > 0.0)) return statistics::nan;
  const double shift = std::fabs(delta) / (sd * std::sqrt(1.0 / n.treated + 1.0 / n.control));
  const double limit = statistics::two_sided_t(1.0 - alpha, df);
  const boost::math::non_central_t_distribution<double, statistics::Policy> t(df, shift);
  return boost::math::cdf(boost::math::complement(t, limit)) + boost::math::cdf(t, -limit);
}

ArmSizes t_test_size(const Demand& demand, double delta, double sd) {
  // With any fewer a variance cannot be had.
  const double smallest = 2.0 / std::fmin(1.0, demand.ratio);
  return size_for(demand, smallest,
                  [&](const ArmSizes& n) { return t_test_power(n, delta, sd, demand.alpha); });
}

double ancova_power(const ArmSizes& n, double delta, double sd, double correlation, double alpha) {
  return t_test_power(n, delta, sd * std::sqrt(1.0 - correlation * correlation), alpha);
}

ArmSizes ancova_size(const Demand& demand, double delta, double sd, double correlation) {
  return t_test_size(demand, delta, sd * std::sqrt(1.0 - correlation * correlation));
}

double proportions_power(const ArmSizes& n, double p_treated, double p_control, double alpha) {
  const double pooled = (n.treated * p_treated + n.control * p_control) / n.total();
  const double null_se = std::sqrt(pooled * (1.0 - pooled) * (1.0 / n.treated + 1.0 / n.control));
  const double se = std::sqrt(p_treated * (1.0 - p_treated) / n.treated +
                              p_control * (1.0 - p_control) / n.control);
  return two_tails(std::fabs(p_treated - p_control), statistics::two_sided_z(1.0 - alpha) * null_se,
                   se);
}

ArmSizes proportions_size(const Demand& demand, double p_treated, double p_control) {
  return size_for(demand, 1.0, [&](const ArmSizes& n) {
    return proportions_power(n, p_treated, p_control, demand.alpha);
  });
}

double logrank_events(const Demand& demand, double hazard_ratio) {
  const double share = demand.ratio / ((1.0 + demand.ratio) * (1.0 + demand.ratio));
  const double z = quantiles(demand) / std::log(hazard_ratio);
  return z * z / share;
}

double logrank_power(double events, double ratio, double hazard_ratio, double alpha) {
  const double share = ratio / ((1.0 + ratio) * (1.0 + ratio));
  return two_tails(std::sqrt(events * share) * std::fabs(std::log(hazard_ratio)),
                   statistics::two_sided_z(1.0 - alpha), 1.0);
}

ArmSizes logrank_size(const Demand& demand, double hazard_ratio, double deaths) {
  return arms_of(logrank_events(demand, hazard_ratio) / deaths, demand.ratio);
}

double wilcoxon_power(const ArmSizes& n, double superiority, double alpha) {
  const double share = n.treated * n.control / n.total();
  return two_tails(std::sqrt(12.0 * share) * std::fabs(superiority - 0.5),
                   statistics::two_sided_z(1.0 - alpha), 1.0);
}

ArmSizes wilcoxon_size(const Demand& demand, double superiority) {
  const double share = demand.ratio / ((1.0 + demand.ratio) * (1.0 + demand.ratio));
  const double z = quantiles(demand) / (superiority - 0.5);
  return arms_of(z * z / (12.0 * share), demand.ratio);
}

double normal_superiority(double standardized_difference) {
  return normal_cdf(standardized_difference / std::sqrt(2.0));
}

}  // namespace pressor
