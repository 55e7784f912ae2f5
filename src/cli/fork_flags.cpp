#include "fork_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "pressor/core/errors.h"

namespace pressor::cli {
namespace {

using Pair = std::pair<std::string, std::string>;

/// `key=value` pieces between commas that stand in no bracket; a piece without `=` belongs to the
/// one before.
std::vector<Pair> pieces_of(const std::string& text) {
  std::vector<std::string> pieces{""};
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' || c == '[' ? 1 : 0;
    depth -= c == '}' || c == ']' ? 1 : 0;
    if (c == ',' && depth == 0) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  std::vector<Pair> made;
  for (const std::string& piece : pieces) {
    const std::size_t at = piece.find('=');
    if (at == std::string::npos || at == 0) {
      throw ParameterError("--fork: `" + piece + "` is no key=value");
    }
    made.emplace_back(piece.substr(0, at), piece.substr(at + 1));
  }
  return made;
}

/// `dexmedetomidine 0.5 ug/kg/h` as a gift; what is a mapping already stays.
std::string gift_text(const std::string& text) {
  if (text.starts_with("{") || text.starts_with("[")) return text;
  const std::size_t blank = text.find(' ');
  if (blank == std::string::npos) {
    throw ParameterError("--fork: `" + text + "` is no drug with its rate");
  }
  return fmt::format("{{drug: {}, infusion: {}}}", text.substr(0, blank), text.substr(blank + 1));
}

/// What a name in the result can be made of.
std::string name_of(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.';
    name += plain ? c : '_';
  }
  return name;
}

}  // namespace

std::vector<std::string> fork_assignments(const std::vector<std::string>& texts) {
  constexpr std::array<std::string_view, 4> shared{"patient", "replicate", "arm", "at"};
  std::map<std::string, std::string> told;
  std::vector<std::string> made;
  std::string branches;
  for (const std::string& text : texts) {
    std::string name;
    std::string own;
    std::string keys;
    for (const auto& [key, value] : pieces_of(text)) {
      if (std::find(shared.begin(), shared.end(), key) != shared.end()) {
        const auto [known, fresh] = told.emplace(key, value);
        if (known->second != value) {
          throw ParameterError(fmt::format("--fork: {} is {} and {}", key, known->second, value));
        }
        if (fresh) made.push_back(fmt::format("fork.{}={}", key, value));
        continue;
      }
      if (key == "name") {
        name = value;
        continue;
      }
      const bool gift = key == "give" || key == "add";
      own += (own.empty() ? "" : "_") + name_of(key + "_" + value);
      keys += fmt::format(", {}: {}", key, gift ? "[" + gift_text(value) + "]" : value);
    }
    if (keys.empty() && name.empty()) continue;  // only what all branches share
    branches += fmt::format("{}{{name: {}{}}}", branches.empty() ? "" : ", ",
                            name.empty() ? own : name, keys);
  }
  if (!branches.empty()) made.push_back("fork.branches=[" + branches + "]");
  return made;
}

}  // namespace pressor::cli
