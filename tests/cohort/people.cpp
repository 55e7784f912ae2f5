#include "people.h"

#include <algorithm>
#include <cstring>

#include "pressor/scenario/library.h"
#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"

namespace pressor {
namespace {

const Library& library() {
  static const Library models({std::string(PRESSOR_SOURCE_DIR) + "/models"});
  return models;
}

BodyDescription shipped_body(const std::string& name) {
  return load_body(library().find(ModelKind::body, name).value(), library(), {});
}

Draw draw(std::string name, Distribution distribution, double centre, double spread, double low,
          double high, double severity = 0.0) {
  Draw d;
  d.name = std::move(name);
  d.distribution = distribution;
  d.centre = centre;
  d.spread = spread;
  d.low = low;
  d.high = high;
  d.severity = severity;
  return d;
}

/// A lognormal factor around 1 on parameters.
Draw factor(std::string name, double spread, std::vector<std::string> parameters) {
  Draw d = draw(std::move(name), Distribution::lognormal, 1.0, spread, 0.2, 5.0);
  d.multiplies = std::move(parameters);
  return d;
}

template <class Value>
bool same(const std::vector<Value>& a, const std::vector<Value>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Value)) == 0);
}

}  // namespace

std::vector<CastDrug> shipped_drugs(const std::vector<std::string>& names) {
  std::vector<CastDrug> drugs;
  for (const std::string& name : names) {
    Drug drug = load_drug(library().find(ModelKind::drug, name).value(), {});
    const std::string set = drug.set({}, "septic").name;
    drugs.push_back({std::move(drug), set});
  }
  return drugs;
}

Population septic_population() {
  using enum Distribution;
  Population p;
  p.name = "septic";
  p.body = "septic";
  Draw height = draw("height", normal, 175.0, 7.0, 140.0, 210.0);
  height.woman = {162.0, 7.0};
  Draw dose = draw("NE_DOSE", lognormal, 0.3, 0.85, 0.03, 3.0, 0.8);
  dose.per_kg = true;
  p.draws = {
      draw("woman", bernoulli, 0.38, 0.0, 0.0, 1.0),
      draw("age", normal, 65.0, 13.0, 18.0, 95.0),
      height,
      draw("weight", lognormal, 80.0, 0.22, 45.0, 160.0),
      draw("albumin", normal, 22.0, 6.0, 8.0, 45.0),
      draw("haematocrit", normal, 0.30, 0.05, 0.15, 0.50),
      draw("saps2", normal, 58.0, 12.0, 25.0, 100.0, 8.0 / 12.0),
      draw("MAP", normal, 67.0, 3.0, 60.0, 78.0),
      draw("CI", normal, 3300.0, 1000.0, 1600.0, 6500.0),
      draw("HR", normal, 103.0, 16.0, 60.0, 150.0, 0.25),
      draw("CVP", normal, 9.5, 3.0, 3.0, 17.0),
      draw("return_gradient", normal, 9.5, 2.5, 4.0, 17.0),
      draw("lactate", lognormal, 2.8, 0.6, 0.5, 20.0, 0.5),
      draw("activation", logitnormal, 0.27, 0.5, 0.01, 0.9),
      dose,
      draw("arterial_compliance", normal, 1.4, 0.35, 0.6, 2.6),
      draw("sympathetic_base", normal, 0.57, 0.13, 0.2, 0.9, 8.0 / 13.0),
      draw("vasoplegia", normal, 0.66, 0.13, 0.2, 0.9, 5.0 / 13.0),
      draw("dilation", normal, 0.35, 0.10, 0.05, 0.6, 0.6),
      draw("contractility", normal, 0.75, 0.12, 0.4, 1.0, -5.0 / 12.0),
      draw("gain", normal, 0.32, 0.10, 0.1, 0.8, -0.5),
      factor("venous_stiffness", 0.2, {"venous_compliance"}),
      factor("filled", 0.1, {"blood_volume"}),
      factor("alpha1_reserve", 0.25, {"alpha1_resistance"}),
      factor("nerve", 0.3, {"arteriolar_nerve", "venous_nerve"}),
      draw("frailty", normal, 0.0, 1.0, -4.0, 4.0, 0.85),
  };
  p.survival = {0.0255, 65.0, 0.03, 58.0, 0.8};
  p.lactate_recovery = {36.0 * 60.0, 0.5};
  return p;
}

Cast described_cast(const std::string& body, const std::vector<std::string>& drugs,
                    std::vector<Limit> limits) {
  Cast cast;
  cast.drugs = shipped_drugs(drugs);
  cast.model = model_of(cast.drugs, std::move(limits));
  cast.body = shipped_body(body);
  return cast;
}

Cast septic_cast(std::vector<Limit> limits) {
  Cast cast = described_cast("septic", {"norepinephrine", "phenylephrine", "dexmedetomidine"},
                             std::move(limits));
  cast.population = septic_population();
  return cast;
}

std::size_t index_of(const std::vector<Variable>& variables, const std::string& name) {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const Variable& v) { return v.name == name; });
  return static_cast<std::size_t>(found - variables.begin());
}

double row(const PatientRun& run, const std::vector<Variable>& variables, const std::string& name,
           std::size_t at) {
  return static_cast<double>(run.values.at(index_of(variables, name) * run.rows + at));
}

bool same_bits(const PatientRun& a, const PatientRun& b) {
  return a.status == b.status && a.failure == b.failure && a.end == b.end && a.rows == b.rows &&
         same(a.values, b.values) && same(a.limits, b.limits) &&
         same(a.final_limits, b.final_limits) && a.hazard == b.hazard && a.lactate == b.lactate &&
         a.chart.events.size() == b.chart.events.size() &&
         same(a.chart.delivered, b.chart.delivered);
}

}  // namespace pressor
