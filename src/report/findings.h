#pragma once

#include <string>
#include <vector>

#include "evidence.h"

/// Small statistics of what the replicates found.
namespace pressor::report {

/// Mean, SD, smallest and largest of the numbers that are there.
struct Spread {
  std::size_t n = 0;
  double mean = 0.0;
  double sd = 0.0;
  double low = 0.0;
  double high = 0.0;
};
Spread spread_of(const std::vector<double>& values);

/// Quantile (0..1) of the numbers that are there, linear between order statistics (type 7 of
/// Hyndman and Fan 1996); NaN without any.
double quantile_of(std::vector<double> values, double level);

/// Standardized difference of two groups: difference of means over the root of the mean variance
/// (Austin 2009).
double standardized_difference(const Spread& treated, const Spread& control);

/// A share with Wilson's 95 % interval, in words: `5.0 % (2 of 40; 95 % CI 1.4 to 16 %)`.
std::string share_words(std::size_t count, std::size_t of);

}  // namespace pressor::report
