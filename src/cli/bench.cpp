#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/core/minutes.h"
#include "pressor/numerics/instruction_set.h"
#include "pressor/trial/solver_check.h"
#include "pressor/trial/summary_variables.h"
#include "scenario_flags.h"

namespace pressor::cli {
namespace {

struct BenchOptions {
  ScenarioOptions scenario;
  std::uint32_t people = 64;
  std::uint32_t checked = 8;
  std::vector<double> tolerances;
  double exact = sample_tolerance;
};

/// CPU seconds of this thread's work; other processes do not count.
double cpu_seconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The first patients of a study, arm by arm in turn. Two sets of stays: with every variable, and
/// with those that a trial's summary needs.
struct Ward {
  Ward(const Study& of, std::uint32_t n)
      : study(of), variables(study_variables(of.cast)), few(trial::summary_variables(variables)) {
    const Caster caster(study.cast);
    Screening screening;
    for (std::uint32_t i = 0; i < n; ++i) {
      patients.push_back(caster.patient(study.seed, 0, i, screening));
    }
    for (const Patient& patient : patients) {
      const Orders& orders = study.arms[stays.size() % study.arms.size()].orders;
      stays.push_back({&patient, &orders, &variables});
      summaries.push_back({&patient, &orders, &few});
    }
  }

