#include "read_cast.h"

#include <algorithm>
#include <set>

#include "doses.h"
#include "people.h"
#include "pressor/cohort/mortality.h"
#include "pressor/core/minutes.h"
#include "read_models.h"

namespace pressor {
namespace {

/// Of a scenario's `effects`, assumed: agonists of one receptor differ by tens, a hundredfold
/// potency is no longer the same drug.
constexpr double largest_effect = 100.0;

/// Two ways of saying one thing: a person is described by one of them.
constexpr std::pair<std::string_view, std::string_view> rivals[] = {
    {"CO", "CI"}, {"PMSF", "return_gradient"}, {"activation", "coupling"}};

const Quality* find_observable(std::string_view name) {
  const Quality* drawn = find_quality(drawn_observables(), name);
  return drawn != nullptr ? drawn : find_quality(body_observables(), name);
}

std::vector<std::string> patient_words() {
  std::vector<std::string> words{"body", "sex"};
  for (const Quality& quality : covariate_qualities()) words.emplace_back(quality.name);
  for (const Quality& quality : body_observables()) words.emplace_back(quality.name);
  words.insert(words.end(), {"CI", "return_gradient", "NE_DOSE"});
  return words;
}

/// The drug with a share of its effect, and a word of it beside each number that changed.
Drug changed(const Drug& drug, double effect) {
  if (effect == 1.0) return drug;
  Drug other = with_effect(drug, effect);
  for (DrugAction& action : other.actions) {
    Provenance& from = action.potency.provenance;
    from.source = "effect x " + format_number(effect) + " in the scenario; " + from.source;
    from.grade = 'C';
  }
  return other;
}

/// Drugs that run in a body for ever.
void take_infusions(const BodyDescription& body, const Value& where, Roster& roster) {
  for (const auto& [drug, running] : body.infusions) (void)roster.index_of(drug, where);
}

}  // namespace

void CastReader::read_people(Cast& cast) {
  const Value& patient = keys_.patient;
  const Value& population = keys_.population;
  if (patient.present() && population.present()) {
    population.problem("a patient and a population", "one of `patient` and `population`");
  }
  if (population.present()) read_population_key(cast);
  if (patient.present()) patient.fields([&](Fields& in) { read_patient(in, cast); });
  for (const auto& [name, value] : keys_.parameters.pairs()) read_parameter(name, value, cast);
  read_hypotheses(cast);
}

void CastReader::read_population_key(Cast& cast) {
  const Value& population = keys_.population;
  PopulationOnBody read = read_population(population, roster_.shelf(), Origin::scenario);
  where_ = std::move(read.where);
  match_ = std::move(read.match);
  if (!read.body) return;
  cast.body = std::move(*read.body);
  cast.population = std::move(read.population);
  take_infusions(cast.body, population, roster_);
}

void CastReader::read_patient(Fields& in, Cast& cast) {
  const Value body = in.required("body");
  const Document* document = body.present() ? roster_.shelf().find(ModelKind::body, body) : nullptr;
  in.accept_others();  // told one by one below
  if (document == nullptr) return;
  cast.body = read_body(*document, roster_.shelf(), body.problems());
  take_infusions(cast.body, body, roster_);
  for (const auto& [name, value] : in.whole().pairs()) {
    if (name != "body") read_patient_value(name, value, cast);
  }
  for (const auto& [first, second] : rivals) {
    const bool both =
        cast.person.count(std::string(first)) + cast.person.count(std::string(second)) == 2;
    if (both) {
      in.whole().problem(
          "`" + std::string(first) + "` and `" + std::string(second) + "` say the same thing",
          "one of them");
    }
  }
}

void CastReader::read_patient_value(const std::string& name, const Value& value, Cast& cast) {
  const Quality* quality = find_quality(covariate_qualities(), name);
  if (quality == nullptr) quality = find_observable(name);
  if (quality != nullptr) {
    cast.person[name] = value.quantity(quality->range, quality->range.low);
  } else if (name == "sex") {
    cast.person["woman"] = value.one_of({"man", "woman"}) == "woman" ? 1.0 : 0.0;
  } else if (name.size() > 5 && name.substr(name.size() - 5) == "_DOSE") {
    read_patient_dose(name.substr(0, name.size() - 5), value, cast);
  } else if (find_body_parameter(name) != nullptr) {
    read_parameter(name, value, cast);
  } else {
    refuse_name(value, "quantity", name, patient_words());
  }
}

void CastReader::read_patient_dose(const std::string& code, const Value& value, Cast& cast) {
  const std::string name = roster_.shelf().drug_with_code(code);
  if (name.empty()) return value.problem("no drug with the code `" + code + "`", "such as NE_DOSE");
  const auto drug = roster_.index_of(name, value);
  if (drug) cast.steady[name] = read_rate(value, roster_[*drug], endless);
}

void CastReader::read_parameter(const std::string& name, const Value& value, Cast& cast) {
  const ParameterInfo* parameter = find_given_parameter(name, value);
  if (parameter == nullptr) return;
  const auto& draws = cast.population ? cast.population->draws : std::vector<Draw>{};
  const bool drawn = std::any_of(draws.begin(), draws.end(),
                                 [&, n = name](const Draw& draw) { return draw.name == n; });
  if (drawn) {
    value.problem("`" + name + "` differs between the people of this population",
                  "another `draws." + name + "` of the population, or a `factors` of a hypothesis");
  }
  TypicalValue typical;
  std::tie(typical.value, typical.per_kg) = value.scaled_quantity(range_of(*parameter), 0.0);
  typical.provenance = {value.is_text() ? unit_text(value.text()) : "1", "set in the scenario",
                        'C'};
  cast.body.parameters[name] = typical;
}

void CastReader::read_hypotheses(Cast& cast) {
  std::set<std::string> names;
  for (const Value& item : keys_.hypothesis.one_or_more()) {
    cast.hypotheses.push_back(read_hypothesis(item, roster_.shelf(), Origin::scenario));
    if (!names.insert(cast.hypotheses.back().name).second) {
      item.problem("a second hypothesis `" + cast.hypotheses.back().name + "`",
                   "a `name` of its own");
    }
  }
  double weight = 0.0;
  for (const Hypothesis& hypothesis : cast.hypotheses) weight += hypothesis.weight;
  if (!cast.hypotheses.empty() && weight <= 0.0) {
    keys_.hypothesis.problem("no hypothesis has a weight", "a weight above 0");
  }
}

std::map<std::string, Value> CastReader::by_drug(const Value& key) const {
  std::map<std::string, Value> told;
  const auto in_study = roster_.names();
  for (const auto& [name, value] : key.pairs()) {
    if (std::find(in_study.begin(), in_study.end(), name) == in_study.end()) {
      refuse_name(value, "drug of this study", name, in_study);
    } else {
      told.emplace(name, value);
    }
  }
  return told;
}

void CastReader::read_drugs(Cast& cast) {
  const auto kinetics = by_drug(keys_.kinetics);
  const auto effects = by_drug(keys_.effects);
  for (std::size_t d = 0; d < roster_.size(); ++d) {
    const Drug& drug = roster_[d];
    std::string chosen;
    if (const auto told = kinetics.find(drug.name); told != kinetics.end()) {
      std::vector<std::string> sets;
      for (const KineticSet& set : drug.sets) sets.push_back(set.name);
      chosen = told->second.one_of(sets);
    }
    double effect = 1.0;
    if (const auto told = effects.find(drug.name); told != effects.end()) {
      effect = told->second.number(0.0, largest_effect, effect);
    }
    cast.drugs.push_back({changed(drug, effect), drug.set(chosen, cast.body.name).name, effect});
  }
}

void CastReader::solve_mortality(Cast& cast, double horizon) const {
  const Value& population = keys_.population;
  if (!cast.population || !cast.population->mortality) return;
  if (!population.problems().problems().empty()) return;  // there may be nobody to ask
  TypicalValue& base_risk = cast.body.parameters["base_risk"];
  if (base_risk.provenance.source == "set in the scenario") {
    return keys_.parameters.problem("`base_risk` is set and solved for `mortality`", "one of them");
  }
  const MarginalMortality wanted = *cast.population->mortality;
  try {
    base_risk.value = MortalitySample(cast, horizon).base_risk(wanted.share, wanted.at);
    base_risk.provenance = {"1",
                            "solved: " + format_number(100.0 * wanted.share) + " % dead at " +
                                format_number(wanted.at / minutes_a_day) + " d",
                            'B'};
  } catch (const ParameterError& error) {
    population.problem(std::string("mortality: ") + error.what());
  }
}

void CastReader::read_conditions(Cast& cast) {
  cast.where = read_where(where_, cast, roster_);
  published_ = read_match(match_, cast, roster_);
  cast.where.insert(cast.where.end(), published_.conditions.begin(), published_.conditions.end());
}

void CastReader::match_published(Cast& cast) const {
  if (!keys_.population.problems().problems().empty()) return;  // there may be nobody to draw
  solve_match(published_, cast, keys_.population);
}

}  // namespace pressor
