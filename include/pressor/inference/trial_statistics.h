#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pressor/inference/weigh.h"
#include "pressor/trial/result.h"
#include "pressor/trial/study.h"

/// From simulated trials to the figures that a publication gives of one.
namespace pressor {

struct TrialStatistic {
  enum class Kind : std::uint8_t {
    mean,  ///< of an arm; of a binary endpoint the share
    sd,    ///< of an arm
    gap,   ///< mean of the second arm minus the first
  };
  Kind kind = Kind::mean;
  std::string column;  ///< `pe_ratio@6h`
  std::size_t arm = 0;
  double published = 0.0;  ///< in the unit of the column
  std::string words;       ///< `mean of pe_ratio@6h, placebo`
};

/// What is asked of each trial.
struct TrialQuestions {
  std::vector<TrialStatistic> statistics;
  std::string effect;    ///< column of which the gap is the effect ...
  std::string baseline;  ///< ... less its gap in this one; empty: as it is
};

/// The trials of one study, one a replicate. The effect is that of the whole study: the mean over
/// its replicates, in which chance imbalance is small. Throws ParameterError when the study lacks a
/// column. Nothing when `progress` asked to stop.
std::optional<std::vector<SimulatedTrial>> simulate_trials(const Study& study,
                                                           const TrialQuestions& questions,
                                                           std::size_t explanation,
                                                           unsigned threads, Progress& progress);

}  // namespace pressor
