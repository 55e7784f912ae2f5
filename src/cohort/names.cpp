#include "names.h"

#include <algorithm>

namespace pressor::cohort {
namespace {

template <class Table>
std::optional<std::size_t> find(const Table& table, std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& f) { return f.name == name; });
  if (found == table.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.begin());
}

}  // namespace

Slot slot_of(const Cast& cast, const std::string& name) {
  using Kind = Slot::Kind;
  if (const auto at = find(covariate_fields, name)) return {Kind::covariate, *at};
  if (const auto at = find(seen_fields, name)) return {Kind::seen, *at};
  if (name == "frailty") return {Kind::frailty, 0};
  if (const ParameterInfo* info = find_body_parameter(name)) return {Kind::parameter, info->index};
  for (std::size_t d = 0; d < cast.drugs.size(); ++d) {
    if (name == cast.drugs[d].drug.code + "_DOSE") return {Kind::dose, d};
  }
  return {Kind::own, 0};
}

bool dosed_per_kg(const Drug& drug) {
  return parse_unit(drug.usual_unit).dimension.body_weight != 0;
}

}  // namespace pressor::cohort
