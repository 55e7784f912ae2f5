#pragma once

#include <string>
#include <string_view>

#include "pressor/output/batch_files.h"

namespace pressor {

inline constexpr std::string_view batch_magic = "pressor-batches/1";

/// What stands before the batches of a file.
std::string batch_header(const BatchOwner& owner);

}  // namespace pressor
