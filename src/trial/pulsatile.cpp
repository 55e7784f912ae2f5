#include "pressor/trial/pulsatile.h"

#include "pressor/core/errors.h"

namespace pressor {
namespace {

PulsatileMatch matched_patient(const Cast& cast, const Patient& patient) {
  const Baseline& baseline = patient.baseline;
  return match_pulsatile(pulsatile_parameters(cast.body, patient.covariates.weight),
                         baseline.parameters.body,
                         beat_average(cast.model, baseline.parameters, baseline.state.data()));
}

}  // namespace

std::vector<PulsatileMoment> pulsatile_moments(const Cast& cast, const Patient& patient,
                                               const std::vector<double>& times,
                                               const std::vector<std::vector<double>>& states) {
  std::vector<PulsatileMoment> moments(times.size());
  const Parameters<double>& p = patient.baseline.parameters;
  std::optional<PulsatileMatch> match;
  std::string failure;
  try {
    match = matched_patient(cast, patient);
  } catch (const Error& error) {
    failure = error.what();
  }
  for (std::size_t k = 0; k < times.size(); ++k) {
    PulsatileMoment& moment = moments[k];
    if (k >= states.size()) {
      moment.failure = "dead";
      continue;
    }
    moment.averaged = observe(cast.model, p, times[k], states[k].data());
    moment.failure = failure;
    if (!match) continue;
    try {
      moment.beat = pulsatile_beat(*match, beat_average(cast.model, p, states[k].data()));
    } catch (const Error& error) {
      moment.failure = error.what();
    }
  }
  return moments;
}

}  // namespace pressor
