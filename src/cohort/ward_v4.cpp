#include "ward.h"

namespace pressor::cohort {

void run_ward_v4(const Round& round) { run_ward<numerics::Lanes<8, numerics::V4>>(round); }

}  // namespace pressor::cohort
