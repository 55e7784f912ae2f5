#include "pressor/inference/sensitivity.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/minutes.h"
#include "pressor/output/sweep_file.h"
#include "progress.h"
#include "run_options.h"
#include "scenario_flags.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

struct SensitivityOptions {
  RunOptions run;
  std::string method = "sobol";
  std::uint32_t points = 128;
};

SensitivityMethod method_named(const std::string& name) {
  if (name == "morris") return SensitivityMethod::morris;
  return name == "prcc" ? SensitivityMethod::prcc : SensitivityMethod::sobol;
}

/// One output at every point.
struct OutputColumn {
  std::string name;
  std::vector<double> values;
};

std::vector<OutputColumn> outputs_of(const SweepTable& table) {
  std::vector<OutputColumn> outputs;
  const auto named = [&](std::size_t column, std::size_t arm, const std::string& rest) {
    const std::string own = table.arms.size() > 1 ? ", " + table.arms[arm] : "";
    return table.columns[column].name + rest + own;
  };
  const StudyFigures& any = table.points.front();
  for (std::size_t i = 0; i < any.arms.size(); ++i) {
    outputs.push_back({named(any.arms[i].column, any.arms[i].arm, ""), {}});
    for (const StudyFigures& point : table.points) {
      outputs.back().values.push_back(point.arms[i].mean);
    }
  }
  for (std::size_t i = 0; i < any.tests.size(); ++i) {
    const auto& test = any.tests[i];
    outputs.push_back({named(test.column, test.arm, " " + test.test), {}});
    for (const StudyFigures& point : table.points) {
      outputs.back().values.push_back(point.tests[i].estimate);
    }
  }
  return outputs;
}

std::string effect_text(const WithInterval& of) {
  if (!std::isfinite(of.value)) return "-";
  return fmt::format("{:.3g} ({:.3g} to {:.3g})", of.value, of.low, of.high);
}

/// Axes of one output, largest effect first.
void add_rows(std::vector<Row>& rows, const SweepPlan& plan, const OutputEffects& found) {
  std::vector<std::size_t> order(plan.axes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto size = [&](std::size_t axis) {
    const InputEffect& effect = found.effects[axis];
    return std::abs(std::isfinite(effect.total.value) ? effect.total.value : effect.first.value);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const InputEffect& effect = found.effects[order[i]];
    rows.push_back({i == 0 ? found.output : "", plan.axes[order[i]].name, effect_text(effect.first),
                    effect_text(effect.total)});
  }
}

std::string effect_table(SensitivityMethod method, const SweepPlan& plan,
                         const std::vector<OutputEffects>& effects) {
  constexpr std::pair<const char*, const char*> headings[] = {
      {"first order", "total"}, {"mu*", "sigma"}, {"partial rank correlation", ""}};
  const auto& [first, total] = headings[static_cast<std::size_t>(method)];
  std::vector<Row> rows{{"output", "axis", first, total}};
  for (const OutputEffects& one : effects) add_rows(rows, plan, one);
  return align(rows);
}

int sensitivity(const SensitivityOptions& options) {
  catch_interrupts();
  if (options.run.quiet) keep_quiet();
  const SensitivityMethod method = method_named(options.method);
  std::uint64_t seed = 0;
  const auto points = [&](std::size_t axes, std::uint64_t of_study) {
    seed = of_study;
    return sensitivity_points(method, options.points, axes, seed);
  };
  LoadedSweep loaded = load_points_at(options.run.scenario, points);
  check_sweep_path(options.run.output, options.run.force);
  ConsoleProgress progress(options.run.quiet, loaded.first.horizon / minutes_a_day);
  const auto table =
      run_sweep(loaded.plan.points(), loaded.study_at, loaded.rows, options.run.threads, progress);
  if (!table) {
    spdlog::error("interrupted: {} was not written", options.run.output.string());
    return interrupted;
  }
  std::vector<OutputEffects> effects;
  for (const OutputColumn& output : outputs_of(*table)) {
    auto growth =
        sensitivity_growth(method, options.points, loaded.plan.axes.size(), seed, output.values);
    effects.push_back({output.name, growth.back().effects, std::move(growth)});
  }
  write_sweep(options.run.output, options.run.force, loaded.plan, *table, loaded.first,
              provenance_of(options.run.command_line, to_yaml(loaded.resolved.root),
                            std::move(loaded.references)),
              {options.method, effects});
  if (!options.run.quiet) fmt::print("{}\n", effect_table(method, loaded.plan, effects));
  fmt::print("result: {}\n", options.run.output.string());
  return done;
}

}  // namespace

void add_sensitivity(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<SensitivityOptions>();
  options->run.command_line = command_line;
  CLI::App* command = app.add_subcommand(
      "sensitivity", "On which of its axes the outcome of a scenario with a sweep depends");
  command->footer(
      "\nThe axes of the scenario's sweep are varied over their intervals, or among their values;\n"
      "outputs are the means of all endpoints by arm and the estimates of all tests.\n"
      "  sobol   shares of variance, N (axes + 2) points    morris  elementary effects, N (axes + "
      "1)\n"
      "  prcc    partial rank correlations, N points        intervals: bootstrap, 95 %\n"
      "\nExamples:\n"
      "  pressor sensitivity scenarios/dexmedetomidine_doses.yaml -o s.h5 --method morris --points "
      "20\n"
      "  pressor sensitivity scenarios/who_responds.yaml -o s.h5 --points 256");
  command->add_option("scenario", options->run.scenario.scenario, "Scenario with a sweep")
      ->required()
      ->type_name("SCENARIO.yaml");
  command->add_option("-o,--output", options->run.output, "Result file")
      ->required()
      ->type_name("OUT.h5");
  command->add_option("--method", options->method, "Kind of analysis")
      ->check(CLI::IsMember({"sobol", "morris", "prcc"}));
  command->add_option("--points", options->points, "Base points N")->check(CLI::Range(4, 100'000));
  add_scenario_flags(*command, options->run.scenario);
  command->add_option("--threads", options->run.threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command->add_flag("--force", options->run.force, "Replace an existing result file");
  command->add_flag("--quiet", options->run.quiet, "No progress, no table");
  command->callback([options, &chosen] { chosen = [options] { return sensitivity(*options); }; });
}

}  // namespace pressor::cli
