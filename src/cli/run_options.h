#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "options.h"
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
  bool quiet = false;
  std::string log;
  std::string command_line;
};

/// Where the result comes from.
ResultProvenance provenance_of(const RunOptions& options, const Document& resolved,
                               References references);

}  // namespace pressor::cli
