#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "pressor/cohort/ordered.h"
#include "pressor/core/errors.h"
#include "pressor/trial/allocation.h"
#include "pressor/trial/batch.h"
#include "pressor/trial/follow_up.h"
#include "pressor/trial/imbalance.h"
#include "pressor/trial/result.h"
#include "summary.h"
#include "tables.h"
#include "track.h"
#include "uncertainty.h"

namespace pressor {
namespace {

constexpr std::uint64_t keep_all_up_to = 1000;
constexpr std::uint64_t keep_first = 100;
constexpr std::size_t most_patients_an_item = 32;
constexpr std::size_t bytes_an_item = 4'000'000;

/// What is wrong with the causes of missing measurements, or nothing.
std::optional<std::string> loss_problem(const Study& study) {
  const auto all = study_variables(study.cast);
  for (const MissingCause& cause : study.loss.causes) {
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&](const Variable& v) { return v.name == cause.variable; });
    if (!known) return "there is no variable `" + cause.variable + "`";
    if (!(cause.odds_ratio > 0.0 && cause.per > 0.0)) return "an odds ratio must be positive";
  }
  return std::nullopt;
}

/// What is wrong with the times at which the pulsatile body is asked for, or nothing.
std::optional<std::string> pulsatile_problem(const Study& study) {
  double before = -1.0;
  for (const double at : study.pulsatile_at) {
    if (at != std::floor(at) || at <= before || at > study.horizon) {
      return "times of the pulsatile body must be whole minutes, rising, up to the horizon";
    }
    before = at;
  }
  if (!study.pulsatile_at.empty() && study.cast.body.pulsatile.empty()) {
    return "body " + study.cast.body.name + " has no pulsatile side";
  }
  return std::nullopt;
}

void check(const Study& study) {
  if (study.arms.empty()) throw ParameterError("a study needs an arm");
  if (study.follow_up < study.horizon) throw ParameterError("follow-up ends before the horizon");
  if (study.randomized()) {
    if (const auto problem = allocation_problem(study.allocation, group_ratios(study))) {
      throw ParameterError("allocation: " + *problem);
    }
  }
  if (const auto problem = loss_problem(study)) throw ParameterError(*problem);
  if (const auto problem = crossover_problem(study)) throw ParameterError(*problem);
  if (const auto problem = imbalance_problem(study)) throw ParameterError(*problem);
  if (const auto problem = pulsatile_problem(study)) throw ParameterError(*problem);
  const bool one_patient = study.patients == 1 && study.replicates == 1 && study.twins;
  if (study.fork && !one_patient) throw ParameterError("a fork has one patient in every branch");
  for (const Endpoint& e : study.endpoints) {
    if (const auto problem = endpoint_problem(e, study.cast, study.horizon, study.follow_up)) {
      throw ParameterError("endpoint " + e.name + ": " + *problem);
    }
  }
}

RunSettings settings_of(const Study& study) {
  RunSettings settings = study.settings();
  settings.moments = study.pulsatile_at;
  return settings;
}

void add_once(std::vector<Variable>& to, const Variable& variable) {
  const bool there =
      std::any_of(to.begin(), to.end(), [&](const Variable& v) { return v.name == variable.name; });
  if (!there) to.push_back(variable);
}

/// Leaves what ended, stopped or rescued: a thousand patients make half a million dose changes.
void drop_routine(std::vector<Event>& events) {
  std::erase_if(events, [](const Event& e) {
    return e.kind == EventKind::dose_change || e.kind == EventKind::bolus ||
           e.kind == EventKind::fluid || e.kind == EventKind::titration ||
           e.kind == EventKind::challenge_step;
  });
}

/// Times of the endpoint count from the start of the period; each period has measurements of its
/// own to miss.
EndpointValue measure_in_period(const MeasuredRun& run, Endpoint endpoint, EndpointColumn column,
                                std::uint32_t period) {
  column.at += run.origin;
  column.name += " period " + std::to_string(period + 1);
  if (endpoint.window) {
    for (double& end : *endpoint.window) end += run.origin;
  }
  return measure(run, endpoint, column);
}

/// One part of what a keeper holds; without a keeper nothing is kept.
class KeptPart {
 public:
  KeptPart() = default;
  KeptPart(BatchKeeper* keeper, std::uint32_t part) : keeper_(keeper), part_(part) {}
  explicit operator bool() const { return keeper_ != nullptr; }
  [[nodiscard]] std::optional<Batch> kept(std::uint64_t item) const {
    return keeper_ != nullptr ? keeper_->kept({part_, item}) : std::nullopt;
  }
  void keep(std::uint64_t item, const Batch& batch) const {
    if (keeper_ != nullptr) keeper_->keep({part_, item}, batch);
  }

