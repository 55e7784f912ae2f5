#include "decomposition.h"

#include <cmath>

namespace pressor::report {
namespace {

/// (2); the limit where both are equal.
double logarithmic_mean(double a, double b) {
  const double ratio = std::log(a / b);
  // Below this the quotient loses its digits and the mean is as good.
  return std::fabs(ratio) < 1.0e-6 ? 0.5 * (a + b) : (a - b) / ratio;
}

}  // namespace

PressureChange pressure_change(const Moment& start, const Moment& now) {
  const double mean = logarithmic_mean(now.map - now.cvp, start.map - start.cvp);
  return {mean * std::log(now.svr / start.svr), mean * std::log(now.rate / start.rate),
          mean * std::log(now.stroke / start.stroke), now.cvp - start.cvp};
}

}  // namespace pressor::report
