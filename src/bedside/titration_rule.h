#pragma once

#include "pressor/bedside/orders.h"

namespace pressor::bedside {

/// The dose (ug/min) that `step` of a rule makes of `old`, in a patient of `weight` kg:
/// factor, smallest and largest change, rounding, bounds, in this order. A drug that is off begins
/// with the start dose. A step never moves the dose against its direction, and at_most and the
/// bounds are never exceeded by rounding.
double next_dose(const Titration& rule, const TitrationStep& step, double old, double weight);

}  // namespace pressor::bedside
