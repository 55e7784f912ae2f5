#pragma once

#include <string>

#include "pressor/output/result_rows.h"

namespace pressor::cli {

/// MAP and more of the pulsatile body beside those of the beat-averaged one, a patient and time a
/// line, and the largest difference; empty where the result has none. Of many patients the first
/// few.
std::string pulsatile_summary(const ResultRows& result);

}  // namespace pressor::cli
