#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/allocation.h"

/// A difference between two arms before treatment, made instead of left to chance. The people of a
/// replicate are simulated up to the moment at which the endpoint is known; until then the arms
/// must do the same, so that it is the same in either. Then allocations are drawn until the
/// difference of the measured means is the wanted one. People and centres stay as they are.
namespace pressor {

/// Allocations that are tried in one replicate before the study is declared impossible.
inline constexpr std::uint32_t most_redraws = 200'000;

/// The allocation that was taken, and at what price.
struct BalancedAllocation {
  Allocation allocation;
  double gap = 0.0;           ///< mean of arm 1 minus mean of arm 0, unit of the endpoint
  std::uint32_t redraws = 0;  ///< allocations that were drawn and laid aside
};

/// What is wrong with the imbalance that a study asks for, or nothing: an endpoint that is not
/// there or known only after the arms part, a crossover, one arm.
std::optional<std::string> imbalance_problem(const Study& study);

/// Draws the allocation of a replicate until the gap is as study.imbalance wants it. Throws
/// ParameterError with the number of allocations tried and the nearest gap found.
BalancedAllocation allocate_with_gap(const Study& study, const Caster& caster,
                                     std::uint32_t replicate);

}  // namespace pressor
