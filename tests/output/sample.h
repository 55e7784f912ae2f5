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

inline StudyTotals totals(const Study& study) {
  StudyTotals made;
  made.screening.screened = 1234;
  made.screening.unsolvable = 5;
  made.screening.ineligible = {29};
  made.failed = 3;
  for (std::size_t column = 0; column < 3; ++column) {
    auto& by_replicate = made.trial.arms.emplace_back();
    for (std::uint32_t r = 0; r < study.replicates; ++r) {
      by_replicate.push_back({{10, 1.0 + r, 0.5}, {column == 1 ? 1U : 12U, 2.0 + r, 0.25}});
    }
  }
  const std::vector<double> numbers(study.replicates, 0.125);
  made.trial.comparisons = {{"welch", 1, 1, numbers, numbers, numbers, numbers}};
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
