#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/cohort/cast.h"
#include "pressor/physiology/pulsatile_match.h"
#include "pressor/physiology/signals.h"

/// The pulsatile bodies of a study's patients, beside the beat-averaged ones that drive them.
namespace pressor {

/// One patient at one time.
struct PulsatileMoment {
  std::optional<Signals> averaged;  ///< of the beat-averaged body; nothing when he is dead
  std::optional<Beat> beat;         ///< nothing when there is no steady beat, or he is dead
  std::string failure;              ///< why there is none
};

struct PulsatileRow {
  std::uint64_t row = 0;  ///< of /patients
  std::uint32_t arm = 0;
  std::vector<PulsatileMoment> moments;  ///< by Study::pulsatile_at
};

/// Matches the patient's pulsatile body at his baseline (pulsatile_match.h) and finds its steady
/// beat at each of the times (min), from his states there; a dead patient has fewer states than
/// there are times. A beat that cannot be found is told in `failure`.
std::vector<PulsatileMoment> pulsatile_moments(const Cast& cast, const Patient& patient,
                                               const std::vector<double>& times,
                                               const std::vector<std::vector<double>>& states);

}  // namespace pressor
