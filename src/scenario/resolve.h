#pragma once

#include "pressor/scenario/document.h"
#include "shelf.h"

namespace pressor {

/// The scenario with every model that was taken from the shelf, and every source that these name,
/// under its key `models`.
Document resolve(Document scenario, const Shelf& shelf);

/// Adds to the `models` of a resolved scenario those that another has besides.
void add_missing_models(Node& to, const Node& from);

}  // namespace pressor