  const Study& study;
  std::vector<Variable> variables;
  std::vector<Variable> few;
  std::vector<Patient> patients;
  std::vector<Stay> stays;
  std::vector<Stay> summaries;
};

/// A day of every patient, nobody dies, so that all engines have the same work.
RunSettings settings_of(const Study& study, EngineKind engine, double tolerance) {
  RunSettings settings;
  settings.horizon = std::min(study.horizon, minutes_a_day);
  settings.tolerance = tolerance;
  settings.mortality = false;
  settings.engine = engine;
  return settings;
}

struct Timing {
  double seconds = 0.0;  ///< CPU, a stay
  numerics::EnsembleCounts work;
  std::vector<PatientRun> runs;
};

Timing time_engine(const Ward& ward, std::span<const Stay> stays, const RunSettings& settings) {
  const Simulator simulator(ward.study.cast, settings, ward.study.seed);
  Timing timing;
  timing.seconds = cpu_seconds([&] { timing.runs = simulator.run(stays, &timing.work); }) /
                   static_cast<double>(stays.size());
  return timing;
}

/// CPU seconds of one patient's right-hand side when lanes are full and nothing else is done.
double time_rates(const Ward& ward, const RunSettings& settings) {
  constexpr std::uint64_t times = 20'000;
  const Simulator simulator(ward.study.cast, settings, ward.study.seed);
  std::uint64_t done = 0;
  const double seconds = cpu_seconds([&] { done = simulator.rates_alone(ward.summaries, times); });
  return seconds / static_cast<double>(done);
}

SolverCheck errors(const Ward& ward, const Timing& timing, const Timing& exact, double tolerance) {
  SolverCheck check;
  for (std::size_t i = 0; i < exact.runs.size(); ++i) {
    check.add(compare_runs(timing.runs[i], exact.runs[i], ward.variables, 1.0, i, tolerance));
  }
  return check;
}

double relative_map(const SolverCheck& check) {
  const auto map = std::find_if(check.differences.begin(), check.differences.end(),
                                [](const SolverDifference& d) { return d.variable == "MAP"; });
  return map == check.differences.end() ? 0.0 : map->relative;
}

/// The limit counts the right-hand sides of the steps and one a reading, at the price that they
/// have in full lanes with nothing between them; the rest is linear algebra, lanes that wait, the
/// bedside and the record.
void print_work(const Ward& ward, const RunSettings& settings, const Timing& timing) {
  const double n = static_cast<double>(ward.stays.size()) * settings.horizon / minutes_a_day;
  const double steps = static_cast<double>(timing.work.trials) / n;
  const double readings = static_cast<double>(timing.work.readings) / n;
  constexpr double stages = 4.0;
  const double each = time_rates(ward, settings);
  const double limit = each * (stages * steps + readings) * settings.horizon / minutes_a_day;
  fmt::print("a patient-day: {:.0f} steps tried, {:.0f} right-hand sides, {:.0f} readings\n", steps,
             stages * steps, readings);
  fmt::print(
      "limit: {:.0f} ns a right-hand side or reading in full lanes and nothing else; the ensemble\n"
      "       reaches {:.0f} % of that\n",
      1e9 * each, 100.0 * limit / timing.seconds);
}

void print_speed(const Ward& ward, double tolerance) {
  const RunSettings settings = settings_of(ward.study, EngineKind::ensemble, tolerance);
  const double days = settings.horizon / minutes_a_day;
  const Timing all = time_engine(ward, ward.stays, settings);
  const Timing few = time_engine(ward, ward.summaries, settings);
  fmt::print(
      "ensemble   {:8.3f} ms CPU a patient-day, {:.0f} patient-days/s a core ({}), summary\n",
      1e3 * few.seconds / days, days / few.seconds,
      numerics::instruction_set_name(numerics::chosen_instruction_set()));
  fmt::print(
      "           {:8.3f} ms CPU a patient-day, {:.0f} patient-days/s a core, {} variables\n",
      1e3 * all.seconds / days, days / all.seconds, ward.variables.size());
  print_work(ward, settings, few);
}

void print_error(const Ward& ward, const Timing& exact, double tolerance) {
  const RunSettings settings = settings_of(ward.study, EngineKind::ensemble, tolerance);
  const Timing ensemble =
      time_engine(ward, std::span(ward.stays).first(exact.runs.size()), settings);
  const SolverCheck check = errors(ward, ensemble, exact, tolerance);
  fmt::print("{:9.0e}  {:10.3f}  {:18.2g}  {:5} of {}\n", tolerance,
             1e3 * ensemble.seconds * minutes_a_day / settings.horizon, relative_map(check),
             check.flipped, check.rows);
}

int bench(const BenchOptions& options) {
  ScenarioOptions scenario = options.scenario;
  if (scenario.scenario.empty()) {
    scenario.scenario = installed_models() / ".." / "scenarios" / "adress.yaml";
  }
  const Study study = load(scenario).study;
  const Ward ward(study, options.people);
  fmt::print("{}: {} patients, arms in turn, a reading every minute, nobody dies\n", study.name,
             ward.stays.size());
  print_speed(ward, default_tolerance(EngineKind::ensemble));
  const std::size_t checked = std::min<std::size_t>(options.checked, ward.stays.size());
  const RunSettings settings = settings_of(study, EngineKind::reference, options.exact);
  const Timing exact = time_engine(ward, std::span(ward.stays).first(checked), settings);
  fmt::print("reference  {:8.3f} ms CPU a patient-day at tolerance {:.0e}\n",
             1e3 * exact.seconds * minutes_a_day / settings.horizon, options.exact);
  fmt::print("tolerance  ms CPU/day  error of MAP, rel.  another decision\n");
  for (const double tolerance : options.tolerances) print_error(ward, exact, tolerance);
  return done;
}

}  // namespace

void add_bench(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command =
      app.add_subcommand("bench", "Measure speed and error of the engines on this machine");
  command->footer(
      "\nExamples:\n  pressor bench\n  pressor bench scenarios/adress.yaml --people 256\n"
      "  pressor bench --people 256 --checked 256 --exact 1e-12 --tolerance 1e-3 1e-4 1e-5");
  command->add_option("scenario", options->scenario.scenario, "Scenario; default: adress")
      ->type_name("SCENARIO.yaml");
  command->add_option("--people", options->people, "Patients for the timing")
      ->check(CLI::Range(1, 100'000));
  options->tolerances = {default_tolerance(EngineKind::ensemble)};
  command->add_option("--checked", options->checked, "Of these, compared with the reference engine")
      ->check(CLI::Range(1, 1'000));
  command->add_option("--tolerance", options->tolerances, "Tolerances of the ensemble to compare")
      ->check(CLI::Range(1.0e-9, 1.0e-1));
  command->add_option("--exact", options->exact, "Tolerance of the reference engine")
      ->check(CLI::Range(1.0e-13, 1.0e-4));
  add_scenario_flags(*command, options->scenario);
  command->callback([options, &chosen] { chosen = [options] { return bench(*options); }; });
}

}  // namespace pressor::cli
