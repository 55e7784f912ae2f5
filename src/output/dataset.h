#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pressor/core/errors.h"

/// Datasets as data: declared once, whether their rows come from a run or from a file.
namespace pressor {

/// Values in row-major order.
using Cells =
    std::variant<std::vector<float>, std::vector<double>, std::vector<std::int8_t>,
                 std::vector<std::int32_t>, std::vector<std::int64_t>, std::vector<std::string>>;

/// Stands where a number is not known.
inline constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();

/// A dataset of the result file with the rows at hand.
struct Dataset {
  std::string group;
  std::string name;
  std::string units;
  std::string long_name;
  /// Scales in the same group, one a dimension. A dataset with its own name as only dimension is a
  /// scale.
  std::vector<std::string> dims;
  std::vector<std::size_t> inner;  ///< sizes of the dimensions behind the first
  Cells cells;
  std::vector<std::string> flags;  ///< meanings of the values first_flag, first_flag + 1 ...
  int first_flag = 0;
  std::vector<std::pair<std::string, std::string>> notes;  ///< further attributes

  [[nodiscard]] std::string path() const { return "/" + group + "/" + name; }
  [[nodiscard]] bool is_scale() const { return dims.size() == 1 && dims[0] == name; }
  /// Values a row.
  [[nodiscard]] std::size_t width() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t rows() const { return size() / width(); }
};

/// A dataset of a group, whose first dimension alone is told by the cells.
Dataset make_dataset(std::string group, std::string name, std::string units, std::string long_name,
                     std::vector<std::string> dims, Cells cells,
                     std::vector<std::size_t> inner = {});

/// Name of the type of some cells, as in hash.h.
const char* type_name(const Cells& cells);

/// Bytes of one value; a string counts as the pointer to it.
std::size_t cell_size(const Cells& cells);

/// Throws OutputError when a name cannot stand in a file: empty, `.`, `/` or control characters.
void check_name(const Dataset& dataset);

/// Flag meanings are single words.
std::string one_word(std::string text);

/// A group's datasets that grow together, row by row.
class Table {
 public:
  explicit Table(std::string group, std::string row_name)
      : group_(std::move(group)), row_name_(std::move(row_name)) {}

  /// Declares the next column; its dimensions are the rows and `inner_dims`.
  template <class Cell>
  Dataset& column(std::string name, std::string units, std::string long_name) {
    Dataset& added = columns_.emplace_back();
    added.group = group_;
    added.name = std::move(name);
    added.units = std::move(units);
    added.long_name = std::move(long_name);
    added.dims = {row_name_};
    added.cells = std::vector<Cell>{};
    return added;
  }

  /// Appends to the next column in the order of declaration; after the last comes the first.
  template <class Cell>
  void put(Cell cell) {
    next<Cell>().push_back(std::move(cell));
  }

  /// The next column's values, for a row of several.
  template <class Cell>
  std::vector<Cell>& next() {
    Dataset& column = columns_[at_];
    at_ = (at_ + 1) % columns_.size();
    return std::get<std::vector<Cell>>(column.cells);
  }

  [[nodiscard]] const std::vector<Dataset>& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return columns_.front().rows(); }
  [[nodiscard]] const std::string& group() const { return group_; }
  /// Memory that the rows take, roughly.
  [[nodiscard]] std::size_t bytes() const;
  /// Forgets the rows, keeps the declarations.
  void clear();

 private:
  std::string group_;
  std::string row_name_;
  std::vector<Dataset> columns_;
  std::size_t at_ = 0;
};

}  // namespace pressor
