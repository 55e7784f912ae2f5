#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"
#include "pressor/pharmacology/receptors.h"

/// Vascular smooth-muscle activation through alpha-1 adrenoceptors, several agonists at one
/// receptor.
///
///     x = X N + g sum_i C_i / K_i                                      (1)  occupancy drive
///     s = X N + g sum_i e_i C_i / K_i                                  (2)  stimulus
///     A = (tau R s)^n / ((1 + x)^n + (tau R s)^n)                      (3)  operational model
///     n = n0 + n1 v                                                    (4)
///
/// | symbol   | name                      | unit  | role                                        |
/// |----------|---------------------------|-------|---------------------------------------------|
/// | x        | drive                     | 1     | result                                      |
/// | A        | activation                | 1     | result, 0..1                                |
/// | N        | tone                      | 1     | input, 0..1: traffic after reflexes         |
/// | X        | arteriolar_, venous_nerve | 1     | parameter: drive of full nerve traffic      |
/// | g        | venous_drug_gain          | 1     | parameter; 1 for arterioles                 |
/// | tau      | transduction              | 1     | parameter: receptor reserve                 |
/// | R        | alpha1_coupling           | 1     | state: 1 in health, less by desensitisation |
/// | v        | vasoplegia                | 1     | state, 0..1: efficacy lost; steepens        |
/// | C_i, K_i | -                         | ng/mL | inputs through Drives: effect site, potency |
/// | e_i      | -                         | 1     | input through Drives: relative efficacy     |
///
/// (3) is black1983, equation 4; e_i = 1 for full agonists, 0 for antagonists. The neural term of
/// (1) is ours: synaptic noradrenaline is not seen in plasma. (4) is fitted (bellissant2000).
namespace pressor {

template <class Real>
struct Alpha1Parameters {
  Real arteriolar_nerve{};
  Real venous_nerve{};
  Real venous_drug_gain{};
  Real transduction{};
  Real slope{};
  Real slope_rise{};
};

inline constexpr std::array alpha1_fields{
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::arteriolar_nerve, "arteriolar_nerve",
                                    "1", 0.0, 2.0, "XS: arteriolar drive of full nerve traffic"},
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::venous_nerve, "venous_nerve", "1",
                                    0.0, 2.0, "XSv: venous drive of full nerve traffic"},
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::venous_drug_gain, "venous_drug_gain",
                                    "1", 0.0, 20.0, "g_v: sensitivity of veins to alpha-1 drugs"},
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::transduction, "transduction", "1",
                                    0.1, 1000.0, "tau: receptor reserve of the operational model"},
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::slope, "slope", "1", 0.3, 10.0,
                                    "n0: slope of the operational model without vasoplegia"},
    Field<Alpha1Parameters<double>>{&Alpha1Parameters<double>::slope_rise, "slope_rise", "1", 0.0,
                                    20.0, "n1: rise of the slope with vasoplegia"},
};

template <class Real>
struct Alpha1 {
  Real drive{};
  Real activation{};
};

/// (3): activation from occupancy x and stimulus s; exactly 0 without stimulus.
template <class Real>
Real operational_activation(const Real& occupancy, const Real& stimulus, const Real& coupling,
                            const Real& slope, const Real& transduction) {
  using numerics::pow;
  using numerics::select;
  const Real ratio = transduction * coupling * stimulus / (Real(1.0) + occupancy);
  const auto active = ratio > Real(0.0);
  const Real power = pow(select(active, ratio, Real(1.0)), slope);
  return select(active, power / (Real(1.0) + power), Real(0.0));
}

/// (1) to (4) for arterioles.
template <class Real>
Alpha1<Real> arteriolar_alpha1(const Alpha1Parameters<Real>& p, const Drives<Real>& drugs,
                               const Real& tone, const Real& coupling, const Real& vasoplegia) {
  const Real nerve = p.arteriolar_nerve * tone;
  const Real drive = nerve + drugs.bound(Receptor::alpha1);  // (1)
  const Real stimulus = nerve + drugs[Receptor::alpha1];     // (2)
  const Real slope = p.slope + p.slope_rise * vasoplegia;    // (4)
  return {drive, operational_activation(drive, stimulus, coupling, slope, p.transduction)};
}

/// (1) to (4) for veins.
template <class Real>
Alpha1<Real> venous_alpha1(const Alpha1Parameters<Real>& p, const Drives<Real>& drugs,
                           const Real& tone, const Real& coupling, const Real& vasoplegia) {
  const Real nerve = p.venous_nerve * tone;
  const Real drive = nerve + p.venous_drug_gain * drugs.bound(Receptor::alpha1);
  const Real stimulus = nerve + p.venous_drug_gain * drugs[Receptor::alpha1];
  const Real slope = p.slope + p.slope_rise * vasoplegia;
  return {drive, operational_activation(drive, stimulus, coupling, slope, p.transduction)};
}

}  // namespace pressor
