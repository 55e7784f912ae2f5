#include "pressor/report/report.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/core/errors.h"
#include "pressor/output/explore_file.h"
#include "pressor/output/result_rows.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/text_file.h"
#include "pressor/output/weigh_file.h"

namespace pressor::cli {
namespace {

struct ReportCommand {
  std::filesystem::path result;
  std::filesystem::path output;
  ReportOptions report;
  bool force = false;
};

using TablesPage = std::string (*)(const std::filesystem::path&, const std::string&);

/// The page of a result without rows of patients; nothing for one that has them.
TablesPage tables_page(const ResultRows& rows) {
  const std::string schema = rows.note("/", "schema");
  if (schema == weigh_schema) return make_weigh_report;
  if (schema == explore_schema) return make_explore_report;
  if (schema != sweep_schema) return nullptr;
  return rows.has("/sensitivity/output") ? make_sensitivity_report : make_sweep_report;
}

std::string page_of(const ReportCommand& options) {
  const TablesPage page = tables_page(ResultRows(options.result));
  if (page == nullptr) return make_report(options.result, options.report);
  if (options.report.blinded) throw ParameterError("--blinded: there is no blinded page of tables");
  return page(options.result, options.report.title);
}

int report(ReportCommand options) {
  if (options.output.empty()) {
    options.output = options.result;
    options.output.replace_extension(".html");
  }
  std::error_code error;
  if (std::filesystem::equivalent(options.output, options.result, error)) {
    spdlog::error("{} is the result itself", options.output.string());
    return wrong_usage;
  }
  check_text_file(options.output, options.force);
  write_text_file(options.output, page_of(options), options.force);
  fmt::print("report: {}\n", options.output.string());
  return done;
}

}  // namespace

void add_report(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<ReportCommand>();
  CLI::App* command =
      app.add_subcommand("report", "Write a result as one HTML page to read offline and to print");
  command->footer(
      "\nExamples:\n"
      "  pressor report adress.h5                    # writes adress.html beside it\n"
      "  pressor report adress.h5 -o trial.html --force\n"
      "  pressor report who.h5                       # of pressor sensitivity: axes ranked\n"
      "  pressor report weighed.h5                   # of pressor weigh: what a trial can tell\n"
      "  pressor report designs.h5                   # of pressor explore: which trial would tell\n"
      "  pressor report adress.h5 -o blind.html --blinded --title 'Interim report'");
  command->add_option("result", options->result, "Result file")->required()->type_name("OUT.h5");
  command->add_option("-o,--output", options->output, "Page; default: OUT.html beside the result")
      ->type_name("OUT.html");
  command->add_option("--title", options->report.title, "Title instead of the study's");
  command->add_flag("--blinded", options->report.blinded,
                    "Arms under letters, without what tells them apart");
  command->add_flag("--force", options->force, "Replace an existing page");
  command->callback([options, &chosen] { chosen = [options] { return report(*options); }; });
}

}  // namespace pressor::cli