 private:
  BatchKeeper* keeper_ = nullptr;
  std::uint32_t part_ = 0;
};

class Runner {
 public:
  /// `sampled`: a sample of the rows is simulated again with the reference engine.
  Runner(const Study& study, unsigned threads, bool sampled, KeptPart parts = {})
      : study_(study),
        sampled_(sampled),
        threads_(threads),
        parts_(parts),
        settings_(settings_of(study)),
        caster_(study.cast),
        simulator_(study.cast, settings_, study.seed),
        all_(study_variables(study.cast)),
        summary_(study.cast, trial::summary_variables(all_), study.arms.size(),
                 grid_size(settings_)) {
    make_header();
    choose_variables();
    if (study.crossover) {
      sequences_ = williams_sequences(static_cast<std::uint32_t>(study.arms.size()));
      for (const auto& sequence : sequences_) courses_.push_back(sequence_orders(study, sequence));
    }
    allocate_all();
  }

  [[nodiscard]] const StudyHeader& header() const { return header_; }

  /// Told of every row; nothing when `progress` asked to stop.
  std::optional<StudyTotals> run(const std::function<void(const PatientRecord&)>& add,
                                 const std::function<bool(std::uint64_t)>& progress) {
    trial::TableBuilder tables(study_, header_, threads_);
    StudyTotals totals;
    totals.screening.ineligible.assign(study_.cast.where.size(), 0);
    std::uint64_t done = 0;
    const auto consume = [&](Batch&& batch) {
      totals.screening.add(batch.screening);
      totals.solver.add(batch.solver);
      for (PatientRecord& record : batch.records) {
        totals.failed += record.run.status == Status::failed ? 1 : 0;
        tables.add(record);
        add(record);
        if (record.pulsatile.empty()) continue;
        totals.pulsatile.push_back({record.id, record.arm, std::move(record.pulsatile)});
      }
      done += batch.records.size();
      return progress(done);
    };
    if (!run_items(
            {}, [&](const Tally& tally) { summary_.add(tally); }, consume)) {
      return std::nullopt;
    }
    totals.trial = tables.finish();
    totals.imbalance = imbalance_;
    totals.summary = summary_.table();
    return totals;
  }

  /// Simulates a shard for the keeper and works out nothing. False when `progress` asked to stop.
  bool run(const Shard& shard, const std::function<bool(std::uint64_t)>& progress) {
    std::uint64_t done = 0;
    const auto consume = [&](const Batch& batch) {
      done += batch.records.size();
      return progress(done);
    };
    return run_items(
        shard, [](const Tally&) {}, consume);
  }

 private:
  [[nodiscard]] std::size_t people() const {
    return std::size_t{study_.patients} * study_.replicates;
  }
  [[nodiscard]] std::uint32_t rows_a_patient() const { return study_.rows_a_patient(); }
  [[nodiscard]] std::uint64_t rows() const { return people() * rows_a_patient(); }

  [[nodiscard]] std::uint64_t kept() const {
    if (study_.output.first_given) return study_.output.first;
    return rows() <= keep_all_up_to ? rows() : keep_first;
  }

  /// The batches of a shard, in order: kept ones, and simulated ones which are kept then. `count` is
  /// told of every tally, by any thread at any time.
  template <class Count, class Consume>
  bool run_items(const Shard& shard, const Count& count, const Consume& consume) {
    struct Made {
      Batch batch;
      bool fresh = false;
    };
    const std::size_t all = (people() + patients_an_item() - 1) / patients_an_item();
    const std::size_t first = shard.first(all);
    const auto produce = [&](std::size_t i) {
      std::optional<Batch> kept = parts_.kept(first + i);
      Made made{kept ? std::move(*kept) : work(first + i), !kept};
      for (const Tally& tally : made.batch.tallies) count(tally);
      if (!parts_) made.batch.tallies.clear();
      return made;
    };
    const auto hand_over = [&](std::size_t i, Made&& made) {
      if (made.fresh) parts_.keep(first + i, made.batch);
      return consume(std::move(made.batch));
    };
    return run_in_order<Made>(shard.end(all) - first, threads_, produce, hand_over);
  }

