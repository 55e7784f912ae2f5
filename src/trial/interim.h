#pragma once

#include <optional>
#include <vector>

#include "replicate.h"

namespace pressor::trial {

/// The stopping rule of a study at work.
class Monitor {
 public:
  /// `planned`: all comparisons of the study, the plan's among them.
  Monitor(const Study& study, const std::vector<EndpointColumn>& columns,
          const std::vector<PlannedComparison>& planned);

  /// Looks, boundaries and the comparison; nothing of any replicate.
  [[nodiscard]] Stopping plan() const;
  /// How a replicate ends.
  [[nodiscard]] TrialEnd end_of(const std::vector<std::string>& covariates,
                                const Replicate& replicate) const;

 private:
  [[nodiscard]] View view_at(const Replicate& replicate, std::size_t look) const;
  [[nodiscard]] std::optional<StopReason> reason_to_stop(double z, const Look& look) const;
  [[nodiscard]] double unbiased(const TestResult& found, double z, std::size_t look) const;

  const PlannedComparison* comparison_ = nullptr;
  std::size_t index_ = 0;  ///< of the comparison
  Estimate estimate_ = Estimate::mean_difference;
  double direction_ = 1.0;  ///< of the estimate that is better for the treated
  bool paced_ = false;      ///< patients come over calendar time
  std::vector<Look> looks_;
  Boundaries boundaries_;
};

/// What the rule does over replicates.
void summarize(Stopping& stopping, Estimate estimate);

}  // namespace pressor::trial
