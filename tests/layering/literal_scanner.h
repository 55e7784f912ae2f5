#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

/// Finds the numbers that stand in C++ code. Left out: comments, quoted text, and the declarations
/// `Field{...}`, whose numbers are the limits of what a file may say.
namespace pressor::testing {

struct Literal {
  std::size_t line = 0;
  std::string text;  ///< as written
};

namespace literal_scanner {

inline bool is_name_letter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Blanks [from, to) but keeps the ends of lines.
inline void blank(std::string& code, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && i < code.size(); ++i) {
    if (code[i] != '\n') code[i] = ' ';
  }
}

/// Behind the closing quote of what opens at `open`.
inline std::size_t end_of_quote(const std::string& code, std::size_t open) {
  std::size_t i = open + 1;
  while (i < code.size() && code[i] != code[open]) i += code[i] == '\\' ? 2U : 1U;
  return i + 1;
}

inline std::size_t end_of(const std::string& code, std::size_t from, const std::string& mark) {
  const std::size_t found = code.find(mark, from);
  return found == std::string::npos ? code.size() : found + mark.size();
}

/// An apostrophe within a number parts its digits.
inline bool opens_quote(const std::string& code, std::size_t i) {
  if (code[i] == '"') return true;
  return code[i] == '\'' && (i == 0 || !is_name_letter(code[i - 1]));
}

inline void blank_words(std::string& code) {
  for (std::size_t i = 0; i < code.size();) {
    std::size_t end = i;
    if (code.compare(i, 2, "//") == 0) end = end_of(code, i, "\n");
    if (code.compare(i, 2, "/*") == 0) end = end_of(code, i + 2, "*/");
    if (opens_quote(code, i)) end = end_of_quote(code, i);
    blank(code, i, end);
    i = end == i ? i + 1 : end;
  }
}

/// The brace that opens a declaration `Field{` or `Field<Record<Real>>{` whose name ends at `i`;
/// npos for any other use of the word.
inline std::size_t brace_of_field(const std::string& code, std::size_t i) {
  std::size_t depth = 0;
  for (; i < code.size(); ++i) {
    if (code[i] == '<') ++depth;
    if (code[i] == '>' && depth > 0) {
      --depth;
    } else if (depth == 0 && code[i] != '<') {
      break;
    }
  }
  return i < code.size() && code[i] == '{' ? i : std::string::npos;
}

inline std::size_t end_of_braces(const std::string& code, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '{') ++depth;
    if (code[i] == '}' && --depth == 0) return i + 1;
  }
  return code.size();
}

inline void blank_fields(std::string& code) {
  const std::string word = "Field";
  for (std::size_t at = code.find(word); at != std::string::npos; at = code.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (at > 0 && is_name_letter(code[at - 1])) continue;
    const std::size_t open = brace_of_field(code, end);
    if (open != std::string::npos) blank(code, open, end_of_braces(code, open));
  }
}

/// Behind the number that begins at `i`: digits, point, apostrophes, exponent with its sign, suffix.
inline std::size_t end_of_number(const std::string& code, std::size_t i) {
  const bool hexadecimal = code.compare(i, 2, "0x") == 0 || code.compare(i, 2, "0X") == 0;
  while (i < code.size()) {
    const char c = code[i];
    const bool sign = (c == '+' || c == '-') && !hexadecimal &&
                      std::tolower(static_cast<unsigned char>(code[i - 1])) == 'e';
    if (!is_name_letter(c) && c != '.' && c != '\'' && !sign) break;
    ++i;
  }
  return i;
}

}  // namespace literal_scanner

inline std::vector<Literal> literals_of(std::string code) {
  using namespace literal_scanner;
  blank_words(code);
  blank_fields(code);
  std::vector<Literal> found;
  std::size_t line = 1;
  for (std::size_t i = 0; i < code.size();) {
    if (code[i] == '\n') ++line;
    const bool digit = std::isdigit(static_cast<unsigned char>(code[i])) != 0;
    const bool point = code[i] == '.' && i + 1 < code.size() &&
                       std::isdigit(static_cast<unsigned char>(code[i + 1])) != 0;
    if (digit || point) {
      const std::size_t end = end_of_number(code, i);
      found.push_back({line, code.substr(i, end - i)});
      i = end;
    } else if (is_name_letter(code[i])) {
      while (i < code.size() && is_name_letter(code[i])) ++i;
    } else {
      ++i;
    }
  }
  return found;
}

}  // namespace pressor::testing
