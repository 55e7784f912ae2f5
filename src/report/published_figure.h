#pragma once

#include <string>
#include <vector>

#include "pressor/inference/verify.h"
#include "pressor/report/html.h"
#include "pressor/scenario/references.h"

/// What studies published over a dose, a level or a word, and what the model says there.
namespace pressor::report {

/// A row with what the model says to it.
struct EvidenceLine {
  const EvidenceRow* row = nullptr;
  const RowResult* result = nullptr;
};

/// Authors, title, journal, year and doi as one text.
std::string full_citation(const Reference& source);

/// One picture for each figure that rows of `lines` stand in, in the order of their first rows.
/// Published: diamonds with their spread. Simulated: dots and lines, hollow where the row missed.
/// `prefix` begins the ids.
Html published_figures(const std::string& prefix, const std::vector<EvidenceLine>& lines,
                       const References& references);

}  // namespace pressor::report
