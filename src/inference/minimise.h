#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace pressor::inference {

/// A function of several variables; nothing to stop the search.
using Goal = std::function<std::optional<double>(const std::vector<double>&)>;

/// Where to search.
struct SearchBox {
  std::vector<double> start;
  std::vector<double> low;
  std::vector<double> high;
  double step = 1.0;        ///< first change of each variable, at most a quarter of its range
  double tolerance = 1e-3;  ///< of each variable
  unsigned evaluations = 1000;
};

struct Minimum {
  std::vector<double> at;
  double value = 0.0;
  unsigned evaluations = 0;
  bool converged = false;  ///< to `tolerance`, before the evaluations were used up
};

/// A local minimum between bounds without derivatives: quadratic models in a trust region (BOBYQA,
/// Powell 2009), for one variable subplexes (Rowan 1990), both by NLopt. Nothing when `goal` stopped
/// it.
std::optional<Minimum> minimise(const Goal& goal, const SearchBox& box);

}  // namespace pressor::inference
