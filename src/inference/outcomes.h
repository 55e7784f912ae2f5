#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pressor/inference/evidence.h"

namespace pressor::inference {

/// What a study gave, person by person.
struct Outcomes {
  std::size_t columns = 0;  ///< endpoints, then columns of /patients
  std::size_t arms = 0;
  /// [person][arm][column]; NaN where a value is missing or the person was not in that arm.
  std::vector<double> values;

  [[nodiscard]] std::size_t people() const {
    return columns * arms == 0 ? 0 : values.size() / (columns * arms);
  }
  [[nodiscard]] double at(std::size_t person, const PatientQuantity& quantity) const {
    return values[(person * arms + quantity.arm) * columns + quantity.column];
  }
};

/// Runs the study. Throws ParameterError when it cannot be run.
Outcomes run(const Study& study, unsigned threads);

}  // namespace pressor::inference
