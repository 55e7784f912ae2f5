#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "arm_table.h"
#include "commands.h"
#include "exit_codes.h"
#include "hdf5_signature.h"
#include "pressor/core/minutes.h"
#include "pressor/output/batch_files.h"
#include "pressor/output/read_result.h"
#include "pressor/output/read_trial.h"
#include "pressor/scenario/describe.h"
#include "scenario_flags.h"
#include "trial_summary.h"

namespace pressor::cli {
namespace {

/// What a run will cost.
std::string cost_of(const Study& study) {
  const std::uint64_t rows = study.rows();
  const double days = study.horizon / minutes_a_day;
  return fmt::format("{} simulated for {:.3g} d{}: {:.4g} patient-days\n", counted(rows, "patient"),
                     days, rows == 1 ? "" : " each", static_cast<double>(rows) * days);
}

/// The first point stands for all: they differ in the axes only.
int check_sweep(const ScenarioOptions& options) {
  const LoadedSweep loaded = load_points(options);
  LoadedStudy first;
  first.study = loaded.first;
  first.resolved = loaded.resolved;
  const double days = static_cast<double>(loaded.rows) * loaded.first.horizon / minutes_a_day;
  fmt::print("{}\n{}about {:.4g} patient-days in all\n", describe_study(first),
             describe_sweep(loaded.plan), days);
  return done;
}

int check_scenario(const ScenarioOptions& options) {
  if (asks_for_sweep(options)) return check_sweep(options);
  const LoadedStudy loaded = load(options);
  for (const std::string& warning : loaded.study.warnings) spdlog::warn("{}", warning);
  fmt::print("{}\n{}", describe_study(loaded), cost_of(loaded.study));
  return done;
}

/// A file of tables, without rows of patients.
int check_tables(const std::filesystem::path& file, const ResultRows& rows) {
  verify_result(file);
  fmt::print("{}\n{}\n{}\nresult hash {} (verified)\n", rows.note("/", "title"),
             rows.note("/", "source"), rows.note("/", "schema"), rows.note("/", "result_hash"));
  return done;
}

int check_result(const std::filesystem::path& file) {
  const ResultRows rows(file);
  if (holds_tables_only(rows.note("/", "schema"))) return check_tables(file, rows);
  const ResultInfo result = read_result(file);
  verify_result(file);
  fmt::print("{}\n{}\n", result.title, result.source);
  fmt::print("status {}, seed {}, {}, {} of {}, {} failed\n", result.status, result.seed,
             counted(result.patients, "patient"),
             counted(result.kept, "trajectory", "trajectories"), counted(result.times, "time"),
             result.failed);
  const Study study = load_resolved(result.scenario_yaml).study;
  const TrialTables trial = read_trial(rows);
  fmt::print("{}{}\n{}", arm_table(result, trial, study), trial_summary(trial, study),
             solver_line(result.solver));
  fmt::print("result hash {} (verified)\n", result.result_hash);
  return done;
}

/// A shard of a study, or what a run that broke off has left.
int check_batches(const std::filesystem::path& path) {
  const BatchFile file(path);
  const BatchOwner& owner = file.owner();
  fmt::print("shard {} of {}: {} (verified)\n{}\nseed {}\n", owner.shard.number, owner.shard.of,
             counted(file.places().size(), "batch", "batches"), owner.source, owner.seed);
  return done;
}

int check(const ScenarioOptions& options) {
  if (is_batch_file(options.scenario)) return check_batches(options.scenario);
  return is_hdf5(options.scenario) ? check_result(options.scenario) : check_scenario(options);
}

}  // namespace

void add_check(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ScenarioOptions>();
  CLI::App* command =
      app.add_subcommand("check", "Validate a scenario, or verify a result file; runs nothing");
  command->footer(
      "\nExamples:\n  pressor check scenarios/adress.yaml\n"
      "  pressor check adress.h5          # every value against the hash in the file");
  command->add_option("file", options->scenario, "Scenario or result file")
      ->required()
      ->type_name("SCENARIO.yaml|OUT.h5");
  add_scenario_flags(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace pressor::cli
