#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pressor/pharmacology/drug.h"
#include "pressor/physiology/parameters.h"
#include "pressor/physiology/pulsatile.h"

/// A body file: the typical person, parameter by parameter.
namespace pressor {

/// A typical value in native units, per kg body weight where it was written so.
struct TypicalValue {
  double value = 0.0;
  bool per_kg = false;
  Provenance provenance;
  [[nodiscard]] double at(double weight) const { return per_kg ? value * weight : value; }
};

/// Names of what is seen at the bedside: MAP, HR, CO, CVP, PMSF, lactate, activation, coupling.
const std::vector<std::string>& observable_names();
/// Native unit of an observable (mmHg, /min, mL/min, mmol/L, 1). Throws ParameterError.
const std::string& observable_unit(const std::string& name);

struct BodyDescription {
  std::string name;
  std::string title;
  Covariates covariates;
  std::map<std::string, TypicalValue> observables;  ///< by observable_names()
  std::map<std::string, TypicalValue> parameters;   ///< by name; all that are not derived
  /// By name, all of pulsatile_fields; empty where the body has no pulsatile side.
  std::map<std::string, TypicalValue> pulsatile;
  struct Running {
    Dose dose;  ///< ug/min or ug/kg/min
    Provenance provenance;
  };
  std::map<std::string, Running> infusions;  ///< drug name -> running for ever at t = 0
};

/// The pulsatile side of a body at a weight (kg). Throws ParameterError where it has none.
PulsatileParameters pulsatile_parameters(const BodyDescription& body, double weight);

}  // namespace pressor
