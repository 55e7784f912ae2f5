#include <algorithm>

#include "names.h"
#include "pressor/core/errors.h"

/// What value_of knows of a patient, and in which unit.
namespace pressor {
namespace {

using cohort::Seen;
using cohort::Slot;

constexpr double ml_per_litre = 1000.0;

double seen_value(const Cast& cast, const Patient& patient, std::size_t field) {
  const Observables& o = patient.observed;
  const auto member = cohort::seen_fields[field].member;
  if (member == &Seen::map) return o.map;
  if (member == &Seen::heart_rate) return o.heart_rate;
  if (member == &Seen::output) return o.output;
  if (member == &Seen::index) return o.output / patient.covariates.body_surface();
  if (member == &Seen::cvp) return o.cvp;
  if (member == &Seen::pmsf) return o.pmsf;
  if (member == &Seen::gradient) return o.pmsf - o.cvp;
  if (member == &Seen::lactate) return o.lactate;
  if (member == &Seen::coupling) return patient.baseline.parameters.body.adaptation.coupling;
  if (o.activation) return *o.activation;
  return respond(cast.model, patient.baseline.parameters, patient.baseline.state.data())
      .vessels.arteriolar.activation;
}

/// A kinetic parameter by its name in the drug file with `_` for `.`, or nothing.
std::optional<double> kinetic_value(const DrugStructure& drug, const DrugParameters<double>& p,
                                    std::string_view name) {
  if (name == "CL") return p.clearance;
  if (name == "production") return p.production;
  for (std::size_t j = 0; j < drug.compartments; ++j) {
    const std::string number = std::to_string(j + 1);
    if (name == "V" + number) return p.volume[j];
    if (j > 0 && name == "Q" + number) return p.flow[j - 1];
  }
  for (std::size_t k = 0; k < drug.sites.size(); ++k) {
    if (name == "ke0_" + drug.sites[k]) return p.ke0[k];
  }
  for (std::size_t a = 0; a < drug.actions.size(); ++a) {
    const auto receptor = static_cast<std::size_t>(drug.actions[a].receptor);
    if (name == "potency_" + std::string(receptors[receptor].name)) return p.potency[a];
  }
  return std::nullopt;
}

std::string kinetic_unit(const std::string& parameter) {
  if (parameter == "production") return "ug/min";
  if (parameter.starts_with("ke0")) return "1/min";
  if (parameter.starts_with("potency")) return "ng/mL";
  return parameter.starts_with("V") ? "L" : "L/min";
}

std::optional<double> drug_value(const Cast& cast, const Patient& patient,
                                 const std::string& name) {
  for (std::size_t d = 0; d < cast.drugs.size(); ++d) {
    const std::string& code = cast.drugs[d].drug.code;
    if (!name.starts_with(code + "_")) continue;
    const std::string rest = name.substr(code.size() + 1);
    const double weight = patient.covariates.weight;
    if (rest == "DOSE") {
      return patient.infusions[d] / (cohort::dosed_per_kg(cast.drugs[d].drug) ? weight : 1.0);
    }
    const auto& p = patient.baseline.parameters.drugs[d];
    if (const auto value = kinetic_value(cast.model.drugs()[d], p, rest)) return value;
  }
  return std::nullopt;
}

std::optional<double> covariate_value(const Patient& patient, const std::string& name) {
  const auto& names = covariate_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return covariate(patient.covariates, name);
  }
  if (name == "woman") return patient.covariates.woman ? 1.0 : 0.0;
  if (name == "severity") return patient.severity;
  if (name == "frailty") return patient.frailty;
  if (name == "hypothesis") return static_cast<double>(patient.hypothesis);
  return std::nullopt;
}

std::optional<double> drawn_value(const Cast& cast, const Patient& patient,
                                  const std::string& name) {
  if (!cast.population) return std::nullopt;
  const auto& draws = cast.population->draws;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    if (draws[i].name == name) return patient.drawn[i];
  }
  return std::nullopt;
}

/// Names that some draw or hypothesis changes.
bool changes(const Cast& cast, std::string_view name) {
  const auto by_hypothesis = [&](const Hypothesis& h) {
    return std::any_of(h.changes.begin(), h.changes.end(),
                       [&](const ParameterChange& c) { return c.name == name; });
  };
  if (std::any_of(cast.hypotheses.begin(), cast.hypotheses.end(), by_hypothesis)) return true;
  if (!cast.population) return false;
  const auto& draws = cast.population->draws;
  return std::any_of(draws.begin(), draws.end(), [&](const Draw& d) {
    return d.name == name ||
           std::find(d.multiplies.begin(), d.multiplies.end(), name) != d.multiplies.end();
  });
}

