#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pressor/statistics/sample_size.h"
#include "pressor/statistics/sequential.h"

/// Size, power and boundaries of a trial with one look or several.
namespace pressor {

/// Tests whose size can be planned.
enum class SizedTest : std::uint8_t { t, ancova, proportions, logrank, wilcoxon };

/// The effect that a trial shall find. What its test does not use may be left as it is.
struct AssumedEffect {
  SizedTest test = SizedTest::t;
  double delta = 0.0;        ///< difference of means: t, ancova, wilcoxon (normal outcomes)
  double sd = 1.0;           ///< standard deviation within arms
  double correlation = 0.0;  ///< of baseline and outcome: ancova
  double p_treated = 0.0;    ///< proportions
  double p_control = 0.0;
  double hazard_ratio = 1.0;  ///< logrank
  double deaths = 1.0;        ///< share of all patients with an event: logrank
};

/// Fixed shapes of boundaries; the alternative is to spend the error.
enum class ClassicalShape : std::uint8_t { none, obrien_fleming, pocock };

struct DesignQuestion {
  AssumedEffect effect;
  Demand demand;                   ///< alpha two-sided
  std::optional<double> patients;  ///< in all: the power of so many is asked for
  std::vector<double> information{1.0};
  Spending spending;  ///< of the half of alpha that is for benefit
  ClassicalShape classical = ClassicalShape::none;
  std::optional<Spending> futility;  ///< of 1 - power
  bool binding = false;
  std::optional<ErrorPlan> harm;
};

/// What holds at one look.
struct DesignLook {
  double information = 1.0;
  double patients = 0.0;     ///< in all, by then; of a log-rank test events / share of events
  double efficacy = 0.0;     ///< z
  double nominal_p = 0.0;    ///< two-sided p of efficacy
  double futility = 0.0;     ///< z; -infinity: none
  double harm = 0.0;         ///< z; -infinity: none
  double alpha_spent = 0.0;  ///< for benefit, up to here
  double stop_without_effect = 0.0;  ///< probability of stopping here, whatever for
  double stop_with_effect = 0.0;
};

struct DesignAnswer {
  ArmSizes one_look;    ///< of the same power with one look; fractions
  ArmSizes sizes;       ///< the largest sample; fractions unless it was given
  ArmSizes people;      ///< sizes rounded up
  double events = 0.0;  ///< with these people: logrank
  double power = 0.0;   ///< with these people
  double inflation = 1.0;
  double expected_without_effect = 0.0;  ///< patients
  double expected_with_effect = 0.0;
  std::vector<DesignLook> looks;
};

/// With one look sizes and power are those of sample_size.h. With more, the largest sample is that
/// of one look times the inflation factor, and the drift of n patients grows as its root:
///
///     n = n_1 (drift / (z_{1 - alpha/2} + z_power))^2                                     (1)
///
/// Stops for futility count for the power. Throws ParameterError where no sample has the power.
DesignAnswer design_trial(const DesignQuestion& question);

}  // namespace pressor
