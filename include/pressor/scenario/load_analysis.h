#pragma once

#include "pressor/scenario/csv.h"
#include "pressor/scenario/document.h"
#include "pressor/trial/analyse.h"

namespace pressor {

/// Binds a table of patients to a plan of its analysis:
///
///     schema: pressor-plan/1
///     title: ...                                      # optional
///     arm: {column: arm, control: placebo}
///     endpoints:
///       - {name: pe_ratio, column: pe_6h, type: continuous, baseline: pe_0h, strata: [centre],
///          compare: [welch, "ancova(baseline, saps2)", wilcoxon]}
///       - {name: death, column: dead_28d, type: binary, compare: [chi2, fisher, boschloo]}
///       - {name: survival, column: days, event: died, type: time_to_event,
///          compare: [logrank, "cox(saps2)", rmst(28)]}
///       - {name: course, columns: [pe_6h, pe_12h], type: repeated, compare: [mmrm(baseline)], ...}
///
/// Numbers in brackets are columns that a test is adjusted for; of rmst the horizon in the unit of
/// the time column. Binary columns and events hold 0 or 1. `better: lower` turns a win ratio round.
/// Strata (of text or numbers) enter ancova, logrank and cox. Throws InputError with all problems
/// of both files.
TrialTable load_analysis(const Document& plan, const Csv& data);

}  // namespace pressor
