#pragma once

#include <vector>

/// Why the pressure moved: what resistance, rate, stroke volume and venous pressure each did.
///
///     MAP = CVP + HR SV SVR / 80 000                                                    (1)
///     P = MAP - CVP,  L = (P - P0) / ln(P / P0)  (the logarithmic mean of P and P0)      (2)
///     MAP - MAP0 = L ln(SVR/SVR0) + L ln(HR/HR0) + L ln(SV/SV0) + (CVP - CVP0)           (3)
///
/// (3) is exact whatever the size of the change and leaves no rest: the logarithmic mean Divisia
/// split (Ang 2005, doi 10.1016/j.enpol.2003.10.010). CO = HR SV.
namespace pressor::report {

/// What is seen at one moment.
struct Moment {
  double map = 0.0;  ///< mmHg
  double cvp = 0.0;  ///< mmHg
  double svr = 0.0;  ///< any unit
  double rate = 0.0;
  double stroke = 0.0;
};

/// Shares of a change of MAP, mmHg; they add up to it.
struct PressureChange {
  double resistance = 0.0;
  double rate = 0.0;
  double stroke = 0.0;
  double venous = 0.0;
  [[nodiscard]] double all() const { return resistance + rate + stroke + venous; }
};

/// Change from `start` to `now`; NaN where a flow, resistance or pressure is not positive.
PressureChange pressure_change(const Moment& start, const Moment& now);

}  // namespace pressor::report
