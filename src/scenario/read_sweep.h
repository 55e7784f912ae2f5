#pragma once

#include <string>
#include <vector>

#include "pressor/inference/sweep.h"
#include "pressor/scenario/binder.h"

namespace pressor {

/// What an axis puts into the scenario at each of its levels.
struct AxisOrders {
  std::vector<std::string> paths;
  std::vector<std::string> texts;  ///< by level
  const Node* node = nullptr;      ///< where the axis stands
};

struct SweepOrders {
  SweepPlan plan;
  std::vector<AxisOrders> axes;  ///< as plan.axes
};

/// Reads the value of `sweep`; `seed` is that of the study.
SweepOrders read_sweep(const Value& value, std::uint64_t seed);

}  // namespace pressor
