#include "pressor/scenario/references.h"

#include <utility>
#include <vector>

namespace pressor {
namespace {

Reference read_reference(const std::string& key, Fields& in) {
  Reference reference;
  reference.key = key;
  reference.authors = in.optional("authors").text();
  reference.title = in.required("title").text();
  reference.journal = in.optional("journal").text();
  reference.year = in.optional("year").text();
  reference.doi = in.optional("doi").text();
  reference.pmid = in.optional("pmid").text();
  reference.url = in.optional("url").text();
  reference.note = in.optional("note").text();
  reference.checked = in.optional("checked").flag(true);
  return reference;
}

void check_source(const Value& source, const References& references) {
  const std::string text = source.text();
  const bool sentence = text.find(' ') != std::string::npos;
  if (text.empty() || references.empty() || sentence || references.contains(text)) return;
  std::vector<std::string> known{"fitted", "assumed"};
  if (text == known[0] || text == known[1]) return;
  for (const auto& [key, reference] : references) known.push_back(key);
  source.problem("no source `" + text + "`",
                 "a key of references.yaml, `fitted`, `assumed`, or a sentence",
                 nearest(text, known).value_or(std::string{}));
}

}  // namespace

References load_references(const Document& document) {
  References references;
  ProblemList problems;
  read_fields(document, problems, [&](Fields& in) {
    (void)in.required("schema").one_of({"pressor-references/1"});
    for (const auto& [key, value] : in.required("references").pairs()) {
      value.fields([&, name = key](Fields& entry) {
        references.emplace(name, read_reference(name, entry));
      });
    }
  });
  return references;
}

std::string unit_text(const std::string& quantity) {
  const std::size_t end = quantity.find_first_not_of("+-.0123456789eE");
  if (end == std::string::npos) return "1";
  const std::size_t start = quantity.find_first_not_of(' ', end);
  return start == std::string::npos ? "1" : quantity.substr(start);
}

Provenance read_provenance(Fields& in, const Value& value, const References& references) {
  const Value source = in.required("source");
  check_source(source, references);
  const std::string grade = in.required("grade").one_of({"A", "B", "C"}, "C");
  (void)in.optional("note").text();
  return {unit_text(value.text()), source.text(), grade[0]};
}

}  // namespace pressor
