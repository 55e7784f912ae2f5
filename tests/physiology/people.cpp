#include "people.h"

#include <algorithm>
#include <cmath>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/numerics/reference.h"
#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"

namespace pressor {
namespace {

const Library& shipped_models() {
  static const Library models({PRESSOR_SOURCE_DIR "/models"});
  return models;
}

const Library& prototype_models() {
  static const Library models(
      {PRESSOR_SOURCE_DIR "/tests/physiology/prototype", PRESSOR_SOURCE_DIR "/models"});
  return models;
}

Observables observables(const BodyDescription& body) {
  const auto value = [&](const char* name) {
    return body.observables.at(name).at(body.covariates.weight);
  };
  Observables seen;
  seen.map = value("MAP");
  seen.heart_rate = value("HR");
  seen.output = value("CO");
  seen.cvp = value("CVP");
  seen.pmsf = value("PMSF");
  seen.lactate = value("lactate");
  if (body.observables.count("activation") > 0) seen.activation = value("activation");
  if (body.observables.count("coupling") > 0) seen.coupling = value("coupling");
  return seen;
}

/// Draws around a typical person.
class Scatter {
 public:
  explicit Scatter(RandomStream& random) : random_(random) {}
  void log(double& x, double sd) { x *= std::exp(sd * deviate()); }
  void add(double& x, double sd, double low, double high) {
    x = std::clamp(x + sd * deviate(), low, high);
  }

