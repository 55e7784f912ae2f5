#pragma once

#include <cstddef>
#include <vector>

#include "pressor/trial/batch.h"

namespace pressor {

/// A batch as bytes: all of its members; the bins of its tallies as runs of equal ones.
std::vector<std::byte> batch_bytes(const Batch& batch);

/// The batch again. Throws OutputError where the bytes are none.
Batch batch_of(const std::vector<std::byte>& bytes);

}  // namespace pressor
