#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "pressor/output/result_file.h"

/// A made-up study: every value is a formula of its place, so that readers in any language can
/// check it without running a simulation.
namespace pressor::sample {

inline constexpr std::size_t grid = 31;
inline constexpr double every = 2.0;  ///< min

inline Study study(std::uint32_t patients, std::uint32_t replicates) {
  Study made;
  made.name = "sample";
  made.title = "Sample with µ, ≥ and 中";
  made.seed = 20'250'228;
  made.horizon = every * static_cast<double>(grid - 1);
  made.follow_up = made.horizon;
  made.patients = patients;
  made.replicates = replicates;
  made.arms = {{"placebo", {}, 1.0}, {"high dose", {}, 1.0}};
  made.warnings = {"a warning", "another"};
  Drug drug;
  drug.name = "norepinephrine";
  drug.title = "norepinephrine, base";
  drug.code = "NE";
  drug.usual_unit = "ug/kg/min";
  drug.concentration_unit = "ng/mL";
  KineticSet set;
  set.name = "severity";
  set.parameters = {{"V1", 8.84, 0.0, {"L", "beloeil2005", 'B'}, {}},
                    {"CL",
                     3.0,
                     0.35,
                     {"L/min", "beloeil2005", 'B'},
                     {{RelationKind::exponential, "saps2", 20.0, -0.0301, {}}}}};
  drug.sets = {set};
  drug.set_of_body = {{"default", "severity"}};
  made.cast.drugs = {{drug, "severity"}};
  made.cast.body.name = "septic";
  made.cast.body.observables = {{"MAP", {66.0, false, {"mmHg", "hamzaoui2010", 'A'}}}};
  made.cast.body.parameters = {{"blood_volume", {70.0, true, {"mL/kg", "assumed", 'B'}}}};
  made.cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.25}, ">= 0.25 ug/kg/min"}};
  Endpoint ratio;
  ratio.name = "pe_ratio";
  ratio.measure = {MeasureKind::challenge_ratio, "", {}, 0, "challenge_ratio"};
  ratio.at = {0.0, 360.0};
  Endpoint death;
  death.name = "death";
  death.measure = {MeasureKind::death, "", {}, 0, "death"};
  death.at = {40'320.0};
  made.endpoints = {ratio, death};
  return made;
}

