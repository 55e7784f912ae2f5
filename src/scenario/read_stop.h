#pragma once

#include "pressor/scenario/binder.h"
#include "pressor/trial/study.h"

/// How a trial is analysed besides its end: at nested sizes, and at looks that may stop it.
namespace pressor {

/// `sizes: [16, 32]`: the first so many patients of each replicate. Everybody is the last size.
std::vector<std::uint32_t> read_sizes(const Value& sizes, std::uint32_t patients);

/// `stop: none`, or a rule as in trial/interim.h. The endpoints are known.
std::optional<StopPlan> read_stop(const Value& stop, const Study& study);

}  // namespace pressor
