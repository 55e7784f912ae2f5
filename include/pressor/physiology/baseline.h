#pragma once

#include <optional>
#include <vector>

#include "pressor/physiology/body.h"

/// Exact back-calculated baseline: from what a clinician sees to the latent parameters, so that
/// t = 0 is a steady state at just those values (order of evaluation in baseline.cpp).
namespace pressor {

/// What is seen at the bedside at t = 0.
struct Observables {
  double map = 0.0;         ///< mmHg
  double heart_rate = 0.0;  ///< /min
  double output = 0.0;      ///< mL/min
  double cvp = 0.0;         ///< mmHg
  double pmsf = 0.0;        ///< mmHg
  double lactate = 0.0;     ///< mmol/L
  /// Arteriolar alpha-1 activation A0 that the drugs on board and the nerves make together: decides
  /// the coupling R. Without it R is `coupling`.
  std::optional<double> activation;
  double coupling = 1.0;  ///< R when `activation` is not given
};

/// A patient ready to simulate.
struct Baseline {
  Parameters<double> parameters;  ///< complete: derived ones filled in
  std::vector<double> state;      ///< model.states() values, a steady state
};

/// `given` holds every parameter that is not derived; `infusions` run for ever before t = 0
/// (ug/min, one a drug of the model). Throws ParameterError naming what cannot be: a negative
/// resistance, an empty vascular bed, an activation that no coupling gives.
Baseline calibrate(const Model& model, const Parameters<double>& given, const Observables& observed,
                   const std::vector<double>& infusions, bool steroid);

/// A typical size (> 0) of each state, by which an integrator weighs its error: amounts of a drug
/// by a tenth of its smallest potency, volumes and pressures by those of an adult.
std::vector<double> state_scales(const Model& model, const Parameters<double>& parameters);

}  // namespace pressor
