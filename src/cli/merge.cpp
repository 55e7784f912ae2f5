#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "build_info.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/output/batch_files.h"
#include "pressor/output/result_file.h"
#include "pressor/scenario/load_study.h"
#include "progress.h"
#include "run_options.h"
#include "scenario_flags.h"
#include "tell_result.h"

namespace pressor::cli {
namespace {

struct MergeOptions {
  std::vector<std::filesystem::path> shards;
  std::filesystem::path output;
  unsigned threads = 0;
  std::uint64_t allow_failures = 0;
  bool force = false;
  bool quiet = false;
  std::string command_line;
};

int merge(const MergeOptions& options) {
  catch_interrupts();
  if (options.quiet) keep_quiet();
  MergedShards shards(options.shards);
  if (shards.owner().source != program_version()) {
    throw ParameterError("the shards are of " + shards.owner().source + ", and this is " +
                         program_version());
  }
  LoadedStudy loaded = load_resolved(shards.owner().scenario_yaml);
  ResultFile file(options.output, options.force,
                  provenance_of(options.command_line, shards.owner().scenario_yaml,
                                std::move(loaded.references)),
                  {.threads = options.threads});
  ConsoleProgress progress(options.quiet, loaded.study.horizon / minutes_a_day);
  if (!run_study(loaded.study, options.threads, file, progress, shards)) {
    spdlog::error("interrupted: {} was not written", options.output.string());
    return interrupted;
  }
  return tell_result({options.output, options.allow_failures, options.quiet}, loaded.study);
}

}  // namespace

void add_merge(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<MergeOptions>();
  options->command_line = command_line;
  CLI::App* command =
      app.add_subcommand("merge", "Put the shards of one study together to its result file");
  command->footer(
      "\nThe result has the same values in every dataset, and the same hash, as one run of the "
      "whole.\n"
      "\nExamples:\n"
      "  pressor run scenarios/adress.yaml -o a.1of2 --shard 1/2\n"
      "  pressor run scenarios/adress.yaml -o a.2of2 --shard 2/2\n"
      "  pressor merge a.1of2 a.2of2 -o adress.h5");
  command->add_option("shards", options->shards, "All shards of the study, in any order")
      ->required()
      ->type_name("SHARD...");
  command->add_option("-o,--output", options->output, "Result file")
      ->required()
      ->type_name("OUT.h5");
  command->add_option("--threads", options->threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command->add_flag("--force", options->force, "Replace an existing result file");
  command
      ->add_option("--allow-failures", options->allow_failures,
                   "Patients whose run may have failed before the exit code is 70")
      ->check(not_negative());
  command->add_flag("--quiet", options->quiet, "No progress, no table");
  command->callback([options, &chosen] { chosen = [options] { return merge(*options); }; });
}

}  // namespace pressor::cli
