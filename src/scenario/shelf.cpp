#include "shelf.h"

#include "pressor/scenario/load_drug.h"

namespace pressor {

const Document* Shelf::find(ModelKind kind, const std::string& name, const Value& where) {
  const auto known = used_.find({kind, name});
  if (known != used_.end()) return &known->second;
  std::optional<Document> document;
  const std::size_t before = where.problems().problems().size();
  take_problems(where.problems(), [&] { document = library_->find(kind, name); });
  if (document) return &used_.emplace(Key{kind, name}, std::move(*document)).first->second;
  if (where.problems().problems().size() > before) return nullptr;
  const auto names = library_->names(kind);
  where.problem("no " + kind_name(kind) + " `" + name + "`",
                names.empty() ? "a file in models/" + kind_folder(kind) : list_words(names),
                library_->nearest_name(kind, name).value_or(std::string{}));
  return nullptr;
}

const Document* Shelf::find(ModelKind kind, const Value& value) {
  const std::string name = value.text();
  return value.is_text() ? find(kind, name, value) : nullptr;
}

const Drug* Shelf::drug(const std::string& name, const Value& where) {
  const auto known = drugs_.find(name);
  if (known != drugs_.end()) return known->second ? &*known->second : nullptr;
  const Document* document = find(ModelKind::drug, name, where);
  if (document == nullptr) return nullptr;
  std::optional<Drug>& drug = drugs_[name];
  take_problems(where.problems(), [&] { drug = load_drug(*document, *references_); });
  return drug ? &*drug : nullptr;
}

std::string Shelf::drug_with_code(const std::string& code) const {
  for (const std::string& name : library_->names(ModelKind::drug)) {
    try {
      const auto document = library_->find(ModelKind::drug, name);
      const Node* own = document ? document->root.find("code") : nullptr;
      if (own != nullptr && own->text == code) return name;
    } catch (const InputError&) {
      continue;  // told when somebody asks for that drug
    }
  }
  return {};
}

}  // namespace pressor
