#include "linear_kinetics.h"

#include <algorithm>
#include <cmath>

namespace pressor::bedside {
namespace {

/// The states, and the input behind them.
constexpr std::size_t largest = LinearKinetics::most + 1;
using Matrix = std::array<std::array<double, largest>, largest>;

Matrix product(const Matrix& a, const Matrix& b, std::size_t order) {
  Matrix c{};
  for (std::size_t i = 0; i < order; ++i) {
    for (std::size_t k = 0; k < order; ++k) {
      for (std::size_t j = 0; j < order; ++j) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}

double largest_row_sum(const Matrix& m) {
  double found = 0.0;
  for (const auto& row : m) {
    double sum = 0.0;
    for (const double x : row) sum += std::abs(x);
    found = std::max(found, sum);
  }
  return found;
}

/// exp(m) by scaling and squaring: Taylor to order 14 at a norm below 1/4 (remainder 1e-21).
Matrix exponential(Matrix m, std::size_t order) {
  const double norm = largest_row_sum(m);
  int halvings = 0;
  while (std::ldexp(norm, -halvings) > 0.25) ++halvings;
  for (auto& row : m) {
    for (double& x : row) x = std::ldexp(x, -halvings);
  }
  Matrix result{};
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

}  // namespace

LinearKinetics::LinearKinetics(const DrugStructure& drug, const DrugParameters<double>& parameters,
                               std::size_t sites, double running)
    : compartments_(drug.compartments), size_(drug.compartments + sites), p_(parameters) {
  if (running <= 0.0) return;
  const double plasma = running / p_.clearance;
  for (std::size_t j = 0; j < compartments_; ++j) state_[j] = plasma * p_.volume[j];
  for (std::size_t k = compartments_; k < size_; ++k) state_[k] = plasma;
}

LinearKinetics::Propagator LinearKinetics::propagator(double minutes) const {
  const std::size_t input = size_;
  Matrix m{};
  m[0][0] = -p_.clearance / p_.volume[0] * minutes;
  m[0][input] = minutes;
  for (std::size_t j = 1; j < compartments_; ++j) {
    const double out = p_.flow[j - 1] / p_.volume[0] * minutes;
    const double back = p_.flow[j - 1] / p_.volume[j] * minutes;
    m[0][0] -= out;
    m[j][0] = out;
    m[0][j] = back;
    m[j][j] = -back;
  }
  for (std::size_t k = compartments_; k < size_; ++k) {
    const double ke0 = p_.ke0[k - compartments_] * minutes;
    m[k][0] = ke0 / p_.volume[0];
    m[k][k] = -ke0;
  }
  const Matrix e = exponential(m, size_ + 1);
  Propagator result;
  result.minutes = minutes;
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j < size_; ++j) result.phi[i][j] = e[i][j];
    result.gain[i] = e[i][input];
  }
  return result;
}

const LinearKinetics::Propagator& LinearKinetics::over(double minutes) {
  if (last_.minutes != minutes) last_ = propagator(minutes);
  return last_;
}

void LinearKinetics::advance(double minutes, double rate) {
  if (minutes <= 0.0) return;
  const Propagator& step = over(minutes);
  State next{};
  for (std::size_t i = 0; i < size_; ++i) {  // (1)
    next[i] = step.gain[i] * rate;
    for (std::size_t j = 0; j < size_; ++j) next[i] += step.phi[i][j] * state_[j];
  }
  state_ = next;
}

}  // namespace pressor::bedside
