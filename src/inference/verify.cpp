#include "pressor/inference/verify.h"

#include <cmath>
#include <limits>

#include "adjust.h"
#include "figure.h"
#include "pressor/cohort/ordered.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

using inference::Outcomes;
using inference::Sample;

RowResult failed(const std::string& why) {
  RowResult result;
  result.simulated = std::numeric_limits<double>::quiet_NaN();
  result.failure = why;
  return result;
}

/// The figure of everybody by another reading of the same row.
double by_reading(const EvidenceRow& row, const Observable& reading, const Outcomes& outcomes,
                  bool crossed) {
  EvidenceRow other = row;
  other.reading = reading;
  return Sample(other, outcomes, crossed).figure();
}

void read_curve(const EvidenceRow& row, const Outcomes& outcomes, bool crossed, RowResult& result) {
  for (const ReadingAt& point : row.place->curve) {
    result.curve.push_back(by_reading(row, point.reading, outcomes, crossed));
  }
  if (row.reading.ladder.empty()) return;
  Observable half = row.reading;
  half.kind = ObservableKind::ed50;
  result.half_dose = by_reading(row, half, outcomes, crossed);
}

RowResult read(const EvidenceRow& row, const Outcomes& outcomes, bool crossed) {
  const Sample sample(row, outcomes, crossed);
  RowResult result;
  result.patients = sample.size();
  result.simulated = sample.figure();
  result.interval = sample.interval();
  if (std::isnan(result.simulated)) result.failure = "nobody has this reading";
  result.within = result.simulated >= row.lowest && result.simulated <= row.highest;
  if (row.place) read_curve(row, outcomes, crossed, result);
  return result;
}

std::vector<RowResult> simulate_one(const Experiment& experiment, unsigned threads) {
  Study study = experiment.study;
  std::string problem;
  Outcomes outcomes;
  try {
    problem = inference::adjust(experiment.adjustments, study).value_or("");
    if (problem.empty()) outcomes = inference::run(study, threads);
  } catch (const ParameterError& error) {
    problem = error.what();
  }
  std::vector<RowResult> results;
  for (const EvidenceRow& row : experiment.rows) {
    results.push_back(problem.empty() ? read(row, outcomes, study.twins) : failed(problem));
  }
  return results;
}

bool is_one_person(const Experiment& experiment) {
  return std::uint64_t{experiment.study.patients} * experiment.study.replicates == 1;
}

}  // namespace

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

/// Single people run side by side, cohorts one after the other on all threads.
std::vector<RowResult> verify(std::span<const Experiment> experiments, unsigned threads,
                              const VerifyProgress& progress) {
  std::vector<std::size_t> singles;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    if (is_one_person(experiments[i])) singles.push_back(i);
  }
  std::vector<std::vector<RowResult>> found(experiments.size());
  std::size_t done = 0;
  bool going = run_in_order<std::vector<RowResult>>(
      singles.size(), threads,
      [&](std::size_t k) { return simulate_one(experiments[singles[k]], 1); },
      [&](std::size_t k, std::vector<RowResult>&& results) {
        found[singles[k]] = std::move(results);
        return progress(++done, experiments.size());
      });
  for (std::size_t i = 0; i < experiments.size() && going; ++i) {
    if (is_one_person(experiments[i])) continue;
    found[i] = simulate_one(experiments[i], threads);
    going = progress(++done, experiments.size());
  }
  std::vector<RowResult> results;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    for (std::size_t k = 0; k < found[i].size(); ++k) {
      results.push_back(std::move(found[i][k]));
      results.back().experiment = i;
      results.back().row = k;
    }
  }
  return results;
}

}  // namespace pressor
