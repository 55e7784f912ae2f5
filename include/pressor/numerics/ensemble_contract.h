#pragma once

#include <cstdint>

/// What the ensemble integrator (ensemble.h) and the problem that it runs say to each other.
namespace pressor::numerics {

struct EnsembleSettings {
  double tolerance = 1.0e-4;         ///< relative error of a step, see ensemble.h
  double smallest_step = 1.0e-8;     ///< min
  double largest_step = 60.0;        ///< min
  std::uint64_t rounds = 1'000'000;  ///< of one patient
  std::uint32_t jacobian_every = 16;
};

/// Why a patient could not go on.
enum class LaneFailure : std::uint8_t { not_finite, step_collapse, budget };

/// "the right-hand side is not finite" and so on; the same words as the reference integrator's.
const char* failure_reason(LaneFailure failure);

/// Where a lane stands; infinity for what never comes.
struct LanePlan {
  double time = 0.0;    ///< min
  double wanted = 0.0;  ///< next time at which the problem wants the state, > time
};

/// What came of a state that was handed over.
struct Arrival {
  double next = 0.0;      ///< time at which the state is wanted next, later than this one
  bool changed = false;   ///< inputs or state are others now
  bool finished = false;  ///< the patient is done; his lane is free
};

/// Counts of work, for benchmarks.
struct EnsembleCounts {
  std::uint64_t rounds = 0;     ///< of all lanes together
  std::uint64_t trials = 0;     ///< steps tried by patients
  std::uint64_t accepted = 0;   ///< of these
  std::uint64_t jacobians = 0;  ///< for all lanes together
  std::uint64_t readings = 0;   ///< states handed over, by patient
  std::uint64_t batches = 0;    ///< in which they were read

  EnsembleCounts& operator+=(const EnsembleCounts& other);
};

}  // namespace pressor::numerics
