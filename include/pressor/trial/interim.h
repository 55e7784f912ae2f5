#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pressor/statistics/sequential.h"
#include "pressor/trial/analysis.h"

/// A rule by which a trial may end early.
///
/// All patients of a replicate are simulated; a look sees what was known at its moment of the
/// calendar: it is taken when so many patients have been followed to the time of the endpoint, and
/// knows of the others only (in survival tests) how long they have been watched. Those enrolled by
/// then count as enrolled: a trial that stops has more patients than its analysis. Without a pace
/// of enrolment patients are followed one after the other.
///
/// Information is the share of all patients who have been followed. Benefit, harm and futility have
/// an error of their own each (sequential.h); harm is not the mirror of benefit unless asked for.
namespace pressor {

struct StopPlan {
  std::vector<std::uint32_t> looks;  ///< patients followed, rising, before the last patient
  std::string column;                ///< endpoint column that the looks test: `death@3d`
  PlannedTest test;
  bool efficacy = false;
  bool futility = false;
  bool harm = false;
  double alpha = 0.05;  ///< two-sided, of efficacy; half of it is spent for benefit
  Spending spending;
  double harm_alpha = 0.05;  ///< one-sided
  Spending harm_spending{SpendingKind::pocock, 0.0};
  double futility_error = 0.2;  ///< type II, not binding for efficacy
  /// Instead of spending that error: stops for futility where the conditional power under the trend
  /// seen so far is no more than this. Not binding for efficacy either.
  std::optional<double> conditional_power;
};

}  // namespace pressor
