#pragma once

#include <string>

#include "pressor/output/result_rows.h"
#include "pressor/trial/study.h"

namespace pressor::cli {

/// What the branches of a fork come to: MAP, norepinephrine, output, resistance and rate at the fork
/// and at some times after it, and who died. Empty for a study without fork.
std::string fork_summary(const ResultRows& result, const Study& study);

}  // namespace pressor::cli
