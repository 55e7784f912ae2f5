#pragma once

#include "pressor/cohort/cast.h"
#include "pressor/cohort/simulate.h"

namespace pressor {

/// Time of death (min), also beyond the horizon; infinity when alive at `follow_up` (min).
///
/// After the horizon t_h the hazard goes on without its pressure term, with lactate at its last
/// value and fading like the risk of baseline severity (survival.h for the symbols):
///
///     H(t) = H(t_h) + int_{t_h}^t exp(eta(s)) h0(s) ds                                   (1)
///     eta(s) = c + f exp(-s/tau_f) + b_L (min(L_h, L_cap) - L_ref) exp(-(s - t_h)/tau_f) (2)
///
/// A patient whose run failed has no known time of death: infinity.
double death_time(const Patient& patient, const PatientRun& run, double follow_up);

}  // namespace pressor
