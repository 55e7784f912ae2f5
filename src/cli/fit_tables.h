#pragma once

#include <string>

#include "pressor/inference/fit.h"

namespace pressor::cli {

/// Row by row: published, simulated before and after, errors in units of the weight.
std::string fit_rows_table(const FitQuestion& question, const FitResult& result);

/// Parameter by parameter: prior, before, after, standard error, and whether the rows see it.
std::string fit_parameters_table(const FitQuestion& question, const FitResult& result);

/// Sums, searches, rows within their tolerance, and what the rows cannot tell.
std::string fit_summary(const FitQuestion& question, const FitResult& result);

}  // namespace pressor::cli
