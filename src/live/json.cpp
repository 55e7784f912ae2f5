#include "json.h"

#include <cmath>

#include "pressor/core/quantity.h"

namespace pressor::live {

void Json::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

Json& Json::open_object() {
  separate();
  out_ += '{';
  first_ = true;
  return *this;
}

Json& Json::close_object() {
  out_ += '}';
  first_ = false;
  return *this;
}

Json& Json::open_array() {
  separate();
  out_ += '[';
  first_ = true;
  return *this;
}

Json& Json::close_array() {
  out_ += ']';
  first_ = false;
  return *this;
}

void Json::quote(std::string_view value) {
  constexpr std::string_view digits = "0123456789abcdef";
  out_ += '"';
  for (const char c : value) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (code < 0x20) {
      out_ += "\\u00";
      out_ += digits[code >> 4U];
      out_ += digits[code & 15U];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

Json& Json::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ':';
  first_ = true;
  return *this;
}

Json& Json::text(std::string_view value) {
  separate();
  quote(value);
  return *this;
}

Json& Json::number(double value) {
  separate();
  out_ += std::isfinite(value) ? format_number(value) : "null";
  return *this;
}

Json& Json::flag(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

}  // namespace pressor::live
