#pragma once

#include <string>

namespace pressor::cli {

/// `pressor 0.1.0 (commit)`.
std::string program_version();
/// Compiler, build type and CPU level, as the result file's `build`.
std::string build_description();
/// The models folder of the sources that the program was built from.
const char* source_models();

}  // namespace pressor::cli
