#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Exact null distributions of rank sums, by counting. Counts are doubles: exact to 2^53, beyond
/// that right in the last bits.
namespace pressor::statistics {

/// Integers that order values: twice their midranks, so that ties need no fractions.
/// `values` may be in any order; the result is in theirs.
std::vector<std::size_t> doubled_midranks(std::span<const double> values);

/// How many subsets of `size` of the ranks have each sum. Entry s is for the sum
/// s + (sum of the `size` smallest). `ranks` rise.
std::vector<double> subset_sums(std::span<const std::size_t> ranks, std::size_t size);

/// How many of the 2^n subsets of the ranks have each sum s.
std::vector<double> signed_sums(std::span<const std::size_t> ranks);

/// The k-th smallest (from 1) of all a_i - b_j; with `b` the negated and reversed `a` and `half`,
/// of all a_i + a_j with i <= j. Both rise.
struct PairedDifferences {
  std::vector<double> a;
  std::vector<double> b;
  bool half = false;

  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] std::size_t at_most(double d) const;
  [[nodiscard]] double smallest(std::size_t k) const;
  /// The mean of the two in the middle, or the one that is.
  [[nodiscard]] double median() const;

 private:
  [[nodiscard]] double next_above(double d) const;
};

}  // namespace pressor::statistics
