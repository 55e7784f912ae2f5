#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pressor/core/errors.h"

/// A strict reader of a small part of YAML: one document of mappings, sequences and text. Nothing
/// is guessed: anchors, aliases, tags, duplicate keys, a second document, unclosed quotes and tabs
/// in the indentation are errors. What a text means (number, quantity, name) is the reader's
/// business.
namespace pressor {

/// The text of one input, kept for messages.
struct Source {
  std::string name;                ///< file name, or what else it is, e.g. `--set horizon`
  std::vector<std::string> lines;  ///< without line ends
};

struct Entry;

/// A piece of a document with the place where it stands.
struct Node {
  enum class Kind { empty, scalar, sequence, mapping };
  Kind kind = Kind::empty;
  std::string text;            ///< of a scalar
  std::vector<Node> items;     ///< of a sequence
  std::vector<Entry> entries;  ///< of a mapping, in the order of the file
  std::shared_ptr<const Source> source;
  int line = 0;    ///< from 1; 0 unknown
  int column = 0;  ///< from 1, counted in characters

  /// The value of `key` in a mapping, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  [[nodiscard]] Place place() const;
  /// The source line on which it stands, empty when unknown.
  [[nodiscard]] std::string excerpt() const;
};

/// A key with its value. Line and column are those of the key.
struct Entry {
  std::string key;
  int line = 0;
  int column = 0;
  Node value;
};

/// Same kind, text and children, wherever they stand and in whatever order the keys are.
bool same_content(const Node& a, const Node& b);

struct Document {
  std::string name;
  Node root;
};

/// Limits that keep a hostile file from costing more than a moment.
struct DocumentLimits {
  std::size_t bytes = 1u << 20;
  std::size_t nodes = 100'000;
  int depth = 32;
};

/// Reads one document. Throws InputError with every duplicate key, or with the first place where
/// the text stops being readable.
Document parse_document(std::string text, std::string name, const DocumentLimits& limits = {});

/// Reads a file. Throws FileNotFound or InputError.
Document read_document(const std::filesystem::path& file);

/// YAML text that parse_document reads back to the same content.
std::string to_yaml(const Node& node);

/// A problem at a node; `path` in dotted form.
Problem problem_at(const Node& node, std::string path, std::string what, std::string expected = {},
                   std::string suggestion = {});

}  // namespace pressor
