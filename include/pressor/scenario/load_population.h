#pragma once

#include "pressor/cohort/population.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Reads a population file (models/populations): which body, and what differs between people. Draws
/// replace those of the same name in the population that it may name as `base`. Throws InputError
/// with all problems of the file, of its bases and of the body.
Population load_population(const Document& document, const Library& library,
                           const References& references);

}  // namespace pressor
