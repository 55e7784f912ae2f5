#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "tables.h"

namespace pressor {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// How a number varies between patients; `spread` is the SD, of the logarithm for lognormal.
struct Variation {
  std::int8_t distribution = 0;  ///< of variation_names
  double spread = none;
  double low = none;
  double high = none;
  double severity = none;
};

/// `fixed`, then the distributions of a population in their order.
std::vector<std::string> variation_names() {
  return {"fixed", "normal", "lognormal", "logitnormal", "uniform", "bernoulli"};
}

std::int8_t variation_flag(Distribution distribution) {
  return static_cast<std::int8_t>(static_cast<int>(distribution) + 1);
}

Variation lognormal(double omega) {
  if (omega <= 0.0) return {};
  return {variation_flag(Distribution::lognormal), omega, none, none, none};
}

/// Native unit of a kinetic parameter (drug.h).
std::string kinetic_unit(const std::string& name) {
  if (name.rfind("ke0", 0) == 0) return "1/min";
  if (name.rfind("potency", 0) == 0) return "ng/mL";
  if (name == "production") return "ug/min";
  return name.rfind('V', 0) == 0 ? "L" : "L/min";
}

std::string relation_word(RelationKind kind) {
  switch (kind) {
    case RelationKind::power:
      return "power";
    case RelationKind::exponential:
      return "exponential";
    case RelationKind::saturating:
      return "saturating";
    case RelationKind::woman:
      return "woman";
  }
  return {};
}

/// Fills /model from the parts of a cast.
class ModelWriter {
 public:
  explicit ModelWriter(const References& references)
      : references_(references), table_("model", "parameter") {
    table_.column<std::int32_t>("parameter", "1", "number of the parameter");
    table_.column<std::string>("name", "1", "model file, part of it, parameter");
    table_.column<double>("value", "1", "typical value, in the unit beside it");
    table_.column<std::string>("unit", "1", "unit of value");
    table_.column<std::string>("grade", "1", "A measured, B derived, C assumed or fitted");
    table_.column<std::string>("source", "1", "key of the source, or how the value came about");
    table_.column<std::string>("doi", "1", "DOI of the source");
    Dataset& kind = table_.column<std::int8_t>("variation", "1", "distribution between patients");
    kind.flags = variation_names();
    table_.column<double>(
        "spread", "1",
        "SD between patients: in the unit of value for normal, else of log or logit");
    table_.column<double>("low", "1", "lowest value between patients, in the unit of value");
    table_.column<double>("high", "1", "highest value between patients, in the unit of value");
    table_.column<double>("severity", "1", "correlation with the latent severity");
  }

  void add_drug(const CastDrug& cast, const std::string& body) {
    const Drug& drug = cast.drug;
    const KineticSet& set = drug.set(cast.set, body);
    const std::string of_set = drug.name + "." + set.name + ".";
    for (const KineticParameter& parameter : set.parameters) add_kinetic(of_set, parameter);
    for (const auto& [pair, value] : set.correlations) {
      add(of_set + "correlation." + pair.first + "." + pair.second, value, "1", {});
    }
    add(of_set + "truncate", set.truncate, "1", {});
    if (set.lag > 0.0) add(of_set + "lag", set.lag, "min", {});
    if (set.flow_exponent != 0.0) add(of_set + "flow_exponent", set.flow_exponent, "1", {});
    for (const KineticSet::Interaction& interaction : set.interactions) {
      add(of_set + "interaction." + interaction.drug, interaction.coefficient, "mL/ng", {});
    }
    for (const EffectSite& site : drug.sites) add_kinetic(drug.name + ".", site.ke0);
    for (const DrugAction& action : drug.actions) {
      add_kinetic(drug.name + ".", action.potency);
      const std::string at = action.potency.name.substr(action.potency.name.find('.') + 1);
      add(drug.name + ".efficacy." + at, action.efficacy, "1", action.potency.provenance);
    }
  }

  void add_body(const BodyDescription& body, const std::map<std::string, std::string>& units,
                bool pulsatile) {
    const std::string of_body = body.name + ".";
    for (const std::string& name : covariate_names()) {
      add(of_body + name, covariate(body.covariates, name), unit_of(units, name), {});
    }
    for (const auto& [name, value] : body.observables) {
      add_typical(of_body + name, value, observable_unit(name));
    }
    for (const auto& [name, value] : body.parameters) {
      add_typical(of_body + name, value, unit_of(units, name));
    }
    if (pulsatile) add_pulsatile(body);
    for (const auto& [drug, running] : body.infusions) {
      add(std::string(of_body).append("infusion.").append(drug), running.dose.value,
          running.dose.per_kg ? "ug/kg/min" : "ug/min", running.provenance);
    }
  }

