#pragma once

#include <string>
#include <vector>

namespace pressor::cli {

/// `--fork patient=7,at=6h,stop=dexmedetomidine` as assignments of the scenario's key `fork`: each
/// text is a branch; patient, replicate, arm and at are told once or alike. In a branch `stop`,
/// `give` and `add` take `DRUG RATE`, every other key what a protocol takes. Throws ParameterError.
std::vector<std::string> fork_assignments(const std::vector<std::string>& texts);

}  // namespace pressor::cli
