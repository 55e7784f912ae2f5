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
  double stop = 0.0;    ///< next time at which inputs may change, > time
  double output = 0.0;  ///< next time at which the state is wanted, >= time
};

/// What a stop did.
struct StopResult {
  double next = 0.0;      ///< time of the next stop, later than this one
  bool changed = false;   ///< inputs or state are others now
  bool finished = false;  ///< the patient is done; his lane is free
};

/// Counts of work, for benchmarks.
struct EnsembleCounts {
  std::uint64_t rounds = 0;     ///< of all lanes together
  std::uint64_t trials = 0;     ///< steps tried by patients
  std::uint64_t accepted = 0;   ///< of these
  std::uint64_t jacobians = 0;  ///< for all lanes together
  std::uint64_t outputs = 0;    ///< by patient
};

}  // namespace pressor::numerics
