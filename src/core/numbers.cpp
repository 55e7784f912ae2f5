#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "digit.h"
#include "pressor/core/quantity.h"

namespace pressor {
namespace {

/// Takes the digits from the front of `text`.
std::string_view take_digits(std::string_view& text) {
  const std::string_view digits = text.substr(0, text.find_first_not_of("0123456789"));
  text.remove_prefix(digits.size());
  return digits;
}

/// Takes one sign from the front of `text`; true when it is a minus.
bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

/// `e-12` at the front of `text`; nothing when malformed or beyond any double.
std::optional<int> take_exponent(std::string_view& text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  const std::string digits(take_digits(text));
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  const int exponent = std::stoi(digits);
  return negative ? -exponent : exponent;
}

/// `-1.25e-07` from printf in any locale: the digits, the sign and the decimal exponent.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

/// Correctly rounded to `precision` significant digits. Only digits are read from printf's text, so
/// that a locale's decimal point does not matter.
Decimal to_decimal(double value, int precision) {
  std::array<char, 48> buffer{};
  // std::to_chars(double) would do, but libc++ 14 for WebAssembly lacks it.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.*e", precision - 1, value);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(length));
  const std::size_t e = text.find('e');
  Decimal decimal;
  decimal.negative = std::signbit(value);
  for (const char c : text.substr(0, e)) {
    if (is_digit(c)) decimal.digits += c;
  }
  decimal.exponent = std::stoi(std::string(text.substr(e + 1)));
  decimal.digits.erase(std::max<std::size_t>(decimal.digits.find_last_not_of('0') + 1, 1));
  return decimal;
}

std::string zeros(int count) { return std::string(static_cast<std::size_t>(count), '0'); }

std::string layout(const Decimal& decimal) {
  std::string text = decimal.digits;
  const auto count = static_cast<int>(text.size());
  const int whole = decimal.exponent + 1;  // digits before the point
  if (whole < -4 || whole > 16) {
    if (count > 1) text.insert(1, ".");
    text += 'e' + std::to_string(decimal.exponent);
  } else if (whole <= 0) {
    text.insert(0, "0." + zeros(-whole));
  } else if (count <= whole) {
    text += zeros(whole - count);
  } else {
    text.insert(static_cast<std::size_t>(whole), ".");
  }
  return decimal.negative ? '-' + text : text;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const bool negative = take_sign(text);
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (whole.size() > 1 && whole.front() == '0') return std::nullopt;
  const std::optional<int> exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;

  // Without a decimal point strtod reads the same in every locale, correctly rounded.
  std::string plain(whole);
  plain.append(fraction).append("e");
  plain += std::to_string(static_cast<long>(*exponent) - static_cast<long>(fraction.size()));
  const double value = std::strtod(plain.c_str(), nullptr);
  const bool zero = plain.find_first_not_of('0') == plain.find('e');
  if (!std::isfinite(value) || (value == 0.0 && !zero)) return std::nullopt;
  return negative ? -value : value;
}

std::string format_number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0.0 ? "inf" : "-inf";
  // 15 digits name every decimal of up to 15 digits, 17 digits name every double.
  for (const int precision : {15, 16}) {
    std::string text = layout(to_decimal(value, precision));
    if (parse_number(text) == value) return text;
  }
  return layout(to_decimal(value, 17));
}

}  // namespace pressor
