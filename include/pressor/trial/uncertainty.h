#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pressor/cohort/uncertain.h"
#include "pressor/trial/trial_tables.h"

/// How much of a result is not known because the model's numbers are not.
namespace pressor {

struct UncertaintyPlan {
  std::uint32_t draws = 0;  ///< 0: the numbers are taken as they are
  GradeSpreads spreads;
};

/// What a study finds with other numbers that are as credible, draw by draw.
struct UncertaintyTable {
  /// Over the replicates of the study. Columns and arms as in TrialTables.
  struct ArmMean {
    std::size_t column = 0;
    std::size_t arm = 0;
    std::vector<double> mean;  ///< [draw], of all patients measured; NaN without any
  };
  struct Estimate {
    std::string test;
    std::size_t column = 0;
    std::size_t arm = 1;
    std::vector<double> estimate;     ///< [draw], Operating::estimate_mean
    std::vector<double> significant;  ///< [draw], share with p < 0.05
  };
  std::vector<std::uint32_t> rejected;  ///< [draw]: draws before it that made no patients
  std::vector<ArmMean> arms;
  std::vector<Estimate> estimates;
};

/// Largest number of draws for one that makes patients.
inline constexpr std::uint32_t max_uncertain_attempts = 20;

}  // namespace pressor
