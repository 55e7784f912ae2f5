#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "pressor/trial/pulsatile.h"
#include "pressor/trial/solver_check.h"
#include "pressor/trial/study.h"
#include "pressor/trial/trial_tables.h"

/// What comes out of a study, row by row and in tables.
namespace pressor {

/// One column of /patients besides the fixed ones.
struct PatientColumn {
  std::string name;
  std::string unit;
  std::string long_name;
};

/// One row of /patients, /endpoints and, when kept, /trajectories. A patient of a crossover has one
/// row a period, with the endpoints of that period and the whole run.
struct PatientRecord {
  std::uint64_t id = 0;  ///< row in the whole run
  std::uint32_t replicate = 0;
  std::uint32_t patient = 0;   ///< slot in the replicate
  std::uint32_t arm = 0;       ///< in which this row was simulated; in a crossover of the period
  std::uint32_t assigned = 0;  ///< to which the patient was randomized; `arm` of a described one
  std::uint32_t centre = 0;
  std::uint32_t attempt = 0;
  std::uint32_t sequence = 0;  ///< of williams_sequences, in a crossover
  std::uint32_t period = 0;    ///< of the crossover
  double enrolled = 0.0;       ///< min of calendar time since the first centre opened, at his t = 0
  bool adherent = true;  ///< false: got what is common to all arms instead of his arm's protocol
  /// When he left the trial alive, min from his t = 0; infinity when he did not.
  double withdrawn = std::numeric_limits<double>::infinity();
  std::vector<double> columns;           ///< by StudyHeader::patient_columns
  std::vector<EndpointValue> endpoints;  ///< by StudyHeader::endpoint_columns
  double death_time = 0.0;               ///< min; infinity when alive at follow-up
  /// At each time of Study::pulsatile_at, when the row is kept.
  std::vector<PulsatileMoment> pulsatile;
  /// Values empty and only ends, stops and rescues among the events when it is not kept.
  PatientRun run;
};

/// Known before the first patient runs.
struct StudyHeader {
  std::vector<Variable> variables;  ///< kept in /trajectories
  std::vector<PatientColumn> patient_columns;
  std::vector<EndpointColumn> endpoint_columns;
  std::size_t grid = 0;  ///< rows of a trajectory
  double every = 1.0;    ///< min
};

/// Quantiles over all patients, from fixed-bin counts: integers that merge exactly.
struct SummaryTable {
  struct Series {
    std::string variable;
    std::string unit;
    std::string long_name;
    /// [arm][time][quantile]
    std::vector<std::vector<std::array<float, 5>>> quantiles;
  };
  static constexpr std::array<double, 5> levels{0.05, 0.25, 0.5, 0.75, 0.95};
  std::vector<Series> series;
};

/// How the wanted gap was come by, by replicate; empty where balance was left to chance.
struct ImbalanceTable {
  std::vector<double> gap;  ///< mean of arm 1 minus mean of arm 0, unit of the endpoint
  std::vector<std::uint32_t> redraws;
};

struct StudyTotals {
  Screening screening;
  std::uint64_t failed = 0;
  TrialTables trial;
  ImbalanceTable imbalance;
  SummaryTable summary;
  std::vector<PulsatileRow> pulsatile;  ///< of the kept rows; empty when nobody asked for it
  SolverCheck solver;                   ///< empty when the reference engine ran the study itself
  UncertaintyTable uncertainty;
};

/// Receives a study while it runs, rows in the order of their ids.
class ResultSink {
 public:
  virtual ~ResultSink() = default;
  virtual void begin(const Study& study, const StudyHeader& header) = 0;
  virtual void add(const PatientRecord& record) = 0;
  virtual void finish(const StudyTotals& totals) = 0;

 protected:
  ResultSink() = default;
  ResultSink(const ResultSink&) = default;
  ResultSink(ResultSink&&) = default;
  ResultSink& operator=(const ResultSink&) = default;
  ResultSink& operator=(ResultSink&&) = default;
};

/// Told about progress; may ask to stop. Called from one thread.
class Progress {
 public:
  virtual ~Progress() = default;
  /// Returns false to stop after the rows that are under way.
  virtual bool rows_done(std::uint64_t done, std::uint64_t all) = 0;

 protected:
  Progress() = default;
  Progress(const Progress&) = default;
  Progress(Progress&&) = default;
  Progress& operator=(const Progress&) = default;
  Progress& operator=(Progress&&) = default;
};

/// The rows of one study as a part of many.
class PartProgress final : public Progress {
 public:
  /// `before` rows of `all` are done already.
  PartProgress(Progress& whole, std::uint64_t before, std::uint64_t all)
      : whole_(whole), before_(before), all_(all) {}
  bool rows_done(std::uint64_t done, std::uint64_t /*of*/) override {
    return whole_.rows_done(before_ + done, all_);
  }

 private:
  Progress& whole_;
  std::uint64_t before_;
  std::uint64_t all_;
};

/// Whether rows are simulated a second time by the reference engine (solver_check.h).
enum class SolverSample : std::uint8_t { taken, none };

/// Runs the whole study on `threads` threads (0: all cores). The sink sees the same calls whatever
/// the number of threads. Returns false when `progress` asked to stop: then finish() is not called.
bool run_study(const Study& study, unsigned threads, ResultSink& sink, Progress& progress,
               SolverSample sample = SolverSample::taken);

}  // namespace pressor
