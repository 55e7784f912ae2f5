#pragma once

#include <cstddef>
#include <functional>
#include <span>

/// The reference integrator: Boost.Odeint's controlled Dormand-Prince 5(4) with dense output, from
/// event to event. Independent of the ensemble engine and meant for tight tolerances.
///
/// Three guards that odeint leaves to its user: a right-hand side that is not finite ends in an
/// IntegrationError (odeint returns NaN as success); a smallest step and a budget of evaluations
/// end in the same error (odeint may loop); and every call starts afresh, so that a bolus or the
/// edge of an infusion never meets a stale slope. Split at every edge of an input: one call across
/// an edge can miss a short infusion.
namespace pressor::numerics {

/// y' = f(t, y); t in min. Writes as many rates as there are states.
using RightHandSide = std::function<void(double time, const double* state, double* rates)>;

/// Told the state at times[index].
using Observer = std::function<void(std::size_t index, std::span<const double> state)>;

struct ReferenceSettings {
  double tolerance = 1.0e-6;             ///< relative; absolute is tolerance x scale of the state
  double smallest_step = 1.0e-10;        ///< min
  std::size_t evaluations = 20'000'000;  ///< of the right-hand side, a call
};

/// Integrates `state` from `from` to `to` (min, from <= to) in place. `scale` holds a typical size
/// (> 0) of each state. Calls `observe` at each of `times`, which rise and lie in (from, to].
/// Throws IntegrationError (core/errors.h) with the time and the reason.
void integrate_reference(const RightHandSide& f, double from, double to, std::span<double> state,
                         std::span<const double> scale, std::span<const double> times,
                         const Observer& observe, const ReferenceSettings& settings);

}  // namespace pressor::numerics
