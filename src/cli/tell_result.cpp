#include "tell_result.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "arm_table.h"
#include "exit_codes.h"
#include "fork_summary.h"
#include "pressor/output/read_result.h"
#include "pressor/output/read_trial.h"
#include "pressor/scenario/describe.h"
#include "pulsatile_summary.h"
#include "trial_summary.h"
#include "uncertainty_summary.h"

namespace pressor::cli {
namespace {

void warn_of_solver(const SolverFigures& solver) {
  if (solver.beyond.empty()) return;
  spdlog::warn("MAP differs from the reference engine by more than ten tolerances in rows {}",
               solver.beyond);
}

}  // namespace

int tell_result(const WrittenResult& written, const Study& study) {
  const ResultInfo result = read_result(written.file);
  if (!written.quiet) {
    if (study.cast.population && !study.fork) {
      spdlog::info("screened {} for {}", counted(result.screened, "drawn person", "drawn people"),
                   counted(result.patients, "patient"));
    }
    const ResultRows rows(written.file);
    const TrialTables trial = read_trial(rows);
    fmt::print("{}", describe_matching(study.cast));
    fmt::print("{}{}{}{}\n{}{}", arm_table(result, trial, study), trial_summary(trial, study),
               uncertainty_summary(rows, study), fork_summary(rows, study), pulsatile_summary(rows),
               solver_line(result.solver));
  }
  warn_of_solver(result.solver);
  fmt::print("result: {}\n", written.file.string());
  if (result.failed == 0) return done;
  const bool accepted = result.failed <= written.allow_failures;
  spdlog::log(accepted ? spdlog::level::warn : spdlog::level::err,
              "{} failed; why stands in /patients of the result",
              counted(result.failed, "patient"));
  return accepted ? done : internal_error;
}

}  // namespace pressor::cli
