#include "pressor/statistics/ranks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "distributions.h"
#include "rank_distributions.h"

namespace pressor {
namespace {

using statistics::infinity;
using statistics::PairedDifferences;
using Ranks = std::vector<std::size_t>;

constexpr double rank_tail = 0.5 * (1.0 - usual_confidence);

bool is_exact(RankTest test, std::size_t n) {
  return test == RankTest::exact || (test == RankTest::automatic && n <= exact_rank_limit);
}

std::vector<double> sorted(std::span<const double> x) {
  std::vector<double> copy(x.begin(), x.end());
  std::sort(copy.begin(), copy.end());
  return copy;
}

/// 1, 2, ... n.
Ranks without_ties(std::size_t n) {
  Ranks ranks(n);
  std::iota(ranks.begin(), ranks.end(), std::size_t{1});
  return ranks;
}

/// Share of the counts at least as far from `center` as `seen`; entry s stands for s + offset.
double as_far(std::span<const double> counts, double offset, double center, double seen) {
  const double distance = std::fabs(seen - center);
  double far = 0.0;
  double all = 0.0;
  for (std::size_t s = 0; s < counts.size(); ++s) {
    all += counts[s];
    if (std::fabs(static_cast<double>(s) + offset - center) >= distance) far += counts[s];
  }
  return far / all;
}

/// Smallest q whose P(S <= q) is at least the tail (R's qwilcox and qsignrank).
std::size_t tail_quantile(std::span<const double> counts) {
  const double wanted = rank_tail * std::accumulate(counts.begin(), counts.end(), 0.0);
  double sum = 0.0;
  std::size_t q = 0;
  while ((sum += counts[q]) < wanted) ++q;
  return q;
}

/// Largest number of a statistic with this mean and variance that its lower tail holds, plus one.
std::size_t normal_quantile_of(double mean, double variance) {
  const double q = mean - statistics::two_sided_z(usual_confidence) * std::sqrt(variance);
  return q < 0.0 ? 0 : static_cast<std::size_t>(q) + 1;
}

/// Median of the differences and those that bound the interval: the q-th from either end. With q =
/// 0 no difference can be excluded.
TestResult shift_of(const PairedDifferences& differences, std::size_t q) {
  TestResult out{.estimate = differences.median(), .ci_low = -infinity, .ci_high = infinity};
  if (q > 0) {
    out.ci_low = differences.smallest(q);
    out.ci_high = differences.smallest(differences.count() + 1 - q);
  }
  return out;
}

void halve(TestResult& r) {
  for (double* value : {&r.estimate, &r.ci_low, &r.ci_high}) *value *= 0.5;
}

/// The rank sum of a group among all: of the ranks when they are whole, else of their doubles.
struct RankSum {
  Ranks ranks;         ///< of all, rising
  std::size_t n1 = 0;  ///< size of the group
  bool ties = false;
  double seen = 0.0;
  double mean = 0.0;
  double variance = 0.0;

  [[nodiscard]] std::size_t smaller() const { return std::min(n1, ranks.size() - n1); }

