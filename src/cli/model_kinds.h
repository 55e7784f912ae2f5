#pragma once

#include <string>
#include <vector>

#include "pressor/scenario/library.h"

namespace pressor::cli {

/// `drugs`, `bodies` ... as `list` takes them, and `drug`, `body` ... as `describe` does.
std::vector<std::string> kind_folders();
std::vector<std::string> kind_names();

/// The kind with that folder or that name. Throws Error.
ModelKind kind_of_folder(const std::string& folder);
ModelKind kind_of_name(const std::string& name);

}  // namespace pressor::cli
