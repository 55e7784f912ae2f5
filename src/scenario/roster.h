#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shelf.h"

namespace pressor {

/// The drugs of a study, in the order in which they are first named.
class Roster {
 public:
  explicit Roster(Shelf& shelf) : shelf_(&shelf) {}

  /// Index of the drug called `name`, taken on when it is new; nothing when there is no such drug:
  /// then `where` has a problem that says why.
  std::optional<std::size_t> index_of(const std::string& name, const Value& where);
  /// The same by the text of `value`.
  std::optional<std::size_t> index_of(const Value& value);

  [[nodiscard]] const Drug& operator[](std::size_t drug) const { return *drugs_[drug]; }
  [[nodiscard]] std::size_t size() const { return drugs_.size(); }
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] Shelf& shelf() const { return *shelf_; }

 private:
  Shelf* shelf_;
  std::vector<const Drug*> drugs_;
};

}  // namespace pressor
