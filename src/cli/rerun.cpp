#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "build_info.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/minutes.h"
#include "pressor/output/read_result.h"
#include "pressor/output/result_file.h"
#include "pressor/scenario/load_study.h"
#include "progress.h"
#include "run_options.h"
#include "scenario_flags.h"

namespace pressor::cli {
namespace {

namespace fs = std::filesystem;

struct RerunOptions {
  fs::path file;
  fs::path output;
  unsigned threads = 0;
  bool quiet = false;
  std::string command_line;
};

/// Beside the file, as `adress.rerun.h5`.
fs::path default_output(const fs::path& file) {
  fs::path beside = file;
  return beside.replace_extension(".rerun" + file.extension().string());
}

int rerun(const RerunOptions& options) {
  catch_interrupts();
  if (options.quiet) keep_quiet();
  const ResultInfo was = read_result(options.file);
  LoadedStudy loaded = load_resolved(was.scenario_yaml);
  const bool keep = !options.output.empty();
  const fs::path path = keep ? options.output : default_output(options.file);
  ResultFile file(
      path, false,
      provenance_of(options.command_line, was.scenario_yaml, std::move(loaded.references)),
      {.threads = options.threads});
  ConsoleProgress progress(options.quiet, loaded.study.horizon / minutes_a_day);
  if (!run_study(loaded.study, options.threads, file, progress)) return interrupted;
  if (!keep) fs::remove(path);
  if (file.result_hash() == was.result_hash) {
    fmt::print("the same result hash: {}\n", was.result_hash);
    return done;
  }
  fmt::print("another result hash\n  {}  {}\n  {}  {}\n", was.result_hash, was.source,
             file.result_hash(), program_version());
  return internal_error;
}

}  // namespace

void add_rerun(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<RerunOptions>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand(
      "rerun", "Run the scenario inside a result file again and compare the result hash");
  command->footer(
      "\nEnds with 0 when both are equal, else with 70.\n"
      "\nExamples:\n"
      "  pressor rerun adress.h5\n"
      "  pressor rerun adress.h5 -o again.h5      # and keep the new one");
  command->add_option("file", options->file, "Result file")->required()->type_name("OUT.h5");
  command->add_option("-o,--output", options->output, "Keep the new result here")
      ->type_name("AGAIN.h5");
  command->add_option("--threads", options->threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &chosen] { chosen = [options] { return rerun(*options); }; });
}

}  // namespace pressor::cli
