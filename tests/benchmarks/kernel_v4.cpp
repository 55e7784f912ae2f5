#include "kernel.h"

namespace pressor::benchmarks {

Kernel kernel_v4() { return Pieces<numerics::Lanes<8, numerics::V4>>::kernel(); }

}  // namespace pressor::benchmarks
