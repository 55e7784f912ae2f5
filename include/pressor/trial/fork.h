#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "pressor/bedside/orders.h"

namespace pressor {

/// One patient of a study, whose course is followed in several ways from a moment on. Until then
/// every branch is the same to the last bit: steps of the ensemble engine know nothing of orders to
/// come.
struct Fork {
  double at = 0.0;              ///< min, a whole one
  std::uint32_t replicate = 0;  ///< of the study as it was
  std::uint32_t patient = 0;    ///< slot in the replicate
  std::string arm;              ///< that he is in until then
};

/// What is ordered for him: until `at` what `before` says, from then on what `after` says. An order
/// that stands in both is left alone: it goes on as if nobody had looked. One that `after` lacks
/// ends at `at`, one that only `after` has begins then, or later if it says so.
Orders forked_orders(const Orders& before, const Orders& after, double at);

/// Why `after` cannot take the place of `before` at that moment, or nothing: rescues that differ, a
/// line between pump and vein of another length, a bolus, fluid or challenge of `after` alone that
/// would have been before.
std::optional<std::string> fork_problem(const Orders& before, const Orders& after, double at);

}  // namespace pressor