  /// Few enough that the trajectories that wait for the consumer stay small.
  [[nodiscard]] std::size_t patients_an_item() const {
    const std::size_t variables = kept() > 0 ? recorded_.size() : measured_.size();
    const std::size_t bytes = variables * header_.grid * sizeof(float) * rows_a_patient();
    return std::clamp<std::size_t>(bytes_an_item / bytes, 1, most_patients_an_item);
  }

  void need(const Measure& measure) {
    need(measure.variable);
    for (const Measure& part : measure.parts) need(part);
  }
  void need(const std::string& variable) {
    for (const Variable& v : all_) {
      if (v.name == variable) add_once(measured_, v);
    }
  }

  void make_header() {
    header_.grid = grid_size(settings_);
    header_.every = settings_.every;
    header_.endpoint_columns = endpoint_columns(study_.endpoints, all_);
    for (const std::string& name : study_.output.variables) {
      const auto found =
          std::find_if(all_.begin(), all_.end(), [&](const Variable& v) { return v.name == name; });
      if (found == all_.end()) throw ParameterError("there is no variable `" + name + "`");
      add_once(header_.variables, *found);
    }
    if (study_.output.variables.empty()) header_.variables = all_;
    for (const ValueInfo& info : value_infos(study_.cast)) {
      if (!info.varies) continue;
      header_.patient_columns.push_back({info.name, info.shown, info.meaning});
      scales_.push_back(info.scale);
    }
  }

  /// What endpoints and summary need, and what is recorded for them and for the result.
  void choose_variables() {
    for (const Variable& v : trial::summary_variables(all_)) add_once(measured_, v);
    for (const Endpoint& e : study_.endpoints) need(e.measure);
    for (const MissingCause& cause : study_.loss.causes) need(cause.variable);
    recorded_ = header_.variables;
    for (const Variable& v : measured_) add_once(recorded_, v);
  }

  /// Allocation is fixed before anybody's physiology is simulated.
  void allocate_all() {
    allocations_.reserve(study_.replicates);
    const auto produce = [&](std::size_t r) {
      const auto replicate = static_cast<std::uint32_t>(r);
      if (study_.imbalance) return allocate_with_gap(study_, caster_, replicate);
      return BalancedAllocation{allocate(study_, caster_, replicate), 0.0, 0};
    };
    const auto consume = [&](std::size_t, BalancedAllocation&& made) {
      allocations_.push_back(std::move(made.allocation));
      if (study_.imbalance) {
        imbalance_.gap.push_back(made.gap);
        imbalance_.redraws.push_back(made.redraws);
      }
      return true;
    };
    run_in_order<BalancedAllocation>(study_.replicates, threads_, produce, consume);
  }

