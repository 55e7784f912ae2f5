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

/// A way to read the publication: its figures are so many times those of the simulation.
struct TrialReading {
  std::string name;
  double prior = 1.0;           ///< all add up to 1
  std::vector<double> factors;  ///< by statistic
};

/// What is asked of each trial.
struct TrialQuestions {
  std::vector<TrialStatistic> statistics;
  std::vector<TrialReading> readings;  ///< none: in one way, as they are
  std::string effect;                  ///< column of which the gap is the effect ...
  std::string baseline;                ///< ... less its gap in this one; empty: as it is
};

/// Whose trials they are.
struct TrialOrigin {
  std::size_t explanation = 0;
  std::size_t point = 0;
};

/// The trials of one study, one a replicate and reading. The effect is that of the whole study: the
/// mean over its replicates, in which chance imbalance is small. Throws ParameterError when the
/// study lacks a column. Nothing when `progress` asked to stop.
std::optional<std::vector<SimulatedTrial>> simulate_trials(const Study& study,
                                                           const TrialQuestions& questions,
                                                           const TrialOrigin& origin,
                                                           unsigned threads, Progress& progress);

}  // namespace pressor
