#pragma once

#include "pressor/numerics/math.h"

namespace pressor {

/// x^n / (1 + x^n) for a drive x = C/EC50 >= 0; 0 for x <= 0 (an intermediate stage of an
/// integrator may be slightly negative). Without a drug in any lane nothing is computed.
template <class Real>
Real hill(const Real& drive, const Real& slope) {
  using numerics::any;
  using numerics::pow;
  using numerics::select;
  const auto present = drive > Real(0.0);
  if (!any(present)) return Real(0.0);
  const Real power = pow(select(present, drive, Real(1.0)), slope);
  return select(present, power / (Real(1.0) + power), Real(0.0));
}

/// x / (1 + x), 0 for x <= 0.
template <class Real>
Real saturation(const Real& drive) {
  using numerics::max;
  const Real x = max(drive, Real(0.0));
  return x / (Real(1.0) + x);
}

}  // namespace pressor
