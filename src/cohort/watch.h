#pragma once

#include <functional>
#include <span>

#include "pressor/cohort/simulate.h"

namespace pressor::cohort {

/// Told of the state at every reading.
using Watch = std::function<void(double time, std::span<const double> state)>;

/// simulate() with somebody who watches.
PatientRun simulate_watched(const Cast& cast, const std::vector<Variable>& variables,
                            const Patient& patient, const Orders& orders,
                            const RunSettings& settings, std::uint64_t seed, const Watch& watch);

}  // namespace pressor::cohort
