#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"
#include "pressor/pharmacology/receptors.h"
#include "pressor/physiology/hill.h"

/// Rate, inotropy, filling and ejection of the heart.
///
///     HR     = HRint [1 + a_s Hs/(1+beta) + E_bH g/(1+g+beta)] (1 - a_v Hv)      (1)
///     kappa  = (1 + E_b B) / (1 + E_b B0)                                        (2)  inotropy
///     S_L    = z^nS / (1 + z^nS),  z = (Pra - Pit)/P50;  0 for Pra <= Pit        (3)  Starling
///     f_aft  = 1 / [1 + (Pa / (P_aft sigma kappa))^6]                            (4)  afterload
///     f_fill = 1 - exp(-t_dia/t_f),  t_dia = max(T - c sqrt(T) - d, d)           (5)  T = 60/HR
///     SV     = SVref kappa S_L f_aft f_fill f_prop                               (6)
///
/// | symbol   | name                            | unit | role                                 |
/// |----------|---------------------------------|------|--------------------------------------|
/// | HR       | rate                            | /min | result                               |
/// | kappa    | inotropy                        | 1    | result, 1 at baseline                |
/// | Hs, Hv   | sympathetic, vagal drive        | 1    | states, 0..1                         |
/// | B, B0    | beta_occupancy, at baseline     | 1    | state, 0..1; derived                 |
/// | g, beta  | -                               | 1    | drug drives at beta1 and beta1_block |
/// | Pra, Pa  | right atrial, arterial pressure | mmHg | input                                |
/// | Pit      | intrathoracic_pressure          | mmHg | parameter: around the heart          |
/// | sigma    | contractility                   | 1    | parameter: myocardial factor         |
/// | T, t_dia | cycle, diastole                 | s    | from the rate                        |
/// | f_prop   | -                               | 1    | 1 - Emax x/(1+x), hypnotics (su2023) |
///
/// The direct beta-1 effect on the rate in (1) belongs to drugs; nerves enter through Hs. The
/// shapes of (3) to (5) are ours; their numbers are tuned or fitted (models/bodies).
namespace pressor {

template <class Real>
struct HeartParameters {
  Real intrinsic_rate{};
  Real stroke_reference{};
  Real inotropy_reference{};
  Real sympathetic_rate{};
  Real vagal_rate{};
  Real beta_rate{};
  Real beta_inotropy{};
  Real filling_pressure{};
  Real filling_slope{};
  Real intrathoracic_pressure{};
  Real afterload_pressure{};
  Real contractility{};
  Real filling_time{};
  Real systole{};
  Real shortest_diastole{};
  Real hypnotic_stroke_loss{};
};

inline constexpr std::array heart_fields{
    Field<HeartParameters<double>>{&HeartParameters<double>::intrinsic_rate, "intrinsic_rate",
                                   "1/min", 20.0, 300.0, "HRint: rate without nerves and drugs",
                                   true},
    Field<HeartParameters<double>>{&HeartParameters<double>::stroke_reference, "stroke_reference",
                                   "mL", 1.0, 5000.0,
                                   "SVref: stroke volume with full filling and no afterload", true},
    Field<HeartParameters<double>>{&HeartParameters<double>::inotropy_reference,
                                   "inotropy_reference", "1", 0.0, 1.0,
                                   "B0: beta-1 occupancy at baseline", true},
    Field<HeartParameters<double>>{&HeartParameters<double>::sympathetic_rate, "sympathetic_rate",
                                   "1", 0.0, 3.0, "a_s: relative rise of rate by full drive"},
    Field<HeartParameters<double>>{&HeartParameters<double>::vagal_rate, "vagal_rate", "1", 0.0,
                                   0.95, "a_v: relative fall of rate by full vagal drive"},
    Field<HeartParameters<double>>{&HeartParameters<double>::beta_rate, "beta_rate", "1", 0.0, 3.0,
                                   "E_bH: relative rise of rate by beta-1 drugs"},
    Field<HeartParameters<double>>{&HeartParameters<double>::beta_inotropy, "beta_inotropy", "1",
                                   0.0, 3.0, "E_b: relative rise of stroke volume by beta-1"},
    Field<HeartParameters<double>>{&HeartParameters<double>::filling_pressure, "filling_pressure",
                                   "mmHg", 0.5, 30.0,
                                   "P50: transmural filling for half the stroke"},
    Field<HeartParameters<double>>{&HeartParameters<double>::filling_slope, "filling_slope", "1",
                                   1.0, 5.0, "nS: slope of the Starling curve"},
    Field<HeartParameters<double>>{&HeartParameters<double>::intrathoracic_pressure,
                                   "intrathoracic_pressure", "mmHg", -10.0, 15.0,
                                   "Pit: pressure around the heart"},
    Field<HeartParameters<double>>{&HeartParameters<double>::afterload_pressure,
                                   "afterload_pressure", "mmHg", 50.0, 1000.0,
                                   "P_aft: arterial pressure that halves ejection"},
    Field<HeartParameters<double>>{&HeartParameters<double>::contractility, "contractility", "1",
                                   0.2, 2.0, "sigma: myocardial factor, 1 in health"},
    Field<HeartParameters<double>>{&HeartParameters<double>::filling_time, "filling_time", "s",
                                   0.01, 1.0, "time constant of diastolic filling"},
    Field<HeartParameters<double>>{
        &HeartParameters<double>::systole, "systole", "s", 0.1, 1.0,
        "c: duration of systole at 60 /min; follows the root of the cycle"},
    Field<HeartParameters<double>>{&HeartParameters<double>::shortest_diastole, "shortest_diastole",
                                   "s", 0.001, 0.2,
                                   "d: isovolumic time, and the shortest diastole"},
    Field<HeartParameters<double>>{&HeartParameters<double>::hypnotic_stroke_loss,
                                   "hypnotic_stroke_loss", "1", 0.0, 0.9,
                                   "largest relative fall of stroke volume by hypnotics"},
};

/// Drives of the heart from reflex and drugs.
template <class Real>
struct HeartDrive {
  Real rate{};      ///< HR, /min
  Real inotropy{};  ///< kappa
  Real strength{};  ///< SVref kappa f_fill f_prop, mL: stroke volume at full filling, no afterload
};

/// (1)
template <class Real>
Real heart_rate_factor(const HeartParameters<Real>& p, const Drives<Real>& drugs,
                       const Real& sympathetic, const Real& vagal) {
  const Real agonist = drugs[Receptor::beta1];
  const Real blocker = drugs[Receptor::beta1_block];
  const Real faster = Real(1.0) + p.sympathetic_rate * sympathetic / (Real(1.0) + blocker) +
                      p.beta_rate * agonist / (Real(1.0) + agonist + blocker);
  return faster * (Real(1.0) - p.vagal_rate * vagal);
}

/// (5); rate in 1/min, seconds inside.
template <class Real>
Real diastolic_filling(const HeartParameters<Real>& p, const Real& rate) {
  using numerics::exp;
  using numerics::max;
  using numerics::sqrt;
  const Real cycle = Real(60.0) / rate;
  const Real diastole =
      max(cycle - p.systole * sqrt(cycle) - p.shortest_diastole, p.shortest_diastole);
  return Real(1.0) - exp(-diastole / p.filling_time);
}

/// (1), (2), (5) and the constant part of (6).
template <class Real>
HeartDrive<Real> heart_drive(const HeartParameters<Real>& p, const Drives<Real>& drugs,
                             const Real& sympathetic, const Real& vagal,
                             const Real& beta_occupancy) {
  HeartDrive<Real> out;
  out.rate = p.intrinsic_rate * heart_rate_factor(p, drugs, sympathetic, vagal);
  out.inotropy = (Real(1.0) + p.beta_inotropy * beta_occupancy) /
                 (Real(1.0) + p.beta_inotropy * p.inotropy_reference);  // (2)
  const Real hypnotic =
      Real(1.0) - p.hypnotic_stroke_loss * saturation(drugs[Receptor::hypnotic_stroke]);
  out.strength = p.stroke_reference * out.inotropy * diastolic_filling(p, out.rate) * hypnotic;
  return out;
}

/// A curve and its slope at one point.
template <class Real>
struct Curve {
  Real value{};
  Real slope{};
};

/// (3) and its derivative by right atrial pressure.
template <class Real>
Curve<Real> starling(const HeartParameters<Real>& p, const Real& right_atrial) {
  using numerics::pow;
  using numerics::select;
  const Real transmural = right_atrial - p.intrathoracic_pressure;
  const auto filled = transmural > Real(0.0);
  const Real z = select(filled, transmural, Real(1.0));
  const Real power = pow(z / p.filling_pressure, p.filling_slope);
  const Real value = power / (Real(1.0) + power);
  const Real slope = value * (Real(1.0) - value) * p.filling_slope / z;
  return {select(filled, value, Real(0.0)), select(filled, slope, Real(0.0))};
}

/// (4) and its derivative by arterial pressure. The sixth power is part of the shape: the root of
/// circulation.h spends most of its time here and in (3).
template <class Real>
Curve<Real> afterload(const HeartParameters<Real>& p, const Real& inotropy, const Real& arterial) {
  using numerics::max;
  const Real scale = p.afterload_pressure * p.contractility * inotropy;
  const Real ratio = max(arterial, Real(0.0)) / scale;
  const Real square = ratio * ratio;
  const Real fifth = square * square * ratio;
  const Real value = Real(1.0) / (Real(1.0) + fifth * ratio);
  return {value, Real(-6.0) * fifth * value * value / scale};
}

}  // namespace pressor
