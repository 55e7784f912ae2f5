#include "ward.h"

namespace pressor::cohort {

void run_ward_v3(const Round& round) { run_ward<numerics::Lanes<4, numerics::V3>>(round); }

}  // namespace pressor::cohort