  [[nodiscard]] Batch work(std::size_t item) const {
    Batch batch;
    batch.screening.ineligible.assign(study_.cast.where.size(), 0);
    const std::size_t first = item * patients_an_item();
    const std::size_t last = std::min(first + patients_an_item(), people());
    std::vector<Patient> patients;
    for (std::size_t person = first; person < last; ++person) {
      const auto replicate = static_cast<std::uint32_t>(person / study_.patients);
      const auto index = static_cast<std::uint32_t>(person % study_.patients);
      patients.push_back(person_of(replicate, index, batch.screening));
    }
    std::vector<Stay> stays;
    std::vector<std::size_t> stay_of;  // by record: the periods of a crossover share one
    for (const Patient& patient : patients) add_rows(patient, batch.records, stays, stay_of);
    std::vector<PatientRun> runs = simulator_.run(stays);
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
      PatientRecord& record = batch.records[i];
      PatientRun& run = runs[stay_of[i]];
      const Stay& stay = stays[stay_of[i]];
      if (record.period == 0) check_solver(record.id, stay, run, batch.solver);
      const bool shared = i + 1 < stay_of.size() && stay_of[i + 1] == stay_of[i];
      record.run = shared ? run : std::move(run);
      finish(record, stay, batch.tallies);
    }
    return batch;
  }

  /// Who lies in a slot; of a fork the one patient whom it is about.
  Patient person_of(std::uint32_t replicate, std::uint32_t index, Screening& screening) const {
    if (!study_.fork) return caster_.patient(study_.seed, replicate, index, screening);
    return caster_.patient(study_.seed, study_.fork->replicate, study_.fork->patient, screening);
  }
  /// His slot in this study.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> slot_of(const Patient& patient) const {
    if (study_.fork) return {0, 0};
    return {patient.replicate, patient.index};
  }

  /// One row in each arm in which the patient is simulated, or in each period.
  void add_rows(const Patient& patient, std::vector<PatientRecord>& records,
                std::vector<Stay>& stays, std::vector<std::size_t>& stay_of) const {
    const auto [replicate, index] = slot_of(patient);
    const std::uint32_t group = allocations_[replicate].arm[index];
    for (std::uint32_t row = 0; row < rows_a_patient(); ++row) {
      PatientRecord record = row_of(patient, row);
      if (study_.crossover) {
        record.sequence = group;
        record.period = row;
        record.arm = record.assigned = sequences_[group][row];
      } else {
        record.arm = study_.twins ? row : group;
        record.assigned = study_.compares_one_person() ? record.arm : group;
      }
      if (record.period == 0) {
        const auto& variables = record.id < kept() ? recorded_ : measured_;
        stays.push_back({&patient, &orders_of(record), &variables});
      }
      stay_of.push_back(stays.size() - 1);
      records.push_back(std::move(record));
    }
  }

  /// What all rows of a patient have in common.
  [[nodiscard]] PatientRecord row_of(const Patient& patient, std::uint32_t row) const {
    const auto [replicate, index] = slot_of(patient);
    const Allocation& allocation = allocations_[replicate];
    const std::uint64_t person = std::uint64_t{replicate} * study_.patients + index;
    PatientRecord record;
    record.id = person * rows_a_patient() + row;
    record.replicate = replicate;
    record.patient = index;
    record.centre = allocation.centre[index];
    record.enrolled = allocation.enrolled[index];
    record.adherent = adheres(study_.loss, study_.seed, patient);
    record.attempt = patient.attempt;
    for (std::size_t c = 0; c < scales_.size(); ++c) {
      record.columns.push_back(scales_[c] *
                               value_of(study_.cast, patient, header_.patient_columns[c].name));
    }
    return record;
  }

  [[nodiscard]] const Orders& orders_of(const PatientRecord& record) const {
    if (!record.adherent) return study_.common;
    return study_.crossover ? courses_[record.sequence] : study_.arms[record.arm].orders;
  }

  /// Simulates a row of the sample again with the reference engine.
  void check_solver(std::uint64_t row, const Stay& stay, const PatientRun& run,
                    SolverCheck& solver) const {
    if (!sampled_ || settings_.engine == EngineKind::reference || !is_sampled(row, rows())) return;
    RunSettings settings = settings_;
    settings.engine = EngineKind::reference;
    settings.tolerance = sample_tolerance;
    const PatientRun reference =
        simulate(study_.cast, *stay.variables, *stay.patient, *stay.orders, settings, study_.seed);
    solver.add(
        compare_runs(run, reference, *stay.variables, settings_.every, row, settings_.tolerance));
  }

  /// What follows from the run.
  void finish(PatientRecord& record, const Stay& stay, std::vector<Tally>& tallies) const {
    record.death_time = study_.mortality ? death_time(*stay.patient, record.run, study_.follow_up)
                                         : std::numeric_limits<double>::infinity();
    const double left = withdrawal_time(study_.loss, study_.seed, *stay.patient, study_.follow_up);
    if (left < record.death_time) record.withdrawn = left;
    read_endpoints(record, stay);
    // In a crossover an arm's quantiles are those of the patients who begin with it.
    if (record.period == 0) {
      tallies.push_back(summary_.tally(record.arm, *stay.variables, record.run));
    }
    // Variables of the result come first in what is recorded.
    const bool keep = record.id < kept();
    record.run.values.resize(keep ? header_.variables.size() * record.run.rows : 0);
    if (!keep) drop_routine(record.run.chart.events);
    if (keep && record.period == 0 && !study_.pulsatile_at.empty()) {
      record.pulsatile =
          pulsatile_moments(study_.cast, *stay.patient, study_.pulsatile_at, record.run.moments);
    }
    record.run.moments.clear();
    record.run.limits.clear();
  }

  void read_endpoints(PatientRecord& record, const Stay& stay) const {
    const double origin = study_.crossover ? study_.crossover->periods[record.period] : 0.0;
    const MeasuredRun measured{study_.cast,       *stay.variables, *stay.patient,
                               *stay.orders,      record.run,      settings_.every,
                               record.death_time, study_.seed,     record.withdrawn,
                               study_.loss,       origin};
    for (const EndpointColumn& column : header_.endpoint_columns) {
      const Endpoint& endpoint = study_.endpoints[column.endpoint];
      record.endpoints.push_back(study_.crossover
                                     ? measure_in_period(measured, endpoint, column, record.period)
                                     : measure(measured, endpoint, column));
    }
  }

  const Study& study_;
  bool sampled_;
  unsigned threads_;
  KeptPart parts_;
  RunSettings settings_;
  Caster caster_;
  Simulator simulator_;
  std::vector<Variable> all_;
  trial::SummaryCounts summary_;
  StudyHeader header_;
  std::vector<double> scales_;      ///< of the patient columns
  std::vector<Variable> measured_;  ///< what endpoints and summary need
  std::vector<Variable> recorded_;  ///< what the result keeps, and the rest of these
  std::vector<Allocation> allocations_;
  ImbalanceTable imbalance_;
  std::vector<std::vector<std::uint32_t>> sequences_;  ///< of a crossover
  std::vector<Orders> courses_;                        ///< what is ordered in each sequence
};

