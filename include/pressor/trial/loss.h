#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pressor/cohort/cast.h"

/// What a trial loses on its way: patients who leave, treatments that are not given, measurements
/// that are not made. Each is one draw a patient (a measurement: a patient and column), the same in
/// every arm in which he is simulated.
namespace pressor {

/// A reason why measurements are missed more or less often: what was seen when they were due.
struct MissingCause {
  std::string variable;     ///< of the study, such as NE_DOSE
  double odds_ratio = 1.0;  ///< odds of a missed measurement, for `per` more of the variable
  double per = 1.0;         ///< in the variable's unit, > 0
  double reference = 0.0;   ///< value at which Loss::missed_measurement holds
};

struct Loss {
  /// Probability that a patient leaves the trial, at a time uniform in the follow-up.
  double withdrawal = 0.0;
  /// Probability that a patient gets what is common to all arms instead of his arm's protocol. He
  /// counts in the arm to which he was randomized.
  double non_adherence = 0.0;
  /// Probability that a measurement is missed; never of death.
  double missed_measurement = 0.0;
  std::vector<MissingCause> causes;
};

/// When the patient leaves, min; infinity when he stays. `follow_up` in min.
double withdrawal_time(const Loss& loss, std::uint64_t seed, const Patient& patient,
                       double follow_up);

/// Whether the patient gets what his arm gives.
bool adheres(const Loss& loss, std::uint64_t seed, const Patient& patient);

/// Probability that a measurement is missed when the causes have these values, in their order:
///
///     logit p = logit p0 + sum_i ln(OR_i) (X_i - reference_i) / per_i
double missing_probability(const Loss& loss, const std::vector<double>& values);

/// Whether a measurement that is missed with this probability is missed; `what` names it.
bool is_missed(double probability, std::uint64_t seed, const Patient& patient,
               const std::string& what);

}  // namespace pressor
