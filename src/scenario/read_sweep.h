#pragma once

#include <string>
#include <vector>

#include "pressor/inference/points.h"
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

/// Reads the value of `sweep`; `seed` is that of the study. With a maker its points take the place of
/// the file's own design, and only the axes are read.
SweepOrders read_sweep(const Value& value, std::uint64_t seed, const PointMaker& maker = {});

/// Throws ParameterError when a study asks for what is not kept of one among many.
void refuse_unkept(const Study& study);

}  // namespace pressor
