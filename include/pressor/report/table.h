#pragma once

#include <string>
#include <vector>

#include "pressor/report/html.h"

/// Tables whose headings say what they head.
namespace pressor::report {

/// One table: a heading row, then rows whose first cell is a heading too.
class Table {
 public:
  /// `caption` is said above the table.
  Table(std::string caption, const std::vector<std::string>& headings);

  /// Words; short rows are filled up.
  void row(const std::vector<std::string>& cells);
  /// The first cell is text, the others are markup.
  void row(const std::string& heading, const std::vector<Html>& cells);
  /// A line across all columns that begins a group of rows.
  void group(std::string_view words);

  [[nodiscard]] bool empty() const { return body_.empty(); }
  /// `look`: classes of report.css.
  [[nodiscard]] Html markup(const std::string& look = {}) const;

 private:
  std::string caption_;
  std::size_t columns_;
  Html head_;
  Html body_;
};

/// Pairs of a name and what it stands for.
class Facts {
 public:
  void add(std::string_view name, std::string_view words);
  void add(std::string_view name, const Html& markup);
  [[nodiscard]] Html markup() const;

 private:
  Html inside_;
};

}  // namespace pressor::report
