#pragma once

#include <string>
#include <vector>

#include "pressor/bedside/orders.h"
#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"
#include "pressor/scenario/references.h"

namespace pressor {

/// What a protocol file orders; a scenario may change any key of it.
struct Protocol {
  std::string name;
  std::string title;
  std::vector<std::string> drugs;  ///< by the indices in `orders`
  Orders orders;                   ///< a challenge may be without times
};

/// Reads a protocol file (models/protocols), written in the bedside vocabulary. Throws InputError
/// with all problems of the file, of its bases and of the drugs it names.
Protocol load_protocol(const Document& document, const Library& library,
                       const References& references);

}  // namespace pressor
