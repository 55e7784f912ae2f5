#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pressor/cohort/simulate.h"

/// Why pressure, flow and resistance differ between two states of one patient.
///
/// The circulation is an equilibrium of the state (body.h), so that MAP = f(state). The state falls
/// into causes: what each drug does at each of its sites, what the reflex does to arterioles, veins
/// and heart, volume, adaptation. Moving the causes from the first state to the second one after
/// the other changes MAP step by step; the share of a cause is the mean of its steps over all
/// orders (Shapley 1953), so that the shares add up to the whole change whatever its size:
///
///     phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! [f(S + i) - f(S)]           (1)
namespace pressor {

/// The state of a patient at a time, by the reference engine.
struct Snapshot {
  double time = 0.0;  ///< min
  std::vector<double> state;
  Signals seen;
};

/// States at whole minutes: each time (min, rising, within the horizon) counts as the one at or
/// before it. Fewer when the patient dies before. Throws IntegrationError when his run fails.
std::vector<Snapshot> snapshots(const Cast& cast, const Patient& patient, const Orders& orders,
                                RunSettings settings, std::uint64_t seed,
                                std::span<const double> times);

/// What one cause did.
struct CauseShare {
  std::string cause;        ///< `norepinephrine at alpha1`, `reflex on arterioles`
  double map = 0.0;         ///< mmHg
  double output = 0.0;      ///< L/min
  double resistance = 0.0;  ///< dyn.s/cm5
};

/// Shares of all causes that differ between the states, equation (1), largest effect on MAP first.
/// Both states are of the same patient.
std::vector<CauseShare> explain_change(const Cast& cast, const Patient& patient,
                                       const Snapshot& from, const Snapshot& to);

}  // namespace pressor
