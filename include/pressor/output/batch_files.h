#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "pressor/trial/batch.h"

/// Finished batches on disk: of a run that may be broken off, and of a shard.
///
///     pressor-batches/1            one line each: what it is, whose it is
///     source ... / scenario ... / seed ... / shard 2/3 / yaml BYTES
///     the scenario, BYTES bytes of YAML
///     then for each batch: part, item, count (8 bytes each), bytes
///     a last line with the SHA-256 of all that stands before it
///
/// Each file is complete, synced and then renamed into place, so that it is there as a whole or not
/// at all; its seal is checked before anything of it is used.
namespace pressor {

/// What batches belong to. They go together only where all of this is equal.
struct BatchOwner {
  std::string source;         ///< program, version and commit
  std::string scenario_yaml;  ///< resolved and complete
  std::uint64_t seed = 0;
  Shard shard;
  [[nodiscard]] bool same_study(const BatchOwner& other) const;
};

/// A file of batches, its seal checked. Throws OutputError where it is damaged or something else.
class BatchFile {
 public:
  explicit BatchFile(std::filesystem::path path);
  [[nodiscard]] const BatchOwner& owner() const { return owner_; }
  [[nodiscard]] std::vector<BatchPlace> places() const;
  [[nodiscard]] Batch read(const BatchPlace& place) const;
  [[nodiscard]] std::vector<std::byte> bytes(const BatchPlace& place) const;
  [[nodiscard]] bool holds(const BatchPlace& place) const { return batches_.count(place) > 0; }

 private:
  struct Extent {
    std::uint64_t at = 0;
    std::uint64_t count = 0;
  };
  std::filesystem::path path_;
  BatchOwner owner_;
  std::map<BatchPlace, Extent> batches_;
};

/// Whether a file begins as a file of batches does.
bool is_batch_file(const std::filesystem::path& path);

/// Batches of one run as `PATH.parts/batches_000000` and so on: a new file after `most_wait`, or when
/// 16 MB wait. One program at a time: it holds a lock on `PATH.parts/lock`.
class BatchJournal final : public BatchKeeper {
 public:
  /// `resume`: batches of an earlier run of the same study are taken over; damaged files are
  /// removed and told of in dropped(). Else they are removed. Throws OutputError when another program
  /// writes there, or when the batches are those of another study or program.
  BatchJournal(const std::filesystem::path& path, BatchOwner owner, bool resume,
               std::chrono::duration<double> most_wait = std::chrono::seconds(5));
  ~BatchJournal() override;
  BatchJournal(const BatchJournal&) = delete;
  BatchJournal& operator=(const BatchJournal&) = delete;
  BatchJournal(BatchJournal&&) = delete;
  BatchJournal& operator=(BatchJournal&&) = delete;

  [[nodiscard]] std::optional<Batch> kept(const BatchPlace& place) const override;
  void keep(const BatchPlace& place, const Batch& batch) override;
  /// Puts what is still in memory on disk.
  void flush();
  /// How many batches an earlier run has left, and what was wrong with those that were not used.
  [[nodiscard]] std::size_t taken_over() const { return taken_over_; }
  [[nodiscard]] const std::vector<std::string>& dropped() const { return dropped_; }
  /// All batches as one file at `shard_path`.
  void write_shard(const std::filesystem::path& shard_path) const;
  /// Removes the files; the folder too when nothing else is in it. Never throws.
  void remove() noexcept;

 private:
  void take_over();
  [[nodiscard]] std::filesystem::path file(std::size_t number) const;

  std::filesystem::path folder_;
  BatchOwner owner_;
  std::chrono::duration<double> most_wait_;
  int lock_ = -1;  ///< descriptor of the locked file
  std::size_t next_ = 0;
  std::map<BatchPlace, std::size_t> place_of_;  ///< index of files_
  std::vector<BatchFile> files_;
  std::vector<std::byte> waiting_;
  std::chrono::steady_clock::time_point written_;
  std::size_t taken_over_ = 0;
  std::vector<std::string> dropped_;
};

/// The shards of one study as one keeper. Throws ParameterError when some are missing,
/// there twice, or of another study.
class MergedShards final : public BatchKeeper {
 public:
  explicit MergedShards(const std::vector<std::filesystem::path>& paths);
  [[nodiscard]] const BatchOwner& owner() const { return files_.front().owner(); }
  [[nodiscard]] std::optional<Batch> kept(const BatchPlace& place) const override;
  /// A merge simulates nothing: throws OutputError.
  void keep(const BatchPlace& place, const Batch& batch) override;

 private:
  std::vector<BatchFile> files_;
};

}  // namespace pressor
