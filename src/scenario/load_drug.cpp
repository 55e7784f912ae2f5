#include "pressor/scenario/load_drug.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pressor/scenario/binder.h"
#include "read_relations.h"

namespace pressor {
namespace {

/// A kinetic number: its name in the file, and what it may be.
struct KineticField {
  std::string_view name;
  std::size_t compartments;  ///< needed from this number on; 0: never needed
  Range range;
};

// Plausible ranges: the smallest and largest figures of drugs in use, with a factor of ten to
// spare.
constexpr KineticField kinetic_fields[] = {
    {"V1", 1, {"L", 0.05, 5000.0}},
    {"CL", 1, {"L/min", 1.0e-4, 50.0}},
    {"V2", 2, {"L", 0.05, 5000.0}},
    {"Q2", 2, {"L/min", 1.0e-4, 50.0}},
    {"V3", 3, {"L", 0.05, 5000.0}},
    {"Q3", 3, {"L/min", 1.0e-4, 50.0}},
    {"production", 0, {"ug/min", 0.0, 1.0e3}},
};
constexpr Range ke0_range{"1/min", 1.0e-4, 20.0};
constexpr Range potency_range{"ng/mL", 1.0e-6, 1.0e7};

/// What relations may follow beside covariates.
FollowedUnits kinetic_units() {
  FollowedUnits units;
  for (const KineticField& field : kinetic_fields) {
    units[std::string(field.name)] = std::string(field.range.unit);
  }
  return units;
}

class DrugReader {
 public:
  explicit DrugReader(const References& references) : references_(references) {}

  Drug read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-drug/1"});
    drug_.name = in.required("name").text();
    drug_.title = in.required("title").text();
    drug_.code = in.required("code").text();
    for (const Value& name : in.optional("also").items()) drug_.also.push_back(name.text());
    in.optional("units").fields([&](Fields& units) { read_units(units); });
    for (const auto& [name, factor] : in.optional("salts").pairs()) {
      drug_.salts[name] = factor.number(0.01, 1.0, 1.0);
    }
    in.required("dose").fields([&](Fields& dose) { read_doses(dose); });
    in.required("concentration").fields([&](Fields& concentration) {
      drug_.concentration_unit = read_unit(concentration.required("unit"), "ng/mL");
    });
    for (const auto& [name, set] : in.required("sets").pairs()) {
      set.fields([&, set_name = name](Fields& fields) { read_set(set_name, fields); });
    }
    read_sites(in.optional("effect_sites"));
    read_actions(in.required("actions"));
    read_default_sets(in.required("default_set"));
    return std::move(drug_);
  }

 private:
  void read_units(Fields& in) {
    const Value mass = in.optional("molar_mass");
    if (mass.present()) drug_.units.molar_mass = mass.quantity({"g/mol", 1.0, 1.0e6});
    const Value activity = in.optional("ug_per_unit");
    if (activity.present()) drug_.units.ug_per_unit = activity.quantity({"ug/U", 1.0e-6, 1.0e6});
  }

  /// A unit in which the same thing can be expressed as in `like`.
  std::string read_unit(const Value& value, std::string_view like) const {
    std::string unit = value.text();
    if (!value.is_text()) return unit;
    try {
      (void)in_unit({1.0, parse_unit(unit), "1 " + unit}, like, drug_.units);
    } catch (const QuantityError& error) {
      value.problem(error.what(), error.expected(), error.suggestion());
    }
    return unit;
  }

  void read_doses(Fields& in) {
    const Value unit = in.required("unit");
    const bool per_kg = unit.is_text() && unit.text().find("/kg") != std::string::npos;
    drug_.usual_unit = read_unit(unit, per_kg ? "ug/kg/min" : "ug/min");
    drug_.infusion = read_dose_range(in.optional("infusion"), &Value::dose_rate);
    drug_.bolus = read_dose_range(in.optional("bolus"), &Value::dose_amount);
    drug_.target = read_dose_range(in.optional("target"), &Value::concentration);
  }

  using DoseReading = Dose (Value::*)(const DrugUnits&, Dose) const;
  std::optional<DoseRange> read_dose_range(const Value& value, DoseReading reading) const {
    const auto ends = value.pair();
    if (!ends) return std::nullopt;
    const Dose low = (ends->first.*reading)(drug_.units, {});
    const Dose high = (ends->second.*reading)(drug_.units, {});
    if (low.per_kg != high.per_kg) value.problem("one end is per kg and the other is not");
    if (low.value > high.value) value.problem("the low end is above the high end");
    return DoseRange{low.value, high.value, low.per_kg,
                     ends->first.text() + " to " + ends->second.text()};
  }

  KineticParameter read_parameter(const Value& in, std::string name, const Range& range) const {
    KineticParameter parameter;
    parameter.name = std::move(name);
    in.fields([&](Fields& fields) {
      const Value value = fields.required("value");
      parameter.value = value.quantity(range, range.low, drug_.units);
      parameter.omega = fields.optional("omega").number(0.0, 3.0, 0.0);
      parameter.provenance = read_provenance(fields, value, references_);
      parameter.relations = read_relations(fields.optional("relations"), kinetic_units());
    });
    return parameter;
  }

