#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"
#include "pressor/pharmacology/receptors.h"
#include "pressor/physiology/hill.h"

/// Baroreflex: sensed pressure to sympathetic and vagal outflow, and what alpha-2 agonists and
/// hypnotics do to it.
///
///     P'  = (Pset + Poff) (1 - r_D h)                        h = y/(1+y)            (1)
///     G'  = G f_G / f_G0,   f_G = 1 - Emax x^m/(1+x^m)                              (2)
///     S*  = S0 + G' (sig(logit S0 - (Pb - P')/k_s) - S0)                            (3)
///     V*  = V0 + G' (1 + b_D h) (sig(logit V0 + (Pb - P')/k_v) - V0)                (4)
///     Se  = clip(S*, 0, 1) [1 - I z^g/(1+z^g)] [1 - I_H x^m/(1+x^m)]                (5)
///     Ve  = V + (1 - V) k_vD h,   V = clip(V*, 0, 1)                                (6)
///     Poff' = (rho (Pb - P0) - Poff) / tau_set                                      (7)
///
/// | symbol | name                         | unit | role                                         |
/// |--------|------------------------------|------|----------------------------------------------|
/// | Se, Ve | sympathetic, vagal           | 1    | result, 0..1: outflow after drugs            |
/// | Pb     | sensed_pressure              | mmHg | state                                        |
/// | Poff   | set_point_shift              | mmHg | state: resetting over a day                  |
/// | P0     | resting_pressure             | mmHg | derived: MAP at baseline                     |
/// | y, z   | -                            | 1    | drives at alpha2A_reflex and alpha2A_outflow |
/// | x      | -                            | 1    | drive at hypnotic_reflex                     |
/// | S0, V0 | sympathetic_base, vagal_base | 1    | parameters: outflow at the set point         |
///
/// Sigmoid limbs and time constants after ursino1998; (5) acts on outflow and prejunctional release
/// together and never on infused norepinephrine; vagal potentiation b_D is ebert2000 (direction).
/// I_H: propofol dilates through the nerves and not by itself (robinson1997); it leaves a third of
/// their traffic (sellgren1990).
/// P0 equals Pset unless an alpha-2 agonist runs at baseline; it then keeps the baseline steady.
namespace pressor {

template <class Real>
struct ReflexParameters {
  Real sympathetic_base{};
  Real vagal_base{};
  Real gain{};
  Real sympathetic_width{};
  Real vagal_width{};
  Real set_point{};
  Real resting_pressure{};
  Real gain_reference{};
  Real sensing_time{};
  Real arteriolar_time{};
  Real venous_time{};
  Real cardiac_sympathetic_time{};
  Real cardiac_vagal_time{};
  Real inotropy_time{};
  Real neural_beta{};
  Real sympatholysis{};
  Real sympatholysis_slope{};
  Real vagal_rise{};
  Real set_point_fall{};
  Real vagal_potentiation{};
  Real resetting{};
  Real resetting_time{};
  Real hypnotic_gain_loss{};
  Real hypnotic_gain_slope{};
  Real hypnotic_sympatholysis{};
};

inline constexpr std::array reflex_fields{
    Field<ReflexParameters<double>>{&ReflexParameters<double>::sympathetic_base, "sympathetic_base",
                                    "1", 0.02, 0.98, "S0: sympathetic outflow at the set point"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::vagal_base, "vagal_base", "1", 0.01,
                                    0.99, "V0: vagal outflow at the set point"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::gain, "gain", "1", 0.0, 1.0,
                                    "G: share of the reflex that is left"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::sympathetic_width,
                                    "sympathetic_width", "mmHg", 2.0, 200.0,
                                    "k_s: width of the sympathetic limb"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::vagal_width, "vagal_width", "mmHg",
                                    2.0, 400.0, "k_v: width of the vagal limb"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::set_point, "set_point", "mmHg", 20.0,
                                    200.0, "Pset: pressure that the reflex defends", true},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::resting_pressure, "resting_pressure",
                                    "mmHg", 20.0, 200.0, "P0: arterial pressure at baseline", true},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::gain_reference, "gain_reference",
                                    "1", 0.01, 1.0, "f_G0: gain factor of hypnotics at baseline",
                                    true},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::sensing_time, "sensing_time", "min",
                                    0.005, 1.0, "tau_b: baroreceptors"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::arteriolar_time, "arteriolar_time",
                                    "min", 0.01, 5.0, "tau_R: arteriolar tone"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::venous_time, "venous_time", "min",
                                    0.01, 5.0, "tau_V: venous tone"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::cardiac_sympathetic_time,
                                    "cardiac_sympathetic_time", "min", 0.005, 5.0,
                                    "tau_Hs: sympathetic drive on the rate"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::cardiac_vagal_time,
                                    "cardiac_vagal_time", "min", 0.005, 5.0,
                                    "tau_Hv: vagal drive on the rate"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::inotropy_time, "inotropy_time",
                                    "min", 0.01, 5.0, "tau_C: beta-1 occupancy"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::neural_beta, "neural_beta", "1", 0.0,
                                    5.0, "X_B: beta-1 drive of full nerve traffic"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::sympatholysis, "sympatholysis", "1",
                                    0.0, 1.0, "I: largest share of outflow that alpha-2A removes"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::sympatholysis_slope,
                                    "sympatholysis_slope", "1", 0.3, 5.0,
                                    "g: slope of sympatholysis"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::vagal_rise, "vagal_rise", "1", 0.0,
                                    1.0, "k_vD: vagal reserve recruited by alpha-2A"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::set_point_fall, "set_point_fall",
                                    "1", 0.0, 0.6, "r_D: fall of the set point by alpha-2A"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::vagal_potentiation,
                                    "vagal_potentiation", "1", 0.0, 5.0,
                                    "b_D: rise of vagal gain by alpha-2A"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::resetting, "resetting", "1", 0.0,
                                    1.0, "rho: share of a lasting change that the reflex accepts"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::resetting_time, "resetting_time",
                                    "min", 10.0, 1.0e6, "tau_set: resetting"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::hypnotic_gain_loss,
                                    "hypnotic_gain_loss", "1", 0.0, 1.0,
                                    "largest relative fall of reflex gain by hypnotics"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::hypnotic_gain_slope,
                                    "hypnotic_gain_slope", "1", 0.3, 5.0,
                                    "slope of the fall of reflex gain and outflow by hypnotics"},
    Field<ReflexParameters<double>>{&ReflexParameters<double>::hypnotic_sympatholysis,
                                    "hypnotic_sympatholysis", "1", 0.0, 1.0,
                                    "I_H: largest share of outflow that hypnotics remove"},
};

