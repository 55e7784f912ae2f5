#include "pressor/statistics/result.h"

#include <cmath>

#include "pressor/core/random.h"

namespace pressor {

TestResult as_ratio(TestResult log_ratio) {
  for (double* end : {&log_ratio.estimate, &log_ratio.ci_low, &log_ratio.ci_high}) {
    *end = std::exp(*end);
  }
  return log_ratio;
}

double signed_z(double p, double direction) {
  return std::copysign(-normal_quantile(0.5 * p), direction);
}

}  // namespace pressor
