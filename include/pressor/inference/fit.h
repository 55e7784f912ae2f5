#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pressor/inference/verify.h"

/// Calibration: numbers of model files that published rows may choose.
///
///     z_j = (ln x_j - ln p_j) / s_j   or   (x_j - p_j) / s_j                              (1)
///     S(x) = sum_i ((y_i(x) - a_i) / w_i)^2 + sum_j z_j^2                                 (2)
///
/// | symbol   | meaning                                                                     |
/// |----------|-----------------------------------------------------------------------------|
/// | x_j      | a number that is free between bounds                                        |
/// | p_j, s_j | its prior value and the SD of its logarithm, or of itself                   |
/// | y_i, a_i | simulated and published figure of row i                                     |
/// | w_i      | row_weight_sd: what one unit of error is                                    |
///
/// (2) is minus twice the logarithm of a posterior density whose likelihood takes each row as
/// independent and normal with SD w_i. The w_i are spreads between patients or tolerances, not
/// standard errors of the published means, so that standard errors are those of a cautious reader.
namespace pressor {

/// A number of a model file that rows may choose.
struct FreeParameter {
  std::string name;  ///< such as `septic.gain`
  std::string unit;  ///< in which all its values count
  double prior = 0.0;
  double prior_sd = 1.0;     ///< of its logarithm when `logarithmic`
  bool logarithmic = false;  ///< then `low` is above 0
  double low = 0.0;          ///< bounds, both ends included, with the prior between them
  double high = 0.0;
  double current = 0.0;  ///< as it stands in the model file

  /// z of (1): distance from the prior in its SDs.
  [[nodiscard]] double coordinate(double x) const;
  /// The value at z.
  [[nodiscard]] double value(double z) const;
};

/// The study of an experiment when the free parameters have these values. Called from several
/// threads at once. May throw InputError or ParameterError where there is no such study.
using StudyOfValues =
    std::function<Study(std::size_t experiment, const std::vector<double>& values)>;

struct FitQuestion {
  std::vector<FreeParameter> parameters;
  std::vector<Experiment> experiments;  ///< with rows of the set `fit` only
  StudyOfValues study;
  unsigned starts = 1;         ///< searches: from the prior, then from random draws of it
  std::uint64_t seed = 1;      ///< of these draws
  unsigned evaluations = 500;  ///< most of one search
};

/// w of (2): the published SD; else that of a normal distribution with the published 95% interval
/// or quartiles; else the tolerance. Where only `rises` or `falls` was published, the row's step:
/// without one such a row is simulated and told, but has no weight.
std::optional<double> row_weight_sd(const EvidenceRow& row);

/// (y - a) / w of (2), of a direction the steps that it lacks to be clear by one; nothing for a row
/// without weight. A figure that could not be simulated
/// counts as `failed_error`.
inline constexpr double failed_error = 10.0;
std::optional<double> weighted_error(const EvidenceRow& row, const RowResult& result);

/// The rows at one set of values.
struct FitPoint {
  std::vector<double> values;
  std::vector<RowResult> rows;
  double misfit = 0.0;   ///< first sum of (2)
  double penalty = 0.0;  ///< second sum of (2)
  [[nodiscard]] double objective() const { return misfit + penalty; }
};

/// What the curvature of (2) says of one parameter at a point.
struct ParameterEstimate {
  double standard_error = 0.0;  ///< of the posterior, in the unit of the parameter
  /// Variance of z under the posterior over that under the prior: 1 when the rows say nothing.
  double variance_ratio = 1.0;
  double step_left = 0.0;  ///< Gauss-Newton step to the minimum, prior SDs; 0 at a bound
  bool at_bound = false;
  [[nodiscard]] bool identified() const { return variance_ratio <= 0.9; }
};

/// One search.
struct FitStart {
  std::vector<double> from;
  double objective = 0.0;  ///< the lowest it found
  unsigned evaluations = 0;
  bool converged = false;  ///< before its evaluations were used up
};

struct FitResult {
  FitPoint before;  ///< the values of the model files
  FitPoint after;   ///< the best that was found
  std::vector<ParameterEstimate> estimates;
  std::vector<FitStart> starts;
};

struct FitProgress {
  std::uint64_t evaluations = 0;
  std::uint64_t most = 0;  ///< evaluations if every search uses all it may
  unsigned start = 0;      ///< search under way, from 0; the number of starts: the curvature
  double objective = 0.0;  ///< the lowest so far
};

/// Told after each evaluation; returns false to stop.
using FitWatcher = std::function<bool(const FitProgress&)>;

/// Simulates the rows at these values. The same bytes for any number of threads (0: all cores).
/// Throws ParameterError when a row is of another set than `fit`.
FitPoint fit_point(const FitQuestion& question, const std::vector<double>& values,
                   unsigned threads);

/// Curvature at a point by central differences of the errors (Gauss-Newton); nothing when stopped.
std::optional<std::vector<ParameterEstimate>> estimates_at(const FitQuestion& question,
                                                           const FitPoint& point, unsigned threads,
                                                           const FitWatcher& watch);

/// Minimises (2) within the bounds (Powell's BOBYQA, 2009) from every start and keeps the best;
/// nothing when stopped. The same bytes for any number of threads. Throws as fit_point.
std::optional<FitResult> fit(const FitQuestion& question, unsigned threads,
                             const FitWatcher& watch);

}  // namespace pressor
