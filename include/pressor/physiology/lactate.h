#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"

/// Blood lactate: constant production, more when flow is low, clearance that follows flow.
///
///     L'  = [P_L (1 + g max(0, 1 - CO/(c CO0))) - CL (CO/CO0)^m L] / V_L            (1)
///     CL' = k (CL_inf - CL)                                                         (2)
///
/// | symbol    | name                                    | unit         | role                    |
/// |-----------|-----------------------------------------|--------------|-------------------------|
/// | L         | lactate                                 | mmol/L       | state                   |
/// | CL        | lactate_clearance                       | L/min        | state                   |
/// | P_L       | lactate_production                      | mmol/min     | parameter (levraut1998) |
/// | V_L       | lactate_volume                          | L            | parameter               |
/// | CL_inf, k | recovered_clearance, clearance_recovery | L/min, 1/min | slow recovery (C)       |
namespace pressor {

template <class Real>
struct LactateParameters {
  Real lactate_production{};
  Real lactate_volume{};
  Real lactate_clearance{};
  Real hypoperfusion_gain{};
  Real hypoperfusion_flow{};
  Real clearance_flow_exponent{};
  Real recovered_clearance{};
  Real clearance_recovery{};
  Real flow_reference{};
};

inline constexpr std::array lactate_fields{
    Field<LactateParameters<double>>{&LactateParameters<double>::lactate_production,
                                     "lactate_production", "mmol/min", 0.1, 20.0, "P_L"},
    Field<LactateParameters<double>>{&LactateParameters<double>::lactate_volume, "lactate_volume",
                                     "L", 5.0, 150.0, "V_L: distribution volume"},
    Field<LactateParameters<double>>{&LactateParameters<double>::lactate_clearance,
                                     "lactate_clearance", "L/min", 0.005, 20.0, "CL at baseline",
                                     true},
    Field<LactateParameters<double>>{&LactateParameters<double>::hypoperfusion_gain,
                                     "hypoperfusion_gain", "1", 0.0, 20.0,
                                     "g: extra production when flow is low"},
    Field<LactateParameters<double>>{&LactateParameters<double>::hypoperfusion_flow,
                                     "hypoperfusion_flow", "1", 0.1, 1.0,
                                     "c: share of baseline flow below which production rises"},
    Field<LactateParameters<double>>{&LactateParameters<double>::clearance_flow_exponent,
                                     "clearance_flow_exponent", "1", 0.0, 1.0,
                                     "m: clearance with hepatic flow"},
    Field<LactateParameters<double>>{&LactateParameters<double>::recovered_clearance,
                                     "recovered_clearance", "L/min", 0.05, 10.0,
                                     "CL_inf: clearance after recovery"},
    Field<LactateParameters<double>>{&LactateParameters<double>::clearance_recovery,
                                     "clearance_recovery", "1/min", 0.0, 0.1,
                                     "k: pace of recovery; 0 holds clearance"},
    Field<LactateParameters<double>>{&LactateParameters<double>::flow_reference, "flow_reference",
                                     "mL/min", 300.0, 30000.0, "CO0: output at baseline", true},
};

/// (1), mmol/L/min.
template <class Real>
Real lactate_rate(const LactateParameters<Real>& p, const Real& flow, const Real& lactate,
                  const Real& clearance) {
  using numerics::max;
  using numerics::pow;
  const Real relative = max(flow / p.flow_reference, Real(1.0e-6));
  const Real shortage = max(Real(1.0) - relative / p.hypoperfusion_flow, Real(0.0));
  const Real production = p.lactate_production * (Real(1.0) + p.hypoperfusion_gain * shortage);
  return (production - clearance * pow(relative, p.clearance_flow_exponent) * lactate) /
         p.lactate_volume;
}

/// (2), L/min/min.
template <class Real>
Real clearance_rate(const LactateParameters<Real>& p, const Real& clearance) {
  return p.clearance_recovery * (p.recovered_clearance - clearance);
}

}  // namespace pressor
