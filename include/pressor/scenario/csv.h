#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pressor/scenario/document.h"

/// A strict reader of tables: commas, one header line, quotes as in RFC 4180 within a line. Rows
/// with another number of cells, names that are empty or stand twice, and bytes that are no text
/// are errors; all of them are told at once.
namespace pressor {

struct Cell {
  std::string text;
  int line = 0;    ///< from 1
  int column = 0;  ///< from 1, in characters
  /// `.`, `NA` and nothing mean that the value is missing.
  [[nodiscard]] bool missing() const { return text.empty() || text == "." || text == "NA"; }
};

struct Csv {
  std::shared_ptr<const Source> source;
  std::vector<Cell> header;
  std::vector<std::string> names;  ///< as in the header
  std::vector<std::vector<Cell>> rows;

  /// Index of a column, or names.size().
  [[nodiscard]] std::size_t find(std::string_view name) const;
  /// A problem at a cell; `path` is the name of its column.
  [[nodiscard]] Problem problem_at(const Cell& cell, std::string path, std::string what,
                                   std::string expected, std::string suggestion = {}) const;
};

/// Reads text. Throws InputError.
Csv parse_csv(std::string text, std::string name);

/// Reads a file of at most 64 MiB. Throws FileNotFound or InputError.
Csv read_csv(const std::filesystem::path& file);

}  // namespace pressor