 private:
  double deviate() { return std::clamp(random_.normal(), -2.5, 2.5); }
  RandomStream& random_;
};

void vary_observables(Person& p, Scatter& scatter) {
  scatter.add(p.seen.map, 3.0, 55.0, 100.0);
  scatter.add(p.seen.heart_rate, 12.0, 45.0, 150.0);
  scatter.log(p.seen.output, 0.25);
  const double gradient = p.seen.pmsf - p.seen.cvp;
  double wider = gradient;
  scatter.log(wider, 0.25);
  scatter.add(p.seen.cvp, 1.5, p.given.body.heart.intrathoracic_pressure + 3.0, 17.0);
  p.seen.pmsf = p.seen.cvp + wider;
  scatter.log(p.seen.lactate, 0.6);
  if (p.seen.activation) {
    double odds = *p.seen.activation / (1.0 - *p.seen.activation);
    scatter.log(odds, 0.5);
    p.seen.activation = odds / (1.0 + odds);
  }
  for (double& rate : p.infusions) scatter.log(rate, 0.85);
}

void vary_body(Person& p, Scatter& scatter) {
  BodyParameters<double>& b = p.given.body;
  scatter.log(b.alpha1.arteriolar_nerve, 0.3);
  scatter.log(b.alpha1.venous_nerve, 0.3);
  scatter.log(b.alpha1.venous_drug_gain, 0.3);
  scatter.log(b.vessels.alpha1_resistance, 0.25);
  scatter.log(b.vessels.capacitance_shift, 0.2);
  scatter.log(b.vessels.alpha2b_resistance, 0.4);
  scatter.log(b.heart.filling_pressure, 0.2);
  scatter.add(b.heart.contractility, 0.12, 0.4, 1.0);
  scatter.log(b.circulation.arterial_compliance, 0.25);
  scatter.log(b.circulation.venous_compliance, 0.2);
  scatter.log(b.fluids.blood_volume, 0.1);
  scatter.add(b.adaptation.vasoplegia, b.adaptation.vasoplegia > 0.0 ? 0.12 : 0.0, 0.0, 0.9);
  scatter.add(b.reflex.sympathetic_base, 0.1, 0.1, 0.9);
  scatter.add(b.reflex.vagal_base, 0.08, 0.05, 0.8);
  scatter.add(b.reflex.gain, 0.1, 0.1, 1.0);
  scatter.add(b.reflex.sympatholysis, 0.1, 0.1, 1.0);
  scatter.log(b.reflex.sympathetic_width, 0.25);
}

void vary_drugs(Person& p, Scatter& scatter) {
  for (std::size_t d = 0; d < p.model.drugs().size(); ++d) {
    scatter.log(p.given.drugs[d].clearance, 0.35);
    scatter.log(p.given.drugs[d].volume[0], 0.3);
    for (std::size_t k = 0; k < p.model.drugs()[d].sites.size(); ++k) {
      scatter.log(p.given.drugs[d].ke0[k], 0.3);
    }
  }
}

Person person_of(const Library& models, const std::string& body_name,
                 const std::vector<DrugChoice>& drugs, std::vector<Limit> limits) {
  const BodyDescription body =
      load_body(models.find(ModelKind::body, body_name).value(), models, {});
  Person p;
  p.weight = body.covariates.weight;
  p.seen = observables(body);
  for (const ParameterInfo& info : body_parameters()) {
    if (info.derived) continue;
    set(p.given.body, info.index, body.parameters.at(std::string(info.name)).at(p.weight));
  }
  std::vector<std::string> names;
  for (const DrugChoice& choice : drugs) names.push_back(choice.drug);
  std::vector<DrugStructure> structures;
  for (std::size_t d = 0; d < drugs.size(); ++d) {
    const Drug drug = load_drug(models.find(ModelKind::drug, drugs[d].drug).value(), {});
    const KineticSet& kinetics = drug.set(drugs[d].set, body_name);
    structures.push_back(structure_of(drug, kinetics, names));
    p.given.drugs[d] = individual(drug, kinetics, body.covariates, {});
    const auto running = body.infusions.find(drugs[d].drug);
    p.infusions.push_back(
        running == body.infusions.end() ? 0.0 : running->second.dose.absolute(p.weight));
  }
  p.model = Model(structures, std::move(limits));
  return p;
}

}  // namespace

Baseline Person::baseline() const { return calibrate(model, given, seen, infusions, steroid); }

std::vector<DrugChoice> usual_drugs() {
  return {{"norepinephrine", ""}, {"phenylephrine", ""}, {"dexmedetomidine", ""}};
}

Person person(const std::string& body, const std::vector<DrugChoice>& drugs,
              std::vector<Limit> limits) {
  return person_of(shipped_models(), body, drugs, std::move(limits));
}

Person prototype_person(const std::string& body, const std::vector<DrugChoice>& drugs) {
  return person_of(prototype_models(), body, drugs, {});
}

Person relative(const Person& typical, std::uint32_t number) {
  for (std::uint32_t attempt = 0;; ++attempt) {
    RandomStream random({20250228, 0, number, Stream::dynamics, attempt});
    Scatter scatter(random);
    Person p = typical;
    vary_observables(p, scatter);
    vary_body(p, scatter);
    vary_drugs(p, scatter);
    try {
      static_cast<void>(p.baseline());
      return p;
    } catch (const ParameterError&) {
      if (attempt > 20) throw;
    }
  }
}

Course::Course(const Person& person, double tolerance)
    : model_(person.model), tolerance_(tolerance) {
  Baseline start = person.baseline();
  parameters = start.parameters;
  state = start.state;
  std::copy(person.infusions.begin(), person.infusions.end(), in.infusion.begin());
  in.steroid = person.steroid ? 1.0 : 0.0;
}

Signals Course::now() const { return observe(model_, parameters, time_, state.data()); }

Response<double> Course::response() const { return respond(model_, parameters, state.data()); }

std::vector<double> Course::rates() const {
  std::vector<double> out(state.size());
  Inputs<double> inputs = in;
  inputs.time = time_;
  derivatives(model_, parameters, inputs, state.data(), out.data());
  return out;
}

double Course::plasma(const std::string& drug) const {
  const std::size_t d = model_.drug(drug);
  return concentration(model_.drugs()[d], parameters.drugs[d], state.data() + model_.drug_at(d),
                       plasma_site);
}

void Course::infuse(const std::string& drug, double ug_per_min) {
  in.infusion[model_.drug(drug)] = ug_per_min;
}

void Course::bolus(const std::string& drug, double ug) {
  state[model_.drug_at(model_.drug(drug))] += ug;
}

void Course::hold(const std::string& drug, double ng_per_ml) {
  const std::size_t d = model_.drug(drug);
  const double input = ng_per_ml * parameters.drugs[d].clearance;
  steady_state(model_.drugs()[d], parameters.drugs[d], input, 1.0, 0.0,
               state.data() + model_.drug_at(d));
  in.infusion[d] = input;
}

void Course::run(double minutes) {
  Inputs<double> inputs = in;
  const auto rhs = [&](double time, const double* y, double* rates) {
    inputs.time = time;
    derivatives(model_, parameters, inputs, y, rates);
  };
  const std::vector<double> scales = state_scales(model_, parameters);
  numerics::ReferenceSettings settings;
  settings.tolerance = tolerance_;
  numerics::integrate_reference(
      rhs, time_, time_ + minutes, state, scales, {}, [](std::size_t, std::span<const double>) {},
      settings);
  time_ += minutes;
}

double Course::mean_pressure(double minutes) {
  const double before = body().pressure_integral;
  run(minutes);
  return (body().pressure_integral - before) / minutes;
}

double percent(double now, double before) { return 100.0 * (now / before - 1.0); }

}  // namespace pressor
