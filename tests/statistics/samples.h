#pragma once

#include <cstdint>
#include <vector>

#include "pressor/core/random.h"

/// Random samples for properties and for trials under the null hypothesis.
namespace pressor {

class Samples {
 public:
  explicit Samples(std::uint32_t number) : stream_({20250228, number}) {}

  std::uint32_t below(std::uint32_t n) { return stream_.below(n); }
  double uniform() { return stream_.uniform(); }

  std::vector<double> normals(std::size_t n, double mean = 0.0) {
    std::vector<double> x(n);
    for (double& v : x) v = mean + stream_.normal();
    return x;
  }

  /// Whole numbers from 0 to `levels` - 1: many ties.
  std::vector<double> counts(std::size_t n, std::uint32_t levels) {
    std::vector<double> x(n);
    for (double& v : x) v = below(levels);
    return x;
  }

 private:
  RandomStream stream_;
};

}  // namespace pressor
