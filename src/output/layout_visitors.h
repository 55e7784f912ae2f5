#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dataset.h"
#include "pressor/output/result_rows.h"
#include "pressor/trial/trial_tables.h"

/// Visitors of trial_layout.h: rows to datasets and back.
namespace pressor {

/// Collects rows into the columns of one group.
class LayoutWriter {
 public:
  /// `dims` are scales of the group; `inner` the sizes of all but the first.
  LayoutWriter(std::string group, std::vector<std::string> dims, std::vector<std::size_t> inner)
      : group_(std::move(group)), dims_(std::move(dims)), inner_(std::move(inner)) {}

  /// Begins the next row; visit() fills it.
  LayoutWriter& row() {
    at_ = 0;
    return *this;
  }

  void number(const char* name, const char* long_name, double value) {
    next<double>(name, long_name).push_back(value);
  }
  template <class Integer>
  void count(const char* name, const char* long_name, Integer value) {
    next<std::int64_t>(name, long_name).push_back(static_cast<std::int64_t>(value));
  }
  void flag(const char* name, const char* long_name, bool value);
  template <class Enum>
  void category(const char* name, const char* long_name, Enum value, std::size_t count,
                const char* (*name_of)(Enum)) {
    next<std::int8_t>(name, long_name).push_back(static_cast<std::int8_t>(value));
    std::vector<std::string>& flags = columns_[at_ - 1].flags;
    for (std::size_t i = flags.size(); i < count; ++i) {
      flags.emplace_back(name_of(static_cast<Enum>(i)));
    }
  }
  void text(const char* name, const char* long_name, std::string value) {
    next<std::string>(name, long_name).push_back(std::move(value));
  }
  void share(const std::string& name, const std::string& long_name, const Share& value);

  [[nodiscard]] std::vector<Dataset> take() { return std::move(columns_); }

 private:
  template <class Cell>
  std::vector<Cell>& next(const std::string& name, const std::string& long_name) {
    if (at_ == columns_.size()) columns_.push_back(declared(name, long_name, std::vector<Cell>{}));
    return std::get<std::vector<Cell>>(columns_[at_++].cells);
  }
  [[nodiscard]] Dataset declared(const std::string& name, const std::string& long_name,
                                 Cells cells) const;

  std::string group_;
  std::vector<std::string> dims_;
  std::vector<std::size_t> inner_;
  std::vector<Dataset> columns_;
  std::size_t at_ = 0;
};

/// Reads rows of one group back.
class LayoutReader {
 public:
  LayoutReader(const ResultRows& rows, std::string group) : rows_(rows), group_(std::move(group)) {}

  /// Goes to a row; visit() then fills what stands in it.
  LayoutReader& row(std::size_t index) {
    at_ = 0;
    row_ = index;
    return *this;
  }

  void number(const std::string& name, const std::string& /*long_name*/, double& value) {
    value = next(name);
  }
  template <class Integer>
  void count(const std::string& name, const std::string& /*long_name*/, Integer& value) {
    value = static_cast<Integer>(next(name));
  }
  void flag(const char* name, const char* /*long_name*/, bool& value) { value = next(name) != 0.0; }
  template <class Enum>
  void category(const char* name, const char* /*long_name*/, Enum& value, std::size_t /*count*/,
                const char* (* /*name_of*/)(Enum)) {
    value = static_cast<Enum>(static_cast<int>(next(name)));
  }
  void share(const std::string& name, const std::string& long_name, Share& value);

 private:
  double next(const std::string& name) {
    if (at_ == columns_.size()) columns_.push_back(rows_.numbers("/" + group_ + "/" + name));
    const std::vector<double>& column = columns_[at_++];
    if (row_ >= column.size()) throw OutputError("/" + group_ + "/" + name + " lacks rows");
    return column[row_];
  }

  const ResultRows& rows_;
  std::string group_;
  std::vector<std::vector<double>> columns_;
  std::size_t at_ = 0;
  std::size_t row_ = 0;
};

}  // namespace pressor
