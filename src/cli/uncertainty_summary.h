#pragma once

#include <string>

#include "pressor/output/result_rows.h"
#include "pressor/trial/study.h"

namespace pressor::cli {

/// Of /uncertainty: median of the draws and the range that holds 95 % of them, by arm; empty
/// without draws.
std::string uncertainty_summary(const ResultRows& rows, const Study& study);

}  // namespace pressor::cli
