#pragma once

#include <string>

#include "exact_kinetics.h"
#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/load_drug.h"

namespace pressor {

/// The drug file that ships under this name, its sources checked.
inline Drug shipped_drug(const std::string& name) {
  const std::string models = PRESSOR_SOURCE_DIR "/models/";
  static const References references = load_references(read_document(models + "references.yaml"));
  return load_drug(read_document(models + "drugs/" + name + ".yaml"), references);
}

/// Somebody of whom everything is known.
inline Covariates ordinary_adult() {
  Covariates p;
  p.weight = 70.0;
  p.height = 170.0;
  p.age = 40.0;
  p.saps2 = 20.0;
  p.albumin = 40.0;
  p.haematocrit = 0.42;
  return p;
}

/// A typical patient's kinetics with the named set.
inline ExactKinetics shipped_kinetics(const std::string& name, const std::string& set,
                                      const Covariates& patient, const RandomEffects& etas = {},
                                      double clearance_factor = 1.0) {
  const Drug drug = shipped_drug(name);
  const KineticSet& chosen = drug.set(set, "");
  return {structure_of(drug, chosen, {}), individual(drug, chosen, patient, etas),
          clearance_factor};
}

}  // namespace pressor
