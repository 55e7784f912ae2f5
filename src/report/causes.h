#pragma once

#include <vector>

#include "evidence.h"
#include "pressor/report/html.h"

namespace pressor::report {

/// An arm with the time (min) from the start at which its pressure had moved most.
struct CauseMoment {
  std::size_t arm = 0;
  double time = 0.0;
};

/// What each drug at its receptors, the reflex, volume and adaptation did to the pressure of one
/// described person from the start to these moments and to the end, and between two arms at the
/// end: shares that add up (cohort/explain.h). Empty where his run cannot be repeated, and in a blinded
/// report.
Html causes_of_change(const Evidence& evidence, const std::vector<CauseMoment>& moments);

}  // namespace pressor::report
