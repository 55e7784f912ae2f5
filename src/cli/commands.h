#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

/// The commands of the program: each adds its own options and says what to do when it was chosen.
namespace pressor::cli {

/// What a chosen command does; returns an ExitCode.
using Action = std::function<int()>;

/// `command_line` is kept in the result file.
void add_run(CLI::App& app, Action& chosen, const std::string& command_line);
void add_merge(CLI::App& app, Action& chosen, const std::string& command_line);
void add_rerun(CLI::App& app, Action& chosen, const std::string& command_line);
void add_bench(CLI::App& app, Action& chosen);
void add_check(CLI::App& app, Action& chosen);
void add_report(CLI::App& app, Action& chosen);
void add_list(CLI::App& app, Action& chosen);
void add_describe(CLI::App& app, Action& chosen);
void add_analyse(CLI::App& app, Action& chosen);
void add_design(CLI::App& app, Action& chosen);
void add_export(CLI::App& app, Action& chosen);
void add_explain(CLI::App& app, Action& chosen);
void add_explore(CLI::App& app, Action& chosen, const std::string& command_line);
void add_sensitivity(CLI::App& app, Action& chosen, const std::string& command_line);
void add_simulate(CLI::App& app, Action& chosen);
void add_schema(CLI::App& app, Action& chosen);
void add_weigh(CLI::App& app, Action& chosen, const std::string& command_line);
void add_verify(CLI::App& app, Action& chosen);
/// `command_line` is told in the model files that it writes.
void add_fit(CLI::App& app, Action& chosen, const std::string& command_line);

}  // namespace pressor::cli
