#include "pressor/inference/points.h"

#include <boost/random/sobol.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "pressor/core/random.h"

namespace pressor {
namespace {

/// The random numbers of one axis of a design.
RandomStream axis_stream(std::uint64_t seed, std::size_t axis) {
  return RandomStream({seed, 0, static_cast<std::uint32_t>(axis), Stream::design, 0});
}

/// 0 .. n-1 in random order (Fisher and Yates, from the end).
std::vector<std::uint32_t> shuffled(std::uint32_t n, RandomStream& random) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t left = n; left > 1; --left) {
    std::swap(order[left - 1], order[random.below(left)]);
  }
  return order;
}

}  // namespace

Points latin_hypercube(std::uint32_t n, std::size_t axes, std::uint64_t seed) {
  Points points(n, std::vector<double>(axes));
  for (std::size_t axis = 0; axis < axes; ++axis) {
    RandomStream random = axis_stream(seed, axis);
    const std::vector<std::uint32_t> order = shuffled(n, random);
    for (std::uint32_t i = 0; i < n; ++i) points[i][axis] = (order[i] + random.uniform()) / n;
  }
  return points;
}

Points sobol_points(std::uint32_t n, std::size_t axes, std::uint64_t seed) {
  Points points(n, std::vector<double>(axes));
  if (axes == 0) return points;
  std::vector<double> shift(axes);
  for (std::size_t axis = 0; axis < axes; ++axis) shift[axis] = axis_stream(seed, axis).uniform();
  boost::random::sobol sequence(axes);
  const double span = std::ldexp(1.0, std::numeric_limits<std::uint64_t>::digits);
  for (std::vector<double>& point : points) {
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const double x = static_cast<double>(sequence()) / span + shift[axis];
      point[axis] = x < 1.0 ? x : x - 1.0;
    }
  }
  return points;
}

}  // namespace pressor
