#pragma once

#include <vector>

#include "dataset.h"
#include "pressor/scenario/references.h"
#include "pressor/trial/result.h"

/// The groups that do not grow with the patients.
namespace pressor {

/// /trajectories/time.
Dataset time_scale(const std::string& group, const StudyHeader& header);

/// /model: every number that the study's model files gave, with unit, source, grade and how much it
/// varies between patients.
std::vector<Dataset> model_table(const Study& study, const References& references);

/// /trial: n, mean, SD and what is missing of each endpoint column by replicate and arm, and each
/// test.
std::vector<Dataset> trial_tables(const Study& study, const StudyHeader& header,
                                  const TrialTables& trial);

/// Of /trial: the gap imposed before treatment and its price in redraws, by replicate; nothing
/// where balance was left to chance.
std::vector<Dataset> imbalance_table(const Study& study, const StudyHeader& header,
                                     const ImbalanceTable& imbalance);

/// /uncertainty: what the study finds with other numbers, by draw; nothing without draws.
std::vector<Dataset> uncertainty_tables(const Study& study, const StudyHeader& header,
                                        const UncertaintyTable& table);

/// A group below /trial.
struct TrialGroup {
  std::string name;
  std::vector<Dataset> datasets;
};

/// /trial/comparisons, sizes, twins, looks, stops, stopping and observed: those that the study has.
std::vector<TrialGroup> analysis_tables(const Study& study, const StudyHeader& header,
                                        const TrialTables& trial);

/// /summary: quantiles over all patients by arm and time.
std::vector<Dataset> summary_tables(const Study& study, const StudyHeader& header,
                                    const SummaryTable& summary);

/// /solver: the largest difference of each variable from the reference engine in the sample.
std::vector<Dataset> solver_table(const SolverCheck& check);

/// /pulsatile: beats of the pulsatile bodies and the beat-averaged figures beside them; nothing
/// where the study did not ask.
std::vector<Dataset> pulsatile_table(const Study& study, const std::vector<PulsatileRow>& rows);

}  // namespace pressor
