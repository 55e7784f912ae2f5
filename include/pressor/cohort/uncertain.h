#pragma once

#include <cstdint>

#include "pressor/cohort/cast.h"

/// What is not known of the numbers themselves, beside what differs between patients.
namespace pressor {

/// How far a number may be from the truth: SD of its logarithm by grade. Assumed: typical values of
/// population analyses have standard errors of 5 to 20 %, and what is derived or assumed is as good
/// as two and three of them.
struct GradeSpreads {
  double a = 0.1;
  double b = 0.2;
  double c = 0.3;
  /// Of an unknown grade that of C.
  [[nodiscard]] double of(char grade) const;
};

/// Names one draw of everything that is not known.
struct UncertainDraw {
  std::uint64_t seed = 0;
  std::uint32_t draw = 0;
  std::uint32_t attempt = 0;  ///< draws of this number that made no patients
};

/// The cast with numbers that are as credible as its own. With the spread s of a number's grade and
/// z ~ N(0, 1) of its name,
///
///     x exp(s z)               numbers, zero stays zero             (1)
///     logistic(logit x + s z)  shares of a range within 0 .. 1      (2)
///
/// cut at the range of a body parameter. Drawn are the body's parameters, the centres of what
/// differs between people where that is a parameter, what hypotheses change, kinetics, ke0 and
/// potencies. What is seen of the patients (covariates, pressure, flow, doses) is no doubt of the
/// model's and stays, and with it who is taken to match a published table; so do the spreads between
/// people. A base risk that was solved for a stated mortality is solved again, with haemodynamics up
/// to `horizon` (min). Throws ParameterError when that has no solution.
Cast uncertain_cast(Cast cast, const GradeSpreads& spreads, const UncertainDraw& draw,
                    double horizon);

}  // namespace pressor
