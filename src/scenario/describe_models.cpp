#include <cmath>
#include <string>
#include <utility>

#include "match_words.h"
#include "pressor/scenario/describe.h"
#include "pressor/scenario/load_body.h"
#include "pressor/scenario/load_drug.h"
#include "pressor/scenario/load_evidence.h"
#include "pressor/scenario/load_hypothesis.h"
#include "pressor/scenario/load_population.h"
#include "pressor/scenario/load_protocol.h"
#include "shelf.h"
#include "words.h"

namespace pressor {
namespace {

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

/// `B  Beloeil 2005, doi 10....`
std::string origin(const Provenance& provenance, const References& references) {
  const std::string grade = std::string(1, provenance.grade) + "  ";
  const auto found = references.find(provenance.source);
  if (found == references.end()) return grade + provenance.source;
  const Reference& r = found->second;
  return grade + r.key + (r.doi.empty() ? "" : ", doi " + r.doi) +
         (r.checked ? "" : " (citation not checked)");
}

std::string row(const std::string& name, const std::string& value, const Provenance& provenance,
                const References& references) {
  return "  " + padded(name, 26) + ' ' + padded(value, 24) + ' ' + origin(provenance, references) +
         '\n';
}

std::string relation_text(const CovariateRelation& r) {
  switch (r.kind) {
    case RelationKind::power:
      return " (" + r.of + '/' + rounded(r.reference) + ")^" + rounded(r.coefficient);
    case RelationKind::exponential:
      return " exp(" + rounded(r.coefficient) + " (" + r.of + " - " + rounded(r.reference) + "))";
    case RelationKind::saturating:
      return ' ' + r.of + "/(" + r.of + " + " + rounded(r.coefficient) + ')';
    case RelationKind::woman:
      return " x " + rounded(r.coefficient) + " in women";
  }
  return {};
}

std::string parameter_row(const KineticParameter& p, std::string_view unit,
                          const References& references) {
  std::string value = with_unit(p.value, unit);
  for (const CovariateRelation& relation : p.relations) value += relation_text(relation);
  if (p.omega > 0.0) value += ", omega " + rounded(p.omega);
  return row(p.name, value, p.provenance, references);
}

std::string_view kinetic_unit(const std::string& name) {
  if (name.front() == 'V') return "L";
  return name == "production" ? "ug/min" : "L/min";
}

std::string range_line(const char* kind, const std::optional<DoseRange>& range) {
  return range ? std::string("  usual ") + kind + ' ' + range->text + '\n' : std::string{};
}

std::string describe_set(const KineticSet& set, const References& references) {
  std::string out = "kinetic set " + set.name + ": " + set.title + '\n';
  for (const KineticParameter& parameter : set.parameters) {
    out += parameter_row(parameter, kinetic_unit(parameter.name), references);
  }
  for (const auto& [names, value] : set.correlations) {
    out += "  correlation of " + names.first + " and " + names.second + ' ' + rounded(value) + '\n';
  }
  if (set.flow_exponent != 0.0) {
    out += "  clearance follows (CO/CO0)^" + rounded(set.flow_exponent) + '\n';
  }
  for (const KineticSet::Interaction& other : set.interactions) {
    out += "  clearance x exp(" + rounded(other.coefficient) + " mL/ng x " + other.drug + ")\n";
  }
  return out;
}

std::string draw_text(const Draw& draw) {
  constexpr const char* kinds[] = {"normal", "lognormal", "logitnormal", "uniform", "bernoulli"};
  std::string out = kinds[static_cast<std::size_t>(draw.distribution)];
  if (draw.distribution != Distribution::uniform) out += ' ' + rounded(draw.centre);
  if (draw.spread > 0.0) out += " (" + rounded(draw.spread) + ')';
  if (std::isfinite(draw.low)) out += ", " + rounded(draw.low) + " to " + rounded(draw.high);
  if (draw.severity != 0.0) out += ", severity " + rounded(draw.severity);
  if (!draw.multiplies.empty()) out += ", multiplies " + joined(draw.multiplies);
  return out;
}

/// `= 0.5`, `x 1.6`: what becomes of the parameter.
std::string change_text(const ParameterChange& change) {
  if (change.factor) return "x " + rounded(change.value);
  return "= " + with_unit(change.value, find_body_parameter(change.name)->unit);
}

/// What a population file asks of drawn people.
std::string describe_aims(const Population& population, const References& references) {
  std::string out;
  for (const Condition& condition : population.where) {
    out += "  only " + condition.name + ' ' + condition.text + '\n';
  }
  if (!population.figures.empty()) out += "published figures to meet, in native units\n";
  for (const MatchFigure& figure : population.figures) {
    const ValueInfo native{figure.name, "1", {}, "1"};
    out += row(match_label(figure, native), match_value(figure, figure.target, native),
               figure.provenance, references);
  }
  return out;
}

std::string describe_protocol(const Protocol& protocol, const Library& library,
                              const References& references) {
  std::vector<Drug> drugs;
  for (const std::string& name : protocol.drugs) {
    drugs.push_back(load_drug(*library.find(ModelKind::drug, name), references));
  }
  return protocol.name + ": " + protocol.title + '\n' +
         describe_orders(protocol.orders, drugs, "  ");
}

}  // namespace

std::string describe_drug(const Drug& drug, const References& references) {
  std::string out = drug.name + " (" + drug.code + "): " + drug.title + '\n';
  if (!drug.also.empty()) out += "  also called " + joined(drug.also) + '\n';
  out += range_line("infusion", drug.infusion) + range_line("bolus", drug.bolus) +
         range_line("target", usual_targets(drug));
  for (const auto& [salt, share] : drug.salts) {
    out += "  1 mg " + salt + " = " + rounded(share) + " mg base\n";
  }
  for (const auto& [body, set] : drug.set_of_body) {
    out.append("  kinetic set in body ").append(body).append(": ").append(set).append("\n");
  }
  for (const KineticSet& set : drug.sets) out += describe_set(set, references);
  out += "effect sites and receptors\n";
  for (const EffectSite& site : drug.sites) out += parameter_row(site.ke0, "1/min", references);
  for (const DrugAction& action : drug.actions) {
    out += parameter_row(action.potency, "ng/mL", references);
    const auto& info = receptors[static_cast<std::size_t>(action.receptor)];
    out += "    at site " + action.site + ", efficacy " + rounded(action.efficacy) + ": " +
           std::string(info.meaning) + '\n';
  }
  return out;
}

std::string describe_body(const BodyDescription& body, const References& references) {
  const Covariates& c = body.covariates;
  std::string out = body.name + ": " + body.title + '\n';
  out += "  " + std::string(c.woman ? "woman" : "man") + " of " + rounded(c.age) + " years, " +
         rounded(c.weight) + " kg, " + rounded(c.height) + " cm, SAPS II " + rounded(c.saps2) +
         ", albumin " + rounded(c.albumin) + " g/L, haematocrit " + rounded(c.haematocrit) + '\n';
  out += "seen at baseline\n";
  for (const auto& [name, value] : body.observables) {
    out += row(name, with_unit(value.value, observable_unit(name)), value.provenance, references);
  }
  for (const auto& [drug, running] : body.infusions) {
    const std::string unit = running.dose.per_kg ? "ug/kg/min" : "ug/min";
    out += row(drug, with_unit(running.dose.value, unit), running.provenance, references);
  }
  out += "parameters\n";
  for (const ParameterInfo& info : body_parameters()) {
    const auto found = body.parameters.find(std::string(info.name));
    if (found == body.parameters.end()) continue;
    const std::string unit = std::string(info.unit) + (found->second.per_kg ? "/kg" : "");
    out += row(found->first, with_unit(found->second.value, unit), found->second.provenance,
               references);
  }
  if (!body.pulsatile.empty()) out += "pulsatile body\n";
  for (const auto& field : pulsatile_fields) {
    const auto found = body.pulsatile.find(std::string(field.name));
    if (found == body.pulsatile.end()) continue;
    const std::string unit = std::string(field.unit) + (found->second.per_kg ? "/kg" : "");
    out += row(found->first, with_unit(found->second.value, unit), found->second.provenance,
               references);
  }
  return out;
}

std::string describe_population(const Population& population, const References& references) {
  std::string out = population.name + ": " + population.title + "\n  body " + population.body +
                    "\ndraws, in native units\n";
  for (const Draw& draw : population.draws) {
    out += row(draw.name, draw_text(draw), draw.provenance, references);
  }
  for (const DrawCorrelation& correlation : population.correlations) {
    out += "  correlation of " + correlation.first + " and " + correlation.second + ' ' +
           rounded(correlation.value) + '\n';
  }
  out += describe_aims(population, references);
  const SurvivalEffects& s = population.survival;
  out += "survival\n  log hazard " + rounded(s.age) + " per year from " + rounded(s.age_reference) +
         ", " + rounded(s.saps2) + " per SAPS II point from " + rounded(s.saps2_reference) + ", " +
         rounded(s.frailty) + " per SD of frailty\n";
  return out;
}

std::string describe_hypothesis(const Hypothesis& hypothesis, const References& references) {
  std::string out = hypothesis.name + ": " + hypothesis.title + '\n';
  for (const ParameterChange& change : hypothesis.changes) {
    out += row(change.name, change_text(change), change.provenance, references);
  }
  if (hypothesis.steroid) out += "  a steroid acts from the start\n";
  return out;
}

std::string hypothesis_line(const Hypothesis& hypothesis) {
  std::vector<std::string> changes;
  for (const ParameterChange& change : hypothesis.changes) {
    changes.push_back(change.name + ' ' + change_text(change));
  }
  if (hypothesis.steroid) changes.emplace_back("a steroid acts from the start");
  return hypothesis.name + (changes.empty() ? " (nothing changes)" : ": " + joined(changes));
}

std::string describe_evidence(const std::vector<Experiment>& experiments) {
  std::string text;
  for (const Experiment& experiment : experiments) {
    for (const EvidenceRow& row : experiment.rows) {
      text += row.id + "  " + row.what + ": " + published_text(row) +
              (row.unit == "1" ? "" : ' ' + row.unit) + "  (" + row.source + ", " + row.mark +
              ")\n    " + set_name(row.set) + "; " + row.tolerance + '\n';
    }
  }
  return text;
}

std::string describe_model(ModelKind kind, const std::string& name, const Library& library) {
  ProblemList problems;
  const References none;
  Shelf shelf(library, none);
  const Node node;
  const Document* found = shelf.find(kind, name, Value(&node, {}, problems));
  problems.throw_if_any();
  const References references = library.references();
  switch (kind) {
    case ModelKind::drug:
      return describe_drug(load_drug(*found, references), references);
    case ModelKind::body:
      return describe_body(load_body(*found, library, references), references);
    case ModelKind::population:
      return describe_population(load_population(*found, library, references), references);
    case ModelKind::protocol:
      return describe_protocol(load_protocol(*found, library, references), library, references);
    case ModelKind::hypothesis:
      return describe_hypothesis(load_hypothesis(*found, library, references), references);
    case ModelKind::scenario:
      return describe_study(load_study(*found, library, {}));
    case ModelKind::evidence:
      return describe_evidence(load_evidence(*found, library));
  }
  return {};
}

}  // namespace pressor
