#pragma once

#include <vector>

#include "pressor/trial/result.h"

namespace pressor::trial {

/// Gathers rows, replicate by replicate, into the tables of /trial. A row counts in the arm to
/// which its patient was randomized.
class TableBuilder {
 public:
  TableBuilder(const Study& study, const std::vector<EndpointColumn>& columns);

  /// Rows come in the order of their replicates.
  void add(const PatientRecord& record);
  /// Everything so far; nothing can be added afterwards.
  TrialTables finish();

 private:
  void close_replicate();
  void compare(Comparisons& into, Test test);

  const Study& study_;
  const std::vector<EndpointColumn>& columns_;
  TrialTables tables_;
  std::vector<Test> tests_;  ///< of tables_.comparisons
  std::uint32_t replicate_ = 0;
  /// [column][arm]: what was measured in this replicate.
  std::vector<std::vector<std::vector<double>>> values_;
};

}  // namespace pressor::trial
