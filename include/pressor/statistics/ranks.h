#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "pressor/statistics/result.h"

/// Tests that use the order of values only.
namespace pressor {

/// How the distribution of a rank sum is had.
enum class RankTest : std::uint8_t {
  automatic,   ///< exact up to `exact_rank_limit` values in all, else asymptotic
  exact,       ///< conditional on the ties seen (R: coin::wilcox_test(distribution = "exact"))
  asymptotic,  ///< normal with the variance of the ties seen, no continuity correction
};
inline constexpr std::size_t exact_rank_limit = 64;

/// Wilcoxon's rank sum test. `estimate` is Hodges & Lehmann's: the median of all differences
/// treated minus control; its interval holds the differences that the same distribution without
/// ties does not reject (Bauer 1972), so that it is conservative where there are ties. `statistic`
/// is
///
///     z = (W - E W) / sqrt(Var W),  W the sum of the midranks of the treated,
///     Var W = n1 n2 / (N (N - 1)) (sum of squared midranks - N (N + 1)^2 / 4)
TestResult wilcoxon(std::span<const double> treated, std::span<const double> control,
                    RankTest test = RankTest::automatic);

/// Wilcoxon's signed rank test of differences within pairs; differences of 0 are left out.
/// Estimate: the median of Walsh averages. Exact distribution also with ties up to
/// `exact_rank_limit` pairs.
TestResult signed_rank(std::span<const double> differences, RankTest test = RankTest::automatic);

/// One patient of a composite in which death is the worst outcome.
struct Ranked {
  double death_time = std::numeric_limits<double>::infinity();  ///< infinity: alive
  double value = 0.0;                                           ///< counts among the living only
};

/// Scores that order patients by (alive, then value; dead, then time of death), larger better:
/// values of the living as they are when larger is better, else negated; the dead below them all,
/// the earlier the lower, spaced by 1. Ties stay ties. Patients of all arms must be scored
/// together. Meant for rank tests; means of scores mean nothing.
std::vector<double> composite_scores(std::span<const Ranked> patients,
                                     bool larger_is_better = true);

/// Win ratio: of all pairs of a treated and a control patient, those in which the treated has the
/// larger score over those in which he has the smaller one (Pocock 2012). Interval and p from the
/// normal distribution of its logarithm with the variance of the two-sample U statistics (Bebu &
/// Lachin 2016); `statistic` is that z. NaN where one side never wins.
TestResult win_ratio(std::span<const double> treated, std::span<const double> control);

}  // namespace pressor
