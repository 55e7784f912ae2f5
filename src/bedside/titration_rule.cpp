#include "titration_rule.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pressor::bedside {
namespace {

/// Of a rounding step: what floating-point division may be off.
constexpr double slack = 1.0e-9;

double size_of_change(const TitrationStep& step, double old, double weight) {
  double change = std::abs(step.factor * old - old);
  if (step.at_least) change = std::max(change, step.at_least->absolute(weight));
  if (step.at_most) change = std::min(change, step.at_most->absolute(weight));
  return change;
}

/// Rounds old + sign x change to the grid; at least one step of it, at most `most` away.
double rounded(double old, double sign, double change, double grid, double most) {
  const double from = sign * old / grid;
  double to = std::round(from + change / grid);
  if (to <= from + slack) to = std::floor(from + slack) + 1.0;
  if (to > from + most / grid + slack) to = std::floor(from + most / grid + slack);
  if (to <= from + slack) return old;
  return sign * to * grid;
}

double bounded(const Titration& rule, double old, double wanted, double weight) {
  const double smallest = rule.smallest.absolute(weight);
  const double largest = rule.largest.absolute(weight);
  if (wanted > old) return std::min(wanted, std::max(old, largest));
  return std::max(wanted, std::min(old, smallest));
}

}  // namespace

double next_dose(const Titration& rule, const TitrationStep& step, double old, double weight) {
  if (step.factor == 1.0) return old;
  const bool up = step.factor > 1.0;
  const double start = rule.start.absolute(weight);
  if (up && old <= 0.0 && start > 0.0) return bounded(rule, old, start, weight);
  const double sign = up ? 1.0 : -1.0;
  const double change = size_of_change(step, old, weight);
  const double grid = rule.rounding_per_kg ? rule.rounding * weight : rule.rounding;
  const double most =
      step.at_most ? step.at_most->absolute(weight) : std::numeric_limits<double>::infinity();
  const double wanted = grid > 0.0 ? rounded(old, sign, change, grid, most) : old + sign * change;
  const double dose = bounded(rule, old, wanted, weight);
  return dose < slack * std::max(grid, old) ? 0.0 : dose;
}

}  // namespace pressor::bedside
