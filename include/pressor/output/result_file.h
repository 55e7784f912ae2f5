#pragma once

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

/// Writes a study while it runs. Nothing stands at `path` before finish() has returned; then it is
/// complete, synced and in place. A sink that is destroyed before that leaves nothing behind.
/// Every member throws OutputError.
class ResultFile final : public ResultSink {
 public:
  /// Refuses an existing `path` unless `replace`.
  ResultFile(std::filesystem::path path, bool replace, ResultProvenance provenance);
  ~ResultFile() override;

  void begin(const Study& study, const StudyHeader& header) override;
  void add(const PatientRecord& record) override;
  void finish(const StudyTotals& totals) override;

  /// SHA-256 over all datasets (see hash.h); known after finish().
  [[nodiscard]] const std::string& result_hash() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pressor
