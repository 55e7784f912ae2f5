#pragma once

#include <CLI/CLI.hpp>

#include "options.h"

namespace pressor::cli {

/// Adds the scenario argument and the flags that change it, common to all commands that read one.
void add_scenario_flags(CLI::App& command, ScenarioOptions& options);

}  // namespace pressor::cli
