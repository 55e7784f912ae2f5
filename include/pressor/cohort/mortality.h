#pragma once

#include <vector>

#include "pressor/cohort/cast.h"

namespace pressor {

/// Marginal mortality of the eligible people of a cast while their haemodynamics stay at baseline,
/// over covariates and frailty:
///
///     dead(t) = mean_i [1 - exp(-theta m_i G_i(t))],   G_i(t) = int_0^t exp(eta_i(s)) dF(s)    (1)
///     F(t) = 1 - exp(-(t/lambda)^k)                                                            (2)
///     L_i(s) = L0 CL0 / CL(s),  CL(s) = CL_inf + (CL0 - CL_inf) exp(-k s)   up to the horizon  (3)
///
/// with eta, theta, lambda and k of survival.h; m_i is what a hypothesis makes of theta. (3) is
/// lactate.h at baseline flow, in balance with its clearance; after the horizon its term fades as
/// in follow_up.h. The people are a fixed sample: the same cast gives the same number.
class MortalitySample {
 public:
  /// People in the sample: the standard error of a share near one half is 0.3 to 0.5 points.
  static constexpr std::uint32_t people = 4000;

  /// `horizon` (min): haemodynamics are simulated up to here. Throws ParameterError as Caster does.
  MortalitySample(const Cast& cast, double horizon);

  /// Share dead at `time` (min) with this theta.
  [[nodiscard]] double dead(double base_risk, double time) const;

  /// The theta with which `share` are dead at `time` (min). Throws ParameterError when none within
  /// the bounds of the parameter does it.
  [[nodiscard]] double base_risk(double share, double time) const;

 private:
  [[nodiscard]] std::vector<double> integrals(double time) const;
  static double dead(const std::vector<double>& integrals, double base_risk);

  double horizon_;
  double typical_;  ///< theta of the cast as it is
  std::vector<Patient> sample_;
};

}  // namespace pressor
