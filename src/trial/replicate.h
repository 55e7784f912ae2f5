#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "pressor/statistics/result.h"
#include "pressor/trial/result.h"

namespace pressor::trial {

/// What is kept of one patient in one arm until his replicate is analysed.
struct Subject {
  std::uint32_t slot = 0;
  std::uint32_t arm = 0;              ///< in which this row was simulated
  bool counts = true;                 ///< the trial counts this row: it is that of the assigned arm
  std::uint32_t period = 0;           ///< of a crossover
  double enrolled = 0.0;              ///< min of calendar time
  std::vector<EndpointValue> values;  ///< by endpoint column
  std::vector<double> covariates;     ///< by Replicate::covariates; `centre` is a number
};

/// One replicate of the trial, ready to be analysed.
struct Replicate {
  std::vector<Subject> subjects;  ///< in the order of their slots
  bool two_periods = false;       ///< a crossover of two arms
};

/// Names of all covariates that some test of the study adjusts for, each once.
std::vector<std::string> covariates_of(const Study& study);

/// What an analysis sees of a replicate: its first patients, or in survival tests all who were
/// enrolled by a moment, each followed up to it.
struct View {
  std::uint32_t slots = std::numeric_limits<std::uint32_t>::max();
  double calendar = std::numeric_limits<double>::infinity();  ///< min
};

/// What a test found in one replicate, and in how many patients.
struct Found {
  TestResult result;
  std::uint32_t used = 0;
  std::uint32_t used_control = 0;
};

/// One planned comparison: a test of one column, an arm against the first.
struct PlannedComparison {
  PlannedTest test;
  std::size_t endpoint = 0;
  std::size_t column = 0;
  std::size_t first_column = 0;  ///< of the endpoint: its baseline
  std::size_t arm = 1;
  double from = 0.0;                    ///< min, start of the window
  double time = 0.0;                    ///< min, of the column
  std::vector<std::size_t> covariates;  ///< indices of covariates_of
};

/// All comparisons of a study, by column, then test, then arm. A test that is adjusted for the
/// baseline leaves the baseline's own column out; mmrm has one comparison, at the last time.
std::vector<PlannedComparison> planned_comparisons(const Study& study,
                                                   const std::vector<EndpointColumn>& columns);

/// Carries out a comparison on what is seen.
Found carry_out(const PlannedComparison& planned, const std::vector<std::string>& covariates,
                const Replicate& replicate, const View& view);

}  // namespace pressor::trial
