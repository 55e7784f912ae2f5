#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "build_info.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"

namespace pressor::cli {
namespace {

constexpr const char* description =
    "Simulates what vasopressors do to a patient in shock, from drug kinetics to randomized "
    "trials.\n"
    "For teaching and research; not for patient care.";
constexpr const char* footer =
    "\nExamples:\n"
    "  pressor run scenarios/adress.yaml -o adress.h5\n"
    "  pressor report adress.h5\n"
    "  pressor check scenarios/adress.yaml\n"
    "  pressor run scenarios/adress.yaml -o big.h5 --set design.replicates=100 --seed 7\n"
    "  pressor list drugs\n"
    "  pressor describe drug dexmedetomidine\n"
    "  pressor design --delta 0.19 --sd 0.25\n"
    "  pressor analyse trial.csv --plan plan.yaml\n"
    "  pressor simulate norepinephrine data.csv --unit TIME=min --unit AMT=ug --unit DV=ng/mL\n"
    "  pressor fit models/calibrations/septic.yaml\n"
    "\n`pressor COMMAND --help` tells more.";

/// Runs the chosen command and turns what it throws into a message and an exit code.
int run_guarded(const Action& action) {
  try {
    return action();
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems()) fmt::print(stderr, "{}\n", to_string(problem));
    return bad_input;
  } catch (const FileNotFound& error) {
    spdlog::error("{}", error.what());
    return file_not_found;
  } catch (const ParameterError& error) {
    spdlog::error("{}", error.what());
    return bad_input;
  } catch (const OutputError& error) {
    spdlog::error("{}", error.what());
    return io_error;
  } catch (const std::exception& error) {
    spdlog::error("internal error: {}", error.what());
    return internal_error;
  }
}

/// The first word when it is neither a command nor a flag that stands alone.
std::optional<std::string> unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2) return std::nullopt;
  const std::string word = argv[1];
  std::vector<std::string> known{"--help", "-h", "--version"};
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  known.insert(known.end(), commands.begin(), commands.end());
  if (std::find(known.begin(), known.end(), word) != known.end()) return std::nullopt;
  const auto near = nearest(word, known);
  return fmt::format("no command `{}`; expected {}{}", word, fmt::join(commands, ", "),
                     near ? fmt::format("; did you mean \"{}\"?", *near) : "");
}

std::string joined(int argc, char** argv) {
  std::string text = "pressor";
  for (int i = 1; i < argc; ++i) text += ' ' + std::string(argv[i]);
  return text;
}

int main_of(int argc, char** argv) {
  CLI::App app{description, "pressor"};
  app.footer(footer);
  app.set_version_flag("--version", program_version());
  app.require_subcommand(1);
  app.option_defaults()->take_last();
  Action chosen;
  add_run(app, chosen, joined(argc, argv));
  add_merge(app, chosen, joined(argc, argv));
  add_rerun(app, chosen, joined(argc, argv));
  add_check(app, chosen);
  add_report(app, chosen);
  add_bench(app, chosen);
  add_list(app, chosen);
  add_describe(app, chosen);
  add_explain(app, chosen);
  add_export(app, chosen);
  add_design(app, chosen);
  add_analyse(app, chosen);
  add_simulate(app, chosen);
  add_schema(app, chosen);
  add_sensitivity(app, chosen, joined(argc, argv));
  add_verify(app, chosen);
  add_weigh(app, chosen, joined(argc, argv));
  add_explore(app, chosen, joined(argc, argv));
  add_fit(app, chosen, joined(argc, argv));
  if (const auto problem = unknown_command(app, argc, argv)) {
    spdlog::error("{}", *problem);
    return wrong_usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : wrong_usage;
  }
  return run_guarded(chosen);
}

}  // namespace
}  // namespace pressor::cli

int main(int argc, char** argv) {
  try {
    pressor::cli::log_to_console();
    return pressor::cli::main_of(argc, argv);
  } catch (...) {
    return pressor::cli::internal_error;
  }
}
