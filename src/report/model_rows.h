#pragma once

#include <string>
#include <vector>

#include "evidence.h"

/// The model's parameters as the file keeps them.
namespace pressor::report {

struct ModelRow {
  std::string name;  ///< model file, part, parameter: `septic.gain`
  double value = 0.0;
  std::string unit;
  std::string grade;   ///< A measured, B derived, C assumed or fitted; empty: not graded
  std::string source;  ///< key of a source, or how the value came about
  std::string doi;
  std::string variation;  ///< `fixed` or the distribution between patients
  double spread = 0.0;

  /// What stands before the first dot: the drug, body, population or hypothesis.
  [[nodiscard]] std::string part() const { return name.substr(0, name.find('.')); }
  /// The rest.
  [[nodiscard]] std::string short_name() const { return name.substr(name.find('.') + 1); }
  /// Rests on no measurement.
  [[nodiscard]] bool is_weak() const { return grade != "A" && grade != "B"; }
};

std::vector<ModelRow> model_rows(const ResultRows& rows);

}  // namespace pressor::report
