#pragma once

#include <CLI/CLI.hpp>

#include "options.h"

namespace pressor::cli {

/// Refuses a minus sign, which would wrap around to a huge number.
CLI::Validator not_negative();

/// Adds the scenario argument and the flags that change it, common to all commands that read one.
void add_scenario_flags(CLI::App& command, ScenarioOptions& options);

}  // namespace pressor::cli
