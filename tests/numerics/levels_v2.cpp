#include "levels.h"

namespace pressor::numerics::levels {

void work_v2(const SparsePlan& plan, std::span<const double> x, Answer& answer) {
  work<Lanes<2, V2>>(plan, x, answer);
}

}  // namespace pressor::numerics::levels
