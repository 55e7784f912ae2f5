#include "draws.h"

#include <algorithm>
#include <cmath>

#include "pressor/core/random.h"

namespace pressor::cohort {
namespace {

double logit(double p) { return std::log(p / (1.0 - p)); }

/// The number that is normally distributed: the value itself, its log or its logit.
double to_normal(Distribution kind, double value) {
  switch (kind) {
    case Distribution::lognormal:
      return value > 0.0 ? std::log(value) : -std::numeric_limits<double>::infinity();
    case Distribution::logitnormal:
      if (value <= 0.0) return -std::numeric_limits<double>::infinity();
      return value < 1.0 ? logit(value) : std::numeric_limits<double>::infinity();
    default:
      return value;
  }
}

double from_normal(Distribution kind, double number) {
  switch (kind) {
    case Distribution::lognormal:
      return std::exp(number);
    case Distribution::logitnormal:
      return 1.0 / (1.0 + std::exp(-number));
    default:
      return number;
  }
}

/// Standard deviate cut at [low, high] by quantile. In the tail above, the mirror image keeps the
/// digits that 1 - p would lose.
double cut(double x, double low, double high) {
  if (std::isinf(low) && std::isinf(high)) return x;
  if (low > 0.0) return -cut(-x, -high, -low);
  constexpr double smallest = 0x1p-1000;
  constexpr double largest = 1.0 - 0x1p-53;
  const double below = normal_cdf(low);
  const double inside = below + normal_cdf(x) * (normal_cdf(high) - below);
  return std::clamp(normal_quantile(std::clamp(inside, smallest, largest)), low, high);
}

double normal_kind(const Draw& draw, double centre, double spread, double x) {
  const double middle = to_normal(draw.distribution, centre);
  if (spread <= 0.0) return std::clamp(centre, draw.low, draw.high);
  const double low = (to_normal(draw.distribution, draw.low) - middle) / spread;
  const double high = (to_normal(draw.distribution, draw.high) - middle) / spread;
  const double value = from_normal(draw.distribution, middle + spread * cut(x, low, high));
  return std::clamp(value, draw.low, draw.high);
}

}  // namespace

double value_of_draw(const Draw& draw, bool woman, double x) {
  const bool other = woman && draw.woman;
  const double centre = other ? (*draw.woman)[0] : draw.centre;
  const double spread = other ? (*draw.woman)[1] : draw.spread;
  switch (draw.distribution) {
    case Distribution::uniform:
      return draw.low + normal_cdf(x) * (draw.high - draw.low);
    case Distribution::bernoulli:
      return normal_cdf(x) < centre ? 1.0 : 0.0;
    default:
      return normal_kind(draw, centre, spread, x);
  }
}

}  // namespace pressor::cohort