  /// From the sums that the smaller group can have: its own is as far from its mean as the
  /// larger's.
  [[nodiscard]] double exact_p(std::span<const double> counts) const {
    const auto begin = ranks.begin();
    const auto least =
        std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(smaller()), std::size_t{0});
    const auto all = static_cast<double>(std::accumulate(begin, ranks.end(), std::size_t{0}));
    const bool swap = smaller() != n1;
    return as_far(counts, static_cast<double>(least), swap ? all - mean : mean,
                  swap ? all - seen : seen);
  }
};

bool has_ties(const Ranks& sorted_ranks) {
  return std::adjacent_find(sorted_ranks.begin(), sorted_ranks.end()) != sorted_ranks.end();
}

RankSum rank_sum(std::span<const double> treated, std::span<const double> control) {
  std::vector<double> all(treated.begin(), treated.end());
  all.insert(all.end(), control.begin(), control.end());
  RankSum out{.ranks = statistics::doubled_midranks(all), .n1 = treated.size()};
  const auto group = out.ranks.begin() + static_cast<std::ptrdiff_t>(treated.size());
  const std::size_t sum = std::accumulate(out.ranks.begin(), group, std::size_t{0});
  std::sort(out.ranks.begin(), out.ranks.end());
  out.ties = has_ties(out.ranks);
  if (!out.ties) out.ranks = without_ties(out.ranks.size());
  const double unit = out.ties ? 1.0 : 0.5;
  const auto n1 = static_cast<double>(treated.size());
  const auto n2 = static_cast<double>(control.size());
  const double n = n1 + n2;
  const double middle = unit * (n + 1.0);
  double squares = 0.0;
  for (const std::size_t r : out.ranks) {
    const double distance = static_cast<double>(r) - middle;
    squares += distance * distance;
  }
  out.seen = unit * static_cast<double>(sum);
  out.mean = n1 * middle;
  out.variance = n1 * n2 / (n * (n - 1.0)) * squares;
  return out;
}

/// Which difference bounds the interval of an asymptotic test.
std::size_t asymptotic_rank(std::size_t n1, std::size_t n2) {
  const auto pairs = static_cast<double>(n1 * n2);
  return normal_quantile_of(0.5 * pairs, pairs * static_cast<double>(n1 + n2 + 1) / 12.0);
}

}  // namespace

TestResult wilcoxon(std::span<const double> treated, std::span<const double> control,
                    RankTest test) {
  if (treated.empty() || control.empty()) return {};
  const RankSum sum = rank_sum(treated, control);
  const bool exact = is_exact(test, sum.ranks.size());
  std::vector<double> counts;  // without ties
  if (exact) counts = statistics::subset_sums(without_ties(sum.ranks.size()), sum.smaller());
  TestResult out =
      shift_of({sorted(treated), sorted(control)},
               exact ? tail_quantile(counts) : asymptotic_rank(treated.size(), control.size()));
  if (!(sum.variance > 0.0)) return {.estimate = out.estimate};
  out.statistic = (sum.seen - sum.mean) / std::sqrt(sum.variance);
  if (exact && sum.ties) counts = statistics::subset_sums(sum.ranks, sum.smaller());
  out.p = exact ? sum.exact_p(counts) : statistics::normal_p(out.statistic);
  return out;
}

TestResult signed_rank(std::span<const double> differences, RankTest test) {
  std::vector<double> d(differences.begin(), differences.end());
  d.erase(std::remove(d.begin(), d.end(), 0.0), d.end());
  if (d.empty()) return {};
  std::sort(d.begin(), d.end());
  std::vector<double> sizes(d.size());
  std::transform(d.begin(), d.end(), sizes.begin(), [](double x) { return std::fabs(x); });
  const Ranks ranks = statistics::doubled_midranks(sizes);
  double seen = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < d.size(); ++i) {
    const auto rank = static_cast<double>(ranks[i]);
    seen += d[i] > 0.0 ? rank : 0.0;
    sum += rank;
    squares += rank * rank;
  }
  const bool exact = is_exact(test, d.size());
  const auto n = static_cast<double>(d.size());
  const std::size_t q =
      exact ? tail_quantile(statistics::signed_sums(without_ties(d.size())))
            : normal_quantile_of(n * (n + 1.0) / 4.0, n * (n + 1.0) * (2.0 * n + 1.0) / 24.0);
  std::vector<double> opposite(d.rbegin(), d.rend());
  for (double& x : opposite) x = -x;
  TestResult out = shift_of({d, std::move(opposite), true}, q);
  halve(out);
  out.statistic = (seen - 0.5 * sum) / std::sqrt(0.25 * squares);
  out.p = exact ? as_far(statistics::signed_sums(ranks), 0.0, 0.5 * sum, seen)
                : statistics::normal_p(out.statistic);
  return out;
}

}  // namespace pressor
