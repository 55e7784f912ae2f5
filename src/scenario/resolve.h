#pragma once

#include "pressor/scenario/document.h"
#include "shelf.h"

namespace pressor {

/// The scenario with every model that was taken from the shelf, and every source that these name,
/// under its key `models`.
Document resolve(Document scenario, const Shelf& shelf);

}  // namespace pressor
