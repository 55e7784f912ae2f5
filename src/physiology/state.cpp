#include "pressor/physiology/state.h"

#include <algorithm>

#include "pressor/core/errors.h"

namespace pressor {

Model::Model(std::vector<DrugStructure> drugs, std::vector<Limit> limits)
    : drugs_(std::move(drugs)), limits_(std::move(limits)) {
  if (drugs_.size() > max_drugs) {
    throw ParameterError("a study can hold at most " + std::to_string(max_drugs) + " drugs, not " +
                         std::to_string(drugs_.size()));
  }
  states_ = body_state_count + 2 * limits_.size();
  for (const DrugStructure& drug : drugs_) {
    drug_at_.push_back(states_);
    states_ += drug.states();
  }
}

std::size_t Model::drug(std::string_view name) const {
  const auto found = std::find_if(drugs_.begin(), drugs_.end(), [&](const DrugStructure& d) {
    return d.name == name || d.code == name;
  });
  if (found == drugs_.end()) {
    throw ParameterError("drug " + std::string(name) + " is not part of this study");
  }
  return static_cast<std::size_t>(found - drugs_.begin());
}

}  // namespace pressor
