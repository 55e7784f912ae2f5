#include <algorithm>
#include <string>
#include <string_view>

#include "pressor/scenario/document.h"

namespace pressor {
namespace {

constexpr std::string_view plain_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-";

/// Words that YAML reads as something else than text.
bool is_word_of_yaml(std::string_view text) {
  return text == "null" || text == "Null" || text == "NULL" || text == "~";
}

/// Whether the text may stand without quotes. Narrower than YAML, so that nobody need look it up.
bool is_plain(std::string_view text) {
  if (text.empty() || is_word_of_yaml(text) || text.front() == '-' || text.back() == ' ')
    return false;
  if (text.front() == ' ' || text.substr(0, 3) == "...") return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == ' ' || plain_characters.find(c) != std::string_view::npos;
  });
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += c;
  }
}

std::string scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) append_escaped(out, c);
  return out + '"';
}

std::string leaf(const Node& node) {
  switch (node.kind) {
    case Node::Kind::empty:
      return "~";
    case Node::Kind::scalar:
      return scalar(node.text);
    case Node::Kind::sequence:
      return "[]";
    case Node::Kind::mapping:
      return "{}";
  }
  return {};
}

bool is_leaf(const Node& node) { return node.items.empty() && node.entries.empty(); }

void write(std::string& out, const Node& node, std::size_t indent);

void write_value(std::string& out, const Node& value, std::size_t indent) {
  if (is_leaf(value)) {
    out += ' ' + leaf(value) + '\n';
    return;
  }
  out += '\n';
  write(out, value, indent + 2);
}

void write(std::string& out, const Node& node, std::size_t indent) {
  const std::string margin(indent, ' ');
  for (const Node& item : node.items) {
    out += margin + '-';
    write_value(out, item, indent);
  }
  for (const Entry& entry : node.entries) {
    out += margin + scalar(entry.key) + ':';
    write_value(out, entry.value, indent);
  }
}

}  // namespace

std::string to_yaml(const Node& node) {
  if (is_leaf(node)) return leaf(node) + '\n';
  std::string out;
  write(out, node, 0);
  return out;
}

}  // namespace pressor
