#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <vector>

#include "commands.h"
#include "exit_codes.h"
#include "pressor/numerics/instruction_set.h"
#include "pressor/trial/solver_check.h"
#include "scenario_flags.h"

namespace pressor::cli {
namespace {

constexpr double minutes_a_day = 1440.0;

struct BenchOptions {
  ScenarioOptions scenario;
  std::uint32_t people = 64;
  std::uint32_t checked = 8;
};

/// CPU seconds of this thread's work; other processes do not count.
double cpu_seconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The first patients of a study, each in the first arm.
struct Ward {
  explicit Ward(const Study& of, std::uint32_t n) : study(of), variables(study_variables(of.cast)) {
    const Caster caster(study.cast);
    Screening screening;
    for (std::uint32_t i = 0; i < n; ++i) {
      patients.push_back(caster.patient(study.seed, 0, i, screening));
    }
    for (const Patient& patient : patients) {
      stays.push_back({&patient, &study.arms.front().orders, &variables});
    }
  }

  const Study& study;
  std::vector<Variable> variables;
  std::vector<Patient> patients;
  std::vector<Stay> stays;
};

/// A day of every patient, nobody dies, so that all engines have the same work.
RunSettings settings_of(const Study& study, EngineKind engine, double tolerance) {
  return {std::min(study.horizon, minutes_a_day), 1.0, tolerance, false, engine};
}

struct Timing {
  double seconds = 0.0;
  std::vector<PatientRun> runs;
};

Timing time_engine(const Ward& ward, std::size_t n, const RunSettings& settings) {
  const Simulator simulator(ward.study.cast, settings, ward.study.seed);
  const std::span<const Stay> stays(ward.stays.data(), n);
  Timing timing;
  timing.seconds = cpu_seconds([&] { timing.runs = simulator.run(stays); });
  return timing;
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

int bench(const BenchOptions& options) {
  ScenarioOptions scenario = options.scenario;
  if (scenario.scenario.empty()) {
    scenario.scenario = installed_models() / ".." / "scenarios" / "adress.yaml";
  }
  const Study study = load(scenario).study;
  const double tolerance = default_tolerance(EngineKind::ensemble);
  const Ward ward(study, options.people);
  const RunSettings fast = settings_of(study, EngineKind::ensemble, tolerance);
  const double days = fast.horizon / minutes_a_day;
  const Timing ensemble = time_engine(ward, ward.stays.size(), fast);
  const std::size_t checked = std::min<std::size_t>(options.checked, ward.stays.size());
  const Timing reference =
      time_engine(ward, checked, settings_of(study, EngineKind::reference, sample_tolerance));
  const SolverCheck check = errors(ward, ensemble, reference, tolerance);
  const double each = ensemble.seconds / static_cast<double>(ward.stays.size()) / days;
  const double exact = reference.seconds / static_cast<double>(checked) / days;
  fmt::print("{}: {} patients of the first arm, {:.3g} d each, every variable every minute\n",
             study.name, ward.stays.size(), days);
  fmt::print("ensemble   {:8.3f} ms CPU a patient-day, {:.0f} patient-days/s a core ({})\n",
             1e3 * each, 1.0 / each,
             numerics::instruction_set_name(numerics::best_instruction_set()));
  fmt::print("reference  {:8.3f} ms CPU a patient-day, {:.0f} times as much\n", 1e3 * exact,
             exact / each);
  fmt::print("largest relative difference of MAP {:.2g}; {} of {} with another decision\n",
             relative_map(check), check.flipped, check.rows);
  return done;
}

}  // namespace

void add_bench(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* command =
      app.add_subcommand("bench", "Measure speed and error of the engines on this machine");
  command->footer(
      "\nExamples:\n  pressor bench\n  pressor bench scenarios/adress.yaml --people 256");
  command->add_option("scenario", options->scenario.scenario, "Scenario; default: adress")
      ->type_name("SCENARIO.yaml");
  command->add_option("--people", options->people, "Patients for the timing")
      ->check(CLI::Range(1, 100'000));
  command->add_option("--checked", options->checked, "Of these, compared with the reference engine")
      ->check(CLI::Range(1, 1'000));
  add_scenario_flags(*command, options->scenario);
  command->callback([options, &chosen] { chosen = [options] { return bench(*options); }; });
}

}  // namespace pressor::cli
