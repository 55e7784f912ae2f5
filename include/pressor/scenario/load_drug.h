#pragma once

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Reads a drug file (models/drugs). Every number must have a unit, a source and a grade. Throws
/// InputError with all problems of the file.
Drug load_drug(const Document& document, const References& references);

/// The plasma concentrations at which a pump may aim, ng/mL: the `target` of the drug file, else
/// the steady states of the usual infusions, from the largest to the smallest clearance CL of its
/// sets:
///
///     C = R 70 kg / CL
std::optional<DoseRange> usual_targets(const Drug& drug);

}  // namespace pressor
