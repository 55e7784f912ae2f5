#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dosing_columns.h"

namespace pressor {

/// One row of a data set in native units.
struct DosingRow {
  double time = 0.0;  ///< min
  bool reset = false;
  std::optional<DoseEvent> dose;
  std::size_t shown = 0;  ///< index of the state whose concentration is predicted
};

/// Reads rows of a data set; notes every cell that is no number, and every row that contradicts
/// itself.
class DosingRowReader {
 public:
  using Cells = std::vector<Cell>;

  DosingRowReader(const DosingColumns& columns, const DosingModel& model, const Csv& data,
                  ProblemList& problems)
      : columns_(columns), model_(model), data_(data), problems_(problems) {}

  /// Nothing when the row is wrong.
  std::optional<DosingRow> read(const Cells& cells);

  /// A number in a cell that must be there; notes what is not.
  std::optional<double> number(const Cell& cell, const std::string& column);
  void note(const Cell& cell, const std::string& column, std::string what, std::string expected);

 private:
  /// A whole number in a known range; `absent` where there is no column or nothing in it.
  int whole(const Cells& cells, DosingItem item, int most, int absent);
  /// The number of an item in native units; 0 where there is no column or nothing in it. Notes one
  /// that no patient's history can hold.
  double item(const Cells& cells, DosingItem item, double factor = 1.0);
  /// The cell of an item, or the first of the row where it has no column.
  [[nodiscard]] const Cell& cell(const Cells& cells, DosingItem item) const;
  void note(const Cells& cells, DosingItem item, std::string what, std::string expected);

  int event(const Cells& cells);
  void check_missing(const Cells& cells, int event);
  void refuse_dose(const Cells& cells, int event);
  std::optional<std::size_t> place(const Cells& cells, bool dose);
  DoseEvent dose(const Cells& cells, std::size_t place);
  void check_amount(const Cells& cells, const DoseEvent& dose, double rate);
  void check_repeats(const Cells& cells, const DoseEvent& dose);

  const DosingColumns& columns_;
  const DosingModel& model_;
  const Csv& data_;
  ProblemList& problems_;
};

}  // namespace pressor
