#include "findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "pressor/report/numbers.h"
#include "pressor/statistics/means.h"
#include "pressor/statistics/proportions.h"

namespace pressor::report {
namespace {

std::vector<double> present(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  return values;
}

}  // namespace

Spread spread_of(const std::vector<double>& values) {
  const std::vector<double> there = present(values);
  const Moments found = moments(there);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (there.empty()) return {0, nan, nan, nan, nan};
  const auto [low, high] = std::minmax_element(there.begin(), there.end());
  return {found.n, found.mean, found.sd, *low, *high};
}

double quantile_of(std::vector<double> values, double level) {
  return sample_quantile(present(std::move(values)), level);
}

double standardized_difference(const Spread& treated, const Spread& control) {
  const double variance = 0.5 * (treated.sd * treated.sd + control.sd * control.sd);
  return (treated.mean - control.mean) / std::sqrt(variance);
}

std::string share_words(std::size_t count, std::size_t of) {
  if (of == 0) return "none";
  const Interval ci = wilson({static_cast<unsigned>(count), static_cast<unsigned>(of - count)});
  return fmt::format("{} ({} of {}; 95 % CI {} to {})",
                     percent(static_cast<double>(count) / static_cast<double>(of)), counted(count),
                     counted(of), percent(ci.low), percent(ci.high));
}

}  // namespace pressor::report
