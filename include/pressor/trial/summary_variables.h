#pragma once

#include <vector>

#include "pressor/cohort/simulate.h"

namespace pressor::trial {

/// The variables that a study's summary shows, of all of them: the monitor's, lactate and doses.
std::vector<Variable> summary_variables(const std::vector<Variable>& all);

}  // namespace pressor::trial
