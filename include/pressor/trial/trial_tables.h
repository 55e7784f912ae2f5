#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/trial/endpoint.h"

/// The numbers of /trial: what each replicate found, and what the design does over all of them.
/// Columns are indices into StudyHeader::endpoint_columns, arms into Study::arms.
namespace pressor {

/// An endpoint column in one arm of one replicate.
struct ArmSummary {
  std::uint64_t n = 0;  ///< measured
  double mean = 0.0;
  double sd = 0.0;
  /// Patients by Missing, those who were measured among them.
  std::array<std::uint32_t, missing_count> missing{};
};

/// One test of one column in every replicate.
struct Comparisons {
  std::string test;              ///< test_text of the planned test
  std::size_t column = 0;        ///< endpoint column
  std::size_t arm = 1;           ///< against arm 0
  std::vector<double> estimate;  ///< [replicate], treated against control
  std::vector<double> ci_low;    ///< 95 %
  std::vector<double> ci_high;
  std::vector<double> p;            ///< two-sided
  std::vector<std::uint32_t> used;  ///< patients of the arm in the test; of `paired` the pairs
  std::vector<std::uint32_t> used_control;
};

/// A share with Wilson's 95% interval.
struct Share {
  std::uint64_t count = 0;
  std::uint64_t of = 0;
  double value = 0.0;  ///< NaN when `of` is 0
  double low = 0.0;
  double high = 1.0;
};

/// What a test does over the replicates of a design.
struct Operating {
  std::uint64_t replicates = 0;  ///< with a p value
  /// p < 0.05 among all replicates: power, or type I error when arms do the same. A replicate
  /// without a p value has shown nothing.
  Share significant;
  double estimate_mean = 0.0;  ///< of ratios the geometric mean; over finite estimates
  double estimate_sd = 0.0;    ///< of ratios on the log scale
  double ci_width = 0.0;       ///< mean; of ratios on the log scale
  double truth = 0.0;          ///< mean individual effect of twins, else estimate_mean
  bool truth_from_twins = false;
  bool null_is_true = false;  ///< arms do the same to everybody: `significant` is type I error
  Share coverage;             ///< intervals that hold the truth
  double type_s = 0.0;        ///< share of the significant with the wrong sign (Gelman & Carlin)
  double type_m = 0.0;        ///< mean size of the significant estimates over that of the truth
};

/// The first `patients` of each replicate analysed on their own.
struct NestedSize {
  std::uint32_t patients = 0;
  std::vector<Comparisons> comparisons;  ///< as TrialTables::comparisons
  std::vector<Operating> operating;
};

/// Individual effects of one arm on one column: each patient in that arm minus himself in arm 0.
struct TwinEffects {
  std::size_t column = 0;
  std::size_t arm = 1;
  std::vector<std::uint32_t> pairs;  ///< [replicate], with a value in both arms
  std::vector<double> mean;
  std::vector<double> sd;
  std::vector<std::uint32_t> responders;
  std::vector<double> variance_treated;  ///< of the values of these patients, in each arm
  std::vector<double> variance_control;
  // over all replicates
  std::uint64_t all_pairs = 0;
  double all_mean = 0.0;
  double all_sd = 0.0;
  Share all_responders;
  /// Variance of the difference of two unpaired patients over that of a pair of twins; infinite
  /// when every effect is the same.
  double variance_ratio = 0.0;
};

enum class StopReason : std::uint8_t { completed, efficacy, futility, harm };
inline constexpr std::size_t stop_reason_count = 4;
const char* stop_reason_name(StopReason reason);

/// One planned look; the last is the final analysis. Bounds are on z, positive in favour of the
/// treatment; infinite where a rule is not in force.
struct Look {
  std::uint32_t patients = 0;  ///< followed to the endpoint's time
  double fraction = 1.0;       ///< of all patients
  double efficacy = 0.0;       ///< stops at or above
  double futility = 0.0;       ///< stops at or below
  double harm = 0.0;           ///< stops at or below
};

/// How one replicate ended.
struct TrialEnd {
  std::uint32_t look = 0;  ///< from 1; the last look is the final analysis
  StopReason reason = StopReason::completed;
  std::uint32_t analysed = 0;  ///< patients in the analysis
  std::uint32_t enrolled = 0;  ///< patients enrolled by then
  double time = 0.0;           ///< min of calendar since the first patient
  double z = 0.0;              ///< positive in favour of the treatment
  double estimate = 0.0;       ///< as if nobody had looked before
  double p = 0.0;              ///< the same
  double unbiased = 0.0;       ///< median unbiased, stagewise ordering
};

/// What the stopping rule does over replicates.
struct Stopping {
  std::size_t comparison = 0;  ///< of TrialTables::comparisons: what the looks test
  std::vector<Look> looks;
  std::vector<TrialEnd> ends;  ///< [replicate]
  // over all replicates
  std::vector<std::array<Share, stop_reason_count>> stopped;  ///< [look][reason]
  double expected_analysed = 0.0;
  double expected_enrolled = 0.0;
  double expected_time = 0.0;   ///< min
  double estimate_early = 0.0;  ///< mean estimate of those that stopped early (median of ratios)
  double unbiased_early = 0.0;  ///< the same of the bias-adjusted ones
  double estimate_mean = 0.0;   ///< of all
  double unbiased_mean = 0.0;
};

/// Where a published figure falls among the replicates.
struct ObservedPlace {
  enum class What : std::uint8_t { mean, difference, p };
  What what = What::mean;
  std::size_t column = 0;
  std::size_t arm = 0;        ///< of a difference or p, against arm 0
  std::string test;           ///< of a difference or p; empty for means
  double observed = 0.0;      ///< as published; a difference is that of the published arms
  double predicted = 0.0;     ///< mean over replicates
  double predicted_sd = 0.0;  ///< over replicates
  double percentile = 0.0;    ///< share of replicates below, ties counted half
  double tail = 0.0;          ///< two-sided: twice the smaller side, at most 1
  /// Replicates at least as extreme: a difference as large in the published direction, a p as
  /// small, a mean as far on its side of the predicted one.
  Share as_extreme;
  /// Of a difference: as large in either direction. Else the same as `as_extreme`.
  Share as_large;
};
inline constexpr std::size_t observed_what_count = 3;
const char* observed_what_name(ObservedPlace::What what);

/// All patients of an arm, whatever their replicate; `replicates` as TrialTables::arms of a column.
/// Mean and SD are NaN without and with fewer than two patients; what is missing is not counted.
ArmSummary pooled(const std::vector<std::vector<ArmSummary>>& replicates, std::size_t arm);

struct TrialTables {
  /// [column][replicate][arm]
  std::vector<std::vector<std::vector<ArmSummary>>> arms;
  std::vector<Comparisons> comparisons;
  std::vector<Operating> operating;  ///< of `comparisons`
  std::vector<NestedSize> sizes;     ///< rising; the last is everybody. Empty without `sizes`
  std::vector<TwinEffects> twins;    ///< empty without twins
  std::optional<Stopping> stopping;
  std::vector<ObservedPlace> observed;
};

}  // namespace pressor
