#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "pressor/statistics/result.h"

/// Trials that may stop at an interim look (Jennison & Turnbull 2000).
///
/// At look k a trial has the share t_k of its largest information and the statistic
///
///     Z_k ~ N(delta sqrt(t_k), 1),  Cov(Z_j, Z_k) = sqrt(t_j / t_k)  for j <= k              (1)
///
/// where the drift delta is the mean of Z at full information: effect / standard error there.
/// Positive is better for the treated. All boundaries are on the scale of Z; infinity means never.
namespace pressor {

/// How an error is spent over information t (Lan & DeMets 1983), a the whole error:
enum class SpendingKind : std::uint8_t {
  obrien_fleming,     ///< 2 - 2 Phi(Phi^-1(1 - a/2) / sqrt(t))
  pocock,             ///< a log(1 + (e - 1) t)
  hwang_shih_decani,  ///< a (1 - exp(-g t)) / (1 - exp(-g)), a t for g = 0 (1990)
  power,              ///< a t^g, g > 0 (Kim & DeMets 1987)
};
struct Spending {
  SpendingKind kind = SpendingKind::obrien_fleming;
  double parameter = 0.0;  ///< g
};
/// What of the error `alpha` may be spent up to `information` (0 to 1).
double spent(const Spending& spending, double alpha, double information);

/// When a trial stops at look k: z >= upper[k], or z <= lower[k].
struct Boundaries {
  std::vector<double> information;  ///< rising, last 1
  std::vector<double> upper;        ///< efficacy
  std::vector<double> lower;        ///< harm, futility, or nothing; below upper
};

/// Looks at equal distances, or at these shares.
std::vector<double> equal_looks(std::size_t looks);

/// Symmetric boundaries of the Wang & Tsiatis family (1987), two-sided size `alpha`:
///
///     c_k = C t_k^(shape - 1/2);  shape 0: O'Brien & Fleming 1979, 1/2: Pocock 1977
Boundaries wang_tsiatis(std::span<const double> information, double shape, double alpha);
Boundaries obrien_fleming(std::span<const double> information, double alpha);
Boundaries pocock(std::span<const double> information, double alpha);

/// Error of its own, and how it is spent.
struct ErrorPlan {
  double error = 0.025;
  Spending spending;
};
/// What a design asks for.
struct SequentialPlan {
  std::vector<double> information;  ///< rising, last 1
  ErrorPlan efficacy;               ///< one-sided error
  std::optional<ErrorPlan> harm;  ///< one-sided error in the other direction; not symmetric unless
                                  ///< it says the same as efficacy
  std::optional<ErrorPlan> futility;  ///< type II error, spent towards power 1 - error
  bool binding = false;               ///< whether futility's stops count for the size of efficacy
};
struct SequentialDesign {
  std::vector<double> information;
  std::vector<double> efficacy;  ///< stop for benefit at or above
  std::vector<double> futility;  ///< stop for futility at or below; -infinity without it
  std::vector<double> harm;      ///< stop for harm at or below; -infinity without it
  /// With futility: the drift at which power is 1 - its error; else NaN (see drift_for_power).
  double drift = std::numeric_limits<double>::quiet_NaN();
  /// What stops the trial: efficacy above; futility or harm below, whichever is higher.
  [[nodiscard]] Boundaries stops() const;
};
/// Boundaries that spend each error as planned. A stop for harm always counts in the size of
/// efficacy, one for futility only when it is binding. What would be spent below 1e-15 gives no
/// boundary (infinity). Throws ParameterError when information does not rise to 1, errors lie
/// outside (0, 1/2), or no drift reaches the power.
SequentialDesign sequential_design(const SequentialPlan& plan);

/// Probability that the final z reaches `critical`, given z at a look and that the trend seen so far
/// goes on (Lan & Wittes 1988), and the z at which it is `power`:
///
///     CP = Phi((z / sqrt(t) - c) / sqrt(1 - t)),   z = sqrt(t) (c + sqrt(1 - t) Phi^-1(CP))     (2)
double conditional_power(double z, double information, double critical);
double z_of_conditional_power(double power, double information, double critical);

/// Probability of stopping at each look under a drift, by recursive numerical integration of (1)
/// (Armitage, McPherson & Rowe 1969; grid of Jennison & Turnbull 2000, section 19.2).
struct Crossing {
  std::vector<double> upper;  ///< by look
  std::vector<double> lower;
  double above = 0.0;  ///< sum of upper: power, or type I error at drift 0
  double below = 0.0;
  double expected_information = 1.0;  ///< share of the largest, looks without a stop included
};
Crossing crossing(const Boundaries& boundaries, double drift);

/// Drift at which the probability of crossing `upper` is `power`.
double drift_for_power(const Boundaries& boundaries, double power);

/// How much larger the largest sample must be than that of a trial with one look, the same
/// one-sided `alpha` and `power`: (drift / (z_alpha + z_power))^2.
double inflation_factor(const Boundaries& boundaries, double alpha, double power);

/// Where a trial stopped: look from 0, and its z.
struct StoppedAt {
  std::size_t look = 0;
  double z = 0.0;
};

/// First look at which z is at or beyond a boundary, else the last one; none while z has fewer
/// looks than the plan and no boundary is crossed.
std::optional<StoppedAt> first_stop(const Boundaries& boundaries, std::span<const double> z);

/// What may be said after a stop, with the ordering by stages (Fairbanks & Madsen 1982): results
/// that stop earlier are more extreme, within a look the larger z. In units of the drift: multiply
/// by the standard error at full information for the effect. `estimate` is median unbiased; p is
/// two-sided: twice the smaller tail at drift 0. Needs boundaries up to the look of the stop only.
TestResult stagewise(const Boundaries& boundaries, const StoppedAt& stop,
                     double confidence = usual_confidence);

/// E(Z / sqrt(t)) - drift at the stop: bias of the naive estimate in units of the drift (Whitehead
/// 1986).
double naive_bias(const Boundaries& boundaries, double drift);

}  // namespace pressor
