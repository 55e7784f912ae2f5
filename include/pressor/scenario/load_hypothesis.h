#pragma once

#include "pressor/cohort/cast.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Reads a hypothesis file (models/hypotheses): parameters of the body that are replaced
/// (`parameters`) or multiplied (`factors`), on top of the hypothesis that it may name as `base`.
/// Throws InputError with all problems of the file and of its bases.
Hypothesis load_hypothesis(const Document& document, const Library& library,
                           const References& references);

}  // namespace pressor
