#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pressor/inference/trial_statistics.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"

/// A file that weighs explanations against a published trial, schema pressor-weigh/1:
///
///     scenario: ../adress.yaml             # the trial as it was run, beside this file
///     trials: 20                           # simulated at each point of an explanation
///     accept: 5 %
///     effect: {of: pe_ratio@6h, less: pe_ratio@0h}
///     readings:                            # how the publication may be meant; figures are so many
///       base: {prior: 1}                   # times those of the simulation
///       tartrate: {prior: 1, times: {peak_norepinephrine@6h: 2}}
///     explanations:
///       none: {prior: 1, points: 10, set: {hypothesis: none}}
///       heterologous: {prior: 1, points: 10, set: {hypothesis: heterologous}, axes: {...}}
///     published:
///       - {statistic: mean, of: pe_ratio@6h, arm: placebo, value: 1.45, source: dargent2025}
///       - {statistic: gap, of: pe_ratio@0h, value: -0.17, source: dargent2025}
///
/// A `scenario` that is a mapping is the scenario itself. `axes` are those of a sweep (load_sweep.h): priors of parameters, uniform over their interval or
/// its logarithm; points of a latin hypercube.
namespace pressor {

/// One explanation, and its studies.
struct ExplanationPlan {
  std::string name;
  double prior = 0.0;  ///< all add up to 1
  std::size_t points = 1;
  std::function<Study(std::size_t point)> study_at;
};

struct WeighPlan {
  std::string name;
  std::string title;
  std::uint64_t seed = 1;
  double accept = 0.05;
  TrialQuestions questions;
  std::vector<ExplanationPlan> explanations;
  std::uint64_t rows = 0;  ///< patients that are simulated
  /// The file with the scenario and every model that it used inside: reading it again needs no
  /// other file.
  Node resolved;
  double horizon = 0.0;  ///< min, of the trial
};

/// Reads the file and every study that it asks for. Throws InputError and FileNotFound.
WeighPlan load_weigh(const std::filesystem::path& file, const std::filesystem::path& models,
                     const std::filesystem::path& installed,
                     const std::vector<std::string>& overrides);

}  // namespace pressor
