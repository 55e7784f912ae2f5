#pragma once

#include "evidence.h"

namespace pressor::report {

/// Puts letters for the arms and the arms in the order of their letters, so that neither name nor
/// place nor the direction of a difference tells which is which. Of more than two arms comparisons
/// go: all of them are against the same one.
void blind(Evidence& evidence);

}  // namespace pressor::report
