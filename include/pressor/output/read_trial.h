#pragma once

#include "pressor/output/result_rows.h"
#include "pressor/trial/trial_tables.h"

/// The tables of /trial as run_study made them.
///
/// | group              | dimensions                  | holds                                     |
/// |--------------------|-----------------------------|-------------------------------------------|
/// | /trial             | replicate, arm, reason      | COLUMN.n .mean .sd .missing; of each test |
/// |                    |                             | COLUMN.TEST.estimate .ci_low .ci_high .p  |
/// |                    |                             | and .used .used_control                   |
/// | /trial/comparisons | comparison                  | test, what it estimates, power or type I  |
/// |                    |                             | error, type S and M, coverage             |
/// | /trial/sizes       | replicate, size, comparison | the same of the first patients            |
/// | /trial/twins       | replicate, effect           | individual effects                        |
/// | /trial/looks       | look, reason                | boundaries; share of trials that ended    |
/// | /trial/stops       | replicate                   | look, reason, patients, both estimates    |
/// | /trial/stopping    | comparison (one)            | expected size, mean estimates             |
/// | /trial/observed    | figure                      | where published figures fall              |
///
/// A group that a study has no use for is absent.
namespace pressor {

/// Throws OutputError when the groups do not fit each other.
TrialTables read_trial(const ResultRows& rows);

}  // namespace pressor
