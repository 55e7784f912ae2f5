#pragma once

#include <cstdint>
#include <functional>

#include "pressor/inference/points.h"
#include "pressor/inference/sweep.h"
#include "pressor/scenario/load_study.h"

/// A scenario at many points: its key `sweep`.
///
///     sweep:
///       method: grid               # list, latin_hypercube, sobol
///       points: 64                 # of the last two
///       axes:
///         dose: {path: "design.arms[dexmedetomidine].give[0].infusion", values: [0.2 ug/kg/h, 0.7 ug/kg/h]}
///         NE: {path: population.where.NE_DOSE, as: ">= {}", from: 0.1 ug/kg/min, to: 1 ug/kg/min, steps: 4, scale: log}
///         belief: {path: hypothesis, values: [none, harm]}
///
/// A path is that of `--set` (overrides.h), or a list of paths that take the same value; `as` puts
/// the value into a text.
namespace pressor {

/// A sweep whose points have all been read and found right.
struct LoadedSweep {
  SweepPlan plan;
  Study first;             ///< of the first point
  std::uint64_t rows = 0;  ///< patients that are simulated, of all points
  /// The study of a point: the first ones are kept, further ones are read again, as thousands would
  /// fill the memory.
  std::function<Study(std::size_t point)> study_at;
  /// As LoadedStudy::resolved, with the sweep and the models of all points.
  Document resolved;
  References references;
};

/// Whether the scenario has a sweep after these overrides.
bool has_sweep(Document scenario, const LoadOptions& options);

/// The design alone, of a scenario that was found right before.
SweepPlan sweep_plan(const Document& scenario);

/// Reads a scenario at points of its sweep's axes that `points` makes, with the study's seed, instead of
/// its own design.
LoadedSweep load_sweep_at(Document scenario, const Library& library, const LoadOptions& options,
                          const PointMaker& points);

/// Reads a scenario with a sweep. Throws as load_study, for the first point that is wrong.
LoadedSweep load_sweep(Document scenario, const Library& library, const LoadOptions& options);

}  // namespace pressor
