#pragma once

#include <optional>
#include <string>

#include "pressor/inference/evidence.h"

namespace pressor::inference {

/// Finds the doses of an experiment's adjustments one after the other and puts them into `study`.
/// Returns what went wrong: an aim that no dose between the bounds brings.
std::optional<std::string> adjust(const std::vector<Adjustment>& adjustments, Study& study);

}  // namespace pressor::inference
