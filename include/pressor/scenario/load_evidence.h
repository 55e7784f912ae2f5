#pragma once

#include <string>
#include <vector>

#include "pressor/inference/evidence.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"

namespace pressor {

/// Reads an evidence file (models/evidence). Throws InputError with every problem of the file and
/// of the scenarios in it: an unknown key, source or column, a figure without unit, a row without
/// tolerance.
std::vector<Experiment> load_evidence(const Document& document, const Library& library);

/// An experiment with the scenario that it simulates, as LoadedStudy::resolved.
struct LoadedExperiment {
  Experiment experiment;
  Document resolved;
};

/// A study as evidence is read from: without trajectories.
Study evidence_study(Study study);

/// Reads all evidence files in the order of their names, but those last that hold rows of the set
/// `never fitted`. Throws InputError, also for an id that two rows share.
std::vector<LoadedExperiment> load_all_experiments(const Library& library);

/// The same without the scenarios.
std::vector<Experiment> load_all_evidence(const Library& library);

}  // namespace pressor
