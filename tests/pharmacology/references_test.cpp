#include "pressor/scenario/references.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "pressor/scenario/document.h"

namespace pressor {
namespace {

const std::filesystem::path models = PRESSOR_SOURCE_DIR "/models";

/// Expects every `source` below a node to be a key of the references, `fitted`, `assumed` or a
/// sentence. Returns how many there were.
std::size_t expect_known_sources(const Node& node, const References& references) {
  std::size_t found = 0;
  for (const Entry& entry : node.entries) {
    found += expect_known_sources(entry.value, references);
    const std::string& text = entry.value.text;
    if (entry.key != "source" || entry.value.kind != Node::Kind::scalar) continue;
    const bool plain = text == "fitted" || text == "assumed" || text.find(' ') != std::string::npos;
    EXPECT_TRUE(plain || references.contains(text))
        << node.place().file << ":" << entry.line << ": " << text;
    ++found;
  }
  for (const Node& item : node.items) found += expect_known_sources(item, references);
  return found;
}

TEST(References, WithoutANumberThatIdentifiesThemAreMarkedAsUncheckedUnlessTheyWereChecked) {
  const References references = load_references(read_document(models / "references.yaml"));
  EXPECT_FALSE(references.at("maas2012").checked);
  EXPECT_TRUE(references.at("black1983").checked);
  for (const auto& [key, reference] : references) {
    EXPECT_TRUE(reference.checked || (reference.doi.empty() && reference.pmid.empty())) << key;
  }
}

TEST(References, HoldEverySourceThatAModelFileNames) {
  const References references = load_references(read_document(models / "references.yaml"));
  std::size_t found = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(models)) {
    if (file.path().extension() != ".yaml") continue;
    found += expect_known_sources(read_document(file.path()).root, references);
  }
  EXPECT_GT(found, 200u);
}

TEST(References, SayWhereEachWasPublishedOrWhatIsMissing) {
  for (const auto& [key, r] : load_references(read_document(models / "references.yaml"))) {
    EXPECT_FALSE(r.journal.empty() && r.doi.empty() && r.pmid.empty() && r.note.empty()) << key;
  }
}

}  // namespace
}  // namespace pressor
