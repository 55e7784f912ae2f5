#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pressor/cohort/explain.h"
#include "pressor/trial/study.h"

namespace pressor {

/// One patient of a study, watched at some times by the reference engine: what explains a change
/// needs whole states, which no result keeps.
class Witness {
 public:
  /// The patient of a slot, as the study has him; of a fork the one whom it is about. `study` must outlive the witness. Throws
  /// ParameterError for a crossover, in which no arm is a course of its own.
  Witness(const Study& study, std::uint32_t replicate, std::uint32_t slot);

  /// His states in an arm at whole minutes (min, rising, within the horizon); fewer when he dies
  /// before. Throws IntegrationError.
  [[nodiscard]] std::vector<Snapshot> at(std::size_t arm, std::span<const double> times) const;
  /// Shares of all causes, largest effect on MAP first (cohort/explain.h).
  [[nodiscard]] std::vector<CauseShare> explain(const Snapshot& from, const Snapshot& to) const;

 private:
  const Study& study_;
  Patient patient_;
};

}  // namespace pressor
