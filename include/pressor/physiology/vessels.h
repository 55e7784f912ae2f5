#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"
#include "pressor/pharmacology/receptors.h"
#include "pressor/physiology/alpha1.h"
#include "pressor/physiology/hill.h"

/// Arterioles, venous resistance and unstressed volume from receptors.
///
///     d2  = x2^n2 / (1 + x2^n2)                                            (1)  alpha-2B
///     phi = (1 - q_v v) min(1, R)^theta                                    (2)  blunting of it
///     B   = 1 + E_R (1 - v) A(x_a) + E_2B d2 phi + E_V1a h_V + E_AT1 h_A   (3)
///     Ra  = Rref (1 - D + D_s h_s) B f_prop                                (4)
///     Rv  = Rvref [1 + E_Rv A(x_v) + e_2r d2 phi]                          (5)
///     Vu  = Vuref - dVu [A(x_v) + e_2v d2 phi]                             (6)
///
/// | symbol        | name                          | unit        | role                        |
/// |---------------|-------------------------------|-------------|-----------------------------|
/// | Ra, Rv        | arteriolar, venous resistance | mmHg.min/mL | result                      |
/// | Vu            | unstressed_volume             | mL          | result                      |
/// | d2, phi       | alpha2b_activation, blunting  | 1           | result                      |
/// | A             | activation of alpha1.h        | 1           | input: arterioles, veins    |
/// | x2            | -                             | 1           | drug drive at alpha2B       |
/// | R, v          | coupling, vasoplegia          | 1           | states                      |
/// | h_V, h_A, h_s | -                             | 1           | saturation of V1a, AT1, sGC |
/// | D, D_s        | dilation, sgc_relief          | 1           | basal dilatation; what sGC  |
/// |               |                               |             | block gives back of it      |
/// | f_prop        | -                             | 1           | 1 - Emax hill(x), hypnotics |
///
/// Equal efficacy at alpha-1 in (3): see alpha1.h. The V1a and AT1 terms do not lose efficacy with
/// vasoplegia. f_prop is su2023. How much of alpha-2B is lost with vasoplegia (q_v) and with
/// coupling (theta) is a hypothesis: no data.
namespace pressor {

template <class Real>
struct VesselParameters {
  Real arteriolar_reference{};
  Real venous_reference{};
  Real unstressed_reference{};
  Real alpha1_resistance{};
  Real alpha1_venous_resistance{};
  Real capacitance_shift{};
  Real alpha2b_resistance{};
  Real alpha2b_slope{};
  Real alpha2b_capacitance{};
  Real alpha2b_venous_resistance{};
  Real blunting_vasoplegia{};
  Real blunting_coupling{};
  Real dilation{};
  Real sgc_relief{};
  Real v1a_resistance{};
  Real at1_resistance{};
  Real hypnotic_dilation{};
  Real hypnotic_dilation_slope{};
};

inline constexpr std::array vessel_fields{
    Field<VesselParameters<double>>{&VesselParameters<double>::arteriolar_reference,
                                    "arteriolar_reference", "mmHg.min/mL", 0.0, 1.0,
                                    "Rref: arteriolar resistance without tone", true},
    Field<VesselParameters<double>>{&VesselParameters<double>::venous_reference, "venous_reference",
                                    "mmHg.min/mL", 0.0, 1.0,
                                    "Rvref: venous resistance without tone", true},
    Field<VesselParameters<double>>{&VesselParameters<double>::unstressed_reference,
                                    "unstressed_reference", "mL", 200.0, 20000.0,
                                    "Vuref: unstressed volume without tone", true},
    Field<VesselParameters<double>>{
        &VesselParameters<double>::alpha1_resistance, "alpha1_resistance", "1", 0.0, 30.0,
        "E_R: largest relative rise of arteriolar resistance by alpha-1"},
    Field<VesselParameters<double>>{&VesselParameters<double>::alpha1_venous_resistance,
                                    "alpha1_venous_resistance", "1", 0.0, 10.0,
                                    "E_Rv: largest relative rise of venous resistance by alpha-1"},
    Field<VesselParameters<double>>{&VesselParameters<double>::capacitance_shift,
                                    "capacitance_shift", "mL", 0.0, 5000.0,
                                    "dVu: largest volume that alpha-1 moves out of the veins"},
    Field<VesselParameters<double>>{
        &VesselParameters<double>::alpha2b_resistance, "alpha2b_resistance", "1", 0.0, 30.0,
        "E_2B: largest relative rise of arteriolar resistance by alpha-2B"},
    Field<VesselParameters<double>>{&VesselParameters<double>::alpha2b_slope, "alpha2b_slope", "1",
                                    0.3, 5.0, "n2: slope of the alpha-2B curve"},
    Field<VesselParameters<double>>{&VesselParameters<double>::alpha2b_capacitance,
                                    "alpha2b_capacitance", "1", 0.0, 5.0,
                                    "e_2v: alpha-2B against alpha-1 in venous capacitance"},
    Field<VesselParameters<double>>{&VesselParameters<double>::alpha2b_venous_resistance,
                                    "alpha2b_venous_resistance", "1", 0.0, 10.0,
                                    "e_2r: largest relative rise of venous resistance by alpha-2B"},
    Field<VesselParameters<double>>{&VesselParameters<double>::blunting_vasoplegia,
                                    "blunting_vasoplegia", "1", 0.0, 1.0,
                                    "q_v: share of alpha-2B lost with vasoplegia (hypothesis)"},
    Field<VesselParameters<double>>{&VesselParameters<double>::blunting_coupling,
                                    "blunting_coupling", "1", 0.0, 1.0,
                                    "theta: alpha-2B lost with alpha-1 coupling (hypothesis)"},
    Field<VesselParameters<double>>{&VesselParameters<double>::dilation, "dilation", "1", 0.0, 0.9,
                                    "D: basal dilatation by nitric oxide and K-ATP channels"},
    Field<VesselParameters<double>>{&VesselParameters<double>::sgc_relief, "sgc_relief", "1", 0.0,
                                    0.9, "D_s: dilatation that full sGC block takes back"},
    Field<VesselParameters<double>>{&VesselParameters<double>::v1a_resistance, "v1a_resistance",
                                    "1", 0.0, 10.0, "E_V1a: largest relative rise by vasopressin"},
    Field<VesselParameters<double>>{&VesselParameters<double>::at1_resistance, "at1_resistance",
                                    "1", 0.0, 10.0, "E_AT1: largest relative rise by angiotensin"},
    Field<VesselParameters<double>>{&VesselParameters<double>::hypnotic_dilation,
                                    "hypnotic_dilation", "1", 0.0, 1.0,
                                    "largest relative fall of resistance by hypnotics"},
    Field<VesselParameters<double>>{&VesselParameters<double>::hypnotic_dilation_slope,
                                    "hypnotic_dilation_slope", "1", 0.3, 5.0,
                                    "slope of the fall of resistance by hypnotics"},
};

template <class Real>
struct Vessels {
  Alpha1<Real> arteriolar;
  Alpha1<Real> venous;
  Real alpha2b_activation{};
  Real blunting{};
  Real arteriolar_constriction{};  ///< bracket (3) with its factors: Ra / Rref
  Real venous_constriction{};      ///< bracket of (5): Rv / Rvref
  Real capacitance_used{};         ///< bracket of (6)
  Real arteriolar_resistance{};    ///< mmHg.min/mL
  Real venous_resistance{};        ///< mmHg.min/mL
  Real unstressed_volume{};        ///< mL
};

/// What vessels read of the slow states.
template <class Real>
struct VascularState {
  Real arteriolar_tone{};
  Real venous_tone{};
  Real coupling{};
  Real vasoplegia{};
};

/// (2)
template <class Real>
Real alpha2b_blunting(const VesselParameters<Real>& p, const VascularState<Real>& s) {
  using numerics::all;
  using numerics::max;
  using numerics::min;
  using numerics::pow;
  const Real uncoupled = Real(1.0) - p.blunting_vasoplegia * s.vasoplegia;
  if (all(p.blunting_coupling == Real(0.0))) return uncoupled;
  const Real coupled = min(max(s.coupling, Real(1.0e-9)), Real(1.0));
  return uncoupled * pow(coupled, p.blunting_coupling);
}

/// (3) and the factors of (4): Ra / Rref.
template <class Real>
Real arteriolar_constriction(const VesselParameters<Real>& p, const Drives<Real>& drugs,
                             const VascularState<Real>& s, const Real& alpha1,
                             const Real& alpha2b) {
  const Real bracket = Real(1.0) + p.alpha1_resistance * (Real(1.0) - s.vasoplegia) * alpha1 +
                       p.alpha2b_resistance * alpha2b +
                       p.v1a_resistance * saturation(drugs[Receptor::v1a]) +
                       p.at1_resistance * saturation(drugs[Receptor::at1]);  // (3)
  const Real undilated =
      Real(1.0) - p.dilation + p.sgc_relief * saturation(drugs[Receptor::sgc_block]);
  const Real hypnotic = Real(1.0) - p.hypnotic_dilation * hill(drugs[Receptor::hypnotic_resistance],
                                                               p.hypnotic_dilation_slope);
  return undilated * bracket * hypnotic;
}

/// (1) to (6).
template <class Real>
Vessels<Real> vessels(const VesselParameters<Real>& p, const Alpha1Parameters<Real>& alpha1,
                      const Drives<Real>& drugs, const VascularState<Real>& s) {
  Vessels<Real> out;
  out.arteriolar = arteriolar_alpha1(alpha1, drugs, s.arteriolar_tone, s.coupling, s.vasoplegia);
  out.venous = venous_alpha1(alpha1, drugs, s.venous_tone, s.coupling, s.vasoplegia);
  out.alpha2b_activation = hill(drugs[Receptor::alpha2b], p.alpha2b_slope);  // (1)
  out.blunting = alpha2b_blunting(p, s);
  const Real alpha2b = out.alpha2b_activation * out.blunting;
  out.arteriolar_constriction =
      arteriolar_constriction(p, drugs, s, out.arteriolar.activation, alpha2b);
  out.venous_constriction = Real(1.0) + p.alpha1_venous_resistance * out.venous.activation +
                            p.alpha2b_venous_resistance * alpha2b;
  out.capacitance_used = out.venous.activation + p.alpha2b_capacitance * alpha2b;
  out.arteriolar_resistance = p.arteriolar_reference * out.arteriolar_constriction;  // (4)
  out.venous_resistance = p.venous_reference * out.venous_constriction;              // (5)
  out.unstressed_volume =
      p.unstressed_reference - p.capacitance_shift * out.capacitance_used;  // (6)
  return out;
}

}  // namespace pressor
