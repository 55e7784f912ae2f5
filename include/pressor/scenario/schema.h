#pragma once

#include <string>

namespace pressor {

/// JSON Schema (draft 7) of scenarios, for the completion and the checks of an editor. Looser than
/// load_study: it knows keys and kinds of values, not units, ranges or names of models.
std::string scenario_schema();

}  // namespace pressor
