#include "levels.h"

namespace pressor::numerics::levels {

void work_v4(const SparsePlan& plan, std::span<const double> x, Answer& answer) {
  work<Lanes<8, V4>>(plan, x, answer);
}

}  // namespace pressor::numerics::levels
