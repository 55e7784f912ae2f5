#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "pressor/scenario/references.h"
#include "pressor/trial/result.h"

/// The result file: HDF5 that netCDF-4 readers open (layout: README, `pressor help result`).
namespace pressor {

/// Who made a file, from what: everything that varies between machines stands in attributes and
/// does not count for the result hash.
struct ResultProvenance {
  std::string source;         ///< program, version and commit
  std::string command;        ///< as typed
  std::string build;          ///< compiler, CPU level
  std::string scenario_yaml;  ///< resolved and complete
  References references;      ///< for the DOIs of /model
};

/// What a file of an analysis says of itself.
struct StudyTitle {
  std::string title;
  std::uint64_t seed = 0;
};

/// When the rows at hand go to disk as a block: at a multiple of `rows`, as soon as they hold
/// `bytes` or are `most`. Borders of blocks leave no trace in the values of a result, and the number
/// of threads none in its bytes.
struct BlockPlan {
  std::size_t rows = 64;
  std::size_t bytes = std::size_t{1} << 24;
  std::size_t most = 1024;
  unsigned threads = 1;  ///< that compress trajectories; 0: all cores
};

/// Writes a study while it runs, a block at a time: `PATH.parts/block_000000.h5` and so on, each
/// complete, synced and then renamed into place. finish() merges them into PATH in the same way and
/// removes the parts. Nothing stands at PATH before finish() has returned; an old file that is to
/// be replaced stays until then.
///
/// A sink that is destroyed before finish() leaves its finished blocks in PATH.parts, or nothing
/// when it had none; a killed program leaves them too. A new run to the same PATH begins by
/// removing them. Memory holds one block, whatever the number of rows. One program writes one PATH
/// at a time.
///
/// Every member throws OutputError with the reason (no space left, no permission ...).
class ResultFile final : public ResultSink {
 public:
  /// Refuses an existing `path` unless `replace`, and a folder that cannot be written to.
  ResultFile(std::filesystem::path path, bool replace, ResultProvenance provenance,
             BlockPlan plan = {});
  ~ResultFile() override;
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;
  ResultFile(ResultFile&&) = delete;
  ResultFile& operator=(ResultFile&&) = delete;

  void begin(const Study& study, const StudyHeader& header) override;
  void add(const PatientRecord& record) override;
  void finish(const StudyTotals& totals) override;

  /// See hash.h; empty before finish() has returned.
  [[nodiscard]] const std::string& result_hash() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pressor
