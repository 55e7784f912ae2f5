#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pressor/scenario/document.h"
#include "pressor/scenario/references.h"

/// Where models are found by name.
namespace pressor {

enum class ModelKind { drug, body, population, protocol, hypothesis, scenario, evidence };

/// `drug`, `body` ... and the folder of that kind, `drugs`, `bodies` ...
std::string kind_name(ModelKind kind);
std::string kind_folder(ModelKind kind);

/// Folders to look in, best first: `given` (--models), each `models` folder beside `scenario` or
/// above it, then `installed`; only those that exist. Empty paths are left out.
std::vector<std::filesystem::path> model_folders(const std::filesystem::path& given,
                                                 const std::filesystem::path& scenario,
                                                 const std::filesystem::path& installed);

/// The models of some folders; the first folder that has a name wins.
class Library {
 public:
  explicit Library(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}
  /// Models that stand inside a resolved scenario, under its key `models`, come before all files.
  Library(std::vector<std::filesystem::path> folders, const Document& scenario);

  /// The same folders, with the models that stand inside `scenario` before them.
  [[nodiscard]] Library with(const Document& scenario) const { return {folders_, scenario}; }

  /// All names of a kind, sorted.
  [[nodiscard]] std::vector<std::string> names(ModelKind kind) const;
  /// The name that was probably meant: of a drug also by its `code` and its `also` names.
  [[nodiscard]] std::optional<std::string> nearest_name(ModelKind kind,
                                                        const std::string& name) const;
  /// The document of that name, or nothing. Throws InputError when it cannot be read.
  [[nodiscard]] std::optional<Document> find(ModelKind kind, const std::string& name) const;
  /// Sources of all folders. Throws InputError.
  [[nodiscard]] References references() const;

 private:
  /// Codes and `also` names of drugs, in small letters, and whose they are.
  [[nodiscard]] std::map<std::string, std::string> other_names(
      const std::vector<std::string>& drugs) const;

  std::vector<std::filesystem::path> folders_;
  std::optional<Node> embedded_;
};

}  // namespace pressor
