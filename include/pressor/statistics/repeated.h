#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/result.h"

/// Measurements repeated over visits.
namespace pressor {

/// One row a patient. A patient without any outcome, or with a missing baseline, is left out.
struct Repeated {
  std::vector<std::vector<double>> outcome;  ///< [patient][visit]; NaN: not measured
  std::vector<std::uint8_t> treated;         ///< 1 treated, 0 control
  std::vector<double> baseline;              ///< slope of its own at each visit; empty: none
  Columns covariates;                        ///< one slope each over all visits
};

struct RepeatedModel {
  /// Treated minus control at each visit; `statistic` is t, `df` by Satterthwaite.
  std::vector<TestResult> at;
  TestResult average;                           ///< of the contrasts, all visits alike
  std::vector<std::vector<double>> covariance;  ///< of the outcomes of one patient, visit by visit
  double log_likelihood = std::numeric_limits<double>::quiet_NaN();  ///< restricted, as R's logLik
  bool converged = false;
};

/// Mixed model for repeated measures:
///
///     y_ij = a_j + d_j treated_i + c_j baseline_i + sum_k b_k x_ik + e_ij,  e_i ~ N(0, S)
///
/// with an unstructured covariance S of the visits, fitted by restricted maximum likelihood (R:
/// nlme::gls with corSymm and varIdent); missing visits at random. Degrees of freedom by
/// Satterthwaite from the expected information. NaN and `converged` false where the data do not
/// determine S: some pair of visits is seen together in too few patients.
RepeatedModel repeated_measures(const Repeated& data);

}  // namespace pressor
