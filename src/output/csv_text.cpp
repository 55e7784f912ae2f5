#include "csv_text.h"

#include <cmath>

#include "pressor/core/quantity.h"

namespace pressor {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string csv_number(double value, const char* missing) {
  return std::isnan(value) ? missing : format_number(value);
}

}  // namespace pressor
