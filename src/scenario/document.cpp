#include "pressor/scenario/document.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "parse_events.h"
#include "text_checks.h"

namespace pressor {
namespace {

std::shared_ptr<const Source> make_source(const std::string& text, std::string name) {
  auto source = std::make_shared<Source>();
  source->name = std::move(name);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) source->lines.push_back(std::move(line));
  return source;
}

bool same_entries(const Node& a, const Node& b) {
  return a.entries.size() == b.entries.size() &&
         std::all_of(a.entries.begin(), a.entries.end(), [&](const Entry& entry) {
           const Node* other = b.find(entry.key);
           return other != nullptr && same_content(entry.value, *other);
         });
}

/// The value of `key`, as constant as the entries.
template <class Entries>
auto value_in(Entries& entries, std::string_view key) -> decltype(&entries.front().value) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

}  // namespace

const Node* Node::find(std::string_view key) const { return value_in(entries, key); }
Node* Node::find(std::string_view key) { return value_in(entries, key); }

Place Node::place() const { return {source ? source->name : std::string{}, line, column}; }

std::string Node::excerpt() const {
  const auto at = static_cast<std::size_t>(line);
  return source && line > 0 && at <= source->lines.size() ? source->lines[at - 1] : std::string{};
}

bool same_content(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && same_entries(a, b) &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_content);
}

Problem problem_at(const Node& node, std::string path, std::string what, std::string expected,
                   std::string suggestion) {
  return {node.place(),        std::move(path),       std::move(what),
          std::move(expected), std::move(suggestion), node.excerpt()};
}

Document parse_document(std::string text, std::string name, const DocumentLimits& limits) {
  if (text.size() > limits.bytes) {
    Problem problem;
    problem.place.file = name;
    problem.what = "the file has more than " + std::to_string(limits.bytes) + " bytes";
    throw InputError({problem});
  }
  normalise_line_ends(text);
  const auto source = make_source(text, name);
  check_characters(text, source);
  Node root = parse_events(text, source, limits);
  if (!root.source) root.source = source;  // of an empty file
  return {std::move(name), std::move(root)};
}

Document read_document(const std::filesystem::path& file) {
  std::error_code error;
  const bool readable = std::filesystem::is_regular_file(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (!readable || !stream) {
    const bool folder = std::filesystem::is_directory(file, error);
    throw FileNotFound("cannot read " + file.string() + (folder ? ": it is a folder" : ""));
  }
  // One byte beyond the limit is enough to see that a file is too large.
  std::string text(DocumentLimits{}.bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return parse_document(std::move(text), file.string());
}

}  // namespace pressor
