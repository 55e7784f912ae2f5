#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// The values of a result file, read column by column as they are asked for.
namespace pressor {

/// An open result file. A path is that of the file: `/patients/weight`. Every member throws
/// OutputError when a dataset is missing or of another kind than asked for.
class ResultRows {
 public:
  /// Throws FileNotFound, or OutputError when the file is damaged or no HDF5 file.
  explicit ResultRows(const std::filesystem::path& file);
  ~ResultRows();
  ResultRows(ResultRows&&) noexcept;
  ResultRows& operator=(ResultRows&&) noexcept;
  ResultRows(const ResultRows&) = delete;
  ResultRows& operator=(const ResultRows&) = delete;

  /// Whether the dataset or group is there.
  [[nodiscard]] bool has(const std::string& path) const;
  /// Names of the datasets of a group, in the order in which they were written.
  [[nodiscard]] std::vector<std::string> names(const std::string& group) const;
  [[nodiscard]] std::vector<std::size_t> shape(const std::string& path) const;

  /// Numbers of any type, in row-major order; missing ones are NaN.
  [[nodiscard]] std::vector<double> numbers(const std::string& path) const;
  /// The same of rows first .. first + count - 1.
  [[nodiscard]] std::vector<double> numbers(const std::string& path, std::size_t first,
                                            std::size_t count) const;
  /// Texts; of categories their meanings.
  [[nodiscard]] std::vector<std::string> texts(const std::string& path) const;

  /// Text attribute of a dataset or group (`units`, `long_name`, `ineligible`); empty when absent.
  [[nodiscard]] std::string note(const std::string& path, const std::string& name) const;
  /// Integer attribute of a dataset or group; 0 when absent.
  [[nodiscard]] std::uint64_t count(const std::string& path, const std::string& name) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pressor
