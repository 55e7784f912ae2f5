#include "pressor/pharmacology/drug.h"

#include <algorithm>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

void check_count(const Drug& drug, const char* what, std::size_t count, std::size_t most) {
  if (count <= most) return;
  throw ParameterError(drug.name + ": " + std::to_string(count) + " " + what + ", at most " +
                       std::to_string(most));
}

std::size_t site_index(const Drug& drug, const DrugAction& action) {
  if (action.site == "plasma") return plasma_site;
  const auto found = std::find_if(drug.sites.begin(), drug.sites.end(),
                                  [&](const EffectSite& s) { return s.name == action.site; });
  if (found == drug.sites.end()) {
    throw ParameterError(drug.name + ": no effect site `" + action.site + "`");
  }
  return static_cast<std::size_t>(found - drug.sites.begin());
}

std::vector<ClearanceInteraction> interactions_among(const KineticSet& set,
                                                     const std::vector<std::string>& others) {
  std::vector<ClearanceInteraction> present;
  for (const KineticSet::Interaction& interaction : set.interactions) {
    const auto found = std::find(others.begin(), others.end(), interaction.drug);
    if (found == others.end()) continue;
    present.push_back({static_cast<std::size_t>(found - others.begin()), interaction.coefficient});
  }
  return present;
}

const std::string& name_for_body(const Drug& drug, const std::string& body) {
  const auto own = drug.set_of_body.find(body);
  const auto found = own == drug.set_of_body.end() ? drug.set_of_body.find("default") : own;
  if (found == drug.set_of_body.end()) {
    throw ParameterError(drug.name + ": no kinetic set for body `" + body + "` and no default");
  }
  return found->second;
}

}  // namespace

const KineticSet& Drug::set(const std::string& set_name, const std::string& body) const {
  const std::string& wanted = set_name.empty() ? name_for_body(*this, body) : set_name;
  const auto found =
      std::find_if(sets.begin(), sets.end(), [&](const KineticSet& s) { return s.name == wanted; });
  if (found == sets.end()) throw ParameterError(name + ": no kinetic set `" + wanted + "`");
  return *found;
}

Drug with_effect(Drug drug, double share) {
  if (share == 0.0) drug.actions.clear();
  for (DrugAction& action : drug.actions) action.potency.value /= share;
  return drug;
}

DrugStructure structure_of(const Drug& drug, const KineticSet& set,
                           const std::vector<std::string>& others) {
  check_count(drug, "compartments", set.compartments, max_compartments);
  check_count(drug, "effect sites", drug.sites.size(), max_sites);
  check_count(drug, "actions", drug.actions.size(), max_actions);
  DrugStructure structure;
  structure.name = drug.name;
  structure.code = drug.code;
  structure.compartments = set.compartments;
  for (const EffectSite& site : drug.sites) structure.sites.push_back(site.name);
  for (const DrugAction& action : drug.actions) {
    structure.actions.push_back({action.receptor, site_index(drug, action), action.efficacy});
  }
  structure.flow_exponent = set.flow_exponent;
  structure.flow_bounds = set.flow_bounds;
  structure.interactions = interactions_among(set, others);
  structure.lag = set.lag;
  structure.endogenous =
      std::any_of(set.parameters.begin(), set.parameters.end(),
                  [](const KineticParameter& p) { return p.name == "production"; });
  return structure;
}

}  // namespace pressor
