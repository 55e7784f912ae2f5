#pragma once

#include <filesystem>

#include "pressor/inference/weigh.h"
#include "pressor/output/result_file.h"
#include "pressor/scenario/load_weigh.h"

/// The result of weighing: /bank holds every simulated trial ([trial][statistic], its explanation and
/// effect), /weigh the probabilities by explanation.
namespace pressor {

/// Name of the schema that such a file states.
inline constexpr const char* weigh_schema = "pressor-weighed/1";

/// Writes the file whole, or nothing. Throws OutputError; an existing file is replaced only with
/// `replace`.
void write_weighed(const std::filesystem::path& path, bool replace, const WeighPlan& plan,
                   const TrialBank& bank, const Weighed& found, const ResultProvenance& provenance);

}  // namespace pressor
