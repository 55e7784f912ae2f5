#include "pressor/scenario/library.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace pressor {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

/// A name that is one file of the folder, not a way out of it.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find_first_of("/\\.") == std::string::npos;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Scenarios lie in a folder beside the models.
fs::path folder_in(const fs::path& models, ModelKind kind) {
  if (kind == ModelKind::scenario) return models / ".." / "scenarios";
  return models / kind_folder(kind);
}

}  // namespace

std::string kind_name(ModelKind kind) {
  switch (kind) {
    case ModelKind::drug:
      return "drug";
    case ModelKind::body:
      return "body";
    case ModelKind::population:
      return "population";
    case ModelKind::protocol:
      return "protocol";
    case ModelKind::hypothesis:
      return "hypothesis";
    case ModelKind::scenario:
      return "scenario";
    case ModelKind::evidence:
      return "evidence";
  }
  return {};
}

std::string kind_folder(ModelKind kind) {
  if (kind == ModelKind::body) return "bodies";
  if (kind == ModelKind::hypothesis) return "hypotheses";
  if (kind == ModelKind::evidence) return "evidence";
  return kind_name(kind) + 's';
}

std::vector<fs::path> model_folders(const fs::path& given, const fs::path& scenario,
                                    const fs::path& installed) {
  std::vector<fs::path> folders;
  if (!given.empty()) folders.push_back(given);
  if (!scenario.empty()) {
    for (fs::path at = fs::absolute(scenario).parent_path();; at = at.parent_path()) {
      folders.push_back(at / "models");
      if (!at.has_relative_path()) break;
    }
  }
  if (!installed.empty()) folders.push_back(installed);
  folders.erase(std::remove_if(folders.begin(), folders.end(),
                               [](const fs::path& path) { return !is_folder(path); }),
                folders.end());
  return folders;
}

Library::Library(std::vector<fs::path> folders, const Document& scenario)
    : folders_(std::move(folders)) {
  if (const Node* models = scenario.root.find("models")) embedded_ = *models;
}

std::vector<std::string> Library::names(ModelKind kind) const {
  std::set<std::string> names;
  for (const fs::path& folder : folders_) {
    std::error_code error;
    for (const auto& file : fs::directory_iterator(folder_in(folder, kind), error)) {
      if (file.path().extension() == ".yaml") names.insert(file.path().stem().string());
    }
  }
  const Node* section = embedded_ ? embedded_->find(kind_folder(kind)) : nullptr;
  if (section != nullptr) {
    for (const Entry& entry : section->entries) names.insert(entry.key);
  }
  return {names.begin(), names.end()};
}

std::optional<std::string> Library::nearest_name(ModelKind kind, const std::string& name) const {
  const std::vector<std::string> own = names(kind);
  std::map<std::string, std::string> called;  // what people say -> name here
  if (kind == ModelKind::drug) called = other_names(own);
  const auto other = called.find(lower(name));
  if (other != called.end()) return other->second;
  if (auto near = nearest(name, own)) return near;
  std::vector<std::string> others;
  for (const auto& [says, drug] : called) others.push_back(says);
  const auto near = nearest(name, others);
  return near ? std::optional(called[*near]) : std::nullopt;
}

std::map<std::string, std::string> Library::other_names(
    const std::vector<std::string>& drugs) const {
  std::map<std::string, std::string> called;
  for (const std::string& drug : drugs) {
    try {
      const Document document = *find(ModelKind::drug, drug);
      if (const Node* code = document.root.find("code")) called.emplace(lower(code->text), drug);
      const Node* also = document.root.find("also");
      if (also == nullptr) continue;
      for (const Node& item : also->items) called.emplace(lower(item.text), drug);
    } catch (const InputError&) {
      continue;  // told when somebody asks for that drug
    }
  }
  return called;
}

std::optional<Document> Library::find(ModelKind kind, const std::string& name) const {
  const Node* section = embedded_ ? embedded_->find(kind_folder(kind)) : nullptr;
  const Node* own = section != nullptr ? section->find(name) : nullptr;
  if (own != nullptr) return Document{name, *own};
  if (!is_plain_name(name)) return std::nullopt;
  for (const fs::path& folder : folders_) {
    const fs::path file = folder_in(folder, kind) / (name + ".yaml");
    std::error_code error;
    if (fs::is_regular_file(file, error)) return read_document(file);
  }
  return std::nullopt;
}

References Library::references() const {
  References all;
  const Node* own = embedded_ ? embedded_->find("references") : nullptr;
  if (own != nullptr) all = load_references({"references", *own});
  for (const fs::path& folder : folders_) {
    const fs::path file = folder / "references.yaml";
    std::error_code error;
    if (fs::is_regular_file(file, error)) all.merge(load_references(read_document(file)));
  }
  return all;
}

}  // namespace pressor
