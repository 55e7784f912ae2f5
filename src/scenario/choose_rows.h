#pragma once

#include <set>
#include <string>
#include <vector>

#include "pressor/scenario/binder.h"
#include "pressor/scenario/load_evidence.h"

namespace pressor {

/// Which rows a calibration asks for.
class RowChooser {
 public:
  explicit RowChooser(std::vector<LoadedExperiment> experiments)
      : experiments_(std::move(experiments)) {}

  /// Takes the rows that a text names: an id, `T14.*` for all ids that begin so, or the name of an
  /// evidence file for its rows of the set `fit`. Notes a row of another set that was named itself,
  /// and a name of nothing.
  void choose(const Value& name);

  /// Experiments with the chosen rows alone.
  [[nodiscard]] std::vector<LoadedExperiment> chosen() &&;

 private:
  void take(const EvidenceRow& row, const Value& name);
  void refuse(const Value& name) const;

  std::vector<LoadedExperiment> experiments_;
  std::set<std::string> chosen_;
};

}  // namespace pressor
