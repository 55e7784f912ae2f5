#include "pressor/physiology/baseline.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Everything that the steps hand on to each other.
struct Draft {
  const Model& model;
  const Observables& seen;
  const std::vector<double>& infusions;
  Parameters<double> p;
  std::vector<double> state;
  BodyState<double> body;
  Drives<double> drugs;
  double outflow_left = 1.0;
  Vessels<double> vessels;
};

[[noreturn]] void reject(const std::string& what, double value, const std::string& requirement) {
  throw ParameterError("no baseline: " + what + " would be " + std::to_string(value) +
                       ", must be " + requirement);
}

void require(bool holds, const std::string& what, double value, const std::string& requirement) {
  if (!holds) reject(what, value, requirement);
}

/// Step 1: every drug at steady state. Clearances may depend on other drugs and endogenous release
/// on sympatholysis, so the drugs are solved once more for each link in that chain.
void settle_drugs(Draft& d) {
  d.p.body.lactate.flow_reference = d.seen.output;
  const std::size_t passes = d.model.drugs().size() + 2;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    for (std::size_t k = 0; k < d.model.drugs().size(); ++k) {
      const double factor = clearance_factor(d.model, d.p, k, d.seen.output, d.state.data());
      steady_state(d.model.drugs()[k], d.p.drugs[k], d.infusions[k], factor, d.outflow_left,
                   d.state.data() + d.model.drug_at(k));
    }
    d.drugs = receptor_drives(d.model, d.p, d.state.data());
    d.outflow_left = outflow_left(d.p.body.reflex, d.drugs);
  }
}

/// Step 2: the reflex rests at its set point.
void rest_reflex(Draft& d) {
  ReflexParameters<double>& reflex = d.p.body.reflex;
  reflex.gain_reference = hypnotic_gain(reflex, d.drugs);
  const double h = saturation(d.drugs[Receptor::alpha2a_reflex]);
  reflex.set_point = d.seen.map / (1.0 - reflex.set_point_fall * h);
  reflex.resting_pressure = d.seen.map;
  const Outflow<double> rest = outflow(reflex, d.drugs, d.seen.map, 0.0);
  d.body.sensed_pressure = d.seen.map;
  d.body.arteriolar_tone = rest.sympathetic;
  d.body.venous_tone = rest.sympathetic;
  d.body.rate_drive = rest.sympathetic;
  d.body.vagal_drive = rest.vagal;
  d.body.beta_occupancy = beta_target(reflex, d.drugs, rest.sympathetic);
  d.p.body.adaptation.outflow_reference = rest.sympathetic;
}

/// Coupling R that gives the wanted activation (model equation 3 of alpha1.h, solved for R).
double coupling_for(const Draft& d, double activation, double vasoplegia) {
  const Alpha1Parameters<double>& a = d.p.body.alpha1;
  const double nerve = a.arteriolar_nerve * d.body.arteriolar_tone;
  const double occupancy = nerve + d.drugs.bound(Receptor::alpha1);
  const double stimulus = nerve + d.drugs[Receptor::alpha1];
  require(stimulus > 0.0, "alpha-1 stimulus", stimulus, "positive to reach an activation");
  const double slope = a.slope + a.slope_rise * vasoplegia;
  return std::pow(activation / (1.0 - activation), 1.0 / slope) * (1.0 + occupancy) /
         (a.transduction * stimulus);
}

/// Step 3: coupling, vasoplegia and the rate at which agonist takes coupling away.
void settle_adaptation(Draft& d, bool steroid) {
  AdaptationParameters<double>& a = d.p.body.adaptation;
  d.body.steroid_effect = steroid ? 1.0 : 0.0;
  d.body.vasoplegia = a.vasoplegia;
  const double v = effective_vasoplegia(a, a.vasoplegia, d.body.steroid_effect);
  a.coupling = d.seen.activation ? coupling_for(d, *d.seen.activation, v) : d.seen.coupling;
  require(a.coupling > 0.0 && std::isfinite(a.coupling), "alpha-1 coupling", a.coupling,
          "positive");
  d.body.alpha1_coupling = a.coupling;
  d.p.body.vessels.arteriolar_reference = 1.0;
  d.p.body.vessels.venous_reference = 1.0;
  d.p.body.vessels.unstressed_reference = 0.0;
  d.vessels = vessels(d.p.body.vessels, d.p.body.alpha1, d.drugs,
                      {d.body.arteriolar_tone, d.body.venous_tone, a.coupling, v});
  const double x = d.vessels.arteriolar.drive;
  a.coupling_largest = x > 0.0 ? std::max(1.0, a.coupling) : a.coupling;
  a.loss_rate =
      x > 0.0 ? a.recovery_rate * (a.coupling_largest - a.coupling) * (1.0 + x) / (x * a.coupling)
              : 0.0;
}

/// Step 4: resistances from pressures and flow.
void settle_resistances(Draft& d) {
  const CirculationParameters<double>& c = d.p.body.circulation;
  const double total = (d.seen.map - d.seen.cvp) / d.seen.output;
  const double to_return = (d.seen.pmsf - d.seen.cvp) / d.seen.output;
  const double venous =
      (to_return * total_compliance(c) - c.arterial_compliance * total) / c.venous_compliance;
  const double arteriolar = total - venous;
  require(venous > 0.0, "venous resistance (mmHg.min/mL)", venous, "positive");
  require(arteriolar > 0.0, "arteriolar resistance (mmHg.min/mL)", arteriolar, "positive");
  d.p.body.vessels.arteriolar_reference = arteriolar / d.vessels.arteriolar_constriction;
  d.p.body.vessels.venous_reference = venous / d.vessels.venous_constriction;
}

