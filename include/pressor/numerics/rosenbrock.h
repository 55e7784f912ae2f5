#pragma once

#include <array>
#include <cstddef>

/// A linearly implicit Runge-Kutta method for stiff systems whose Jacobian need not be exact.
///
///     (I/(h g) - A) u_i = f(t + alpha_i h, y + sum_j a_ij u_j) + sum_j c_ij u_j / h        (1)
///     y(t + h)   = y + sum_i m_i u_i,  error = sum_i e_i u_i                               (2)
///     y(t + x h) = y + sum_i w_i(x) u_i,  w_i(x) = x (w_i0 + x (w_i1 + x w_i2))            (3)
///
/// ROS34PW2: four stages, third order for any matrix A, second-order companion, L-stable, stiffly
/// accurate (Rang and Angermann 2005, BIT 45:761), in the variables u of Hairer and Wanner 1996,
/// section IV.7; (3) is of third order. A is a Jacobian that may be several steps old; dependence
/// on time needs no term of its own.
namespace pressor::numerics {

inline constexpr std::size_t rosenbrock_stages = 4;

struct Rosenbrock {
  using Square = std::array<std::array<double, rosenbrock_stages>, rosenbrock_stages>;
  double gamma = 0.0;
  std::array<double, rosenbrock_stages> alpha{};
  Square a{};
  Square c{};
  std::array<double, rosenbrock_stages> m{};
  std::array<double, rosenbrock_stages> e{};
  std::array<std::array<double, 3>, rosenbrock_stages> w{};
};

namespace detail {

using Square = Rosenbrock::Square;

/// Coefficients as published: stages at y + sum alpha_ij k_j, Gamma, weights and their companions,
/// weights as polynomials of x.
inline constexpr double ros34pw2_gamma = 4.3586652150845900e-01;
inline constexpr Square ros34pw2_alpha{
    {{}, {8.7173304301691801e-01}, {8.4457060015369423e-01, -1.1299064236484185e-01}, {0, 0, 1}}};
inline constexpr Square ros34pw2_gammas{
    {{ros34pw2_gamma},
     {-8.7173304301691801e-01, ros34pw2_gamma},
     {-9.0338057013044082e-01, 5.4180672388095326e-02, ros34pw2_gamma},
     {2.4212380706095346e-01, -1.2232505839045147e+00, 5.4526025533510214e-01, ros34pw2_gamma}}};
inline constexpr std::array<double, 4> ros34pw2_b{2.4212380706095346e-01, -1.2232505839045147e+00,
                                                  1.5452602553351020e+00, ros34pw2_gamma};
inline constexpr std::array<double, 4> ros34pw2_companion{
    3.7810903145819369e-01, -9.6042292212423178e-02, 5.0e-01, 2.1793326075422950e-01};
inline constexpr std::array<std::array<double, 3>, 4> ros34pw2_dense{
    {{1.0564298455794094, -1.3864882699759573, 0.5721822314575016},
     {2.296429974281067, -8.262611700275677, 4.742931142090097},
     {-1.307599564525376, 7.250979895056055, -4.398120075195578},
     {-1.045260255335102, 2.398120075195581, -0.9169932983520199}}};

/// Inverse of a lower triangular matrix.
constexpr Square inverse_lower(const Square& g) {
  Square inverse{};
  for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
    for (std::size_t i = j; i < rosenbrock_stages; ++i) {
      double rest = i == j ? 1.0 : 0.0;
      for (std::size_t k = j; k < i; ++k) rest -= g[i][k] * inverse[k][j];
      inverse[i][j] = rest / g[i][i];
    }
  }
  return inverse;
}

/// sum_k row_k inverse_kj
constexpr double times(const std::array<double, rosenbrock_stages>& row, const Square& inverse,
                       std::size_t j) {
  double sum = 0.0;
  for (std::size_t k = 0; k < rosenbrock_stages; ++k) sum += row[k] * inverse[k][j];
  return sum;
}

constexpr Rosenbrock make_rosenbrock() {
  Rosenbrock r;
  const Square inverse = inverse_lower(ros34pw2_gammas);
  r.gamma = ros34pw2_gamma;
  for (std::size_t i = 0; i < rosenbrock_stages; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      r.alpha[i] += ros34pw2_alpha[i][j];
      r.a[i][j] = times(ros34pw2_alpha[i], inverse, j);
      r.c[i][j] = -inverse[i][j];
    }
    r.m[i] = times(ros34pw2_b, inverse, i);
    r.e[i] = r.m[i] - times(ros34pw2_companion, inverse, i);
    for (std::size_t p = 0; p < 3; ++p) {
      for (std::size_t k = 0; k < rosenbrock_stages; ++k) {
        r.w[i][p] += ros34pw2_dense[k][p] * inverse[k][i];
      }
    }
  }
  return r;
}

}  // namespace detail

inline constexpr Rosenbrock ros34pw2 = detail::make_rosenbrock();

}  // namespace pressor::numerics
