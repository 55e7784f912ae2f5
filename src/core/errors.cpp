#include "pressor/core/errors.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "pressor/core/quantity.h"

namespace pressor {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

/// Byte at which character number `n` (from 0) starts, or the end.
std::size_t byte_of(std::string_view text, std::size_t n) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (starts_character(text[at]) && n-- == 0) return at;
  }
  return text.size();
}

/// Bytes of the YAML word or value at the front of `text`; at least 1.
std::size_t word_length(std::string_view text) {
  const char first = text.empty() ? ' ' : text.front();
  if (first == '"' || first == '\'') {
    const std::size_t quote = text.find(first, 1);
    return quote == std::string_view::npos ? text.size() : quote + 1;
  }
  const std::size_t end =
      std::min({text.find_first_of(",]}"), text.find(" #"), text.find(": "), text.size()});
  const std::size_t last = text.substr(0, end).find_last_not_of(" \t:");
  return last == std::string_view::npos ? 1 : last + 1;
}

/// The source line and the marked word's first byte in it.
struct Excerpt {
  std::string line;
  std::size_t mark;
};

/// A line of any length, cut to what a screen shows around the mark.
Excerpt cut(const std::string& line, int column) {
  constexpr std::size_t before = 80;
  constexpr std::size_t after = 80;
  const std::size_t mark = byte_of(line, static_cast<std::size_t>(column - 1));
  std::size_t start = mark > before ? mark - before : 0;
  while (start < mark && !starts_character(line[start])) ++start;
  std::size_t end = std::min(line.size(), mark + after);
  while (end < line.size() && !starts_character(line[end])) ++end;
  const std::string head = start > 0 ? "..." : "";
  const std::string tail = end < line.size() ? "..." : "";
  return {head + line.substr(start, end - start) + tail, head.size() + mark - start};
}

std::string marked(const Problem& problem) {
  if (problem.excerpt.empty() || problem.place.column < 1) return {};
  const auto [line, mark] = cut(problem.excerpt, problem.place.column);
  const std::string number = std::to_string(problem.place.line);
  const std::size_t width = std::max<std::size_t>(number.size(), 5);
  std::string blank;
  for (const char c : std::string_view(line).substr(0, mark)) {
    if (starts_character(c)) blank += c == '\t' ? '\t' : ' ';
  }
  const std::string_view rest = std::string_view(line).substr(mark);
  const std::size_t length = characters(rest.substr(0, word_length(rest)));
  return '\n' + std::string(width - number.size(), ' ') + number + " | " + line + '\n' +
         std::string(width, ' ') + " | " + blank + '^' +
         std::string(std::max<std::size_t>(length, 1) - 1, '~');
}

std::string place_text(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += ':' + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ':' + std::to_string(place.column);
  return text.empty() ? text : text + ": ";
}

std::string all_of(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += to_string(problem);
  }
  return text;
}

}  // namespace

std::string to_string(const Problem& problem) {
  std::string text = place_text(problem.place) + "error: ";
  if (!problem.path.empty()) text += problem.path + ": ";
  text += problem.what;
  if (!problem.expected.empty()) text += "; expected " + problem.expected;
  if (!problem.suggestion.empty()) text += "; did you mean \"" + problem.suggestion + "\"?";
  return text + marked(problem);
}

InputError::InputError(std::vector<Problem> problems)
    : Error(all_of(problems)), problems_(std::move(problems)) {}

QuantityError::QuantityError(const std::string& what, std::string expected, std::string suggestion)
    : Error(what), expected_(std::move(expected)), suggestion_(std::move(suggestion)) {}

IntegrationError::IntegrationError(const std::string& reason, double time)
    : Error(reason + " at " + format_number(time) + " min"), time_(time) {}

}  // namespace pressor