ValueInfo plain(std::string_view name, std::string_view unit, std::string_view meaning) {
  return {std::string(name), std::string(unit), std::string(meaning), std::string(unit), 1.0, true};
}

void add_person(const Cast& cast, std::vector<ValueInfo>& all) {
  for (const auto& f : cohort::covariate_fields) {
    all.push_back(plain(f.name, f.unit, f.meaning));
    if (!f.shown.empty()) all.back().shown = f.shown;
  }
  all.push_back(plain("fat_free_mass", "kg", "fat-free mass (Janmahasatian 2005)"));
  all.push_back(plain("body_surface", "m2", "body surface (Mosteller 1987)"));
  all.push_back(plain("severity", "1", "latent severity, standard normal"));
  all.push_back(plain("frailty", "1", "frailty, standard normal"));
  all.push_back(plain("hypothesis", "1", "index of the hypothesis drawn"));
  all.back().varies = cast.hypotheses.size() > 1;
  for (const auto& f : cohort::seen_fields) {
    all.push_back(plain(f.name, f.unit, f.meaning));
    if (!f.unit.starts_with("mL/min")) continue;
    all.back().shown = std::string(f.unit).replace(0, 2, "L");
    all.back().scale = 1.0 / ml_per_litre;
  }
}

void add_drugs(const Cast& cast, std::vector<ValueInfo>& all) {
  for (std::size_t d = 0; d < cast.drugs.size(); ++d) {
    const Drug& drug = cast.drugs[d].drug;
    const std::string native = cohort::dosed_per_kg(drug) ? "ug/kg/min" : "ug/min";
    const Quantity usual{1.0, parse_unit(drug.usual_unit), drug.usual_unit};
    all.push_back({drug.code + "_DOSE", native, drug.title + ": infusion at baseline",
                   drug.usual_unit, 1.0 / in_unit(usual, native, drug.units), true});
    const KineticSet& set = drug.set(cast.drugs[d].set, cast.body.name);
    for (std::string name : random_effect_names(drug, set)) {
      const std::string unit = kinetic_unit(name);
      std::string meaning = drug.title;
      meaning += ": ";
      meaning += name;
      std::replace(name.begin(), name.end(), '.', '_');
      all.push_back(plain(drug.code + "_" + name, unit, meaning));
    }
  }
}

void add_body(const Cast& cast, std::vector<ValueInfo>& all) {
  for (const ParameterInfo& info : body_parameters()) {
    if (cohort::slot_of(cast, std::string(info.name)).kind != Slot::Kind::parameter) continue;
    all.push_back(plain(info.name, info.unit, info.meaning));
    const auto typical = cast.body.parameters.find(std::string(info.name));
    const bool per_kg = typical != cast.body.parameters.end() && typical->second.per_kg;
    all.back().varies = info.derived || per_kg || changes(cast, info.name);
  }
  // Risks and recovery follow from covariates in a population.
  for (ValueInfo& info : all) {
    const bool risk =
        info.name == "log_risk" || info.name == "fading_risk" || info.name == "clearance_recovery";
    info.varies = info.varies || (risk && cast.population);
  }
}

void add_own(const Cast& cast, std::vector<ValueInfo>& all) {
  if (!cast.population) return;
  for (const Draw& draw : cast.population->draws) {
    if (cohort::slot_of(cast, draw.name).kind != Slot::Kind::own) continue;
    all.push_back(plain(draw.name, "1", "factor on parameters"));
  }
}

}  // namespace

std::vector<ValueInfo> value_infos(const Cast& cast) {
  std::vector<ValueInfo> all;
  add_person(cast, all);
  add_drugs(cast, all);
  add_body(cast, all);
  add_own(cast, all);
  return all;
}

std::vector<std::string> value_names(const Cast& cast) {
  std::vector<std::string> names;
  for (ValueInfo& info : value_infos(cast)) names.push_back(std::move(info.name));
  return names;
}

double value_of(const Cast& cast, const Patient& patient, const std::string& name) {
  if (const auto value = covariate_value(patient, name)) return *value;
  const Slot slot = cohort::slot_of(cast, name);
  if (slot.kind == Slot::Kind::seen) return seen_value(cast, patient, slot.index);
  if (slot.kind == Slot::Kind::parameter) {
    return get(patient.baseline.parameters.body, slot.index);
  }
  if (const auto value = drug_value(cast, patient, name)) return *value;
  if (const auto value = drawn_value(cast, patient, name)) return *value;
  throw ParameterError("nothing is known as `" + name + "` of a patient");
}

}  // namespace pressor
