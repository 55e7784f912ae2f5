#include "pressor/scenario/schema.h"

#include <fmt/format.h>

#include "commands.h"
#include "exit_codes.h"

namespace pressor::cli {

void add_schema(CLI::App& app, Action& chosen) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of scenarios");
  command->footer(
      "\nExample:\n  pressor schema > pressor.schema.json\n"
      "and in the first line of a scenario:\n"
      "  # yaml-language-server: $schema=pressor.schema.json");
  command->callback([&chosen] {
    chosen = [] {
      fmt::print("{}\n", scenario_schema());
      return int{done};
    };
  });
}

}  // namespace pressor::cli
