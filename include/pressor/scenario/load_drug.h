#pragma once

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Reads a drug file (models/drugs). Every number must have a unit, a source and a grade. Throws
/// InputError with all problems of the file.
Drug load_drug(const Document& document, const References& references);

}  // namespace pressor
