#include "kernel.h"

namespace pressor::benchmarks {

Kernel kernel_v3() { return Pieces<numerics::Lanes<4, numerics::V3>>::kernel(); }

}  // namespace pressor::benchmarks
