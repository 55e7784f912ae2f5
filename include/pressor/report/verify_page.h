#pragma once

#include <span>
#include <string>

#include "pressor/inference/verify.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Where a figure stands in tolerances of its row: 0 at the published figure, -1 and 1 at the ends
/// of what is near enough. NaN for a row that has only a direction, or no figure.
double in_tolerances(const EvidenceRow& row, double figure);

/// The model against what was published, as one HTML page to read offline: counts by set, then
/// for each evidence file a figure of all rows and a table with sources. Misses are shown like
/// hits.
std::string verify_page(std::span<const Experiment> experiments, std::span<const RowResult> results,
                        const References& references);

}  // namespace pressor