/// The study with other numbers; nothing of its patients is kept.
Study uncertain_study(const Study& study, const UncertainDraw& draw) {
  Study other = study;
  other.cast = uncertain_cast(study.cast, study.uncertainty.spreads, draw, study.horizon);
  other.output.first = 0;
  other.output.first_given = true;
  return other;
}

/// What the study and its draws, run one after another, have in common.
struct StudyCourse {
  const Study& study;
  unsigned threads;
  bool sampled;
  Progress& progress;
  BatchKeeper* keeper;

  /// Tells of rows behind those of `parts` whole runs.
  [[nodiscard]] std::function<bool(std::uint64_t)> teller(std::uint64_t parts,
                                                          std::uint64_t rows) const {
    return [this, parts, rows](std::uint64_t done) {
      return progress.rows_done(parts * rows + done, rows * (study.uncertainty.draws + 1));
    };
  }
};

/// One draw of the numbers that makes patients: `run` is asked to run it, with the part that its
/// batches belong to, and throws ParameterError where it makes none.
template <class Run>
auto run_draw(const StudyCourse& course, UncertainDraw& draw, const Run& run) {
  for (;;) {
    try {
      const std::uint32_t part = 1 + draw.draw * max_uncertain_attempts + draw.attempt;
      const Study other = uncertain_study(course.study, draw);
      return run(Runner(other, course.threads, false, {course.keeper, part}));
    } catch (const ParameterError&) {
      if (++draw.attempt == max_uncertain_attempts) throw;
    }
  }
}

bool run_course(const StudyCourse& course, ResultSink& sink) {
  const Study& study = course.study;
  check(study);
  Runner runner(study, course.threads, course.sampled, {course.keeper, 0});
  sink.begin(study, runner.header());
  const std::uint64_t rows = study.rows();
  auto totals =
      runner.run([&](const PatientRecord& record) { sink.add(record); }, course.teller(0, rows));
  if (!totals) return false;
  for (std::uint32_t d = 0; d < study.uncertainty.draws; ++d) {
    UncertainDraw draw{study.seed, d, 0};
    const auto found = run_draw(course, draw, [&](Runner&& of) {
      return of.run([](const PatientRecord&) {}, course.teller(d + 1, rows));
    });
    if (!found) return false;
    trial::add_draw(totals->uncertainty, found->trial, draw.attempt);
  }
  sink.finish(*totals);
  return true;
}

}  // namespace

bool run_study(const Study& study, unsigned threads, ResultSink& sink, Progress& progress,
               SolverSample sample) {
  return run_course({study, threads, sample == SolverSample::taken, progress, nullptr}, sink);
}

bool run_study(const Study& study, unsigned threads, ResultSink& sink, Progress& progress,
               BatchKeeper& keeper) {
  return run_course({study, threads, true, progress, &keeper}, sink);
}

bool run_shard(const Study& study, unsigned threads, const Shard& shard, Progress& progress,
               BatchKeeper& keeper) {
  check(study);
  const StudyCourse course{study, threads, true, progress, &keeper};
  const std::uint64_t rows = study.rows() / shard.of;
  if (!Runner(study, threads, true, {&keeper, 0}).run(shard, course.teller(0, rows))) return false;
  for (std::uint32_t d = 0; d < study.uncertainty.draws; ++d) {
    UncertainDraw draw{study.seed, d, 0};
    const bool whole = run_draw(
        course, draw, [&](Runner&& of) { return of.run(shard, course.teller(d + 1, rows)); });
    if (!whole) return false;
  }
  return true;
}

}  // namespace pressor
