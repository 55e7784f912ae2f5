#include "pressor/statistics/operating.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "distributions.h"
#include "pressor/statistics/means.h"

namespace pressor {
namespace {

using statistics::nan;
using statistics::normal_density;

/// Standard error of a share of n.
double share_error(double share, std::size_t n) {
  return std::sqrt(share * (1.0 - share) / static_cast<double>(n));
}

std::vector<double> known(std::span<const double> x) {
  std::vector<double> out;
  std::copy_if(x.begin(), x.end(), std::back_inserter(out),
               [](double v) { return !std::isnan(v); });
  return out;
}

}  // namespace

// E(|X|; |X| > z) for X ~ N(d, 1):  d (Phi(d - z) - Phi(-d - z)) + phi(z - d) + phi(z + d).
DesignErrors design_errors(double true_effect, double standard_error, double alpha) {
  const double d = std::fabs(true_effect) / standard_error;
  const double z = statistics::two_sided_z(1.0 - alpha);
  const double right = normal_cdf(d - z);
  const double wrong = normal_cdf(-d - z);
  DesignErrors out;
  out.power = right + wrong;
  out.type_s = wrong / out.power;
  out.type_m =
      (d * (right - wrong) + normal_density(z - d) + normal_density(z + d)) / (out.power * d);
  return out;
}

DesignErrors design_errors(std::span<const double> estimates, std::span<const double> p,
                           double true_effect, double alpha) {
  std::vector<double> exaggeration;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!(p[i] <= alpha)) continue;
    exaggeration.push_back(std::fabs(estimates[i] / true_effect));
    if (estimates[i] * true_effect < 0.0) ++wrong;
  }
  DesignErrors out;
  out.significant = exaggeration.size();
  if (p.empty()) return out;
  out.power = static_cast<double>(out.significant) / static_cast<double>(p.size());
  out.power_error = share_error(out.power, p.size());
  if (exaggeration.empty() || true_effect == 0.0) return out;
  out.type_s = static_cast<double>(wrong) / static_cast<double>(out.significant);
  out.type_s_error = share_error(out.type_s, out.significant);
  const MonteCarlo m = monte_carlo(exaggeration);
  out.type_m = m.mean;
  out.type_m_error = m.error;
  return out;
}

MonteCarlo monte_carlo(std::span<const double> replicates) {
  const Moments m = moments(known(replicates));
  return {m.n, m.mean, m.sd / std::sqrt(static_cast<double>(m.n))};
}

PredictivePosition position_of(double observed, std::span<const double> replicates) {
  const std::vector<double> x = known(replicates);
  if (x.empty() || std::isnan(observed)) return {x.size(), nan, nan, nan};
  const auto n = static_cast<double>(x.size());
  const auto less = static_cast<double>(
      std::count_if(x.begin(), x.end(), [&](double v) { return v < observed; }));
  const auto more = static_cast<double>(
      std::count_if(x.begin(), x.end(), [&](double v) { return v > observed; }));
  const double below = 0.5 * (n + less - more) / n;
  return {x.size(), below, std::min(1.0, 2.0 * std::min(n - more, n - less) / n),
          share_error(below, x.size())};
}

}  // namespace pressor
