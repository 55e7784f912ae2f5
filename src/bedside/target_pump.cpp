#include "target_pump.h"

#include <algorithm>

namespace pressor::bedside {

double TargetPump::rate_for(double target, double step) {
  const LinearKinetics::Propagator& ahead = believed_.over(step);
  const auto amounts = believed_.state();
  double left = 0.0;
  for (std::size_t j = 0; j < amounts.size(); ++j) left += ahead.phi[0][j] * amounts[j];
  return std::max(0.0, volume_ * target - left) / ahead.gain[0];  // (1)
}

}  // namespace pressor::bedside
