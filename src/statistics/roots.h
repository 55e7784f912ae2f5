#pragma once

#include <boost/math/tools/roots.hpp>
#include <cstdint>

#include "distributions.h"

namespace pressor::statistics {

/// Root of a function that changes its sign between low and high, to the last few bits (Alefeld,
/// Potra & Shi 1995).
template <class Function>
double root_between(const Function& f, double low, double high) {
  std::uintmax_t steps = 200;
  const auto [a, b] = boost::math::tools::toms748_solve(
      f, low, high, boost::math::tools::eps_tolerance<double>(50), steps, Policy());
  return 0.5 * (a + b);
}

}  // namespace pressor::statistics
