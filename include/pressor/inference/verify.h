#pragma once

#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pressor/inference/evidence.h"

namespace pressor {

/// What the model says to one row.
struct RowResult {
  std::size_t experiment = 0;
  std::size_t row = 0;
  double simulated = 0.0;  ///< NaN where there is nothing to read; `failure` says why
  /// 95% interval of the figure over samples of virtual patients as large as the simulated one
  /// (percentile bootstrap); nothing where one typical patient was simulated.
  std::optional<std::array<double, 2>> interval;
  std::uint64_t patients = 0;  ///< with a reading
  bool within = false;         ///< simulated lies in [lowest, highest]
  std::string failure;
  std::vector<double> curve;  ///< at each point of the row's curve
  /// Of a row read from a ladder: half-maximal dose of the simulated curve; else NaN.
  double half_dose = std::numeric_limits<double>::quiet_NaN();
};

/// Distance from the published figure in published SDs; nothing where no SD was published.
std::optional<double> error_in_sds(const EvidenceRow& row, const RowResult& result);

/// How many rows of a set, and how many of these are within their tolerance.
struct SetCount {
  std::size_t rows = 0;
  std::size_t within = 0;
};

/// By EvidenceSet.
std::array<SetCount, evidence_set_count> count_sets(std::span<const Experiment> experiments,
                                                    std::span<const RowResult> results);

/// Told after each experiment; returns false to stop.
using VerifyProgress = std::function<bool(std::size_t done, std::size_t all)>;

/// Simulates every experiment and reads its rows, in their order. The same bytes for any number of
/// threads (0: all cores). What a simulation cannot give is a row with its failure. When `progress`
/// stops it, the rows so far.
std::vector<RowResult> verify(std::span<const Experiment> experiments, unsigned threads,
                              const VerifyProgress& progress);

}  // namespace pressor
