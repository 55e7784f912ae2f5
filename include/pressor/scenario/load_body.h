#pragma once

#include "pressor/cohort/body_description.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// Reads a body file (models/bodies). What it does not say is taken from the body it names as
/// `base`; together they give every observable and every parameter, or it is an error. Of
/// `activation` and `coupling`, which exclude each other, the nearer one counts. Infusions name
/// drugs of `library`. Throws InputError with all problems of the file and of its bases.
BodyDescription load_body(const Document& document, const Library& library,
                          const References& references);

}  // namespace pressor
