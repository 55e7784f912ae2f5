#include "model_kinds.h"

#include <algorithm>
#include <array>

#include "pressor/core/errors.h"

namespace pressor::cli {
namespace {

constexpr std::array kinds{ModelKind::drug,     ModelKind::body,       ModelKind::population,
                           ModelKind::protocol, ModelKind::hypothesis, ModelKind::scenario,
                           ModelKind::evidence};

using Naming = std::string (*)(ModelKind);

std::vector<std::string> all(Naming naming) {
  std::vector<std::string> names;
  for (const ModelKind kind : kinds) names.push_back(naming(kind));
  return names;
}

ModelKind find(const std::string& word, Naming naming) {
  const auto* found = std::find_if(kinds.begin(), kinds.end(),
                                   [&](ModelKind kind) { return naming(kind) == word; });
  if (found == kinds.end()) throw Error("no kind of model: " + word);
  return *found;
}

}  // namespace

std::vector<std::string> kind_folders() { return all(kind_folder); }
std::vector<std::string> kind_names() { return all(kind_name); }
ModelKind kind_of_folder(const std::string& folder) { return find(folder, kind_folder); }
ModelKind kind_of_name(const std::string& name) { return find(name, kind_name); }

}  // namespace pressor::cli
