#pragma once

#include <map>
#include <vector>

#include "evidence.h"

/// Pressure by dose step of the challenges, from the patients whose trajectories are kept.
namespace pressor::report {

/// MAP by dose of one arm at one challenge: of each dose one value a patient. Dose 0 is the
/// baseline.
using Steps = std::map<double, std::vector<double>>;

/// By the time of the challenge (min, of a crossover from the start of the period), then by arm.
using Ladders = std::map<double, std::vector<Steps>>;

/// The first challenge that an arm is ordered, or nullptr.
const Challenge* challenge_of(const Study& study, std::size_t arm);

Ladders read_ladders(const Evidence& evidence);

}  // namespace pressor::report
