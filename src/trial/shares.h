#pragma once

#include <cstddef>
#include <span>

#include "pressor/trial/trial_tables.h"

namespace pressor::trial {

/// A share with Wilson's interval.
Share share(std::size_t count, std::size_t of);

/// Mean and SD over replicates of the finite estimates: of ratios the geometric mean, and the SD of
/// the logarithm.
struct Centre {
  std::size_t n = 0;
  double mean = 0.0;
  double sd = 0.0;
};
Centre centre(std::span<const double> estimates, Estimate kind);

}  // namespace pressor::trial
