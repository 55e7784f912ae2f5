#pragma once

#include <algorithm>
#include <array>

#include "pressor/numerics/math.h"
#include "pressor/pharmacology/kinetics.h"
#include "pressor/physiology/parameters.h"
#include "pressor/physiology/state.h"

/// The right-hand side, as a physiologist reads it: drugs act on receptors, receptors on vessels
/// and heart, these and the blood volume make a circulation, its pressure drives the reflex.
namespace pressor {

/// Every number of one patient. Only Reals: one patient or eight lanes.
template <class Real>
struct Parameters {
  BodyParameters<Real> body;
  std::array<DrugParameters<Real>, max_drugs> drugs;
};

/// What is done to the patient now; constant between two events.
template <class Real>
struct Inputs {
  Real time{};                             ///< min
  std::array<Real, max_drugs> infusion{};  ///< ug/min, as it reaches the vein
  FluidInputs<Real> fluids;                ///< mL/min
  Real steroid{};                          ///< 1 while a steroid acts, else 0
};

/// All that follows from a state without delay.
template <class Real>
struct Response {
  Drives<Real> drugs;
  Real vasoplegia{};  ///< v_eff, after steroid
  Vessels<Real> vessels;
  HeartDrive<Real> heart;
  Circulation<Real> circulation;
  Outflow<Real> outflow;
};

/// Effect-site concentrations to receptor drives, over all drugs.
template <class Real>
Drives<Real> receptor_drives(const Model& model, const Parameters<Real>& p, const Real* state) {
  Drives<Real> drives;
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    add_drives(model.drugs()[d], p.drugs[d], state + model.drug_at(d), drives);
  }
  return drives;
}

template <class Real>
Response<Real> respond(const Model& model, const Parameters<Real>& parameters, const Real* state) {
  const BodyParameters<Real>& p = parameters.body;
  const BodyState<Real> s = load_body(state);
  Response<Real> r;
  r.drugs = receptor_drives(model, parameters, state);
  r.vasoplegia = effective_vasoplegia(p.adaptation, s.vasoplegia, s.steroid_effect);
  r.vessels = vessels(p.vessels, p.alpha1, r.drugs,
                      {s.arteriolar_tone, s.venous_tone, s.alpha1_coupling, r.vasoplegia});
  r.heart = heart_drive(p.heart, r.drugs, s.rate_drive, s.vagal_drive, s.beta_occupancy);
  r.circulation =
      circulation(p.circulation, p.heart, r.heart, r.vessels, s.blood_volume, s.sensed_pressure);
  r.outflow = outflow(p.reflex, r.drugs, s.sensed_pressure, s.set_point_shift);
  return r;
}

/// beta-1 occupancy towards which the heart muscle moves.
template <class Real>
Real beta_target(const ReflexParameters<Real>& p, const Drives<Real>& drugs, const Real& outflow) {
  const Real drive = p.neural_beta * outflow + drugs[Receptor::beta1];
  return drive / (Real(1.0) + drive + drugs[Receptor::beta1_block]);
}

