#pragma once

#include <map>
#include <string>

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/binder.h"

/// Where numbers come from: models/references.yaml and the `source` and `grade` of each number.
namespace pressor {

/// One published source.
struct Reference {
  std::string key;
  std::string authors;
  std::string title;
  std::string journal;  ///< with volume and pages
  std::string year;
  std::string doi;
  std::string pmid;
  std::string url;
  std::string note;
  bool checked = true;  ///< no: the citation is from memory
};

/// All sources by key.
using References = std::map<std::string, Reference>;

/// Reads a references file. Throws InputError.
References load_references(const Document& document);

/// Reads `source`, `grade` and `note` of a number whose text is `value`. A source is a key of
/// `references`, the word `fitted` or `assumed`, or a sentence; keys are not checked when there are
/// no references at all.
Provenance read_provenance(Fields& in, const Value& value, const References& references);

/// The unit in a quantity's text: what stands behind the number.
std::string unit_text(const std::string& quantity);

}  // namespace pressor
