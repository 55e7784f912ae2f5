#include "export_source.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "csv_text.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Patients that are read at once.
constexpr std::size_t patients_at_once = 64;

std::string shortest(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

}  // namespace

ExportSource::ExportSource(const ResultInfo& info, const ResultRows& rows, const char* missing)
    : rows_(rows), missing_(missing) {
  for (const ResultDataset& dataset : info.datasets) datasets_[dataset.path] = &dataset;
}

std::vector<std::string> ExportSource::names(const std::string& group) const {
  std::vector<std::string> names = rows_.names(group);
  std::erase_if(names, [&](const std::string& name) { return !has(group + '/' + name); });
  return names;
}

ExportColumn ExportSource::column(const std::string& path, std::string name) const {
  const ResultDataset& dataset = *datasets_.at(path);
  const bool text = dataset.type == "string" || !rows_.note(path, "flag_meanings").empty();
  return {std::move(name), text ? std::string{} : dataset.units, dataset.long_name};
}

std::string ExportSource::number(const std::string& path, double value) const {
  if (datasets_.at(path)->type != "float32") return csv_number(value, missing_);
  return std::isnan(value) ? missing_ : shortest(static_cast<float>(value));
}

std::vector<std::string> ExportSource::cells(const std::string& path) const {
  const ResultDataset& dataset = *datasets_.at(path);
  if (dataset.type == "string" || !rows_.note(path, "flag_meanings").empty()) {
    return rows_.texts(path);
  }
  std::vector<std::string> cells;
  for (const double value : rows_.numbers(path)) cells.push_back(number(path, value));
  return cells;
}

TrajectoryReader::TrajectoryReader(const ResultRows& rows, std::vector<std::string> variables)
    : rows_(rows), variables_(std::move(variables)), block_(variables_.size()) {
  times_ = rows_.numbers("/trajectories/time");
  patients_ = rows_.shape("/trajectories/patient").at(0);
  first_ = patients_;
}

double TrajectoryReader::at(std::size_t variable, std::size_t patient, std::size_t time) {
  if (patient < first_ || patient >= first_ + patients_at_once) {
    first_ = patient - patient % patients_at_once;
    const std::size_t count = std::min(patients_at_once, patients_ - first_);
    for (std::size_t v = 0; v < variables_.size(); ++v) {
      block_[v] = rows_.numbers("/trajectories/" + variables_[v], first_, count);
    }
  }
  return block_[variable][(patient - first_) * times_.size() + time];
}

std::vector<ExportTable> export_tables(const ResultInfo& info, const ResultRows& rows,
                                       ExportFormat format, const std::string& drug) {
  switch (format) {
    case ExportFormat::tidy:
      return tidy_tables(info, rows);
    case ExportFormat::nonmem:
      return nonmem_tables(info, rows, drug);
    case ExportFormat::adam:
      return adam_tables(info, rows);
  }
  return {};
}

ExportTable column_table(const std::vector<ExportTable>& tables) {
  ExportTable all{"columns",
                  {{"table", "", "name of the table"},
                   {"column", "", "name of the column"},
                   {"unit", "", "its unit; 1: a pure number; empty: text"},
                   {"meaning", "", "what it holds"}},
                  {}};
  std::vector<ExportTable::Line> lines;
  for (const ExportTable& table : tables) {
    for (const ExportColumn& c : table.columns) {
      lines.push_back({table.name, c.name, c.unit, c.meaning});
    }
  }
  all.lines = [lines](const auto& take) {
    for (const ExportTable::Line& line : lines) take(line);
  };
  return all;
}

}  // namespace pressor
