#include "rank_distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pressor::statistics {

std::vector<std::size_t> doubled_midranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  std::vector<std::size_t> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = first + 1 + end;
    first = end;
  }
  return ranks;
}

// Subsets of k of the first j ranks: those without the j-th and those with it,
//     N(k, j; s) = N(k, j - 1; s) + N(k - 1, j - 1; s - r_j).
// Sums are counted from the smallest that k ranks can have, which keeps the arrays short.
std::vector<double> subset_sums(std::span<const std::size_t> ranks, std::size_t size) {
  const std::size_t n = ranks.size();
  std::vector<std::vector<double>> count(size + 1);
  for (std::size_t k = 0; k <= size; ++k) {
    std::size_t widest = 0;
    for (std::size_t i = 0; i < k; ++i) widest += ranks[n - 1 - i] - ranks[i];
    count[k].assign(widest + 1, 0.0);
  }
  count[0][0] = 1.0;
  std::vector<std::size_t> used(size + 1, 0);  // entries of count[k] in use
  used[0] = 1;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = std::min(size, j + 1); k-- > 0;) {
      const std::size_t shift = ranks[j] - ranks[k];
      const double* from = count[k].data();
      double* to = count[k + 1].data() + shift;
      for (std::size_t s = 0; s < used[k]; ++s) to[s] += from[s];
      used[k + 1] = std::max(used[k + 1], used[k] + shift);
    }
  }
  return count[size];
}

std::vector<double> signed_sums(std::span<const std::size_t> ranks) {
  std::vector<double> count(std::accumulate(ranks.begin(), ranks.end(), std::size_t{1}), 0.0);
  count[0] = 1.0;
  std::size_t used = 1;
  for (const std::size_t rank : ranks) {
    for (std::size_t s = used; s-- > 0;) count[s + rank] += count[s];
    used += rank;
  }
  return count;
}

std::size_t PairedDifferences::count() const {
  return half ? a.size() * (a.size() + 1) / 2 : a.size() * b.size();
}

std::size_t PairedDifferences::at_most(double d) const {
  std::size_t pairs = 0;
  std::size_t first = 0;  // of b that is not too small: a_i - b <= d
  for (const double x : a) {
    while (first < b.size() && x - b[first] > d) ++first;
    pairs += b.size() - first;
  }
  if (!half) return pairs;
  const auto doubles = std::count_if(a.begin(), a.end(), [d](double x) { return x + x <= d; });
  return (pairs + static_cast<std::size_t>(doubles)) / 2;
}

double PairedDifferences::next_above(double d) const {
  double next = std::numeric_limits<double>::infinity();
  std::size_t first = 0;
  for (const double x : a) {
    while (first < b.size() && x - b[first] > d) ++first;
    if (first > 0) next = std::min(next, x - b[first - 1]);
  }
  return next;
}

// Halves the range of differences; what is left between two neighbouring numbers is one difference.
double PairedDifferences::smallest(std::size_t k) const {
  constexpr double last_bits = 0x1p-50;
  double high = a.back() - b.front();
  double low = std::nextafter(a.front() - b.back(), -std::numeric_limits<double>::infinity());
  const double scale = std::max(
      {std::fabs(a.front()), std::fabs(a.back()), std::fabs(b.front()), std::fabs(b.back())});
  while (high - low > last_bits * scale) {
    const double middle = low + 0.5 * (high - low);
    (at_most(middle) >= k ? high : low) = middle;
  }
  return next_above(low);
}

double PairedDifferences::median() const {
  const std::size_t n = count();
  const double upper = smallest(n / 2 + 1);
  return n % 2 == 1 ? upper : 0.5 * (smallest(n / 2) + upper);
}

}  // namespace pressor::statistics
