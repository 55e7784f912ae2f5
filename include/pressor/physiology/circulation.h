#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"
#include "pressor/numerics/root.h"
#include "pressor/physiology/heart.h"
#include "pressor/physiology/vessels.h"

/// Guyton's working point: where venous return meets the cardiac function curve.
///
///     Ct   = Ca + Cv + Ch
///     Pmsf = Ps ln(1 + exp((Vb - Vu) / (Ct Ps)))                                  (1)
///     RVR  = [Ca (Ra + Rv) + Cv Rv] / Ct                                          (2)
///     F(q) = q - HR SVref kappa S_L(Pra) f_aft(Pa) f_fill f_prop = 0              (3)
///     Pra  = Pmsf - RVR q,   Pa = Pra + (Ra + Rv) q                               (4)
///
/// | symbol     | name                                 | unit        | role                    |
/// |------------|--------------------------------------|-------------|-------------------------|
/// | q          | output                               | mL/min      | result: cardiac output  |
/// | Pa, Pra    | arterial, right_atrial               | mmHg        | result: MAP, CVP        |
/// | Pmsf       | filling                              | mmHg        | result: static pressure |
/// | RVR        | return_resistance                    | mmHg.min/mL | result                  |
/// | Vb, Vu     | blood, unstressed volume             | mL          | state; from vessels.h   |
/// | Ra, Rv     | arteriolar, venous resistance        | mmHg.min/mL | from vessels.h          |
/// | Ca, Cv, Ch | arterial, venous, cardiac compliance | mL/mmHg     | parameters              |
/// | Ps         | softness                             | mmHg        | parameter: smooths (1)  |
///
/// On the scale of seconds flow is the same everywhere, so stressed volume is shared by three
/// compliances and needs no state (guyton1955). RVR < Ra + Rv, so Pra falls and Pa rises with q, F
/// is strictly increasing and its root in (0, (Pmsf - Pit)/RVR) is unique; q = 0 for Pmsf <= Pit.
namespace pressor {

template <class Real>
struct CirculationParameters {
  Real arterial_compliance{};
  Real venous_compliance{};
  Real cardiac_compliance{};
  Real softness{};
  Real pulse_fraction{};
  Real diastolic_fraction{};
  Real respiratory_swing{};
};

inline constexpr std::array circulation_fields{
    Field<CirculationParameters<double>>{&CirculationParameters<double>::arterial_compliance,
                                         "arterial_compliance", "mL/mmHg", 0.2, 6.0,
                                         "Ca: systemic arteries"},
    Field<CirculationParameters<double>>{&CirculationParameters<double>::venous_compliance,
                                         "venous_compliance", "mL/mmHg", 10.0, 300.0,
                                         "Cv: systemic veins"},
    Field<CirculationParameters<double>>{&CirculationParameters<double>::cardiac_compliance,
                                         "cardiac_compliance", "mL/mmHg", 1.0, 60.0,
                                         "Ch: right heart and lungs"},
    Field<CirculationParameters<double>>{&CirculationParameters<double>::softness, "softness",
                                         "mmHg", 0.1, 5.0,
                                         "Ps: width over which the veins collapse"},
    Field<CirculationParameters<double>>{&CirculationParameters<double>::pulse_fraction,
                                         "pulse_fraction", "1", 0.3, 1.5,
                                         "pulse pressure over SV/Ca"},
    Field<CirculationParameters<double>>{&CirculationParameters<double>::diastolic_fraction,
                                         "diastolic_fraction", "1", 0.2, 0.6,
                                         "(MAP - DBP) over pulse pressure"},
    Field<CirculationParameters<double>>{
        &CirculationParameters<double>::respiratory_swing, "respiratory_swing", "mmHg", 0.0, 10.0,
        "swing of right atrial pressure by the ventilator, for PPV"},
};

template <class Real>
struct Circulation {
  Real filling{};            ///< Pmsf, mmHg
  Real return_resistance{};  ///< RVR, mmHg.min/mL
  Real total_resistance{};   ///< Ra + Rv, mmHg.min/mL
  Real output{};             ///< q, mL/min
  Real right_atrial{};       ///< Pra, mmHg
  Real arterial{};           ///< Pa, mmHg
};

template <class Real>
Real total_compliance(const CirculationParameters<Real>& p) {
  return p.arterial_compliance + p.venous_compliance + p.cardiac_compliance;
}

/// (1): softplus, positive and smooth. For a tiny e, ln(1 + e) is e - e^2/2 to 1e-10 of its value,
/// where 1 + e would lose its digits.
template <class Real>
Real filling_pressure(const CirculationParameters<Real>& p, const Real& stressed_volume) {
  using numerics::abs;
  using numerics::exp;
  using numerics::log;
  using numerics::max;
  using numerics::select;
  const Real x = stressed_volume / (total_compliance(p) * p.softness);
  const Real e = exp(-abs(x));
  const Real tail = select(e < Real(1.0e-5), e * (Real(1.0) - Real(0.5) * e), log(Real(1.0) + e));
  return p.softness * (max(x, Real(0.0)) + tail);
}

/// (2)
template <class Real>
Real return_resistance(const CirculationParameters<Real>& p, const Real& arteriolar,
                       const Real& venous) {
  return (p.arterial_compliance * (arteriolar + venous) + p.venous_compliance * venous) /
         total_compliance(p);
}

/// F of (3) with its slope by q.
template <class Real>
struct FlowBalance {
  const HeartParameters<Real>& heart;
  const HeartDrive<Real>& drive;
  const Circulation<Real>& at;

  Curve<Real> operator()(const Real& q) const {
    const Real right_atrial = at.filling - at.return_resistance * q;
    const Real arterial = right_atrial + at.total_resistance * q;
    const auto s = starling(heart, right_atrial);
    const auto f = afterload(heart, drive.inotropy, arterial);
    const Real largest = drive.rate * drive.strength;
    const Real arterial_slope = at.total_resistance - at.return_resistance;
    const Real pumped_slope =
        f.slope * arterial_slope * s.value - s.slope * at.return_resistance * f.value;
    return {q - largest * s.value * f.value, Real(1.0) - largest * pumped_slope};
  }
};

/// The working point. `expected_arterial` only starts the search: the root does not depend on it
/// beyond the last bits.
template <class Real>
Circulation<Real> circulation(const CirculationParameters<Real>& p,
                              const HeartParameters<Real>& heart, const HeartDrive<Real>& drive,
                              const Vessels<Real>& vessels, const Real& blood_volume,
                              const Real& expected_arterial) {
  using numerics::increasing_root;
  using numerics::max;
  Circulation<Real> out;
  out.filling = filling_pressure(p, blood_volume - vessels.unstressed_volume);
  out.total_resistance = vessels.arteriolar_resistance + vessels.venous_resistance;
  out.return_resistance =
      return_resistance(p, vessels.arteriolar_resistance, vessels.venous_resistance);
  const Real gradient = max(out.filling - heart.intrathoracic_pressure, Real(0.0));
  const Real highest = gradient / out.return_resistance;
  const Real guess =
      (expected_arterial - out.filling) / (out.total_resistance - out.return_resistance);
  out.output = increasing_root(FlowBalance<Real>{heart, drive, out}, Real(0.0), highest,
                               guess);  // (3)
  out.right_atrial = out.filling - out.return_resistance * out.output;
  out.arterial = out.right_atrial + out.total_resistance * out.output;  // (4)
  return out;
}

}  // namespace pressor
