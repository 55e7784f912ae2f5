#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "fork_flags.h"
#include "interrupt.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/output/result_file.h"
#include "pressor/scenario/describe.h"
#include "progress.h"
#include "run_options.h"
#include "run_sweep.h"
#include "scenario_flags.h"
#include "tell_result.h"

namespace pressor::cli {
namespace {

/// What an earlier run has left.
void tell_of_resumed(const BatchJournal& journal) {
  for (const std::string& damage : journal.dropped()) {
    spdlog::warn("{}; simulated again", damage);
  }
  if (journal.taken_over() > 0) {
    spdlog::info("goes on from {} of an earlier run",
                 counted(journal.taken_over(), "batch", "batches"));
  }
}

int stopped(BatchJournal& journal, const RunOptions& options) {
  journal.flush();
  spdlog::error(
      "interrupted: {} was not written; what is finished is in {}.parts, and the same command with "
      "--resume goes on from there",
      options.output.string(), options.output.string());
  return interrupted;
}

/// The batches of one shard, for `pressor merge`.
int run_as_shard(const RunOptions& options, const Study& study, BatchJournal& journal,
                 const Shard& shard, Progress& progress) {
  if (!run_shard(study, options.threads, shard, progress, journal))
    return stopped(journal, options);
  journal.flush();
  journal.write_shard(options.output);
  journal.remove();
  fmt::print("shard {} of {}: {}\n", shard.number, shard.of, options.output.string());
  return done;
}

int run(RunOptions options) {
  catch_interrupts();
  for (std::string& assignment : fork_assignments(options.forks)) {
    options.scenario.assignments.push_back(std::move(assignment));
  }
  if (!options.log.empty()) log_to_file(options.log);
  if (options.quiet) keep_quiet();
  const Shard shard = shard_of(options.shard);
  if (asks_for_sweep(options.scenario)) {
    if (options.resume) throw ParameterError("--resume: a sweep begins anew");
    if (!options.shard.empty()) throw ParameterError("--shard: a sweep is run as a whole");
    return run_sweep(options);
  }
  if (!options.csv.empty()) throw ParameterError("--csv: the scenario has no sweep");
  LoadedStudy loaded = load(options.scenario);
  const Study& study = loaded.study;
  for (const std::string& warning : study.warnings) spdlog::warn("{}", warning);
  ResultProvenance provenance = provenance_of(options.command_line, to_yaml(loaded.resolved.root),
                                              std::move(loaded.references));
  ResultFile file(options.output, options.force, provenance, {.threads = options.threads});
  BatchJournal journal(options.output, batch_owner(study, provenance, shard), options.resume,
                       std::chrono::duration<double>(options.checkpoint));
  tell_of_resumed(journal);
  ConsoleProgress progress(options.quiet, study.horizon / minutes_a_day);
  if (!options.shard.empty()) return run_as_shard(options, study, journal, shard, progress);
  if (!run_study(study, options.threads, file, progress, journal)) return stopped(journal, options);
  journal.remove();
  return tell_result({options.output, options.allow_failures, options.quiet}, study);
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
      "  pressor run scenarios/adress.yaml -o a.h5 --replicates 2000 --resume\n"
      "  pressor run scenarios/adress.yaml -o a.2of3 --replicates 2000 --shard 2/3\n"
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
  command->add_flag("--resume", options->resume, "Go on from what a run that broke off has left");
  command
      ->add_option("--checkpoint", options->checkpoint, "Seconds of work that a crash may lose (5)")
      ->check(not_negative())
      ->type_name("SECONDS");
  command
      ->add_option("--shard", options->shard,
                   "Only one of N equal parts of the work, for `pressor merge`")
      ->type_name("I/N");
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
