#pragma once

#include <H5Cpp.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset.h"

/// The little of HDF5 that this room uses. H5::Exception never leaves it: guarded() makes it an
/// OutputError with the reason that lies deepest (`No space left on device`).
namespace pressor {

/// HDF5 stops printing its errors and remembers the reason of the last one instead.
void remember_hdf5_errors();
/// Reason of the last error, or `unknown reason`.
std::string last_hdf5_reason();

/// Throws H5::Exception when a C call has failed.
void require(long long status, const char* call);

/// Runs `work`; its HDF5 errors become OutputError: `doing: reason`.
template <class Work>
auto guarded(const std::string& doing, Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const H5::Exception& error) {
    throw OutputError(doing + ": " + last_hdf5_reason() + " (" + error.getFuncName() + ")");
  }
}

/// How a dataset lies in the file.
struct Storage {
  std::size_t chunk_rows = 0;  ///< 0: as many as make about 64 KiB
  int deflate = 0;             ///< 0: none
};

/// Deflate level of result and blocks. 12 smooth variables of 1,441 minutes, 69 kB a row: level 1
/// 500 us and 11.4 kB, level 3 640 us and 10.0 kB, level 6 770 us and 7.7 kB. Time is what lacks.
inline constexpr int deflate_level = 1;

/// Rows of a chunk of trajectories: at most 64 rows and 1 MiB, at least one row.
std::size_t trajectory_chunk(std::size_t row_bytes);

/// A new file that netCDF-4 can read: format of HDF5 1.10, no time stamps, order of creation kept.
H5::H5File create_file(const std::filesystem::path& path);
/// Opens an existing file for reading. Throws FileNotFound, or OutputError when its seal is missing
/// or broken (durable.h) or when it is no HDF5 file.
H5::H5File open_file(const std::filesystem::path& path);

H5::Group create_group(H5::H5File& file, const std::string& name);

/// Creates a dataset for `rows` rows, with its attributes. `bare`: without these.
H5::DataSet create_dataset(H5::H5File& file, const Dataset& dataset, std::size_t rows,
                           const Storage& storage, bool bare = false);

/// Writes the rows at hand from row `first` on.
void write_rows(H5::DataSet& stored, const Dataset& rows, std::size_t first);

/// Sizes of a dataset's chunks; empty where it has none.
std::vector<hsize_t> chunk_of(const H5::DataSet& stored);

/// Writes the chunk that begins at row `first`, past the filters: `bytes` as they come out of these,
/// `skipped` the filters that were left out, a bit each.
void write_chunk(const H5::DataSet& stored, std::size_t first, const std::vector<std::byte>& bytes,
                 std::uint32_t skipped = 0);

void write_attribute(H5::H5Object& object, const std::string& name, const std::string& text);
void write_attribute(H5::H5Object& object, const std::string& name, std::int64_t value);
void write_attribute(H5::H5Object& object, const std::string& name, std::uint64_t value);

/// Text of an attribute; empty when it is absent or no text.
std::string read_text_attribute(const H5::H5Object& object, const std::string& name);
/// Value of an attribute; 0 when it is absent or no integer.
std::uint64_t read_count_attribute(const H5::H5Object& object, const std::string& name);

/// Paths of all datasets, each object once, in byte order.
std::vector<std::string> dataset_paths(const H5::H5File& file);

/// A dataset in a file that is open for reading.
class StoredDataset {
 public:
  /// Throws OutputError for a type that a result does not have.
  StoredDataset(const H5::H5File& file, const std::string& path);

  [[nodiscard]] const std::vector<std::size_t>& shape() const { return shape_; }
  /// Empty cells of its type.
  [[nodiscard]] const Cells& kind() const { return kind_; }
  [[nodiscard]] const H5::DataSet& hdf5() const { return stored_; }
  [[nodiscard]] std::size_t rows() const { return shape_.empty() ? 1 : shape_[0]; }

  /// Values of some rows.
  [[nodiscard]] Cells read(std::size_t first, std::size_t count) const;
  /// All values, about 4 MiB at a time.
  void read_all(const std::function<void(const Cells&)>& use) const;

 private:
  std::string path_;
  H5::DataSet stored_;
  std::vector<std::size_t> shape_;
  Cells kind_;
};

}  // namespace pressor