template <class Real>
struct Outflow {
  Real sympathetic{};
  Real vagal{};
  Real set_point{};  ///< P', mmHg: the pressure defended now
};

/// sig(logit base - x) of (3) and (4), written without the logarithm: base at x = 0, falls with x.
template <class Real>
Real falling_limb(const Real& base, const Real& x) {
  using numerics::exp;
  return base / (base + (Real(1.0) - base) * exp(x));
}

/// f_G of (2).
template <class Real>
Real hypnotic_gain(const ReflexParameters<Real>& p, const Drives<Real>& drugs) {
  return Real(1.0) -
         p.hypnotic_gain_loss * hill(drugs[Receptor::hypnotic_reflex], p.hypnotic_gain_slope);
}

/// Factors of (5): what alpha-2A agonists and hypnotics leave of sympathetic outflow.
template <class Real>
Real outflow_left(const ReflexParameters<Real>& p, const Drives<Real>& drugs) {
  const Real alpha2 =
      p.sympatholysis * hill(drugs[Receptor::alpha2a_outflow], p.sympatholysis_slope);
  const Real hypnotic =
      p.hypnotic_sympatholysis * hill(drugs[Receptor::hypnotic_reflex], p.hypnotic_gain_slope);
  return (Real(1.0) - alpha2) * (Real(1.0) - hypnotic);
}

/// (1) to (6).
template <class Real>
Outflow<Real> outflow(const ReflexParameters<Real>& p, const Drives<Real>& drugs,
                      const Real& sensed_pressure, const Real& set_point_shift) {
  using numerics::max;
  using numerics::min;
  const Real one(1.0);
  const Real zero(0.0);
  const Real h = saturation(drugs[Receptor::alpha2a_reflex]);
  const Real set_point = (p.set_point + set_point_shift) * (one - p.set_point_fall * h);  // (1)
  const Real error = sensed_pressure - set_point;
  const Real gain = p.gain * hypnotic_gain(p, drugs) / p.gain_reference;  // (2)
  const Real s0 = p.sympathetic_base;
  const Real v0 = p.vagal_base;
  const Real sympathetic = s0 + gain * (falling_limb(s0, error / p.sympathetic_width) - s0);  // (3)
  const Real vagal_gain = gain * (one + p.vagal_potentiation * h);
  const Real vagal = v0 + vagal_gain * (falling_limb(v0, -error / p.vagal_width) - v0);  // (4)
  const Real clipped = min(max(vagal, zero), one);
  return {min(max(sympathetic, zero), one) * outflow_left(p, drugs),  // (5)
          clipped + (one - clipped) * p.vagal_rise * h, set_point};   // (6)
}

/// (7), mmHg/min.
template <class Real>
Real set_point_shift_rate(const ReflexParameters<Real>& p, const Real& sensed_pressure,
                          const Real& set_point_shift) {
  return (p.resetting * (sensed_pressure - p.resting_pressure) - set_point_shift) /
         p.resetting_time;
}

}  // namespace pressor
