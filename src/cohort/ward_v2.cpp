#include "ward.h"

namespace pressor::cohort {

void run_ward_v2(const Round& round) { run_ward<numerics::Lanes<2, numerics::V2>>(round); }

}  // namespace pressor::cohort
