#include "roster.h"

#include <algorithm>

namespace pressor {

std::optional<std::size_t> Roster::index_of(const std::string& name, const Value& where) {
  const Drug* drug = shelf_->drug(name, where);
  if (drug == nullptr) return std::nullopt;
  const auto found = std::find(drugs_.begin(), drugs_.end(), drug);
  const auto index = static_cast<std::size_t>(found - drugs_.begin());
  if (found != drugs_.end()) return index;
  if (index == max_drugs) {
    where.problem("`" + name + "` is one drug too many", "at most " + std::to_string(max_drugs));
    return std::nullopt;
  }
  drugs_.push_back(drug);
  return index;
}

std::optional<std::size_t> Roster::index_of(const Value& value) {
  const std::string name = value.text();
  return value.is_text() ? index_of(name, value) : std::nullopt;
}

std::vector<std::string> Roster::names() const {
  std::vector<std::string> names;
  for (const Drug* drug : drugs_) names.push_back(drug->name);
  return names;
}

}  // namespace pressor
