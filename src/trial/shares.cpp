#include "shares.h"

#include <cmath>
#include <limits>

#include "pressor/statistics/proportions.h"

namespace pressor::trial {

Share share(std::size_t count, std::size_t of) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (of == 0) return {0, 0, nan, nan, nan};
  const Interval limits = wilson({static_cast<unsigned>(count), static_cast<unsigned>(of - count)});
  return {count, of, static_cast<double>(count) / static_cast<double>(of), limits.low, limits.high};
}

Centre centre(std::span<const double> estimates, Estimate kind) {
  double sum = 0.0;
  double squares = 0.0;
  Centre made;
  for (const double estimate : estimates) {
    const double x = is_ratio(kind) ? std::log(estimate) : estimate;
    if (!std::isfinite(x)) continue;
    ++made.n;
    const double step = x - sum;
    sum += step / static_cast<double>(made.n);
    squares += step * (x - sum);
  }
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (made.n == 0) return {0, nan, nan};
  made.mean = is_ratio(kind) ? std::exp(sum) : sum;
  made.sd = made.n > 1 ? std::sqrt(squares / static_cast<double>(made.n - 1)) : nan;
  return made;
}

}  // namespace pressor::trial
