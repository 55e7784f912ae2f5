#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pressor/inference/evidence.h"
#include "pressor/scenario/binder.h"

/// What is read of a simulated patient, by the names of his study's columns.
namespace pressor {

/// What a row may name of a patient: columns of endpoints and of /patients, in each arm.
class QuantityNames {
 public:
  explicit QuantityNames(const Study& study);

  struct Found {
    PatientQuantity quantity;
    std::string unit;
    double at = 0.0;  ///< min, of an endpoint
  };
  /// `map@1h`, `age`, and in a study of several arms `placebo.map@1h`; notes at `where` what is
  /// wrong with `name`.
  [[nodiscard]] std::optional<Found> find(const std::string& name, const Value& where) const;

 private:
  struct Column {
    std::string name;
    std::string unit;
    double at = 0.0;
  };
  std::vector<std::string> arms_;
  std::vector<Column> columns_;
};

/// Reads `map@1h`, `change(A, B)` and its like, or `{ladder: emax, rest: ..., steps: ..., doses:
/// ...}`; notes what is wrong with it.
Observable read_observable(const Value& value, const QuantityNames& names);

}  // namespace pressor
