#include "pressor/inference/verify.h"

#include "simulate_rows.h"

namespace pressor {

std::optional<double> error_in_sds(const EvidenceRow& row, const RowResult& result) {
  if (!row.published || !row.published->sd || *row.published->sd <= 0.0) return std::nullopt;
  return (result.simulated - row.published->value) / *row.published->sd;
}

std::array<SetCount, evidence_set_count> count_sets(std::span<const Experiment> experiments,
                                                    std::span<const RowResult> results) {
  std::array<SetCount, evidence_set_count> counts{};
  for (const RowResult& result : results) {
    const EvidenceRow& row = experiments[result.experiment].rows[result.row];
    SetCount& count = counts[static_cast<std::size_t>(row.set)];
    ++count.rows;
    if (result.within) ++count.within;
  }
  return counts;
}

std::vector<RowResult> verify(std::span<const Experiment> experiments, unsigned threads,
                              const VerifyProgress& progress) {
  const auto simulate = [&](std::size_t i, unsigned own_threads) {
    return inference::simulate_rows(experiments[i], experiments[i].study, own_threads,
                                    inference::Detail::all);
  };
  return inference::simulate_all(experiments, threads, simulate, progress);
}

}  // namespace pressor
