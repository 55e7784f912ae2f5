#pragma once

#include <string>
#include <vector>

#include "pressor/scenario/document.h"

namespace pressor {

/// Applies `path.to.key=value` texts, in order, so that the last of two for one path wins. List
/// items are `arms[1]` or `arms[NAME]`, the item whose `name` is NAME; the index one past the end
/// appends. Mappings on the way are made where they are missing. A value that starts with `{`, `[`
/// or a quote is read as YAML, any other is taken as it stands, so that `>= 65 mmHg` needs no
/// quotes; an empty one takes the value away. Throws InputError with every text that cannot be
/// applied.
void apply_overrides(Document& document, const std::vector<std::string>& assignments);

/// What stands at such a path, or nullptr.
const Node* find_path(const Node& root, const std::string& path);

}  // namespace pressor
