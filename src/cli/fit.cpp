#include "pressor/inference/fit.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build_info.h"
#include "commands.h"
#include "exit_codes.h"
#include "fit_progress.h"
#include "fit_tables.h"
#include "interrupt.h"
#include "options.h"
#include "pressor/core/errors.h"
#include "pressor/output/text_file.h"
#include "pressor/scenario/load_calibration.h"
#include "scenario_flags.h"

namespace pressor::cli {
namespace {

namespace fs = std::filesystem;

struct FitOptions {
  fs::path calibration;
  fs::path output;
  fs::path models;
  std::optional<unsigned> starts;
  unsigned threads = 0;
  bool force = false;
  bool quiet = false;
  std::string command_line;
};

fs::path file_of(const FitOptions& options, const CalibratedNumber& number) {
  return options.output / kind_folder(number.kind) / (number.model + ".yaml");
}

/// Before an hour of work: whether what it finds can be written.
void check_output(const FitOptions& options, const Calibration& calibration) {
  if (options.output.empty()) return;
  for (const CalibratedNumber& number : calibration.numbers) {
    const fs::path file = file_of(options, number);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) throw OutputError(file.parent_path().string() + ": " + error.message());
    check_text_file(file, options.force);
  }
}

std::string comment(const FitOptions& options, const Calibration& calibration) {
  std::string text =
      fmt::format("# Written by {}:\n#   {}\n# Calibration {}. Rows of the set fit:\n",
                  program_version(), options.command_line, calibration.name);
  std::string line = "#  ";
  for (const std::string& row : row_names(calibration.question)) {
    if (line.size() + row.size() > 98) {
      text += line + '\n';
      line = "#  ";
    }
    line += ' ' + row;
  }
  return text + line + '\n';
}

void write_models(const FitOptions& options, const Calibration& calibration,
                  const FitResult& result, const Library& library) {
  if (options.output.empty()) return;
  for (const FittedModel& model : fitted_models(calibration, result, library)) {
    const fs::path file = file_of(options, {model.kind, model.name, {}});
    write_text_file(file, comment(options, calibration) + model.yaml, options.force);
    fmt::print("model: {}\n", file.string());
  }
  fmt::print("look at it: pressor verify --models {}\n", options.output.string());
}

int run_fit(const FitOptions& options) {
  catch_interrupts();
  const Library library = library_for(options.models, options.calibration);
  Calibration calibration = load_calibration(read_document(options.calibration), library);
  FitQuestion& question = calibration.question;
  question.starts = options.starts.value_or(question.starts);
  check_output(options, calibration);
  FitConsole console(options.quiet, question.starts);
  const auto result = fit(question, options.threads, [&](const FitProgress& progress) {
    console.tell(progress);
    return !interrupted_by_user();
  });
  console.clear();
  if (!result) {
    spdlog::error("interrupted: nothing was written");
    return interrupted;
  }
  fmt::print("{}\n{}\n{}", fit_rows_table(question, *result),
             fit_parameters_table(question, *result), fit_summary(question, *result));
  write_models(options, calibration, *result, library);
  return done;
}

}  // namespace

void add_fit(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<FitOptions>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand(
      "fit", "Let published rows of the set `fit` choose numbers of a body or a drug");
  command->footer(
      "\nA calibration names rows and the numbers that they may choose, with bounds and a prior.\n"
      "Errors are in units of the row's weight: its published SD, else its interval or tolerance.\n"
      "The folder of -o holds whole model files; every command takes it as --models.\n"
      "\nExamples:\n"
      "  pressor fit models/calibrations/septic.yaml\n"
      "  pressor fit models/calibrations/septic.yaml -o fitted --starts 5\n"
      "  pressor verify --models fitted");
  command->add_option("calibration", options->calibration, "Calibration file")
      ->required()
      ->type_name("CALIBRATION.yaml");
  command->add_option("-o,--output", options->output, "Folder for the model files that come out")
      ->type_name("DIR");
  command->add_option("--starts", options->starts, "Searches: from the prior, then at random")
      ->check(CLI::Range(1, 1000));
  command->add_option("--threads", options->threads, "Threads, 0 for all cores")
      ->check(not_negative());
  command->add_option("--models", options->models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->add_flag("--force", options->force, "Replace existing model files");
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &chosen] { chosen = [options] { return run_fit(*options); }; });
}

}  // namespace pressor::cli
