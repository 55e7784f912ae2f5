#include "people.h"

#include <algorithm>

namespace pressor {
namespace {

enum class Sex { man, woman };
constexpr Word<Sex> sex_words[] = {{"man", Sex::man}, {"woman", Sex::woman}};

double& member(Covariates& covariates, std::string_view name) {
  if (name == "weight") return covariates.weight;
  if (name == "height") return covariates.height;
  if (name == "age") return covariates.age;
  if (name == "saps2") return covariates.saps2;
  if (name == "albumin") return covariates.albumin;
  return covariates.haematocrit;
}

// Ranges: from the frailest to the fittest adult who can be imagined on an intensive care unit.
constexpr Quality map{"MAP", {"mmHg", 20.0, 180.0}};
constexpr Quality heart_rate{"HR", {"1/min", 25.0, 220.0}};
constexpr Quality cvp{"CVP", {"mmHg", -5.0, 35.0}};
constexpr Quality lactate{"lactate", {"mmol/L", 0.2, 25.0}};
constexpr Quality baseline_activation{"activation", {"1", 0.001, 0.99}};
constexpr Quality coupling{"coupling", {"1", 1.0e-3, 1.0e3}};

}  // namespace

const std::vector<Quality>& covariate_qualities() {
  static const std::vector<Quality> all{
      {"weight", {"kg", 30.0, 250.0}}, {"height", {"cm", 120.0, 220.0}},
      {"age", {"1", 16.0, 110.0}},     {"saps2", {"1", 0.0, 163.0}},
      {"albumin", {"g/L", 5.0, 60.0}}, {"haematocrit", {"1", 0.1, 0.7}},
  };
  return all;
}

const std::vector<Quality>& body_observables() {
  static const std::vector<Quality> all{map,
                                        heart_rate,
                                        cvp,
                                        {"CO", {"mL/min", 800.0, 2.0e4}},
                                        {"PMSF", {"mmHg", 3.0, 60.0}},
                                        lactate,
                                        baseline_activation,
                                        coupling};
  return all;
}

const std::vector<Quality>& drawn_observables() {
  static const std::vector<Quality> all{map,
                                        heart_rate,
                                        cvp,
                                        {"CI", {"mL/min/m2", 500.0, 1.0e4}},
                                        {"return_gradient", {"mmHg", 1.0, 40.0}},
                                        lactate,
                                        baseline_activation,
                                        coupling};
  return all;
}

const Quality* find_quality(const std::vector<Quality>& qualities, std::string_view name) {
  const auto found = std::find_if(qualities.begin(), qualities.end(),
                                  [&](const Quality& q) { return q.name == name; });
  return found == qualities.end() ? nullptr : &*found;
}

void read_covariates(Fields& in, Covariates& covariates) {
  for (const Quality& quality : covariate_qualities()) {
    double& value = member(covariates, quality.name);
    value = in.optional(quality.name).quantity(quality.range, value);
  }
  const Sex sex = covariates.woman ? Sex::woman : Sex::man;
  covariates.woman = in.optional("sex").choice(sex_words, sex) == Sex::woman;
}

const ParameterInfo* find_given_parameter(const std::string& name, const Value& where) {
  const ParameterInfo* parameter = find_body_parameter(name);
  if (parameter != nullptr && !parameter->derived) return parameter;
  if (parameter != nullptr) {
    where.problem("the body parameter `" + name + "` follows from the baseline",
                  "one that does not; see `pressor describe body septic`");
    return nullptr;
  }
  std::vector<std::string> names;
  for (const ParameterInfo& p : body_parameters()) {
    if (!p.derived) names.emplace_back(p.name);
  }
  where.problem("no body parameter `" + name + "`", "one of `pressor describe body septic`",
                nearest(name, names).value_or(std::string{}));
  return nullptr;
}

Range range_of(const ParameterInfo& parameter) {
  return {parameter.unit, parameter.low, parameter.high};
}

void refuse_name(const Value& where, const std::string& kind, const std::string& name,
                 const std::vector<std::string>& known) {
  where.problem("no " + kind + " `" + name + "`", list_words(known),
                nearest(name, known).value_or(std::string{}));
}

}  // namespace pressor
