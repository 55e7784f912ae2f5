#include "text_checks.h"

#include <algorithm>
#include <utility>

namespace pressor {
namespace {

using Byte = unsigned char;

bool continues(std::string_view text, std::size_t at, std::size_t n) {
  if (at + n >= text.size()) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at + 1),
                     text.begin() + static_cast<std::ptrdiff_t>(at + n + 1),
                     [](char c) { return (static_cast<Byte>(c) & 0xC0) == 0x80; });
}

/// Shortest forms only, no surrogates, nothing above U+10FFFF.
bool well_formed(Byte first, Byte second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return first >= 0xC2 && first < 0xF5;
  }
}

/// Bytes of the character at `at`, 0 when it is not well-formed.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<Byte>(text[at]);
  if (first < 0x80) return 1;
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (!continues(text, at, more)) return 0;
  return well_formed(first, static_cast<Byte>(text[at + 1])) ? more + 1 : 0;
}

void check_character(char c, const std::shared_ptr<const Source>& source, int line, int column) {
  if (c == '\0') fail_at(source, line, column, "a NUL byte", "text in UTF-8");
  if ((static_cast<Byte>(c) < 0x20 && c != '\t' && c != '\n') || c == 0x7F) {
    fail_at(source, line, column, "a control character", "printable text in UTF-8");
  }
}

/// YAML's own message for a tab differs from place to place; here it is always this one.
void check_indentation(std::string_view line, const std::shared_ptr<const Source>& source,
                       int number) {
  const std::size_t start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos || line[start] == '#') return;
  const std::size_t tab = line.substr(0, start).find('\t');
  if (tab == std::string_view::npos) return;
  fail_at(source, number, static_cast<int>(tab) + 1, "a tab in the indentation", "spaces");
}

void check_line(std::string_view line, const std::shared_ptr<const Source>& source, int number) {
  int column = 1;
  for (std::size_t at = 0; at < line.size(); ++column) {
    const std::size_t length = character_length(line, at);
    if (length == 0) fail_at(source, number, column, "a byte that is not UTF-8", "text in UTF-8");
    check_character(line[at], source, number, column);
    at += length;
  }
  check_indentation(line, source, number);
}

}  // namespace

void normalise_line_ends(std::string& text) {
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool line_end = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (!line_end) text[kept++] = text[at];
  }
  text.resize(kept);
}

void check_characters(std::string_view text, const std::shared_ptr<const Source>& source) {
  int number = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    check_line(text.substr(0, end), source, number++);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

int count_characters(std::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<Byte>(c) & 0xC0) != 0x80; }));
}

void fail_at(const std::shared_ptr<const Source>& source, int line, int column, std::string what,
             std::string expected) {
  Node node;
  node.source = source;
  node.line = line;
  node.column = column;
  throw InputError({problem_at(node, {}, std::move(what), std::move(expected))});
}

}  // namespace pressor
