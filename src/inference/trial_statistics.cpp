#include "pressor/inference/trial_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

using Kind = TrialStatistic::Kind;

/// Keeps the tables of a study and lets the patients go.
class TablesOnly final : public ResultSink {
 public:
  void begin(const Study& /*study*/, const StudyHeader& header) override {
    columns = header.endpoint_columns;
  }
  void add(const PatientRecord& /*record*/) override {}
  void finish(const StudyTotals& totals) override { tables = totals.trial; }

  std::vector<EndpointColumn> columns;
  TrialTables tables;
};

std::size_t column_named(const std::vector<EndpointColumn>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const EndpointColumn& c) { return c.name == name; });
  if (found == columns.end()) throw ParameterError("the study does not measure " + name);
  return static_cast<std::size_t>(found - columns.begin());
}

double gap_of(const std::vector<ArmSummary>& arms) {
  return arms.at(1).n > 0 && arms[0].n > 0 ? arms[1].mean - arms[0].mean
                                           : std::numeric_limits<double>::quiet_NaN();
}

double statistic_of(const TrialStatistic& asked, const std::vector<ArmSummary>& arms) {
  if (asked.kind == Kind::gap) return gap_of(arms);
  const ArmSummary& arm = arms.at(asked.arm);
  const std::uint64_t needed = asked.kind == Kind::sd ? 2 : 1;
  if (arm.n < needed) return std::numeric_limits<double>::quiet_NaN();
  return asked.kind == Kind::sd ? arm.sd : arm.mean;
}

/// Mean gap of a column over the replicates that have one.
double mean_gap(const std::vector<std::vector<ArmSummary>>& replicates) {
  double sum = 0.0;
  double n = 0.0;
  for (const auto& arms : replicates) {
    const double gap = gap_of(arms);
    if (!std::isfinite(gap)) continue;
    sum += gap;
    n += 1.0;
  }
  return n > 0.0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
}

/// The same trials, each as every reading of the publication would tell it.
std::vector<SimulatedTrial> read_in_every_way(const std::vector<SimulatedTrial>& trials,
                                              const std::vector<TrialReading>& readings) {
  if (readings.empty()) return trials;
  std::vector<SimulatedTrial> all;
  for (const SimulatedTrial& trial : trials) {
    for (std::size_t r = 0; r < readings.size(); ++r) {
      SimulatedTrial& one = all.emplace_back(trial);
      one.reading = r;
      for (std::size_t k = 0; k < one.statistics.size(); ++k) {
        one.statistics[k] *= readings[r].factors[k];
      }
    }
  }
  return all;
}

}  // namespace

std::optional<std::vector<SimulatedTrial>> simulate_trials(const Study& study,
                                                           const TrialQuestions& questions,
                                                           const TrialOrigin& origin,
                                                           unsigned threads, Progress& progress) {
  TablesOnly sink;
  if (!run_study(study, threads, sink, progress)) return std::nullopt;
  const auto& arms = sink.tables.arms;
  double effect = mean_gap(arms.at(column_named(sink.columns, questions.effect)));
  if (!questions.baseline.empty()) {
    effect -= mean_gap(arms.at(column_named(sink.columns, questions.baseline)));
  }
  std::vector<SimulatedTrial> trials(study.replicates,
                                     {origin.explanation, {}, effect, origin.point, 0});
  for (const TrialStatistic& asked : questions.statistics) {
    const auto& replicates = arms.at(column_named(sink.columns, asked.column));
    for (std::size_t r = 0; r < trials.size(); ++r) {
      trials[r].statistics.push_back(statistic_of(asked, replicates.at(r)));
    }
  }
  return read_in_every_way(trials, questions.readings);
}

}  // namespace pressor
