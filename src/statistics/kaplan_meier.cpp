#include <algorithm>
#include <cmath>

#include "distributions.h"
#include "pressor/statistics/survival.h"

namespace pressor {
namespace {

using statistics::nan;

/// Survival that is 1/2 but for rounding, as in R.
constexpr double rounding = 1.5e-8;

/// log(-log S) +- z se(log S) / |log S|, on the scale of S.
Interval log_log_limits(double survival, double log_variance) {
  if (survival <= 0.0 || survival >= 1.0) return {};
  const double reach = statistics::two_sided_z(usual_confidence) * std::sqrt(log_variance) /
                       std::fabs(std::log(survival));
  return {std::pow(survival, std::exp(reach)), std::pow(survival, std::exp(-reach))};
}

/// First time at which a curve is at most 1/2; where it stays at 1/2 for a while, the middle of
/// that.
template <class Height>
double half_time(std::span<const SurvivalStep> curve, const Height& height) {
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double h = height(curve[i]);
    if (!(h <= 0.5 + rounding)) continue;
    std::size_t next = i;
    while (next < curve.size() && std::fabs(height(curve[next]) - 0.5) < rounding) ++next;
    return next < curve.size() && next > i ? 0.5 * (curve[i].time + curve[next].time)
                                           : curve[i].time;
  }
  return nan;
}

}  // namespace

std::vector<SurvivalStep> kaplan_meier(std::span<const Followed> group) {
  std::vector<Followed> sorted(group.begin(), group.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Followed& a, const Followed& b) { return a.time < b.time; });
  std::vector<SurvivalStep> curve;
  double survival = 1.0;
  double log_variance = 0.0;
  for (std::size_t i = 0; i < sorted.size();) {
    SurvivalStep step;
    step.time = sorted[i].time;
    step.at_risk = sorted.size() - i;
    for (; i < sorted.size() && sorted[i].time == step.time; ++i) {
      ++(sorted[i].event ? step.events : step.censored);
    }
    const auto n = static_cast<double>(step.at_risk);
    const auto d = static_cast<double>(step.events);
    survival *= 1.0 - d / n;
    if (d > 0.0) log_variance += d / (n * (n - d));
    step.survival = survival;
    step.se = survival > 0.0 ? survival * std::sqrt(log_variance) : nan;
    step.ci = log_log_limits(survival, log_variance);
    curve.push_back(step);
  }
  return curve;
}

double survival_at(std::span<const SurvivalStep> curve, double time) {
  const auto after = std::upper_bound(curve.begin(), curve.end(), time,
                                      [](double t, const SurvivalStep& s) { return t < s.time; });
  return after == curve.begin() ? 1.0 : (after - 1)->survival;
}

std::size_t at_risk(std::span<const Followed> group, double time) {
  return static_cast<std::size_t>(std::count_if(
      group.begin(), group.end(), [time](const Followed& f) { return f.time >= time; }));
}

MedianTime median_time(std::span<const SurvivalStep> curve) {
  return {half_time(curve, [](const SurvivalStep& s) { return s.survival; }),
          {half_time(curve, [](const SurvivalStep& s) { return s.ci.low; }),
           half_time(curve, [](const SurvivalStep& s) { return s.ci.high; })}};
}

RestrictedMean restricted_mean(std::span<const Followed> group, double horizon) {
  const std::vector<SurvivalStep> curve = kaplan_meier(group);
  if (curve.empty() || (curve.back().time < horizon && curve.back().survival > 0.0)) return {};
  double area = 0.0;  // from the step to the horizon
  double variance = 0.0;
  double end = horizon;
  for (std::size_t i = curve.size(); i-- > 0;) {
    const SurvivalStep& step = curve[i];
    if (step.time >= horizon) continue;
    area += step.survival * (end - step.time);
    end = step.time;
    const auto n = static_cast<double>(step.at_risk);
    const auto d = static_cast<double>(step.events);
    if (d < n) variance += area * area * d / (n * (n - d));
  }
  return {area + end, std::sqrt(variance)};
}

TestResult restricted_mean_difference(std::span<const Followed> treated,
                                      std::span<const Followed> control, double horizon) {
  const RestrictedMean a = restricted_mean(treated, horizon);
  const RestrictedMean b = restricted_mean(control, horizon);
  return statistics::by_z(a.estimate - b.estimate, std::hypot(a.se, b.se));
}

}  // namespace pressor
