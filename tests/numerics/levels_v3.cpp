#include "levels.h"

namespace pressor::numerics::levels {

void work_v3(const SparsePlan& plan, std::span<const double> x, Answer& answer) {
  work<Lanes<4, V3>>(plan, x, answer);
}

}  // namespace pressor::numerics::levels
