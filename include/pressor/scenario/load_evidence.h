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

/// Reads all evidence files in the order of their names, but those last that hold rows of the set
/// `never fitted`. Throws InputError, also for an id that two rows share.
std::vector<Experiment> load_all_evidence(const Library& library);

}  // namespace pressor
