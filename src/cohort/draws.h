#pragma once

#include "pressor/cohort/population.h"

namespace pressor::cohort {

/// Value of a draw whose standard normal deviate is x. The distribution is cut at [low, high] by
/// quantile: with F its distribution function and u = Phi(x), value = F^-1(F(low) + u [F(high) -
/// F(low)]).
double value_of_draw(const Draw& draw, bool woman, double x);

}  // namespace pressor::cohort
