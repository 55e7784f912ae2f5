#include "pressor/numerics/ensemble_contract.h"

namespace pressor::numerics {

const char* failure_reason(LaneFailure failure) {
  switch (failure) {
    case LaneFailure::not_finite:
      return "the right-hand side is not finite";
    case LaneFailure::step_collapse:
      return "the step fell below its smallest size";
    case LaneFailure::budget:
      break;
  }
  return "the budget of steps is used up";
}

EnsembleCounts& EnsembleCounts::operator+=(const EnsembleCounts& other) {
  rounds += other.rounds;
  trials += other.trials;
  accepted += other.accepted;
  jacobians += other.jacobians;
  readings += other.readings;
  batches += other.batches;
  return *this;
}

}  // namespace pressor::numerics
