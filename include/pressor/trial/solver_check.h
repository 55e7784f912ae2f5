#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pressor/cohort/simulate.h"

/// The measured solver error of a run: a sample of its rows, simulated again by the reference
/// engine.
namespace pressor {

/// Tolerance of the reference engine in the sample: far below that of any run that it judges.
inline constexpr double sample_tolerance = 1.0e-8;

/// Whether row `id` of `rows` is in the sample: every 1,000th, at least four where there are as
/// many. Depends on nothing but the two, so that shards and threads agree.
bool is_sampled(std::uint64_t id, std::uint64_t rows);

/// The largest difference of one variable.
struct SolverDifference {
  std::string variable;
  std::string unit;
  std::string long_name;
  double absolute = 0.0;  ///< in `unit`
  double relative = 0.0;  ///< of the largest size of the variable in that patient
  std::uint64_t row = 0;  ///< row in the whole run in which `absolute` was found
};

struct SolverCheck {
  std::vector<SolverDifference> differences;
  std::uint64_t rows = 0;  ///< simulated again
  /// Of these, rows in which a decision at the bedside fell otherwise (a reading just beside a
  /// limit); they are compared up to that decision.
  std::uint64_t flipped = 0;
  /// Rows whose MAP differs by more than ten tolerances of the run, relative: errors of steps add
  /// up, but not further than that.
  std::vector<std::uint64_t> beyond;

  void add(const SolverCheck& other);
};

/// Compares a run with the reference's run of the same patient; the variables are those of both.
SolverCheck compare_runs(const PatientRun& run, const PatientRun& reference,
                         std::span<const Variable> variables, double every, std::uint64_t row,
                         double tolerance);

}  // namespace pressor
