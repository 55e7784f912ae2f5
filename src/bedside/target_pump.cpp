#include "target_pump.h"

#include <algorithm>
#include <cmath>

namespace pressor::bedside {
namespace {

constexpr std::size_t order = max_compartments + 1;
using Matrix = std::array<std::array<double, order>, order>;

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix c{};
  for (std::size_t i = 0; i < order; ++i) {
    for (std::size_t k = 0; k < order; ++k) {
      for (std::size_t j = 0; j < order; ++j) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}

double largest_row_sum(const Matrix& m) {
  double largest = 0.0;
  for (const auto& row : m) {
    double sum = 0.0;
    for (const double x : row) sum += std::abs(x);
    largest = std::max(largest, sum);
  }
  return largest;
}

/// exp(m) by scaling and squaring: Taylor to order 14 at a norm below 1/4 (remainder 1e-21).
Matrix exponential(Matrix m) {
  const double norm = largest_row_sum(m);
  int halvings = 0;
  while (std::ldexp(norm, -halvings) > 0.25) ++halvings;
  for (auto& row : m) {
    for (double& x : row) x = std::ldexp(x, -halvings);
  }
  Matrix result{};
  for (std::size_t i = 0; i < order; ++i) result[i][i] = 1.0;
  for (int k = 14; k >= 1; --k) {  // Horner: I + m/1 (I + m/2 (I + ...))
    result = product(m, result);
    for (auto& row : result) {
      for (double& x : row) x /= k;
    }
    for (std::size_t i = 0; i < order; ++i) result[i][i] += 1.0;
  }
  for (int k = 0; k < halvings; ++k) result = product(result, result);
  return result;
}

}  // namespace

TargetPump::TargetPump(const DrugStructure& drug, const DrugParameters<double>& parameters,
                       double running)
    : compartments_(drug.compartments), p_(parameters) {
  if (running <= 0.0) return;
  for (std::size_t j = 0; j < compartments_; ++j) {
    amount_[j] = running / p_.clearance * p_.volume[j];
  }
}

TargetPump::Propagator TargetPump::propagator(double minutes) const {
  Matrix m{};
  m[0][0] = -p_.clearance / p_.volume[0] * minutes;
  m[0][max_compartments] = minutes;
  for (std::size_t j = 1; j < compartments_; ++j) {
    const double out = p_.flow[j - 1] / p_.volume[0] * minutes;
    const double back = p_.flow[j - 1] / p_.volume[j] * minutes;
    m[0][0] -= out;
    m[j][0] = out;
    m[0][j] = back;
    m[j][j] = -back;
  }
  const Matrix e = exponential(m);
  Propagator result;
  result.minutes = minutes;
  for (std::size_t i = 0; i < max_compartments; ++i) {
    for (std::size_t j = 0; j < max_compartments; ++j) result.phi[i][j] = e[i][j];
    result.gain[i] = e[i][max_compartments];
  }
  return result;
}

const TargetPump::Propagator& TargetPump::cached(double minutes) {
  if (last_.minutes != minutes) last_ = propagator(minutes);
  return last_;
}

void TargetPump::advance(double minutes, double rate) {
  if (minutes <= 0.0) return;
  const Propagator& step = cached(minutes);
  Amounts next{};
  for (std::size_t i = 0; i < compartments_; ++i) {  // (1)
    next[i] = step.gain[i] * rate;
    for (std::size_t j = 0; j < compartments_; ++j) next[i] += step.phi[i][j] * amount_[j];
  }
  amount_ = next;
}

double TargetPump::rate_for(double target, double step) {
  const Propagator& ahead = cached(step);
  double left = 0.0;
  for (std::size_t j = 0; j < compartments_; ++j) left += ahead.phi[0][j] * amount_[j];
  return std::max(0.0, p_.volume[0] * target - left) / ahead.gain[0];  // (2)
}

}  // namespace pressor::bedside