inline StudyHeader header() {
  StudyHeader made;
  made.variables = {{"MAP", "mmHg", "mean arterial pressure"},
                    {"NE_DOSE", "ug/kg/min", "dose of norepinephrine"},
                    {"HR", "1/min", "heart rate"}};
  made.patient_columns = {{"weight", "kg", "body weight"}, {"age", "years", "age"}};
  made.endpoint_columns = {{0, 0.0, "pe_ratio@0h", "1"},
                           {0, 360.0, "pe_ratio@6h", "1"},
                           {1, 40'320.0, "death@28d", "days"}};
  made.grid = grid;
  made.every = every;
  return made;
}

/// Row `id` of variable `v` at grid point `t`; every fifth patient dies at the fifteenth.
inline float value(std::uint64_t id, std::size_t v, std::size_t t) {
  if (id % 5 == 4 && t >= 15) return std::numeric_limits<float>::quiet_NaN();
  return static_cast<float>(v) * 1000.0F + static_cast<float>(id) + static_cast<float>(t) / 64.0F;
}

inline Event event(double time, EventKind kind, std::size_t drug, double size) {
  Event made;
  made.time = time;
  made.kind = kind;
  made.drug = drug;
  made.value = size;
  return made;
}

inline PatientRecord record(std::uint64_t id, std::uint32_t patients, bool kept,
                            const StudyHeader& header) {
  PatientRecord made;
  made.id = id;
  made.replicate = static_cast<std::uint32_t>(id / patients);
  made.patient = static_cast<std::uint32_t>(id % patients);
  made.arm = static_cast<std::uint32_t>(id % 2);
  made.assigned = made.arm;
  made.centre = static_cast<std::uint32_t>(id % 3);
  made.columns = {60.0 + static_cast<double>(id), 50.5};
  made.endpoints = {{1.0 + static_cast<double>(id) / 8.0, Missing::present},
                    {0.0, id % 3 == 0 ? Missing::died : Missing::present},
                    {id % 5 == 4 ? 1.0 : 0.0, Missing::present}};
  made.death_time = id % 5 == 4 ? 30.0 : std::numeric_limits<double>::infinity();
  made.run.status = id % 5 == 4 ? Status::died : Status::survived;
  if (id % 7 == 6) {
    made.run.status = Status::failed;
    made.run.failure = "at 12 min: the step became too small (1e-9 µs)";
  }
  made.run.end = id % 5 == 4 ? 30.0 : every * static_cast<double>(grid - 1);
  made.run.chart.delivered = {static_cast<double>(id) * 10.0};
  made.run.chart.events = {event(0.0, EventKind::dose_change, 0, 21.0)};
  if (id % 2 == 1) made.run.chart.events.push_back(event(5.0, EventKind::fluid, 1, 50.0));
  if (id % 5 == 4)
    made.run.chart.events.push_back(event(30.0, EventKind::death, Event::no_drug, 1.5));
  if (!kept) return made;
  made.run.rows = header.grid;
  for (std::size_t v = 0; v < header.variables.size(); ++v) {
    for (std::size_t t = 0; t < header.grid; ++t) made.run.values.push_back(value(id, v, t));
  }
  return made;
}

inline Comparisons comparisons(const std::string& test, std::uint32_t replicates, double value) {
  Comparisons made;
  made.test = test;
  made.column = 1;
  made.estimate.assign(replicates, value);
  made.ci_low.assign(replicates, value - 1.0);
  made.ci_high.assign(replicates, value + 1.0);
  made.p.assign(replicates, value);
  made.used.assign(replicates, 11);
  made.used_control.assign(replicates, 9);
  return made;
}

inline Operating operating(double power) {
  Operating made;
  made.replicates = 2;
  made.significant = {1, 2, power, 0.1, 0.9};
  made.estimate_mean = -0.02;
  made.estimate_sd = 0.08;
  made.ci_width = 0.33;
  made.truth = -0.03;
  made.truth_from_twins = true;
  made.coverage = {2, 2, 1.0, 0.34, 1.0};
  made.type_s = 0.125;
  made.type_m = 3.5;
  return made;
}

inline TwinEffects twins(std::uint32_t replicates) {
  TwinEffects made;
  made.column = 1;
  made.pairs.assign(replicates, 7);
  made.mean.assign(replicates, -0.25);
  made.sd.assign(replicates, 0.5);
  made.responders.assign(replicates, 3);
  made.variance_treated.assign(replicates, 2.0);
  made.variance_control.assign(replicates, 1.5);
  made.all_pairs = 14;
  made.all_mean = -0.25;
  made.all_sd = 0.5;
  made.all_responders = {6, 14, 0.43, 0.2, 0.7};
  made.variance_ratio = 14.0;
  return made;
}

inline Stopping stopping(std::uint32_t replicates) {
  Stopping made;
  made.comparison = 1;
  made.looks = {{8, 0.25, 4.0, -1.0, -2.5}, {32, 1.0, 2.0, 2.0, -2.0}};
  TrialEnd end;
  end.look = 1;
  end.reason = StopReason::harm;
  end.analysed = 8;
  end.enrolled = 11;
  end.time = 12'000.0;
  end.z = -2.75;
  end.estimate = 0.5;
  end.p = 0.006;
  end.unbiased = 0.375;
  made.ends.assign(replicates, end);
  made.stopped.resize(2);
  made.stopped[0][static_cast<std::size_t>(StopReason::harm)] = {2, 2, 1.0, 0.34, 1.0};
  made.expected_analysed = 8.0;
  made.expected_enrolled = 11.0;
  made.expected_time = 12'000.0;
  made.estimate_early = made.estimate_mean = 0.5;
  made.unbiased_early = made.unbiased_mean = 0.375;
  return made;
}

inline StudyTotals totals(const Study& study) {
  StudyTotals made;
  made.screening.screened = 1234;
  made.screening.unsolvable = 5;
  made.screening.ineligible = {29};
  made.failed = 3;
  for (std::size_t column = 0; column < 3; ++column) {
    auto& by_replicate = made.trial.arms.emplace_back();
    for (std::uint32_t r = 0; r < study.replicates; ++r) {
      const std::uint32_t n = column == 1 ? 1U : 12U;
      by_replicate.push_back({{10, 1.0 + r, 0.5, {10, 2, 1, 3, 0, 0}}, {n, 2.0 + r, 0.25, {n}}});
    }
  }
  made.trial.comparisons = {comparisons("welch", study.replicates, 0.125),
                            comparisons("ancova(baseline)", study.replicates, 0.25)};
  made.trial.operating = {operating(0.5), operating(0.75)};
  for (const std::uint32_t patients : {2U, study.patients}) {
    made.trial.sizes.push_back(
        {patients, made.trial.comparisons, {operating(0.25), operating(0.5)}});
  }
  made.trial.twins = {twins(study.replicates)};
  made.trial.stopping = stopping(study.replicates);
  ObservedPlace place;
  place.what = ObservedPlace::What::difference;
  place.column = 1;
  place.arm = 1;
  place.test = "welch";
  place.observed = -0.19;
  place.predicted = -0.01;
  place.predicted_sd = 0.09;
  place.percentile = 0.03;
  place.tail = 0.06;
  place.as_extreme = {1, 2, 0.5, 0.09, 0.91};
  place.as_large = {2, 2, 1.0, 0.34, 1.0};
  made.trial.observed = {place};
  SummaryTable::Series series{"MAP", "mmHg", "mean arterial pressure", {}};
  series.quantiles.assign(study.arms.size(), {grid, {60.0F, 62.0F, 65.0F, 68.0F, 71.0F}});
  made.summary.series = {series};
  return made;
}

inline ResultProvenance provenance() {
  ResultProvenance made;
  made.source = "pressor 0.1.0 (0123abc)";
  made.command = "pressor run sample.yaml -o sample.h5";
  made.build = "g++ 12.2 x86-64-v2";
  made.scenario_yaml = "schema: pressor/1\nname: sample\ntitle: \"µg ≥ 中\"\n";
  made.references = {
      {"beloeil2005", {"beloeil2005", "", "", "", "2005", "10.1093/bja/aei259", "", "", ""}}};
  return made;
}

/// Which rows keep their trajectory.
enum class Kept { all, first_half, every_third, none };

inline bool is_kept(Kept kept, std::uint64_t id, std::uint64_t rows) {
  switch (kept) {
    case Kept::all:
      return true;
    case Kept::first_half:
      return id < rows / 2;
    case Kept::every_third:
      return id % 3 == 0;
    case Kept::none:
      break;
  }
  return false;
}

/// Adds rows to a sink that has been begun.
inline void add_rows(ResultSink& sink, const Study& study, std::uint64_t rows, Kept kept) {
  const StudyHeader columns = header();
  for (std::uint64_t id = 0; id < rows; ++id) {
    sink.add(record(id, study.patients, is_kept(kept, id, rows), columns));
  }
}

/// Writes a whole file and returns its hash.
inline std::string write(const std::filesystem::path& path, std::uint32_t rows, Kept kept,
                         BlockPlan plan = {}, bool replace = false) {
  const Study made = study(std::max(rows / 2, 1U), 2);
  ResultFile file(path, replace, provenance(), plan);
  file.begin(made, header());
  add_rows(file, made, rows, kept);
  file.finish(totals(made));
  return file.result_hash();
}

}  // namespace pressor::sample
