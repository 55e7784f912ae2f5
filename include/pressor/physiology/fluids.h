#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"

/// Blood volume, infused crystalloid and its passage into tissue.
///
///     Vb' = J_cryst + J_colloid - J_bleed - J_leak + J_refill - (k12 + k10) Xc + k21 Xi     (1)
///     Xc' = J_cryst - (k12 + k10) Xc + k21 Xi                                               (2)
///     Xi' = k12 Xc - k21 Xi                                                                 (3)
///     J_leak = l f_p Vb,   J_refill = k_rf max(0, Vb0 - Vb)                                 (4)
///
/// | symbol    | name                        | unit      | role                       |
/// |-----------|-----------------------------|-----------|----------------------------|
/// | Vb        | blood_volume                | mL        | state                      |
/// | Xc, Xi    | crystalloid_plasma, _tissue | mL        | state: infused crystalloid |
/// | J_*       | -                           | mL/min    | inputs; blood is a colloid |
/// | k12, k21  | tissue_uptake, _return      | 1/min     | parameters (drobin1999)    |
/// | k10       | crystalloid_elimination     | 1/min     | parameter (drobin1999)     |
/// | l         | leak                        | 1/min     | parameter: of plasma       |
/// | f_p       | plasma_fraction             | 1         | parameter: plasma in blood |
/// | k_rf, Vb0 | refill_rate, blood_volume   | 1/min, mL | parameters                 |
namespace pressor {

template <class Real>
struct FluidParameters {
  Real blood_volume{};
  Real tissue_uptake{};
  Real tissue_return{};
  Real crystalloid_elimination{};
  Real refill_rate{};
  Real plasma_fraction{};
  Real leak{};
};

inline constexpr std::array fluid_fields{
    Field<FluidParameters<double>>{&FluidParameters<double>::blood_volume, "blood_volume", "mL",
                                   1000.0, 15000.0, "Vb0: blood volume at baseline"},
    Field<FluidParameters<double>>{&FluidParameters<double>::tissue_uptake, "tissue_uptake",
                                   "1/min", 0.0, 1.0, "k12: crystalloid from plasma to tissue"},
    Field<FluidParameters<double>>{&FluidParameters<double>::tissue_return, "tissue_return",
                                   "1/min", 0.0, 1.0, "k21: crystalloid from tissue to plasma"},
    Field<FluidParameters<double>>{&FluidParameters<double>::crystalloid_elimination,
                                   "crystalloid_elimination", "1/min", 0.0, 1.0,
                                   "k10: crystalloid to urine"},
    Field<FluidParameters<double>>{&FluidParameters<double>::refill_rate, "refill_rate", "1/min",
                                   0.0, 0.1, "k_rf: refill of lost blood volume"},
    Field<FluidParameters<double>>{&FluidParameters<double>::plasma_fraction, "plasma_fraction",
                                   "1", 0.3, 0.9, "f_p: plasma in blood"},
    Field<FluidParameters<double>>{&FluidParameters<double>::leak, "leak", "1/min", 0.0, 0.01,
                                   "l: share of plasma volume that leaks away"},
};

template <class Real>
struct FluidInputs {
  Real crystalloid{};  ///< mL/min
  Real colloid{};      ///< mL/min: colloid and blood
  Real bleeding{};     ///< mL/min
};

template <class Real>
struct FluidRates {
  Real blood_volume{};
  Real crystalloid_plasma{};
  Real crystalloid_tissue{};
};

/// (1) to (4), mL/min.
template <class Real>
FluidRates<Real> fluid_rates(const FluidParameters<Real>& p, const FluidInputs<Real>& in,
                             const Real& blood_volume, const Real& crystalloid_plasma,
                             const Real& crystalloid_tissue) {
  using numerics::max;
  const Real leak = p.leak * p.plasma_fraction * blood_volume;
  const Real refill = p.refill_rate * max(p.blood_volume - blood_volume, Real(0.0));
  const Real out = p.tissue_uptake * crystalloid_plasma;
  const Real back = p.tissue_return * crystalloid_tissue;
  const Real urine = p.crystalloid_elimination * crystalloid_plasma;
  const Real exchange = back - out - urine;
  return {in.crystalloid + in.colloid - in.bleeding - leak + refill + exchange,
          in.crystalloid + exchange, out - back};
}

}  // namespace pressor
