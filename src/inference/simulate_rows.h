#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "pressor/inference/verify.h"

namespace pressor::inference {

/// What is read of a simulation: the figure of each row alone, or also its interval and its curve.
enum class Detail { figure, all };

/// Finds the doses of an experiment, simulates `study` in the place of its own and reads its rows.
/// What a simulation cannot give is a row with its failure.
std::vector<RowResult> simulate_rows(const Experiment& experiment, Study study, unsigned threads,
                                     Detail detail);

/// The rows of an experiment, all failed for one reason.
std::vector<RowResult> failed_rows(const Experiment& experiment, const std::string& why);

/// The rows of one experiment by its number, on so many threads.
using SimulateOne = std::function<std::vector<RowResult>(std::size_t experiment, unsigned threads)>;

/// Rows of all experiments, in their order: single people run side by side, cohorts one after the
/// other on all threads. When `progress` stops it, the rows so far.
std::vector<RowResult> simulate_all(std::span<const Experiment> experiments, unsigned threads,
                                    const SimulateOne& simulate, const VerifyProgress& progress);

}  // namespace pressor::inference
