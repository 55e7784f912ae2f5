#include <cmath>

#include "names.h"
#include "pressor/cohort/simulate.h"

namespace pressor {
namespace {

/// Native unit of a dose, and what one native unit is in the drug's usual one.
Variable dose_variable(const Drug& drug, std::size_t d) {
  const bool per_kg = cohort::dosed_per_kg(drug);
  const Quantity usual{1.0, parse_unit(drug.usual_unit), drug.usual_unit};
  Variable v;
  v.name = drug.code + "_DOSE";
  v.unit = drug.usual_unit;
  v.long_name = drug.title + ": infusion rate at the pump";
  v.kind = Variable::Kind::dose;
  v.index = d;
  v.scale = 1.0 / in_unit(usual, per_kg ? "ug/kg/min" : "ug/min", drug.units);
  v.per_kg = per_kg;
  return v;
}

Variable concentration_variable(const Drug& drug, std::size_t d) {
  const Quantity usual{1.0, parse_unit(drug.concentration_unit), drug.concentration_unit};
  Variable v;
  v.name = drug.code + "_CONC";
  v.unit = drug.concentration_unit;
  v.long_name = drug.title + ": plasma concentration";
  v.kind = Variable::Kind::concentration;
  v.index = d;
  v.scale = 1.0 / in_unit(usual, "ng/mL", drug.units);
  return v;
}

}  // namespace

Model model_of(const std::vector<CastDrug>& drugs, std::vector<Limit> limits) {
  std::vector<std::string> names;
  for (const CastDrug& cast : drugs) names.push_back(cast.drug.name);
  std::vector<DrugStructure> structures;
  for (const CastDrug& cast : drugs) {
    structures.push_back(structure_of(cast.drug, cast.drug.set(cast.set, {}), names));
  }
  return {std::move(structures), std::move(limits)};
}

std::vector<Variable> study_variables(const Cast& cast) {
  std::vector<Variable> all;
  for (std::size_t i = 0; i < signal_fields.size(); ++i) {
    const auto& field = signal_fields[i];
    all.push_back({std::string(field.name), std::string(field.unit), std::string(field.meaning),
                   Variable::Kind::signal, i, 0, 1.0, false});
  }
  for (std::size_t d = 0; d < cast.drugs.size(); ++d) {
    const Drug& drug = cast.drugs[d].drug;
    all.push_back(dose_variable(drug, d));
    all.push_back(concentration_variable(drug, d));
    const std::vector<std::string>& sites = cast.model.drugs()[d].sites;
    for (std::size_t k = 0; k < sites.size(); ++k) {
      Variable site = all[all.size() - 1 - k];
      site.name = drug.code + "_CE_" + sites[k];
      site.long_name = drug.title + ": concentration at site " + sites[k];
      site.kind = Variable::Kind::effect_site;
      site.site = k;
      all.push_back(std::move(site));
    }
  }
  return all;
}

std::size_t grid_size(const RunSettings& settings) {
  // A horizon that is a whole number of steps keeps its last row whatever the division rounds to.
  return static_cast<std::size_t>(std::floor(settings.horizon / settings.every * (1.0 + 1e-12))) +
         1;
}

const char* status_name(Status status) {
  switch (status) {
    case Status::survived:
      return "survived";
    case Status::died:
      return "died";
    case Status::arrested:
      return "arrested";
    case Status::failed:
      return "failed";
  }
  return "";
}

}  // namespace pressor
