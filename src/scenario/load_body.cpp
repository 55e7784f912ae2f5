#include "pressor/scenario/load_body.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "doses.h"
#include "people.h"
#include "read_models.h"

namespace pressor {
namespace {

class BodyReader {
 public:
  BodyReader(Shelf& shelf, ProblemList& problems) : shelf_(shelf), problems_(problems) {}

  BodyDescription read(const Document& document) {
    Value(&document.root, {}, problems_).fields([&](Fields& in) { read_file(in); });
    return std::move(body_);
  }

 private:
  void read_file(Fields& in) {
    (void)in.required("schema").one_of({"pressor-body/1"});
    bases_.follow(in.optional("base"), ModelKind::body, shelf_,
                  [&](Fields& base) { read_file(base); });
    body_.name = in.required("name").text();
    body_.title = in.required("title").text();
    (void)in.optional("note").text();
    in.optional("covariates").fields([&](Fields& f) { read_covariates(f, body_.covariates); });
    read_observables(in.optional("observables"));
    read_parameters(in.optional("parameters"));
    read_pulsatile_parameters(in.optional("pulsatile"));
    const Value infusions = in.optional("infusions");
    if (infusions.present()) body_.infusions.clear();
    for (const auto& [drug, infusion] : infusions.pairs()) read_infusion(drug, infusion);
  }

  TypicalValue read_value(const Value& value, const Range& range) const {
    TypicalValue typical;
    value.fields([&](Fields& in) {
      const Value number = in.required("value");
      std::tie(typical.value, typical.per_kg) = number.scaled_quantity(range, 0.0);
      typical.provenance = read_provenance(in, number, shelf_.references());
    });
    return typical;
  }

  void read_observables(const Value& observables) {
    for (const auto& [name, value] : observables.pairs()) {
      const Quality* known = find_quality(body_observables(), name);
      if (known == nullptr) {
        refuse_name(value, "observable", name, observable_names());
        continue;
      }
      if (name == "activation") body_.observables.erase("coupling");
      if (name == "coupling") body_.observables.erase("activation");
      body_.observables[name] = read_value(value, known->range);
    }
    if (observables.is_map() && observables.node()->find("activation") != nullptr &&
        observables.node()->find("coupling") != nullptr) {
      observables.problem("`activation` and `coupling` exclude each other", "one of them");
    }
  }

  void read_parameters(const Value& parameters) {
    for (const auto& [name, value] : parameters.pairs()) {
      const ParameterInfo* known = find_given_parameter(name, value);
      if (known == nullptr) continue;
      body_.parameters[name] = read_value(value, range_of(*known));
    }
  }

  void read_pulsatile_parameters(const Value& section) {
    section.fields([&](Fields& in) {
      for (const auto& field : pulsatile_fields) {
        const Value value = in.optional(field.name);
        if (!value.present()) continue;
        body_.pulsatile[std::string(field.name)] =
            read_value(value, {field.unit, field.low, field.high});
      }
    });
  }

  void read_infusion(const std::string& name, const Value& value) {
    const Drug* drug = shelf_.drug(name, value);
    if (drug == nullptr) return;
    value.fields([&](Fields& in) {
      const Value dose = in.required("value");
      BodyDescription::Running running;
      running.dose = read_rate(dose, *drug, endless);
      running.provenance = read_provenance(in, dose, shelf_.references());
      body_.infusions[name] = std::move(running);
    });
  }

  Shelf& shelf_;
  ProblemList& problems_;
  BodyDescription body_;
  Bases bases_;
};

void check_complete(const Document& document, const BodyDescription& body, ProblemList& problems) {
  const Value whole(&document.root, {}, problems);
  const auto need = [&](bool there, const char* kind, const std::string& name) {
    if (!there) whole.problem(std::string("the ") + kind + " `" + name + "` is missing");
  };
  for (const Quality& quality : covariate_qualities()) {
    const std::string name(quality.name);
    need(!std::isnan(covariate(body.covariates, name)), "covariate", name);
  }
  for (const std::string& name : observable_names()) {
    if (name == "activation" || name == "coupling") continue;
    need(body.observables.contains(name), "observable", name);
  }
  need(body.observables.contains("activation") || body.observables.contains("coupling"),
       "observable", "activation");
  for (const ParameterInfo& parameter : body_parameters()) {
    const std::string name(parameter.name);
    need(parameter.derived || body.parameters.contains(name), "parameter", name);
  }
  if (body.pulsatile.empty()) return;
  for (const auto& field : pulsatile_fields) {
    const std::string name(field.name);
    need(body.pulsatile.contains(name), "pulsatile parameter", name);
  }
}

}  // namespace

BodyDescription read_body(const Document& document, Shelf& shelf, ProblemList& problems) {
  const std::size_t before = problems.problems().size();
  BodyDescription body = BodyReader(shelf, problems).read(document);
  if (problems.problems().size() == before) check_complete(document, body, problems);
  return body;
}

BodyDescription load_body(const Document& document, const Library& library,
                          const References& references) {
  Shelf shelf(library, references);
  ProblemList problems;
  BodyDescription body = read_body(document, shelf, problems);
  problems.throw_if_any();
  return body;
}

}  // namespace pressor
