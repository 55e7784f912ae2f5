#include "pressor/trial/statistics.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "pressor/core/random.h"

namespace pressor {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr TestResult undecided{nan, nan, nan, nan};
constexpr double confidence = 0.95;
constexpr double tail = 0.5 * (1.0 - confidence);

/// Boost.Math in plain doubles: the same on machines without extended precision.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using StudentsT = boost::math::students_t_distribution<double, Policy>;
using ChiSquared = boost::math::chi_squared_distribution<double, Policy>;

struct Sample {
  double n = 0.0;
  double mean = 0.0;
  double variance = 0.0;
};

Sample sample(std::span<const double> x) {
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {n, mean, squares / (n - 1.0)};
}

TestResult by_t(double difference, double error, double freedom) {
  if (!(error > 0.0)) return {difference, nan, nan, nan};
  const StudentsT t(freedom);
  const double reach = boost::math::quantile(boost::math::complement(t, tail)) * error;
  const double p =
      2.0 * boost::math::cdf(boost::math::complement(t, std::fabs(difference) / error));
  return {difference, difference - reach, difference + reach, p};
}

/// Wilson's limits of a share (Wilson 1927).
struct Limits {
  double low = 0.0;
  double high = 0.0;
};

Limits wilson(const Events& e) {
  const double z = normal_quantile(1.0 - tail);
  const double n = e.yes + e.no;
  const double share = e.yes / n;
  const double middle = share + z * z / (2.0 * n);
  const double reach = z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
  const double scale = 1.0 + z * z / n;
  return {(middle - reach) / scale, (middle + reach) / scale};
}

bool has_empty_margin(const Events& a, const Events& b) {
  return a.yes + a.no == 0 || b.yes + b.no == 0 || a.yes + b.yes == 0 || a.no + b.no == 0;
}

/// Distribution of the treated with an event when all margins of the table are given
/// (hypergeometric, noncentral for an odds ratio other than 1).
class Tables {
 public:
  Tables(const Events& treated, const Events& control) : seen_(treated.yes) {
    const unsigned events = treated.yes + control.yes;
    const unsigned group = treated.yes + treated.no;
    const unsigned others = control.yes + control.no;
    low_ = events > others ? events - others : 0;
    high_ = std::min(events, group);
    for (unsigned x = low_; x <= high_; ++x) {
      log_weight_.push_back(log_choose(group, x) + log_choose(others, events - x));
    }
  }

  [[nodiscard]] unsigned low() const { return low_; }
  [[nodiscard]] unsigned high() const { return high_; }

  [[nodiscard]] std::vector<double> probabilities(double log_odds) const {
    std::vector<double> p(log_weight_.size());
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < p.size(); ++i) {
      p[i] = log_weight_[i] + log_odds * static_cast<double>(i);
      largest = std::max(largest, p[i]);
    }
    double sum = 0.0;
    for (double& v : p) sum += v = std::exp(v - largest);
    for (double& v : p) v /= sum;
    return p;
  }

  [[nodiscard]] double mean(double log_odds) const {
    const std::vector<double> p = probabilities(log_odds);
    double sum = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * static_cast<double>(low_ + i);
    return sum;
  }

  /// P(X >= seen).
  [[nodiscard]] double at_least(double log_odds) const {
    const std::vector<double> p = probabilities(log_odds);
    return std::accumulate(p.begin() + static_cast<std::ptrdiff_t>(seen_ - low_), p.end(), 0.0);
  }

  /// P(X <= seen).
  [[nodiscard]] double at_most(double log_odds) const {
    const std::vector<double> p = probabilities(log_odds);
    return std::accumulate(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(seen_ - low_ + 1),
                           0.0);
  }

  [[nodiscard]] double two_sided() const {
    const std::vector<double> p = probabilities(0.0);
    const double seen = p[seen_ - low_] * (1.0 + 1.0e-7);  // ties, as in R
    double sum = 0.0;
    for (const double v : p) sum += v <= seen ? v : 0.0;
    return std::min(sum, 1.0);
  }

 private:
  static double log_choose(unsigned n, unsigned k) {
    double sum = 0.0;
    for (unsigned i = 1; i <= k; ++i) sum += std::log(static_cast<double>(n - k + i) / i);
    return sum;
  }

  unsigned seen_;
  unsigned low_ = 0;
  unsigned high_ = 0;
  std::vector<double> log_weight_;
};

/// exp of the argument at which an increasing function reaches 0, found by halving.
template <class Function>
double odds_at_zero(const Function& f) {
  double low = -60.0;
  double high = 60.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (f(middle) < 0.0 ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

}  // namespace

TestResult welch(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() < 2 || control.size() < 2) return undecided;
  const Sample a = sample(treated);
  const Sample b = sample(control);
  const double va = a.variance / a.n;
  const double vb = b.variance / b.n;
  const double freedom = (va + vb) * (va + vb) / (va * va / (a.n - 1.0) + vb * vb / (b.n - 1.0));
  return by_t(a.mean - b.mean, std::sqrt(va + vb), freedom);
}

TestResult student(std::span<const double> treated, std::span<const double> control) {
  if (treated.size() < 2 || control.size() < 2) return undecided;
  const Sample a = sample(treated);
  const Sample b = sample(control);
  const double freedom = a.n + b.n - 2.0;
  const double pooled = ((a.n - 1.0) * a.variance + (b.n - 1.0) * b.variance) / freedom;
  return by_t(a.mean - b.mean, std::sqrt(pooled * (1.0 / a.n + 1.0 / b.n)), freedom);
}

TestResult chi_square(const Events& treated, const Events& control) {
  const double n1 = treated.yes + treated.no;
  const double n2 = control.yes + control.no;
  if (n1 == 0.0 || n2 == 0.0) return undecided;
  const double p1 = treated.yes / n1;
  const double p2 = control.yes / n2;
  const Limits one = wilson(treated);
  const Limits two = wilson(control);
  const double difference = p1 - p2;
  TestResult out;
  out.estimate = difference;
  out.ci_low = difference - std::hypot(p1 - one.low, two.high - p2);
  out.ci_high = difference + std::hypot(one.high - p1, p2 - two.low);
  if (has_empty_margin(treated, control)) {
    out.p = nan;
    return out;
  }
  const double all = n1 + n2;
  const double share = (treated.yes + control.yes) / all;
  const double chi2 = difference * difference / (share * (1.0 - share) * (1.0 / n1 + 1.0 / n2));
  out.p = boost::math::cdf(boost::math::complement(ChiSquared(1.0), chi2));
  return out;
}

TestResult fisher_exact(const Events& treated, const Events& control) {
  if (has_empty_margin(treated, control)) {
    const bool empty_group = treated.yes + treated.no == 0 || control.yes + control.no == 0;
    return {nan, nan, nan, empty_group ? nan : 1.0};
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Tables tables(treated, control);
  const double seen = treated.yes;
  TestResult out{0.0, 0.0, infinity, tables.two_sided()};
  if (treated.yes == tables.high()) {
    out.estimate = infinity;
  } else if (treated.yes > tables.low()) {
    out.estimate = odds_at_zero([&](double log_odds) { return tables.mean(log_odds) - seen; });
  }
  if (treated.yes > tables.low()) {
    out.ci_low = odds_at_zero([&](double log_odds) { return tables.at_least(log_odds) - tail; });
  }
  if (treated.yes < tables.high()) {
    out.ci_high = odds_at_zero([&](double log_odds) { return tail - tables.at_most(log_odds); });
  }
  return out;
}

}  // namespace pressor
