#pragma once

#include <memory>
#include <string>

#include "pressor/scenario/document.h"

namespace pressor {

/// The tree of a text whose characters were checked. Throws InputError.
Node parse_events(const std::string& text, const std::shared_ptr<const Source>& source,
                  const DocumentLimits& limits);

}  // namespace pressor
