#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "pressor/statistics/proportions.h"

namespace pressor {
namespace {

/// log(k!) for k up to n.
std::vector<double> log_factorials(unsigned n) {
  std::vector<double> out(n + 1, 0.0);
  for (unsigned k = 1; k <= n; ++k) out[k] = out[k - 1] + std::log(static_cast<double>(k));
  return out;
}

double log_choose(const std::vector<double>& factorials, unsigned n, unsigned k) {
  return factorials[n] - factorials[k] - factorials[n - k];
}

/// Probability, when this many have the event in all, of a table whose two-sided Fisher p is at
/// most `seen`: tables in the order of their probability, taken while their sum is.
double rejected_share(const std::vector<double>& factorials, unsigned n1, unsigned n2,
                      unsigned events, double seen) {
  const unsigned low = events > n2 ? events - n2 : 0;
  const unsigned high = std::min(events, n1);
  std::vector<double> p;
  for (unsigned x = low; x <= high; ++x) {
    p.push_back(std::exp(log_choose(factorials, n1, x) + log_choose(factorials, n2, events - x) -
                         log_choose(factorials, n1 + n2, events)));
  }
  std::sort(p.begin(), p.end());
  constexpr double tie = 1.0 + 1.0e-7;  // as in R's fisher.test
  double rejected = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size();) {
    const double limit = p[i] * tie;
    for (; i < p.size() && p[i] <= limit; ++i) sum += p[i];
    if (sum > seen * tie) break;
    rejected = sum;
  }
  return rejected;
}

/// P(rejection | both risks pi) = sum over events of Binomial(events; n, pi) share(events).
class Size {
 public:
  Size(std::vector<double> shares, std::vector<double> factorials)
      : shares_(std::move(shares)), factorials_(std::move(factorials)) {}

  [[nodiscard]] double at(double pi) const {
    const auto n = static_cast<unsigned>(shares_.size() - 1);
    const auto mode = std::min(n, static_cast<unsigned>(pi * (n + 1.0)));
    const double peak = std::exp(log_choose(factorials_, n, mode) + mode * std::log(pi) +
                                 (n - mode) * std::log1p(-pi));
    const double odds = pi / (1.0 - pi);
    constexpr double nothing = 1.0e-17;
    double sum = peak * shares_[mode];
    double p = peak;
    for (unsigned s = mode; s < n && p > nothing; ++s) {
      p *= odds * (n - s) / (s + 1.0);
      sum += p * shares_[s + 1];
    }
    p = peak;
    for (unsigned s = mode; s > 0 && p > nothing; --s) {
      p *= s / (odds * (n - s + 1.0));
      sum += p * shares_[s - 1];
    }
    return sum;
  }

  // The two-sided test treats events and their absence alike, so that half the risks suffice.
  [[nodiscard]] double largest() const {
    constexpr int steps = 500;
    std::vector<double> grid(steps + 1, 0.0);
    for (int i = 1; i <= steps; ++i) grid[static_cast<std::size_t>(i)] = at(0.5 * i / steps);
    const auto best = std::max_element(grid.begin(), grid.end());
    const auto place = static_cast<double>(best - grid.begin());
    return std::max(*best, refined(0.5 * (place - 1.0) / steps, 0.5 * (place + 1.0) / steps));
  }

 private:
  /// The largest value between two risks, by golden sections.
  [[nodiscard]] double refined(double low, double high) const {
    constexpr double golden = 0.6180339887498949;
    constexpr int sections = 40;
    double best = 0.0;
    low = std::max(low, 1.0e-12);
    for (int i = 0; i < sections; ++i) {
      const double left = high - golden * (high - low);
      const double right = low + golden * (high - low);
      const double at_left = at(left);
      const double at_right = at(right);
      (at_left > at_right ? high : low) = at_left > at_right ? right : left;
      best = std::max({best, at_left, at_right});
    }
    return best;
  }

  std::vector<double> shares_;
  std::vector<double> factorials_;
};

}  // namespace

TestResult boschloo(const Events& treated, const Events& control) {
  TestResult out = chi_square(treated, control);
  out.df = std::numeric_limits<double>::quiet_NaN();
  out.statistic = fisher_exact_p(treated, control);
  const unsigned n1 = treated.yes + treated.no;
  const unsigned n2 = control.yes + control.no;
  if (std::isnan(out.p)) {
    out.p = out.statistic;
    return out;
  }
  std::vector<double> factorials = log_factorials(n1 + n2);
  std::vector<double> shares;
  for (unsigned events = 0; events <= n1 + n2; ++events) {
    shares.push_back(rejected_share(factorials, n1, n2, events, out.statistic));
  }
  out.p = std::min(1.0, Size(std::move(shares), std::move(factorials)).largest());
  return out;
}

}  // namespace pressor
