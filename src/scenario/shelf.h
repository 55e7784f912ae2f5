#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/binder.h"
#include "pressor/scenario/library.h"

namespace pressor {

/// Calls `read` and takes over the problems of an InputError that it throws.
template <class Read>
void take_problems(ProblemList& problems, Read read) {
  try {
    read();
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) problems.add(problem);
  }
}

/// Models that a file names: looked up, read once, and remembered for the resolved scenario.
/// Addresses stay valid as long as the shelf.
class Shelf {
 public:
  /// Both must outlive the shelf.
  Shelf(const Library& library, const References& references)
      : library_(&library), references_(&references) {}

  [[nodiscard]] const References& references() const { return *references_; }

  /// The model called `name`, or nullptr; then `where` has a problem that says why.
  const Document* find(ModelKind kind, const std::string& name, const Value& where);
  /// The model that the text of `value` names.
  const Document* find(ModelKind kind, const Value& value);
  /// The drug called `name`, or nullptr; then `where` has a problem that says why.
  const Drug* drug(const std::string& name, const Value& where);

  /// Name of the drug whose file has this code, or nothing.
  [[nodiscard]] std::string drug_with_code(const std::string& code) const;

  /// Every model that was found so far.
  using Key = std::pair<ModelKind, std::string>;
  [[nodiscard]] const std::map<Key, Document>& used() const { return used_; }

 private:
  const Library* library_;
  const References* references_;
  std::map<Key, Document> used_;
  std::map<std::string, std::optional<Drug>> drugs_;  ///< nothing: its file has problems
};

}  // namespace pressor
