#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "dataset.h"
#include "store.h"

/// Finished rows on their way to a result file.
///
/// A block is an HDF5 file with the rows of some patients: `/group/name` as in the result, without
/// attributes and scales; text as its bytes (int8) with the count of each in `name.length`, so that
/// every dataset is under a checksum. Trajectories are chunked and compressed as in the result.
namespace pressor {

/// What a block belongs to.
struct BlockOwner {
  std::string source;
  std::string scenario_sha256;
  std::uint64_t seed = 0;
};

/// What names, attributes and tables take besides the rows.
inline constexpr std::size_t file_overhead = std::size_t{1} << 17;

/// The folder PATH.parts. One writer at a time.
class Blocks {
 public:
  /// `threads` pack chunks; 0: all cores.
  Blocks(const std::filesystem::path& path, BlockOwner owner, unsigned threads);

  /// Makes the folder, and removes blocks that an earlier run to the same path has left.
  void start();
  /// Writes the rows at hand as the next block; afterwards it is on disk for good.
  void write(const std::array<const Table*, 4>& tables);
  /// Removes all blocks, and the folder when nothing else is in it. Never throws.
  void remove() noexcept;

  [[nodiscard]] std::size_t count() const { return count_; }
  /// Most that a result of these blocks takes: HDF5 spends 32 bytes on a text, a block 4.
  [[nodiscard]] std::uintmax_t result_bytes() const { return 2 * bytes_ + file_overhead; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path block(std::size_t number) const;
  /// Where the result is put together.
  [[nodiscard]] std::filesystem::path merged() const { return folder_ / "result.h5.tmp"; }

 private:
  std::filesystem::path folder_;
  BlockOwner owner_;
  unsigned threads_;
  std::size_t count_ = 0;
  std::uintmax_t bytes_ = 0;
};

/// How the rows of a dataset lie in a block (`text`: the bytes of strings) and in a result.
Storage block_storage(const Dataset& dataset);
Storage result_storage(const Dataset& dataset);

/// The rows of one dataset of a block. Throws OutputError.
Cells read_block_text(const H5::H5File& block, const std::string& path);

}  // namespace pressor
