#pragma once

#include <string>

#include "pressor/output/read_result.h"
#include "pressor/trial/study.h"

namespace pressor::cli {

/// Endpoints by arm as text: mean ± SD over all patients of all replicates and the number measured,
/// with the published figure beside it where the scenario has one. Empty without endpoints.
std::string arm_table(const ResultInfo& result, const Study& study);

/// One line on the measured solver error; empty when nothing was measured.
std::string solver_line(const SolverFigures& solver);

}  // namespace pressor::cli
