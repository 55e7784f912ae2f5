#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/result.h"

/// Time to an event, with patients in whom it was not seen (censored).
namespace pressor {

/// One patient: the time of his event, or the time up to which he had none. Any unit of time.
struct Followed {
  double time = 0.0;
  bool event = false;
};

/// One step of a Kaplan-Meier curve, at each distinct time of an event or a censoring.
struct SurvivalStep {
  double time = 0.0;
  std::size_t at_risk = 0;  ///< just before
  std::size_t events = 0;
  std::size_t censored = 0;
  double survival = 1.0;  ///< just after
  double se = 0.0;        ///< of survival, Greenwood 1926
  Interval ci;            ///< from log(-log survival); NaN at 1 and 0
};

/// Kaplan & Meier 1958 (R: survfit(conf.type = "log-log")). Patients censored at the time of an
/// event count as at risk for it.
///
///     S(t) = prod (1 - d_i/n_i),  Var log S = sum d_i / (n_i (n_i - d_i))
std::vector<SurvivalStep> kaplan_meier(std::span<const Followed> group);

/// The curve at `time`: 1 before its first step.
double survival_at(std::span<const SurvivalStep> curve, double time);

/// Patients with time >= `time`.
std::size_t at_risk(std::span<const Followed> group, double time);

/// Smallest time at which survival is at most 1/2, and those at which its log-log limits are: NaN
/// where they never are.
struct MedianTime {
  double estimate = std::numeric_limits<double>::quiet_NaN();
  Interval ci;
};
MedianTime median_time(std::span<const SurvivalStep> curve);

/// The patients of one stratum.
struct SurvivalArms {
  std::vector<Followed> treated;
  std::vector<Followed> control;
};

/// Log-rank test (R: survdiff), also over strata. `statistic` is z = (O - E) / sqrt(V) of the
/// events of the treated, p that of its square; `estimate` is Peto's hazard ratio with its
/// interval:
///
///     exp((O - E)/V),  exp((O - E)/V +- z / sqrt(V))
TestResult logrank(std::span<const Followed> treated, std::span<const Followed> control);
TestResult logrank(std::span<const SurvivalArms> strata);

/// Proportional hazards; one entry a patient.
struct CoxData {
  std::vector<Followed> followed;
  Columns covariates;                  ///< without an intercept
  std::vector<std::uint32_t> stratum;  ///< baseline hazard of its own; empty: none
};
struct CoxModel {
  /// Log hazard ratios by column, Wald's interval and p, `statistic` z. NaN where a coefficient
  /// runs to infinity (events in one group only) or its column is constant.
  std::vector<TestResult> coefficients;
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();       ///< partial
  double log_likelihood_null = std::numeric_limits<double>::quiet_NaN();  ///< all coefficients 0
  bool converged = false;
};

/// Cox 1972 with Efron's handling of ties (R: coxph), by Newton's method.
CoxModel cox(const CoxData& data);

/// Mean of min(time, horizon): the area under the Kaplan-Meier curve up to `horizon`. NaN where the
/// curve ends by a censoring before.
struct RestrictedMean {
  double estimate = std::numeric_limits<double>::quiet_NaN();
  double se = std::numeric_limits<double>::quiet_NaN();
};
///     Var = sum_i (int_{t_i}^{horizon} S)^2 d_i / (n_i (n_i - d_i))   (R: survfit, print(rmean =))
RestrictedMean restricted_mean(std::span<const Followed> group, double horizon);

/// Difference of restricted means, treated minus control; `statistic` is z.
TestResult restricted_mean_difference(std::span<const Followed> treated,
                                      std::span<const Followed> control, double horizon);

}  // namespace pressor
