#include "pressor/trial/witness.h"

#include <algorithm>

#include "pressor/core/errors.h"
#include "pressor/trial/solver_check.h"

namespace pressor {

Witness::Witness(const Study& study, std::uint32_t replicate, std::uint32_t slot) : study_(study) {
  if (study.crossover) throw ParameterError("a crossover has no arm of its own to explain");
  Screening screening;
  if (study.fork) {
    replicate = study.fork->replicate;
    slot = study.fork->patient;
  }
  patient_ = cast_patient(study.cast, study.seed, replicate, slot, screening);
}

std::vector<Snapshot> Witness::at(std::size_t arm, std::span<const double> times) const {
  RunSettings settings;
  settings.tolerance = sample_tolerance;
  settings.mortality = study_.mortality;
  settings.horizon = std::max(1.0, times.back());
  return snapshots(study_.cast, patient_, study_.arms.at(arm).orders, settings, study_.seed, times);
}

std::vector<CauseShare> Witness::explain(const Snapshot& from, const Snapshot& to) const {
  return explain_change(study_.cast, patient_, from, to);
}

}  // namespace pressor
