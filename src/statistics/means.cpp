#include "pressor/statistics/means.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "distributions.h"

namespace pressor {
namespace {

using statistics::by_t;
using statistics::nan;

double variance_of_mean(const Moments& m) { return m.sd * m.sd / static_cast<double>(m.n); }

}  // namespace

Moments moments(std::span<const double> x) {
  if (x.empty()) return {};
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {x.size(), mean, x.size() > 1 ? std::sqrt(squares / (n - 1.0)) : nan};
}

void PooledMoments::add(const Moments& group) {
  if (group.n == 0) return;
  const auto n = static_cast<double>(group.n);
  const double all = n_ + n;
  const double difference = group.mean - mean_;
  if (group.n > 1) squares_ += (n - 1.0) * group.sd * group.sd;
  squares_ += difference * difference * n_ * n / all;
  mean_ += difference * n / all;
  n_ = all;
}

Moments PooledMoments::moments() const {
  return {static_cast<std::size_t>(n_), n_ > 0.0 ? mean_ : nan,
          n_ > 1.0 ? std::sqrt(squares_ / (n_ - 1.0)) : nan};
}

double sample_quantile(std::span<const double> x, double level) {
  if (x.empty()) return nan;
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  const double place = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

TestResult welch(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() < 2 || control.size() < 2) return {};
  const Moments a = moments(treated);
  const Moments b = moments(control);
  const double va = variance_of_mean(a);
  const double vb = variance_of_mean(b);
  const double df =
      (va + vb) * (va + vb) /
      (va * va / static_cast<double>(a.n - 1) + vb * vb / static_cast<double>(b.n - 1));
  return by_t(a.mean - b.mean, std::sqrt(va + vb), df);
}

TestResult student(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() < 2 || control.size() < 2) return {};
  const Moments a = moments(treated);
  const Moments b = moments(control);
  const auto na = static_cast<double>(a.n);
  const auto nb = static_cast<double>(b.n);
  const double df = na + nb - 2.0;
  const double pooled = ((na - 1.0) * a.sd * a.sd + (nb - 1.0) * b.sd * b.sd) / df;
  return by_t(a.mean - b.mean, std::sqrt(pooled * (1.0 / na + 1.0 / nb)), df);
}

TestResult paired_t(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() != control.size() || treated.size() < 2) return {};
  std::vector<double> differences(treated.size());
  std::transform(treated.begin(), treated.end(), control.begin(), differences.begin(),
                 std::minus<>());
  const Moments d = moments(differences);
  return by_t(d.mean, std::sqrt(variance_of_mean(d)), static_cast<double>(d.n - 1));
}

TestResult crossover(std::span<const double> treated_first, std::span<const double> control_first) {
  TestResult r = student(treated_first, control_first);
  for (double* half : {&r.estimate, &r.ci_low, &r.ci_high}) *half *= 0.5;
  return r;
}

}  // namespace pressor