  void read_set(const std::string& name, Fields& in) {
    KineticSet set;
    set.name = name;
    set.title = in.required("title").text();
    (void)in.optional("note").text();
    set.compartments = in.required("compartments").integer(1, max_compartments, 1);
    in.required("parameters").fields([&](Fields& p) { read_parameters(p, set); });
    for (const Value& item : in.optional("correlations").items()) read_correlation(item, set);
    set.truncate = in.optional("truncate").number(0.5, 10.0, 4.0);
    set.lag = in.optional("lag").quantity({"min", 0.0, 120.0}, 0.0);
    in.optional("flow").fields([&](Fields& flow) { read_flow(flow, set); });
    for (const Value& item : in.optional("interactions").items()) read_interaction(item, set);
    drug_.sets.push_back(std::move(set));
  }

  void read_parameters(Fields& in, KineticSet& set) const {
    for (const KineticField& field : kinetic_fields) {
      if (field.compartments > set.compartments) continue;
      const Value value =
          field.compartments > 0 ? in.required(field.name) : in.optional(field.name);
      if (!value.present()) continue;
      set.parameters.push_back(read_parameter(value, std::string(field.name), field.range));
    }
    check_relations(in.whole(), set);
  }

  static void read_correlation(const Value& item, KineticSet& set) {
    std::vector<std::string> names;
    for (const KineticParameter& parameter : set.parameters) names.push_back(parameter.name);
    item.fields([&](Fields& in) {
      const auto of = in.required("of").pair();
      const double value = in.required("value").number(-1.0, 1.0, 0.0);
      if (of) set.correlations[{of->first.one_of(names), of->second.one_of(names)}] = value;
    });
  }

  void read_flow(Fields& in, KineticSet& set) const {
    const Value exponent = in.required("exponent");
    set.flow_exponent = exponent.number(-3.0, 3.0, 0.0);
    set.flow_bounds =
        read_bounds(in.optional("bounds"), "", {}).value_or(std::array<double, 2>{0.0, 1.0e9});
    (void)read_provenance(in, exponent, references_);
  }

  void read_interaction(const Value& item, KineticSet& set) const {
    item.fields([&](Fields& in) {
      KineticSet::Interaction interaction;
      interaction.drug = in.required("drug").text();
      const Value coefficient = in.required("coefficient");
      interaction.coefficient = coefficient.quantity({"mL/ng", -10.0, 10.0}, 0.0);
      (void)read_provenance(in, coefficient, references_);
      set.interactions.push_back(interaction);
    });
  }

  void read_sites(const Value& sites) {
    for (const auto& [name, site] : sites.pairs()) {
      site.fields([&, site_name = name](Fields& in) {
        drug_.sites.push_back(
            {site_name, read_parameter(in.required("ke0"), "ke0." + site_name, ke0_range)});
      });
    }
    check_count(sites, drug_.sites.size(), max_sites);
  }

  void read_actions(const Value& actions) {
    std::vector<std::string> sites{"plasma"};
    for (const EffectSite& site : drug_.sites) sites.push_back(site.name);
    for (const Value& item : actions.items()) {
      item.fields([&](Fields& in) { read_action(in, sites); });
    }
    check_count(actions, drug_.actions.size(), max_actions);
  }

  void read_action(Fields& in, const std::vector<std::string>& sites) {
    const Value name = in.required("receptor");
    DrugAction action;
    action.receptor = read_receptor(name);
    action.site = in.required("site").one_of(sites, "plasma");
    action.efficacy = in.optional("efficacy").number(0.0, 2.0, 1.0);
    action.potency =
        read_parameter(in.required("potency"), "potency." + name.text(), potency_range);
    const auto same = [&](const DrugAction& other) { return other.receptor == action.receptor; };
    if (std::any_of(drug_.actions.begin(), drug_.actions.end(), same)) {
      name.problem("a second action at this receptor");
    }
    drug_.actions.push_back(std::move(action));
  }

  static Receptor read_receptor(const Value& name) {
    std::vector<std::string> names;
    for (const ReceptorInfo& info : receptors) names.emplace_back(info.name);
    const std::string chosen = name.one_of(names, names[0]);
    const auto found = std::find(names.begin(), names.end(), chosen);
    return receptors[static_cast<std::size_t>(found - names.begin())].receptor;
  }

  static void check_count(const Value& list, std::size_t count, std::size_t most) {
    if (count <= most) return;
    list.problem(std::to_string(count) + " of them", "at most " + std::to_string(most));
  }

  void read_default_sets(const Value& defaults) {
    std::vector<std::string> names;
    for (const KineticSet& set : drug_.sets) names.push_back(set.name);
    for (const auto& [body, set] : defaults.pairs()) drug_.set_of_body[body] = set.one_of(names);
    if (defaults.is_map() && !drug_.set_of_body.contains("default")) {
      defaults.problem("the key `default` is missing");
    }
  }

  const References& references_;
  Drug drug_;
};

void check_names(const Document& document, const Drug& drug, ProblemList& problems) {
  const auto check = [&](const char* key, const std::string& text, const char* allowed,
                         const char* expected) {
    const Node* node = document.root.find(key);
    const bool good = !text.empty() && text.find_first_not_of(allowed) == std::string::npos;
    if (node == nullptr || good) return;
    problems.add(problem_at(*node, key, "`" + text + "` is no " + key, expected));
  };
  check("name", drug.name, "abcdefghijklmnopqrstuvwxyz0123456789_", "small letters, digits and _");
  check("code", drug.code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "capital letters and digits");
}

}  // namespace

Drug load_drug(const Document& document, const References& references) {
  ProblemList problems;
  Drug drug;
  read_fields(document, problems, [&](Fields& in) { drug = DrugReader(references).read(in); });
  check_names(document, drug, problems);
  problems.throw_if_any();
  return drug;
}

}  // namespace pressor
