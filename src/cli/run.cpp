#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "arm_table.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "fork_flags.h"
#include "fork_summary.h"
#include "interrupt.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/output/read_result.h"
#include "pressor/output/read_trial.h"
#include "pressor/output/result_file.h"
#include "pressor/scenario/describe.h"
#include "progress.h"
#include "pulsatile_summary.h"
#include "run_options.h"
#include "run_sweep.h"
#include "scenario_flags.h"
#include "trial_summary.h"
#include "uncertainty_summary.h"

namespace pressor::cli {
namespace {

void warn_of_solver(const SolverFigures& solver) {
  if (solver.beyond.empty()) return;
  spdlog::warn("MAP differs from the reference engine by more than ten tolerances in rows {}",
               solver.beyond);
}

/// Tells what came out, from the file itself.
int close(const RunOptions& options, const Study& study) {
  const ResultInfo result = read_result(options.output);
  if (!options.quiet) {
    if (study.cast.population && !study.fork) {
      spdlog::info("screened {} for {}", counted(result.screened, "drawn person", "drawn people"),
                   counted(result.patients, "patient"));
    }
    const ResultRows rows(options.output);
    const TrialTables trial = read_trial(rows);
    fmt::print("{}", describe_matching(study.cast));
    fmt::print("{}{}{}{}\n{}{}", arm_table(result, trial, study), trial_summary(trial, study),
               uncertainty_summary(rows, study), fork_summary(rows, study), pulsatile_summary(rows),
               solver_line(result.solver));
  }
  warn_of_solver(result.solver);
  fmt::print("result: {}\n", options.output.string());
  if (result.failed == 0) return done;
  const bool accepted = result.failed <= options.allow_failures;
  spdlog::log(accepted ? spdlog::level::warn : spdlog::level::err,
              "{} failed; why stands in /patients of the result",
              counted(result.failed, "patient"));
  return accepted ? done : internal_error;
}

int run(RunOptions options) {
  catch_interrupts();
  for (std::string& assignment : fork_assignments(options.forks)) {
    options.scenario.assignments.push_back(std::move(assignment));
  }
  if (!options.log.empty()) log_to_file(options.log);
  if (options.quiet) keep_quiet();
  if (asks_for_sweep(options.scenario)) return run_sweep(options);
  if (!options.csv.empty()) throw ParameterError("--csv: the scenario has no sweep");
  LoadedStudy loaded = load(options.scenario);
  const Study& study = loaded.study;
  for (const std::string& warning : study.warnings) spdlog::warn("{}", warning);
  ResultFile file(options.output, options.force,
                  provenance_of(options, loaded.resolved, std::move(loaded.references)),
                  {.threads = options.threads});
  ConsoleProgress progress(options.quiet, study.horizon / minutes_a_day);
  if (!run_study(study, options.threads, file, progress)) {
    spdlog::error("interrupted: {} was not written", options.output.string());
    return interrupted;
  }
  return close(options, study);
}

}  // namespace

void add_run(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<RunOptions>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand("run", "Run a scenario and write a result file (HDF5)");
  command->footer(
      "\nExamples:\n"
      "  pressor run scenarios/norepinephrine_start.yaml -o one.h5\n"
      "  pressor run scenarios/adress.yaml -o adress.h5 --seed 7 --threads 2\n"
      "  pressor run scenarios/adress.yaml -o a.h5 --set 'population.where.lactate=> 4 mmol/L'\n"
      "  pressor run scenarios/adress.yaml -o a.h5 --replicates 20 --uncertainty 40\n"
      "  pressor run scenarios/dexmedetomidine_doses.yaml -o sweep.h5 --csv sweep.csv\n"
      "  pressor run scenarios/adress.yaml -o fork.h5 --fork patient=7,at=6h,stop=dexmedetomidine "
      "\\\n"
      "      --fork 'give=dexmedetomidine 0.5 ug/kg/h' --fork 'add=phenylephrine 1 ug/kg/min'\n"
      "\nOpen the result with xarray.open_dataset(FILE, group=\"trajectories\"), h5py or h5dump.");
  command->add_option("scenario", options->scenario.scenario, "Scenario file")
      ->required()
      ->type_name("SCENARIO.yaml");
  command->add_option("-o,--output", options->output, "Result file")
      ->required()
      ->type_name("OUT.h5");
  add_scenario_flags(*command, options->scenario);
  command
      ->add_option("--uncertainty", options->scenario.uncertainty,
                   "Also run so many draws of all numbers of the model, each within its grade")
      ->check(not_negative());
  command
      ->add_option("--fork", options->forks,
                   "Follow one patient alone, from a time on also in another way: patient=7,at=6h "
                   "and stop=DRUG, give='DRUG RATE', add='DRUG RATE', titration=RULE ...; may be "
                   "given again, each a branch")
      ->take_all()
      ->type_name("KEY=VALUE,...");
  command->add_option("--threads", options->threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command->add_flag("--force", options->force, "Replace an existing result file");
  command->add_option("--csv", options->csv, "Of a sweep: also write the table as CSV")
      ->type_name("OUT.csv");
  command
      ->add_option("--allow-failures", options->allow_failures,
                   "Patients whose run may fail before the exit code is 70")
      ->check(not_negative());
  command->add_flag("--quiet", options->quiet, "No progress, no table");
  command->add_option("--log", options->log, "Write the log to this file too")->type_name("FILE");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace pressor::cli
