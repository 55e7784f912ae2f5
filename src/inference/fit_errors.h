#pragma once

#include <vector>

#include "pressor/inference/fit.h"

namespace pressor::inference {

/// The terms of the first sum of (2) in fit.h before they are squared; 0 for a row without weight.
std::vector<double> row_errors(const FitQuestion& question, const FitPoint& point);

/// z of each parameter at these values.
std::vector<double> coordinates(const FitQuestion& question, const std::vector<double>& values);

/// The values at these z.
std::vector<double> values_at(const FitQuestion& question, const std::vector<double>& z);

}  // namespace pressor::inference
