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

}  // namespace pressor::numerics
