#include "pressor/scenario/load_kinetics.h"

#include <utility>

#include "read_relations.h"
#include "words.h"

namespace pressor {
namespace {

/// Any drug of any person; a slip of the unit falls outside.
constexpr Range volume_of_drug{"L", 1.0e-3, 1.0e6};
constexpr Range flow_of_drug{"L/min", 1.0e-7, 1.0e4};
constexpr Range absorption_rate{"1/min", 1.0e-7, 1.0e3};
constexpr Range absorbed_share{"1", 0.0, 10.0};
constexpr Range dose_lag{"min", 0.0, 1.0e6};
constexpr Range dose_rate_of_drug{"ug/min", 1.0e-9, 1.0e12};
constexpr Range dose_duration{"min", 1.0e-6, 1.0e7};

class KineticsReader {
 public:
  DosedDrug read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-kinetics/1"});
    dosed_.drug.name = in.required("name").text();
    dosed_.drug.title = in.required("title").text();
    dosed_.set.name = dosed_.drug.name;
    dosed_.set.compartments = in.required("compartments").integer(1, max_compartments, 1);
    dosed_.depot = in.optional("depot").flag();
    (void)in.optional("note").text();
    (void)in.optional("data");  // load_dosing reads it
    read_units(in);
    for (const DosingField& field : dosed_.fields()) names_[field.name] = field.range.unit;
    for (const DosingField& field : dosed_.fields()) read_field(in, field);
    check_relations(in.whole(), dosed_.set);
    return std::move(dosed_);
  }

 private:
  void read_units(Fields& in) {
    const Value mass = in.optional("molar_mass");
    if (mass.present()) dosed_.drug.units.molar_mass = mass.quantity({"g/mol", 1.0, 1.0e6});
    const Value activity = in.optional("ug_per_unit");
    if (activity.present()) {
      dosed_.drug.units.ug_per_unit = activity.quantity({"ug/U", 1.0e-6, 1.0e6});
    }
  }

  void read_field(Fields& in, const DosingField& field) {
    const Value named = in.optional(field.name);
    const Value other =
        field.also.empty() ? Value(nullptr, {}, named.problems()) : in.optional(field.also);
    if (named.present() && other.present()) {
      other.problem("`" + field.name + "` and `" + field.also + "` are the same", "one of them");
    }
    const Value& value = named.present() ? named : other;
    if (!value.present()) return;
    KineticParameter parameter;
    parameter.name = field.name;
    parameter.provenance.unit = field.range.unit;
    if (value.is_map()) {
      value.fields([&](Fields& inside) {
        parameter.value = number(inside.required("value"), field);
        parameter.relations = read_relations(inside.optional("relations"), names_);
        parameter.provenance.source = inside.optional("source").text();
        (void)inside.optional("note").text();
      });
    } else {
      parameter.value = number(value, field);
    }
    dosed_.set.parameters.push_back(std::move(parameter));
  }

  [[nodiscard]] double number(const Value& value, const DosingField& field) const {
    return value.quantity(field.range, field.range.low, dosed_.drug.units);
  }

  DosedDrug dosed_;
  FollowedUnits names_;
};

/// What kinetics under a circulation do and kinetics alone cannot.
std::vector<std::string> left_out(const Drug& drug, const KineticSet& set) {
  std::vector<std::string> warnings;
  const std::string whose = drug.name + ", set " + set.name + ": ";
  if (set.flow_exponent != 0.0) {
    warnings.push_back(whose + "clearance follows cardiac output; here it stays as at baseline");
  }
  for (const KineticSet::Interaction& interaction : set.interactions) {
    warnings.push_back(whose + "clearance changes under " + interaction.drug +
                       ", of which the data say nothing");
  }
  return warnings;
}

double value_or(const ParameterValues& values, const std::string& name, double absent) {
  const auto found = values.find(name);
  return found == values.end() ? absent : found->second;
}

}  // namespace

DosingModel DosedDrug::model() const { return {structure_of(drug, set, {}), depot}; }

std::vector<DosingField> DosedDrug::fields() const {
  const std::size_t n = set.compartments;
  std::vector<DosingField> fields{{"V1", n == 1 ? "V" : "", volume_of_drug, true},
                                  {"CL", "", flow_of_drug, true}};
  for (std::size_t j = 2; j <= n; ++j) {
    const std::string number = std::to_string(j);
    fields.push_back({"V" + number, "", volume_of_drug, true});
    fields.push_back({"Q" + number, n == 2 ? "Q" : "", flow_of_drug, true});
  }
  if (depot) fields.push_back({"KA", "", absorption_rate, true});
  for (std::size_t j = 1; j <= n + (depot ? 1 : 0); ++j) {
    const std::string number = std::to_string(j);
    fields.push_back({"F" + number, "", absorbed_share});
    fields.push_back({"ALAG" + number, "", dose_lag});
    fields.push_back({"R" + number, "", dose_rate_of_drug});
    fields.push_back({"D" + number, "", dose_duration});
  }
  return fields;
}

Document data_settings(const Document& model) {
  const Node* data = model.root.find("data");
  if (data != nullptr) return {model.name, *data};
  Node empty;
  empty.kind = Node::Kind::mapping;
  empty.source = std::make_shared<const Source>(Source{model.name, {}});
  return {model.name, empty};
}

DosedDrug load_kinetics(const Document& document) {
  ProblemList problems;
  DosedDrug dosed;
  read_fields(document, problems, [&](Fields& in) { dosed = KineticsReader().read(in); });
  problems.throw_if_any();
  return dosed;
}

DosedDrug dosed_drug(const Drug& drug, const std::string& set, const std::string& body) {
  DosedDrug dosed{drug, drug.set(set, body), false, {}};
  dosed.warnings = left_out(drug, dosed.set);
  dosed.drug.actions.clear();
  KineticParameter lag;
  lag.name = "ALAG1";
  lag.value = dosed.set.lag;
  dosed.set.parameters.push_back(std::move(lag));
  return dosed;
}

DosingParameters dosing_parameters(const DosedDrug& dosed, const Covariates& person) {
  const ParameterValues values = individual_values(dosed.drug, dosed.set, person, {});
  DosingParameters p;
  p.drug = individual(dosed.drug, dosed.set, person, {});
  p.absorption = value_or(values, "KA", 0.0);
  for (std::size_t j = 0; j < dosed.set.compartments + (dosed.depot ? 1 : 0); ++j) {
    const std::string number = std::to_string(j + 1);
    p.share[j] = value_or(values, "F" + number, 1.0);
    p.lag[j] = value_or(values, "ALAG" + number, 0.0);
    p.rate[j] = value_or(values, "R" + number, 0.0);
    p.duration[j] = value_or(values, "D" + number, 0.0);
  }
  return p;
}

}  // namespace pressor
