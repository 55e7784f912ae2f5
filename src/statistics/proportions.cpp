#include "pressor/statistics/proportions.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "distributions.h"
#include "roots.h"

namespace pressor {
namespace {

using statistics::infinity;
using statistics::nan;

constexpr double tail = 0.5 * (1.0 - usual_confidence);

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
    double largest = -infinity;
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
    return std::accumulate(p.begin(), p.begin() + (static_cast<std::ptrdiff_t>(seen_ - low_) + 1),
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

/// exp of the argument at which an increasing function reaches 0. Weights of neighbouring tables
/// differ by the product of the groups' sizes at most, exp(41) with 1e9 patients in each, and a tail
/// of 1e-8 adds exp(18): nothing lies beyond exp(60).
template <class Function>
double odds_at_zero(const Function& f) {
  constexpr double widest = 60.0;
  return std::exp(statistics::root_between(f, -widest, widest));
}

/// Risk difference with Newcombe's interval; NaN when a group is empty.
TestResult risk_difference(const Events& treated, const Events& control) {
  const double n1 = treated.yes + treated.no;
  const double n2 = control.yes + control.no;
  if (n1 == 0.0 || n2 == 0.0) return {};
  const double p1 = treated.yes / n1;
  const double p2 = control.yes / n2;
  const Interval one = wilson(treated);
  const Interval two = wilson(control);
  const double difference = p1 - p2;
  return {.estimate = difference,
          .ci_low = difference - std::hypot(p1 - one.low, two.high - p2),
          .ci_high = difference + std::hypot(one.high - p1, p2 - two.low)};
}

}  // namespace

Interval wilson(const Events& events, double confidence) {
  const double n = static_cast<double>(events.yes) + static_cast<double>(events.no);
  if (n == 0.0) return {};
  const double z = statistics::two_sided_z(confidence);
  const double share = events.yes / n;
  const double middle = share + z * z / (2.0 * n);
  const double reach = z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
  const double scale = 1.0 + z * z / n;
  return {(middle - reach) / scale, (middle + reach) / scale};
}

TestResult chi_square(const Events& treated, const Events& control) {
  TestResult out = risk_difference(treated, control);
  if (has_empty_margin(treated, control)) return out;
  const double n1 = treated.yes + treated.no;
  const double n2 = control.yes + control.no;
  const double share = (treated.yes + control.yes) / (n1 + n2);
  const double d = out.estimate;
  out.statistic = d * d / (share * (1.0 - share) * (1.0 / n1 + 1.0 / n2));
  out.df = 1.0;
  out.p = statistics::chi_square_p(out.statistic, 1.0);
  return out;
}

Interval clopper_pearson(const Events& events, double confidence) {
  const double yes = events.yes;
  const double no = events.no;
  if (yes + no == 0.0) return {};
  using Beta = boost::math::beta_distribution<double, statistics::Policy>;
  const double outside = 0.5 * (1.0 - confidence);
  return {yes == 0.0 ? 0.0 : boost::math::quantile(Beta(yes, no + 1.0), outside),
          no == 0.0 ? 1.0
                    : boost::math::quantile(boost::math::complement(Beta(yes + 1.0, no), outside))};
}

double fisher_exact_p(const Events& treated, const Events& control) {
  if (treated.yes + treated.no == 0 || control.yes + control.no == 0) return nan;
  return Tables(treated, control).two_sided();
}

TestResult fisher_exact(const Events& treated, const Events& control) {
  TestResult out{.p = fisher_exact_p(treated, control)};
  if (has_empty_margin(treated, control)) return out;
  const Tables tables(treated, control);
  const double seen = treated.yes;
  out.estimate = 0.0;
  out.ci_low = 0.0;
  out.ci_high = infinity;
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
