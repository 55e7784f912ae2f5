#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/result.h"
#include "pressor/trial/study.h"

/// One study at many points of a design.
namespace pressor {

enum class SweepMethod : std::uint8_t {
  grid,             ///< every level of each axis with every level of the others
  list,             ///< first levels together, second levels together ...
  latin_hypercube,  ///< as points.h
  sobol,
  given,  ///< points that an analysis asks for
};

/// One thing that differs between the points.
struct SweepAxis {
  std::string name;
  std::string path;                 ///< in the scenario: `design.arms[1].give[0].infusion`
  std::string unit;                 ///< of the numbers as written; empty for words
  std::vector<std::string> levels;  ///< as written; of a grid its levels, else one a point
  std::vector<double> numbers;      ///< of the levels in `unit`; empty for words
};

struct SweepPlan {
  SweepMethod method = SweepMethod::grid;
  std::vector<SweepAxis> axes;

  [[nodiscard]] std::size_t points() const;
  /// Level of each axis at a point; of a grid the last axis changes fastest.
  [[nodiscard]] std::vector<std::size_t> levels_at(std::size_t point) const;
};

/// What a study found, over all its replicates.
struct StudyFigures {
  struct Arm {
    std::size_t column = 0;
    std::size_t arm = 0;
    std::uint64_t n = 0;  ///< measured
    double mean = 0.0;    ///< NaN without any
    double sd = 0.0;      ///< NaN with fewer than two
  };
  struct Test {
    std::string test;
    std::size_t column = 0;
    std::size_t arm = 1;
    double estimate = 0.0;     ///< Operating::estimate_mean
    double estimate_sd = 0.0;  ///< over replicates
    double significant = 0.0;  ///< share of trials with p < 0.05
  };
  std::vector<Arm> arms;     ///< column by column
  std::vector<Test> tests;   ///< as TrialTables::comparisons
  std::uint64_t failed = 0;  ///< patients whose run failed
};

StudyFigures figures_of(const StudyTotals& totals);

struct SweepTable {
  std::vector<EndpointColumn> columns;
  std::vector<std::string> arms;
  std::vector<StudyFigures> points;
};

/// Runs the studies of all points with the same seed, so that every point has the same patients as
/// far as its people are the same. `study_at` makes the study of a point, `rows` are the patients of
/// all of them, which `progress` counts.
/// Throws ParameterError when two points do not have the same endpoint columns and arms. Nothing
/// when `progress` asked to stop.
std::optional<SweepTable> run_sweep(std::size_t points,
                                    const std::function<Study(std::size_t)>& study_at,
                                    std::uint64_t rows, unsigned threads, Progress& progress);

}  // namespace pressor