template <class Real>
BodyState<Real> body_rates(const BodyParameters<Real>& p, const Inputs<Real>& in,
                           const BodyState<Real>& s, const Response<Real>& r) {
  BodyState<Real> rate;
  const Real sympathetic = r.outflow.sympathetic;
  rate.sensed_pressure = (r.circulation.arterial - s.sensed_pressure) / p.reflex.sensing_time;
  rate.arteriolar_tone = (sympathetic - s.arteriolar_tone) / p.reflex.arteriolar_time;
  rate.venous_tone = (sympathetic - s.venous_tone) / p.reflex.venous_time;
  rate.rate_drive = (sympathetic - s.rate_drive) / p.reflex.cardiac_sympathetic_time;
  rate.vagal_drive = (r.outflow.vagal - s.vagal_drive) / p.reflex.cardiac_vagal_time;
  rate.beta_occupancy =
      (beta_target(p.reflex, r.drugs, sympathetic) - s.beta_occupancy) / p.reflex.inotropy_time;
  rate.set_point_shift = set_point_shift_rate(p.reflex, s.sensed_pressure, s.set_point_shift);

  const auto fluid =
      fluid_rates(p.fluids, in.fluids, s.blood_volume, s.crystalloid_plasma, s.crystalloid_tissue);
  rate.blood_volume = fluid.blood_volume;
  rate.crystalloid_plasma = fluid.crystalloid_plasma;
  rate.crystalloid_tissue = fluid.crystalloid_tissue;

  rate.alpha1_coupling = coupling_rate(p.adaptation, s.alpha1_coupling, r.vessels.arteriolar.drive);
  rate.vasoplegia = vasoplegia_rate(p.adaptation, s.vasoplegia, sympathetic);
  rate.steroid_effect = (in.steroid - s.steroid_effect) / p.adaptation.steroid_time;

  rate.lactate = lactate_rate(p.lactate, r.circulation.output, s.lactate, s.lactate_clearance);
  rate.lactate_clearance = clearance_rate(p.lactate, s.lactate_clearance);
  rate.pressure_hazard = pressure_hazard_rate(p.survival, r.circulation.arterial);
  rate.hazard_correction = hazard_correction_rate(p.survival, in.time, s.lactate, rate.lactate);
  rate.pressure_integral = r.circulation.arterial;
  return rate;
}

/// Clearance of drug d relative to baseline: cardiac output and other drugs in plasma.
template <class Real>
Real clearance_factor(const Model& model, const Parameters<Real>& p, std::size_t d,
                      const Real& flow, const Real* state) {
  using numerics::exp;
  using numerics::max;
  using numerics::min;
  using numerics::pow;
  const DrugStructure& drug = model.drugs()[d];
  Real factor(1.0);
  if (drug.flow_exponent != 0.0) {
    const Real relative = max(flow / p.body.lactate.flow_reference, Real(1.0e-6));
    factor = min(max(pow(relative, Real(drug.flow_exponent)), Real(drug.flow_bounds[0])),
                 Real(drug.flow_bounds[1]));
  }
  for (const ClearanceInteraction& other : drug.interactions) {
    const Real plasma = concentration(model.drugs()[other.drug], p.drugs[other.drug],
                                      state + model.drug_at(other.drug), plasma_site);
    factor = factor * exp(plasma * Real(other.coefficient));
  }
  return factor;
}

/// Time and area beyond each limit.
template <class Real>
void limit_rates(const Model& model, const Response<Real>& r, Real* rates) {
  using numerics::max;
  using numerics::min;
  const std::array<Real, 4> watched{r.circulation.arterial, r.heart.rate, r.circulation.output,
                                    r.circulation.right_atrial};
  for (std::size_t k = 0; k < model.limits().size(); ++k) {
    const Limit& limit = model.limits()[k];
    const Real above = watched[static_cast<std::size_t>(limit.signal)] - Real(limit.limit);
    const Real excess = limit.below ? -above : above;
    const Real edge = min(max(excess / Real(limit.edge) + Real(0.5), Real(0.0)), Real(1.0));
    rates[model.limit_at(k)] = edge * edge * (Real(3.0) - Real(2.0) * edge);
    rates[model.limit_at(k) + 1] = max(excess, Real(0.0));
  }
}

/// The rates of all states, 1/min of their units. `state` and `rates` hold model.states() values.
template <class Real>
void derivatives(const Model& model, const Parameters<Real>& p, const Inputs<Real>& in,
                 const Real* state, Real* rates) {
  const Response<Real> r = respond(model, p, state);
  store_body(body_rates(p.body, in, load_body(state), r), rates);
  limit_rates(model, r, rates);
  const Real release = r.outflow.sympathetic / p.body.reflex.sympathetic_base;
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    const std::size_t at = model.drug_at(d);
    if (model.bystander(d)) {
      std::fill_n(rates + at, model.drugs()[d].states(), Real(0.0));
      continue;
    }
    kinetic_rates(model.drugs()[d], p.drugs[d], in.infusion[d],
                  clearance_factor(model, p, d, r.circulation.output, state), release, state + at,
                  rates + at);
  }
}

extern template Response<double> respond(const Model&, const Parameters<double>&, const double*);
extern template void derivatives(const Model&, const Parameters<double>&, const Inputs<double>&,
                                 const double*, double*);

}  // namespace pressor
