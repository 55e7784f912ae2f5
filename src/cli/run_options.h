#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "options.h"
#include "pressor/output/batch_files.h"
#include "pressor/output/result_file.h"

namespace pressor::cli {

/// What `pressor run` was asked for.
struct RunOptions {
  ScenarioOptions scenario;
  std::filesystem::path output;
  std::filesystem::path csv;
  std::vector<std::string> forks;  ///< as of --fork
  unsigned threads = 0;
  std::uint64_t allow_failures = 0;
  bool force = false;
  bool resume = false;
  double checkpoint = 5.0;  ///< s of work that a crash may lose
  std::string shard;        ///< `2/3`; empty: all
  bool quiet = false;
  std::string log;
  std::string command_line;
};

/// Where a result comes from that this program makes of a complete scenario or study.
ResultProvenance provenance_of(const std::string& command_line, std::string scenario_yaml,
                               References references = {});

/// `2/3`. Throws ParameterError.
Shard shard_of(const std::string& text);

/// What the batches of this study belong to.
BatchOwner batch_owner(const Study& study, const ResultProvenance& provenance, const Shard& shard);

}  // namespace pressor::cli
