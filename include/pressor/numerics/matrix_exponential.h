#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

/// The exponential of a small dense matrix, in plain operations and therefore the same everywhere.
namespace pressor::numerics {

/// Room for `largest` rows and columns, of which the first few are in use.
template <std::size_t largest>
using SmallMatrix = std::array<std::array<double, largest>, largest>;

/// Product of the first `order` rows and columns.
template <std::size_t largest>
SmallMatrix<largest> product(const SmallMatrix<largest>& a, const SmallMatrix<largest>& b,
                             std::size_t order) {
  SmallMatrix<largest> c{};
  for (std::size_t i = 0; i < order; ++i) {
    for (std::size_t k = 0; k < order; ++k) {
      for (std::size_t j = 0; j < order; ++j) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}

/// Largest sum of absolute values in a row.
template <std::size_t largest>
double largest_row_sum(const SmallMatrix<largest>& m) {
  double found = 0.0;
  for (const auto& row : m) {
    double sum = 0.0;
    for (const double x : row) sum += std::abs(x);
    found = std::max(found, sum);
  }
  return found;
}

/// exp(m) of the first `order` rows and columns, the others 0: scaling and squaring, Taylor to
/// order 14 at a norm below 1/4 (remainder 1e-21). Requires finite entries.
template <std::size_t largest>
SmallMatrix<largest> exponential(SmallMatrix<largest> m, std::size_t order) {
  const double norm = largest_row_sum(m);
  int halvings = 0;
  while (std::ldexp(norm, -halvings) > 0.25) ++halvings;
  for (auto& row : m) {
    for (double& x : row) x = std::ldexp(x, -halvings);
  }
  SmallMatrix<largest> result{};
  for (std::size_t i = 0; i < order; ++i) result[i][i] = 1.0;
  for (int k = 14; k >= 1; --k) {  // Horner: I + m/1 (I + m/2 (I + ...))
    result = product(m, result, order);
    for (auto& row : result) {
      for (double& x : row) x /= k;
    }
    for (std::size_t i = 0; i < order; ++i) result[i][i] += 1.0;
  }
  for (int k = 0; k < halvings; ++k) result = product(result, result, order);
  return result;
}

}  // namespace pressor::numerics