/// Step 5: the heart that pumps this flow at these pressures.
void settle_heart(Draft& d) {
  HeartParameters<double>& heart = d.p.body.heart;
  heart.intrinsic_rate =
      d.seen.heart_rate / heart_rate_factor(heart, d.drugs, d.body.rate_drive, d.body.vagal_drive);
  heart.inotropy_reference = d.body.beta_occupancy;
  heart.stroke_reference = 1.0;
  const HeartDrive<double> unit =
      heart_drive(heart, d.drugs, d.body.rate_drive, d.body.vagal_drive, d.body.beta_occupancy);
  const double ejected = unit.strength * starling(heart, d.seen.cvp).value *
                         afterload(heart, unit.inotropy, d.seen.map).value;
  require(ejected > 0.0, "filling of the heart", ejected,
          "positive: central venous pressure above the pressure around the heart");
  heart.stroke_reference = d.seen.output / d.seen.heart_rate / ejected;
}

/// Step 6: the unstressed volume that leaves Pmsf. Smallest volume left: 200 mL.
void settle_volume(Draft& d) {
  constexpr double smallest = 200.0;
  const CirculationParameters<double>& c = d.p.body.circulation;
  require(d.seen.pmsf > 0.0, "mean systemic filling pressure (mmHg)", d.seen.pmsf, "positive");
  const double blood = d.p.body.fluids.blood_volume;
  const double pressure =
      d.seen.pmsf + c.softness * std::log1p(-std::exp(-d.seen.pmsf / c.softness));
  VesselParameters<double>& v = d.p.body.vessels;
  v.unstressed_reference =
      blood - total_compliance(c) * pressure + v.capacitance_shift * d.vessels.capacitance_used;
  const double left = v.unstressed_reference - v.capacitance_shift;
  require(left >= smallest, "unstressed volume at full constriction (mL)", left, "at least 200");
  d.body.blood_volume = blood;
}

/// Step 7: lactate production and clearance balance.
void settle_lactate(Draft& d) {
  LactateParameters<double>& l = d.p.body.lactate;
  require(d.seen.lactate > 0.0, "lactate (mmol/L)", d.seen.lactate, "positive");
  l.lactate_clearance = l.lactate_production / d.seen.lactate;
  d.body.lactate = d.seen.lactate;
  d.body.lactate_clearance = l.lactate_clearance;
}

/// Typical sizes of the body's states.
BodyState<double> body_scales(const BodyParameters<double>& p) {
  BodyState<double> scale;
  scale.sensed_pressure = 100.0;
  scale.arteriolar_tone = scale.venous_tone = scale.rate_drive = scale.vagal_drive = 1.0;
  scale.beta_occupancy = 1.0;
  scale.blood_volume = p.fluids.blood_volume;
  scale.crystalloid_plasma = scale.crystalloid_tissue = 0.1 * p.fluids.blood_volume;
  scale.alpha1_coupling = p.adaptation.coupling;
  scale.vasoplegia = scale.steroid_effect = 1.0;
  scale.set_point_shift = 10.0;
  scale.lactate = p.lactate.lactate_production / p.lactate.lactate_clearance;
  scale.lactate_clearance = p.lactate.lactate_clearance;
  scale.pressure_hazard = scale.hazard_correction = 0.1;
  scale.pressure_integral = 100.0;
  return scale;
}

/// Concentration that begins to matter for a drug, ng/mL.
double small_concentration(const DrugStructure& drug, const DrugParameters<double>& p) {
  double smallest = p.potency[0];
  for (std::size_t a = 1; a < drug.actions.size(); ++a) smallest = std::min(smallest, p.potency[a]);
  return drug.actions.empty() ? 1.0 : 0.1 * smallest;
}

}  // namespace

Baseline calibrate(const Model& model, const Parameters<double>& given, const Observables& observed,
                   const std::vector<double>& infusions, bool steroid) {
  Draft d{model, observed, infusions, given, std::vector<double>(model.states(), 0.0),
          {},    {},       1.0,       {}};
  require(observed.output > 0.0, "cardiac output (mL/min)", observed.output, "positive");
  settle_drugs(d);
  rest_reflex(d);
  settle_adaptation(d, steroid);
  settle_resistances(d);
  settle_heart(d);
  settle_volume(d);
  settle_lactate(d);
  store_body(d.body, d.state.data());
  return {d.p, d.state};
}

std::vector<double> state_scales(const Model& model, const Parameters<double>& parameters) {
  std::vector<double> scales(model.states(), 1.0);
  store_body(body_scales(parameters.body), scales.data());
  for (std::size_t k = 0; k < model.limits().size(); ++k) {
    // Ten minutes: the time beyond, and the area of an edge's depth.
    scales[model.limit_at(k)] = 10.0;
    scales[model.limit_at(k) + 1] = 10.0 * model.limits()[k].edge;
  }
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    const DrugStructure& drug = model.drugs()[d];
    const double concentration = small_concentration(drug, parameters.drugs[d]);
    double* at = scales.data() + model.drug_at(d);
    for (std::size_t j = 0; j < drug.compartments; ++j) {
      at[j] = concentration * parameters.drugs[d].volume[j];
    }
    for (std::size_t k = 0; k < drug.sites.size(); ++k) at[drug.compartments + k] = concentration;
  }
  return scales;
}

}  // namespace pressor
