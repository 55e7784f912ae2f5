#pragma once

#include "run_options.h"

namespace pressor::cli {

/// Runs all points of a scenario with a sweep and writes their table.
int run_sweep(const RunOptions& options);

}  // namespace pressor::cli
