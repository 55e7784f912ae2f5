#pragma once

#include <array>

#include "pressor/core/fields.h"
#include "pressor/numerics/math.h"

/// Slow change of the vessels' answer: competing hypotheses, each a choice of parameters.
///
///     R' = k_rec (R_max - R) - k_des x/(1+x) R                         (1)  homologous
///     v' = k_v (clip(v0 + w_S (Se - Se0), 0, v_max) - v)               (2)  heterologous
///     s' = (steroid - s) / tau_HC,   v_eff = max(v - dv_HC s, 0)       (3)  steroid
///
/// | symbol  | name            | unit  | role                                                 |
/// |---------|-----------------|-------|------------------------------------------------------|
/// | R       | alpha1_coupling | 1     | state: shifts potency; k_rec = 0 holds it            |
/// | v       | vasoplegia      | 1     | state: loss of efficacy; k_v = 0 or w_S = 0 holds it |
/// | s       | steroid_effect  | 1     | state, 0..1; the input `steroid` is 0 or 1           |
/// | x       | -               | 1     | input: arteriolar alpha-1 drive                      |
/// | Se, Se0 | -               | 1     | input: sympathetic outflow, now and at baseline      |
/// | k_des   | loss_rate       | 1/min | derived so that R0 is steady at baseline             |
///
/// Hypothesis `none` has k_rec = k_v = dv_HC = 0. Harm by sympatholysis is no adaptation: it is
/// full blunting of alpha-2B (vessels.h) and a larger neural share (alpha1.h). Half-times near 12 h
/// for (1) and (2): weak animal evidence; (3) after bellissant2000.
namespace pressor {

template <class Real>
struct AdaptationParameters {
  Real coupling{};
  Real coupling_largest{};
  Real recovery_rate{};
  Real loss_rate{};
  Real vasoplegia{};
  Real vasoplegia_rate{};
  Real vasoplegia_largest{};
  Real tone_effect{};
  Real outflow_reference{};
  Real steroid_relief{};
  Real steroid_time{};
};

inline constexpr std::array adaptation_fields{
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::coupling, "coupling", "1",
                                        1.0e-4, 1.0e4, "R0: alpha-1 coupling at baseline", true},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::coupling_largest,
                                        "coupling_largest", "1", 1.0, 1.0e4,
                                        "R_max: coupling without agonist", true},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::recovery_rate,
                                        "recovery_rate", "1/min", 0.0, 0.1,
                                        "k_rec: recovery of coupling; 0 without the hypothesis"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::loss_rate, "loss_rate",
                                        "1/min", 0.0, 1.0e3, "k_des: loss of coupling by agonist",
                                        true},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::vasoplegia, "vasoplegia",
                                        "1", 0.0, 0.95, "v0: loss of alpha-1 efficacy at baseline"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::vasoplegia_rate,
                                        "vasoplegia_rate", "1/min", 0.0, 0.1,
                                        "k_v: pace at which vasoplegia follows its cause"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::vasoplegia_largest,
                                        "vasoplegia_largest", "1", 0.5, 0.99,
                                        "v_max: vasoplegia cannot exceed it"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::tone_effect, "tone_effect",
                                        "1", 0.0, 2.0,
                                        "w_S: vasoplegia per unit of sympathetic outflow"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::outflow_reference,
                                        "outflow_reference", "1", 0.0, 1.0,
                                        "Se0: sympathetic outflow at baseline", true},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::steroid_relief,
                                        "steroid_relief", "1", 0.0, 0.9,
                                        "dv_HC: vasoplegia that a steroid takes away"},
    Field<AdaptationParameters<double>>{&AdaptationParameters<double>::steroid_time, "steroid_time",
                                        "min", 1.0, 1.0e4, "tau_HC: onset of the steroid"},
};

/// v_eff of (3).
template <class Real>
Real effective_vasoplegia(const AdaptationParameters<Real>& p, const Real& vasoplegia,
                          const Real& steroid_effect) {
  using numerics::max;
  return max(vasoplegia - p.steroid_relief * steroid_effect, Real(0.0));
}

/// (1)
template <class Real>
Real coupling_rate(const AdaptationParameters<Real>& p, const Real& coupling, const Real& drive) {
  return p.recovery_rate * (p.coupling_largest - coupling) -
         p.loss_rate * drive / (Real(1.0) + drive) * coupling;
}

/// (2)
template <class Real>
Real vasoplegia_rate(const AdaptationParameters<Real>& p, const Real& vasoplegia,
                     const Real& outflow) {
  using numerics::max;
  using numerics::min;
  const Real aim = p.vasoplegia + p.tone_effect * (outflow - p.outflow_reference);
  return p.vasoplegia_rate * (min(max(aim, Real(0.0)), p.vasoplegia_largest) - vasoplegia);
}

}  // namespace pressor
