#include "analysis_options.h"

#include "scenario_flags.h"

namespace pressor::cli {

void add_analysis_flags(CLI::App& command, AnalysisOptions& options, const std::string& schema) {
  command.add_option("file", options.file, "Study file, schema " + schema)
      ->required()
      ->type_name("STUDY.yaml");
  command.add_option("-o,--output", options.output, "Result file")->required()->type_name("OUT.h5");
  command.add_option("--set", options.assignments, "Of the scenario: path.to.key=value")
      ->take_all()
      ->type_name("PATH=VALUE");
  command.add_option("--models", options.models, "Folder of models, looked in first")
      ->type_name("DIR");
  command.add_option("--threads", options.threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command.add_flag("--force", options.force, "Replace an existing result file");
  command.add_flag("--quiet", options.quiet, "No progress, no tables");
}

}  // namespace pressor::cli
