#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"

/// Hazard of death: a finite cumulative base hazard, severity that fades, lactate, low pressure.
///
///     H0(t) = theta [1 - exp(-(t/lambda)^k)]                                          (1)
///     eta(t) = c + f exp(-t/tau_f) + b_L (min(L, L_cap) - L_ref)                      (2)
///     h_P = h1 (max(0, P_thr - MAP) / P_sc)^m                                         (3)
///     H(t) = int h0 e^eta dt + int h_P dt = e^eta H0 - J + P                          (4)
///     J' = H0 e^eta eta',   P' = h_P                                                  (5)
///
/// | symbol | name                  | unit   | role                                           |
/// |--------|-----------------------|--------|------------------------------------------------|
/// | H      | cumulative_hazard     | 1      | result: the patient dies when it reaches -ln U |
/// | J      | hazard_correction     | 1      | state: integration by parts: the pole of h0    |
/// |        |                       |        | at t = 0 (k < 1) does not appear               |
/// | P      | pressure_hazard       | 1      | state: what low pressure adds                  |
/// | h0     | -                     | /min   | derivative of H0                               |
/// | c, f   | log_risk, fading_risk | 1      | parameters: age and frailty; SAPS II           |
/// | tau_f  | fading_time           | min    | parameter: baseline severity fades             |
/// | L      | lactate               | mmol/L | state of lactate.h                             |
///
/// (1) is a promotion-time model; figures fitted to published mortality (models/bodies). Lactate is
/// prognostic, not causal. The pressure term is about a sixth of the observational slope, because
/// raising the target above 65 did not help (asfar2014).
namespace pressor {

template <class Real>
struct SurvivalParameters {
  Real base_risk{};
  Real base_time{};
  Real base_shape{};
  Real log_risk{};
  Real fading_risk{};
  Real fading_time{};
  Real lactate_risk{};
  Real lactate_reference{};
  Real lactate_cap{};
  Real pressure_risk{};
  Real pressure_threshold{};
  Real pressure_scale{};
  Real pressure_exponent{};
};

inline constexpr std::array survival_fields{
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::base_risk, "base_risk", "1", 0.0,
                                      10.0, "theta: cumulative base hazard in the end"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::base_time, "base_time", "min",
                                      60.0, 1.0e6, "lambda: time scale of the base hazard"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::base_shape, "base_shape", "1",
                                      0.2, 3.0, "k: shape of the base hazard"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::log_risk, "log_risk", "1", -10.0,
                                      10.0, "c: age and frailty on the log hazard"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::fading_risk, "fading_risk", "1",
                                      -10.0, 10.0, "f: SAPS II on the log hazard, fading"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::fading_time, "fading_time",
                                      "min", 60.0, 1.0e7, "tau_f: fading of baseline severity"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::lactate_risk, "lactate_risk",
                                      "L/mmol", 0.0, 2.0, "b_L: log hazard per mmol/L lactate"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::lactate_reference,
                                      "lactate_reference", "mmol/L", 0.0, 20.0,
                                      "L_ref: lactate at which its term is zero"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::lactate_cap, "lactate_cap",
                                      "mmol/L", 1.0, 40.0, "L_cap: lactate counts up to here"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::pressure_risk, "pressure_risk",
                                      "1/min", 0.0, 1.0, "h1: hazard at P_thr - P_sc"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::pressure_threshold,
                                      "pressure_threshold", "mmHg", 30.0, 100.0,
                                      "P_thr: no hazard of pressure above it"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::pressure_scale, "pressure_scale",
                                      "mmHg", 1.0, 50.0, "P_sc"},
    Field<SurvivalParameters<double>>{&SurvivalParameters<double>::pressure_exponent,
                                      "pressure_exponent", "1", 1.0, 4.0, "m"},
};

/// (1), time in min.
template <class Real>
Real base_hazard(const SurvivalParameters<Real>& p, const Real& time) {
  using numerics::exp;
  using numerics::pow;
  using numerics::select;
  const auto started = time > Real(0.0);
  const Real power = pow(select(started, time, Real(1.0)) / p.base_time, p.base_shape);
  return select(started, p.base_risk * (Real(1.0) - exp(-power)), Real(0.0));
}

/// f exp(-t/tau_f) of (2): what is left of the risk that fades.
template <class Real>
Real risk_left(const SurvivalParameters<Real>& p, const Real& time) {
  using numerics::exp;
  return p.fading_risk * exp(-time / p.fading_time);
}

/// eta of (2) from the risk that is left.
template <class Real>
Real log_hazard_ratio(const SurvivalParameters<Real>& p, const Real& left, const Real& lactate) {
  using numerics::min;
  return p.log_risk + left + p.lactate_risk * (min(lactate, p.lactate_cap) - p.lactate_reference);
}

/// exp of (2).
template <class Real>
Real hazard_ratio(const SurvivalParameters<Real>& p, const Real& time, const Real& lactate) {
  using numerics::exp;
  return exp(log_hazard_ratio(p, risk_left(p, time), lactate));
}

/// (3), 1/min.
template <class Real>
Real pressure_hazard_rate(const SurvivalParameters<Real>& p, const Real& arterial) {
  using numerics::any;
  using numerics::pow;
  using numerics::select;
  const Real depth = (p.pressure_threshold - arterial) / p.pressure_scale;
  const auto low = depth > Real(0.0);
  if (!any(low)) return Real(0.0);
  return select(low, p.pressure_risk * pow(select(low, depth, Real(1.0)), p.pressure_exponent),
                Real(0.0));
}

/// J' of (5), 1/min.
template <class Real>
Real hazard_correction_rate(const SurvivalParameters<Real>& p, const Real& time,
                            const Real& lactate, const Real& lactate_slope) {
  using numerics::exp;
  using numerics::select;
  const Real left = risk_left(p, time);
  const Real by_lactate =
      select(lactate < p.lactate_cap, p.lactate_risk * lactate_slope, Real(0.0));
  return base_hazard(p, time) * exp(log_hazard_ratio(p, left, lactate)) *
         (by_lactate - left / p.fading_time);
}

/// H of (4).
template <class Real>
Real cumulative_hazard(const SurvivalParameters<Real>& p, const Real& time, const Real& lactate,
                       const Real& correction, const Real& by_pressure) {
  return hazard_ratio(p, time, lactate) * base_hazard(p, time) - correction + by_pressure;
}

}  // namespace pressor
