#pragma once

#include <string>

#include "pressor/output/read_result.h"
#include "pressor/trial/study.h"
#include "pressor/trial/trial_tables.h"

namespace pressor::cli {

/// Endpoints by arm as text: mean ± SD over all patients of all replicates, the number measured and
/// missing, and below the published figure where the scenario has one. Empty without endpoints.
std::string arm_table(const ResultInfo& result, const TrialTables& trial, const Study& study);

/// One line on the measured solver error; empty when nothing was measured.
std::string solver_line(const SolverFigures& solver);

}  // namespace pressor::cli
