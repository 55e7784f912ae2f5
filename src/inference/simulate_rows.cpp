#include "simulate_rows.h"

#include <cmath>
#include <limits>
#include <utility>

#include "adjust.h"
#include "figure.h"
#include "pressor/cohort/ordered.h"
#include "pressor/core/errors.h"

namespace pressor::inference {
namespace {

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

RowResult read_row(const EvidenceRow& row, const Outcomes& outcomes, bool crossed, Detail detail) {
  const Sample sample(row, outcomes, crossed);
  RowResult result;
  result.patients = sample.size();
  result.simulated = sample.figure();
  if (std::isnan(result.simulated)) result.failure = "nobody has this reading";
  result.within = result.simulated >= row.lowest && result.simulated <= row.highest;
  if (detail == Detail::figure) return result;
  result.interval = sample.interval();
  if (row.place) read_curve(row, outcomes, crossed, result);
  return result;
}

bool is_one_person(const Experiment& experiment) {
  return std::uint64_t{experiment.study.patients} * experiment.study.replicates == 1;
}

}  // namespace

std::vector<RowResult> failed_rows(const Experiment& experiment, const std::string& why) {
  RowResult result;
  result.simulated = std::numeric_limits<double>::quiet_NaN();
  result.failure = why;
  return std::vector<RowResult>(experiment.rows.size(), result);
}

std::vector<RowResult> simulate_rows(const Experiment& experiment, Study study, unsigned threads,
                                     Detail detail) {
  Outcomes outcomes;
  try {
    if (const auto problem = adjust(experiment.adjustments, study)) {
      return failed_rows(experiment, *problem);
    }
    outcomes = run(study, threads);
  } catch (const ParameterError& error) {
    return failed_rows(experiment, error.what());
  }
  std::vector<RowResult> results;
  for (const EvidenceRow& row : experiment.rows) {
    results.push_back(read_row(row, outcomes, study.twins, detail));
  }
  return results;
}

std::vector<RowResult> simulate_all(std::span<const Experiment> experiments, unsigned threads,
                                    const SimulateOne& simulate, const VerifyProgress& progress) {
  std::vector<std::size_t> singles;
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    if (is_one_person(experiments[i])) singles.push_back(i);
  }
  std::vector<std::vector<RowResult>> found(experiments.size());
  std::size_t done = 0;
  bool going = run_in_order<std::vector<RowResult>>(
      singles.size(), threads, [&](std::size_t k) { return simulate(singles[k], 1); },
      [&](std::size_t k, std::vector<RowResult>&& results) {
        found[singles[k]] = std::move(results);
        return progress(++done, experiments.size());
      });
  for (std::size_t i = 0; i < experiments.size() && going; ++i) {
    if (is_one_person(experiments[i])) continue;
    found[i] = simulate(i, threads);
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

}  // namespace pressor::inference
