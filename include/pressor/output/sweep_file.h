#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pressor/inference/sensitivity.h"
#include "pressor/inference/sweep.h"
#include "pressor/output/result_file.h"

/// The result of a sweep: /sweep, with the axes of the design as dimensions.
///
/// Of a grid the axes are scales and datasets are [axis 1][axis 2]...[arm]; of any other design
/// they are [point][arm] and the axes stand beside `point` as datasets. COLUMN.n, .mean and .sd are
/// over all patients of all replicates of a point; COLUMN.TEST.estimate and .estimate_sd over its
/// replicates, .significant is the share of them with p < 0.05.
namespace pressor {

/// Name of the schema that such a file states.
inline constexpr const char* sweep_schema = "pressor-sweep/1";

/// What a sensitivity analysis of the points found.
struct SensitivityFindings {
  std::string method;  ///< `sobol`, `morris`, `prcc`
  std::vector<OutputEffects> outputs;
};

/// Writes the file whole, or nothing. Throws OutputError; an existing file is replaced only with
/// `replace`.
/// With findings also /sensitivity: first, total and the ends of their intervals by [output][axis],
/// and first.growth ... by [output][axis][points], from the first so many base points alone.
void write_sweep(const std::filesystem::path& path, bool replace, const SweepPlan& plan,
                 const SweepTable& table, const Study& first, const ResultProvenance& provenance,
                 const SensitivityFindings& findings = {});

/// Throws OutputError when no such file can be written: before hours of simulation.
void check_sweep_path(const std::filesystem::path& path, bool replace);

/// The same table as CSV, one line for each point, arm and column: axes, arm, endpoint, n, mean,
/// SD; estimates of a test have its name and the shares in columns of their own.
std::string sweep_csv(const SweepPlan& plan, const SweepTable& table);

}  // namespace pressor
