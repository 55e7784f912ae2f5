#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "pressor/trial/batch.h"
#include "pressor/trial/result.h"
#include "pressor/trial/summary_variables.h"

namespace pressor::trial {

/// Bins of one variable: equal in x, or in ln(1 + x / scale) for what spans decades.
struct Bins {
  double low = 0.0;
  double high = 1.0;
  double scale = 0.0;  ///< 0: equal bins
  std::size_t count = 0;

  [[nodiscard]] std::size_t bin(double x) const;
  /// Value at a place counted in bins from the left edge of the first.
  [[nodiscard]] double value(double place) const;
};

/// Counts of patients by arm, time, variable and bin. Counting is a sum of integers: the result
/// does not depend on the order, and any thread may count at any time.
class SummaryCounts {
 public:
  /// `variables` as summary_variables gives them. The more arms, times and variables, the fewer
  /// bins (256 to 32), so that memory stays below about 100 MB.
  SummaryCounts(const Cast& cast, std::vector<Variable> variables, std::size_t arms,
                std::size_t grid);

  /// Where one run lies, whose values belong to `recorded`.
  [[nodiscard]] Tally tally(std::uint32_t arm, const std::vector<Variable>& recorded,
                            const PatientRun& run) const;
  void add(const Tally& tally);
  [[nodiscard]] SummaryTable table() const;

 private:
  [[nodiscard]] std::size_t cell(std::size_t arm, std::size_t variable, std::size_t row) const {
    return ((arm * variables_.size() + variable) * grid_ + row) * bins_per_variable_;
  }

  std::vector<Variable> variables_;
  std::size_t arms_;
  std::size_t grid_;
  std::size_t bins_per_variable_;
  std::vector<Bins> bins_;
  std::vector<std::atomic<std::uint32_t>> counts_;
};

}  // namespace pressor::trial
