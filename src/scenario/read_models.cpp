#include "read_models.h"

#include <algorithm>

namespace pressor {
namespace {

/// How many files may stand on one another.
constexpr std::size_t longest_descent = 8;

}  // namespace

void Bases::follow(const Value& base, ModelKind kind, Shelf& shelf,
                   const std::function<void(Fields&)>& read) {
  if (!base.present()) return;
  const std::string name = base.text();
  const bool again = std::find(names_.begin(), names_.end(), name) != names_.end();
  if (again || names_.size() == longest_descent) {
    base.problem("`" + name + "` stands on itself", "a model that needs no other");
    return;
  }
  names_.push_back(name);
  const Document* document = shelf.find(kind, base);
  if (document != nullptr) Value(&document->root, {}, base.problems()).fields(read);
}

Provenance read_origin(Fields& in, const Value& number, Origin origin, const Shelf& shelf) {
  const Node* mapping = in.whole().node();
  const bool sourced = mapping->find("source") != nullptr || mapping->find("grade") != nullptr;
  if (origin == Origin::file || sourced) return read_provenance(in, number, shelf.references());
  return {number.is_text() ? unit_text(number.text()) : "1", "set in the scenario", 'C'};
}

}  // namespace pressor
