#include "people.h"

#include <algorithm>
#include <cstring>

#include "pressor/scenario/library.h"
#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/load_population.h"

namespace pressor {
namespace {

const Library& library() {
  static const Library models({std::string(PRESSOR_SOURCE_DIR) + "/models"});
  return models;
}

BodyDescription shipped_body(const std::string& name) {
  return load_body(library().find(ModelKind::body, name).value(), library(), {});
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
  return load_population(library().find(ModelKind::population, "septic_shock").value(), library(),
                         {});
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
