#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "pressor/statistics/result.h"

/// Least squares, as R's lm.
namespace pressor {

/// Columns of a design matrix or covariates, each with one value a patient.
using Columns = std::vector<std::vector<double>>;

/// How the covariance of the coefficients is had.
enum class ErrorModel : std::uint8_t {
  constant_variance,  ///< s^2 (X'X)^-1
  robust,             ///< HC3 (MacKinnon & White 1985; R: sandwich::vcovHC(type = "HC3"))
};

struct LinearModel {
  /// By column of x, the intercept first. A column that those before it determine has NaN, as NA in
  /// R. `statistic` is t with `df` degrees of freedom.
  std::vector<TestResult> coefficients;
  double sigma = std::numeric_limits<double>::quiet_NaN();  ///< residual standard deviation
  double df = 0.0;                                          ///< n minus the rank of x
};

/// Fits y = b0 + sum_k b_k x_k + error by Householder's QR. Every column has the length of y and no
/// missing value. With no residual degree of freedom intervals and p are NaN.
LinearModel linear_model(std::span<const double> y, const Columns& x,
                         ErrorModel errors = ErrorModel::constant_variance);

/// A comparison adjusted for what was known before treatment; one entry a patient of either arm.
struct Adjusted {
  std::vector<double> outcome;         ///< NaN: missing, the patient is left out
  std::vector<std::uint8_t> treated;   ///< 1 treated, 0 control
  Columns covariates;                  ///< baseline and others; a NaN leaves the patient out
  std::vector<std::uint32_t> stratum;  ///< one level a stratum; empty: none
};

/// Effect of treatment, treated minus control, from outcome = treatment + covariates + strata
/// (analysis of covariance).
TestResult ancova(const Adjusted& data, ErrorModel errors = ErrorModel::constant_variance);

}  // namespace pressor
