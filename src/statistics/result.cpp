#include "pressor/statistics/result.h"

#include <cmath>

#include "pressor/core/random.h"

namespace pressor {

double signed_z(double p, double direction) {
  return std::copysign(-normal_quantile(0.5 * p), direction);
}

}  // namespace pressor
