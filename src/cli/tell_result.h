#pragma once

#include <cstdint>
#include <filesystem>

#include "pressor/trial/study.h"

namespace pressor::cli {

/// A result file that has just been written.
struct WrittenResult {
  std::filesystem::path file;
  std::uint64_t allow_failures = 0;
  bool quiet = false;
};

/// Tells what came out, from the file itself; the exit code of the run.
int tell_result(const WrittenResult& result, const Study& study);

}  // namespace pressor::cli
