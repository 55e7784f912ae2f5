#include "pressor/pharmacology/kinetics.h"

namespace pressor {

void steady_state(const DrugStructure& drug, const DrugParameters<double>& p, double input,
                  double clearance_factor, double production_factor, double* state) {
  // (1) to (3) at rest: no exchange, every compartment and site at the plasma concentration.
  const double plasma =
      (input + p.production * production_factor) / (p.clearance * clearance_factor);
  for (std::size_t j = 0; j < drug.compartments; ++j) state[j] = plasma * p.volume[j];
  for (std::size_t k = 0; k < drug.sites.size(); ++k) state[drug.compartments + k] = plasma;
}

}  // namespace pressor
