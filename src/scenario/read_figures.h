#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "read_observable.h"

/// Figures of an evidence file, and where its rows stand in them.
namespace pressor {

/// The figures that a file declares, by name.
class EvidenceFigures {
 public:
  /// Reads the list `figures` of a file:
  /// `{name: ledoux, title: ..., x: {title: MAP, unit: mmHg}, origin: 65 mmHg,
  ///   y: [{title: change of CI, unit: "%"}]}`; without a unit x is a word.
  void read(const Value& figures);

  /// Reads `{in: ledoux, x: 85 mmHg, series: CI}` of a row: nothing when absent. A row of a ladder
  /// has no x; `since` says what a direction is counted from; `curve: [{x: ..., y: OBSERVABLE}]`
  /// are points of the simulated line of which nothing was published.
  std::optional<FigurePlace> read_place(const Value& value, const EvidenceRow& row,
                                        const QuantityNames& names);

  /// Notes every figure in which no row stands.
  void refuse_empty() const;

 private:
  struct Known {
    Value where;
    std::shared_ptr<const EvidenceFigure> figure;
    bool used = false;
  };
  void read_figure(const Value& where, Fields& in);
  std::shared_ptr<const EvidenceFigure> find(const Value& name);

  std::map<std::string, Known> known_;
};

}  // namespace pressor
