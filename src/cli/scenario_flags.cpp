#include "scenario_flags.h"

#include <string>

namespace pressor::cli {

CLI::Validator not_negative() {
  const auto problem = [](std::string& text) {
    return text.rfind('-', 0) == 0 ? "`" + text + "` is negative" : std::string{};
  };
  return {problem, "", "not negative"};
}

void add_scenario_flags(CLI::App& command, ScenarioOptions& options) {
  command.add_option("--seed", options.seed, "Seed of all random numbers")->check(not_negative());
  command.add_option("--patients", options.patients, "Patients a replicate (design.enrol)")
      ->check(not_negative());
  command.add_option("--replicates", options.replicates, "Replicates (design.replicates)")
      ->check(not_negative());
  command.add_option("--set", options.assignments, "path.to.key=value; may be given again")
      ->take_all()
      ->type_name("PATH=VALUE");
  command.add_option("--engine", options.engine, "Integrator")
      ->check(CLI::IsMember({"ensemble", "reference"}));
  command.add_option("--models", options.models, "Folder of models, looked in first")
      ->type_name("DIR");
  command.add_flag("--allow-implausible", options.allow_implausible,
                   "Take implausible values with a warning");
}

}  // namespace pressor::cli
