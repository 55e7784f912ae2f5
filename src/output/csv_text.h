#pragma once

#include <string>

namespace pressor {

/// Text as a cell of a CSV file, in quotes where it needs them (RFC 4180).
std::string csv_cell(const std::string& text);

/// A number that reads back as the same double; `missing` where it is NaN.
std::string csv_number(double value, const char* missing = "NA");

}  // namespace pressor
