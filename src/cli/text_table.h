#pragma once

#include <string>
#include <vector>

namespace pressor::cli {

using Row = std::vector<std::string>;

/// Rows as lines, each column as wide as its widest cell, two blanks apart.
std::string align(const std::vector<Row>& rows);

}  // namespace pressor::cli
