#pragma once

#include <map>
#include <string>
#include <vector>

#include "pressor/output/export.h"

namespace pressor {

/// A result file as cells of text, whatever the type of a dataset.
class ExportSource {
 public:
  ExportSource(const ResultInfo& info, const ResultRows& rows, const char* missing);

  [[nodiscard]] const ResultRows& rows() const { return rows_; }
  [[nodiscard]] const char* missing() const { return missing_; }
  [[nodiscard]] bool has(const std::string& path) const { return datasets_.contains(path); }
  /// Names of the datasets of a group, in the order of the file.
  [[nodiscard]] std::vector<std::string> names(const std::string& group) const;
  /// Unit and meaning as in the file, under another name.
  [[nodiscard]] ExportColumn column(const std::string& path, std::string name) const;
  /// Every value of a dataset.
  [[nodiscard]] std::vector<std::string> cells(const std::string& path) const;
  /// Numbers of a dataset as text: a float32 as the shortest text that reads back as the same.
  [[nodiscard]] std::string number(const std::string& path, double value) const;

 private:
  const ResultRows& rows_;
  const char* missing_;
  std::map<std::string, const ResultDataset*> datasets_;
};

/// Trajectories of all kept patients, some at a time.
class TrajectoryReader {
 public:
  TrajectoryReader(const ResultRows& rows, std::vector<std::string> variables);

  [[nodiscard]] std::size_t patients() const { return patients_; }
  [[nodiscard]] const std::vector<double>& times() const { return times_; }
  /// Values of one variable and patient; cheapest patient by patient.
  [[nodiscard]] double at(std::size_t variable, std::size_t patient, std::size_t time);

 private:
  const ResultRows& rows_;
  std::vector<std::string> variables_;
  std::vector<double> times_;
  std::size_t patients_ = 0;
  std::size_t first_ = 0;
  std::vector<std::vector<double>> block_;  ///< [variable]
};

std::vector<ExportTable> tidy_tables(const ResultInfo& info, const ResultRows& rows);
std::vector<ExportTable> nonmem_tables(const ResultInfo& info, const ResultRows& rows,
                                       const std::string& drug);
std::vector<ExportTable> adam_tables(const ResultInfo& info, const ResultRows& rows);

}  // namespace pressor
