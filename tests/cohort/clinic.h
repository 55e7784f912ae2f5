#pragma once

#include <span>
#include <vector>

#include "people.h"
#include "pressor/cohort/simulate.h"

namespace pressor {

/// Septic patients under titration, a challenge, a push and deaths, by the ensemble engine.
struct Clinic {
  Cast cast = septic_cast({{Watched::map, 65.0, true, 0.1}});
  std::vector<Variable> variables = study_variables(cast);
  std::vector<Patient> patients;
  Orders orders;
  RunSettings settings{240.0, 1.0, 3.0e-4, true, EngineKind::ensemble};

  explicit Clinic(std::uint32_t n);
  [[nodiscard]] std::vector<Stay> stays() const;
  [[nodiscard]] std::vector<PatientRun> run(std::span<const Stay> which) const;
  [[nodiscard]] std::vector<PatientRun> run() const { return run(stays()); }
};

}  // namespace pressor
