#include "kernel.h"

namespace pressor::benchmarks {

Kernel kernel_v2() { return Pieces<numerics::Lanes<2, numerics::V2>>::kernel(); }

}  // namespace pressor::benchmarks
