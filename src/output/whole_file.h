#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "merge.h"
#include "pressor/output/result_file.h"

namespace pressor {

/// What a file without rows of patients says of itself.
struct WholeFileHead {
  std::string title;
  std::string schema;
  std::uint64_t seed = 0;
};

/// Writes groups whose datasets are all at hand, sealed and with their hash, or nothing. Throws
/// OutputError.
void write_whole_file(const std::filesystem::path& path, const std::vector<GroupPlan>& groups,
                      const WholeFileHead& head, const ResultProvenance& provenance);

}  // namespace pressor