  void add_population(const Population& population,
                      const std::map<std::string, std::string>& units) {
    const std::string of = population.name + ".";
    for (const Draw& draw : population.draws) add_draw(of, draw, unit_of(units, draw.name));
    for (const DrawCorrelation& pair : population.correlations) {
      add(of + "correlation." + pair.first + "." + pair.second, pair.value, "1", {});
    }
    const SurvivalEffects& survival = population.survival;
    add(of + "survival.age", survival.age, "1", {});
    add(of + "survival.age_reference", survival.age_reference, "year", {});
    add(of + "survival.saps2", survival.saps2, "1", {});
    add(of + "survival.saps2_reference", survival.saps2_reference, "1", {});
    add(of + "survival.frailty", survival.frailty, "1", {});
    add(of + "lactate_recovery.time", population.lactate_recovery.time, "min", {});
    add(of + "lactate_recovery.severity", population.lactate_recovery.severity, "1", {});
  }

  void add_hypothesis(const Hypothesis& hypothesis,
                      const std::map<std::string, std::string>& units) {
    const std::string of = hypothesis.name + ".";
    add(of + "weight", hypothesis.weight, "1", {});
    for (const ParameterChange& change : hypothesis.changes) {
      add(of + (change.factor ? "factor." : "") + change.name, change.value,
          change.factor ? "1" : unit_of(units, change.name), change.provenance);
    }
  }

  std::vector<Dataset> take() { return table_.columns(); }

 private:
  static std::string unit_of(const std::map<std::string, std::string>& units,
                             const std::string& name) {
    const auto found = units.find(name);
    return found == units.end() ? "1" : found->second;
  }

  [[nodiscard]] std::string doi_of(const std::string& source) const {
    const auto found = references_.find(source);
    return found == references_.end() ? std::string{} : found->second.doi;
  }

  void add(const std::string& name, double value, const std::string& unit,
           const std::optional<Provenance>& from, const Variation& variation = {}) {
    table_.put(next_++);
    table_.put(name);
    table_.put(value);
    table_.put(unit);
    table_.put(from ? std::string(1, from->grade) : std::string{});
    table_.put(from ? from->source : std::string{});
    table_.put(from ? doi_of(from->source) : std::string{});
    table_.put(variation.distribution);
    for (const double figure :
         {variation.spread, variation.low, variation.high, variation.severity}) {
      table_.put(figure);
    }
  }

  void add_kinetic(const std::string& of, const KineticParameter& parameter) {
    const std::string name = of + parameter.name;
    add(name, parameter.value, kinetic_unit(parameter.name), parameter.provenance,
        lognormal(parameter.omega));
    for (const CovariateRelation& relation : parameter.relations) {
      const std::string kind = relation_word(relation.kind);
      std::string coefficient = name;
      coefficient.append(".").append(kind);
      if (!relation.of.empty()) coefficient.append(".").append(relation.of);
      add(coefficient, relation.coefficient, "1", parameter.provenance);
      if (relation.kind == RelationKind::woman) continue;
      add(coefficient.append(".reference"), relation.reference, "1", parameter.provenance);
    }
  }

  void add_pulsatile(const BodyDescription& body) {
    for (const auto& field : pulsatile_fields) {
      const std::string name(field.name);
      add_typical(body.name + ".pulsatile." + name, body.pulsatile.at(name),
                  std::string(field.unit));
    }
  }

  void add_typical(const std::string& name, const TypicalValue& value, const std::string& unit) {
    add(name, value.value, value.per_kg ? unit + "/kg" : unit, value.provenance);
  }

  void add_draw(const std::string& of, const Draw& draw, const std::string& unit) {
    const Variation variation{variation_flag(draw.distribution), draw.spread, draw.low, draw.high,
                              draw.severity};
    add(of + draw.name, draw.centre, unit, draw.provenance, variation);
    if (!draw.woman) return;
    Variation woman = variation;
    woman.spread = draw.woman->at(1);
    add(of + draw.name + ".woman", draw.woman->at(0), unit, draw.provenance, woman);
  }

  const References& references_;
  Table table_;
  std::int32_t next_ = 0;
};

}  // namespace

std::vector<Dataset> model_table(const Study& study, const References& references) {
  const Cast& cast = study.cast;
  std::map<std::string, std::string> units;
  for (const ValueInfo& info : value_infos(cast)) units[info.name] = info.unit;
  ModelWriter writer(references);
  for (const CastDrug& drug : cast.drugs) writer.add_drug(drug, cast.body.name);
  writer.add_body(cast.body, units, !study.pulsatile_at.empty());
  if (cast.population) writer.add_population(*cast.population, units);
  for (const Hypothesis& hypothesis : cast.hypotheses) writer.add_hypothesis(hypothesis, units);
  return writer.take();
}

}  // namespace pressor
