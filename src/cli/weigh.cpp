#include "pressor/inference/weigh.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build_info.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/minutes.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/weigh_file.h"
#include "progress.h"
#include "scenario_flags.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

constexpr std::uint32_t calibration_trials = 200;

struct WeighOptions {
  std::filesystem::path file;
  std::filesystem::path models;
  std::filesystem::path output;
  std::vector<std::string> assignments;
  unsigned threads = 0;
  bool force = false;
  bool quiet = false;
  std::string command_line;
};

/// Every trial of every explanation; nothing when the user interrupts.
std::optional<TrialBank> simulate_bank(const WeighPlan& plan, const WeighOptions& options) {
  ConsoleProgress progress(options.quiet, plan.horizon / minutes_a_day);
  TrialBank bank;
  std::uint64_t before = 0;
  for (std::size_t e = 0; e < plan.explanations.size(); ++e) {
    const ExplanationPlan& one = plan.explanations[e];
    bank.priors.push_back(one.prior);
    for (std::size_t point = 0; point < one.points; ++point) {
      PartProgress own(progress, before, plan.rows);
      const Study study = one.study_at(point);
      const auto trials = simulate_trials(study, plan.questions, e, options.threads, own);
      if (!trials) return std::nullopt;
      bank.trials.insert(bank.trials.end(), trials->begin(), trials->end());
      before += study.rows();
    }
  }
  return bank;
}

std::string probability_table(const WeighPlan& plan, const Weighed& found,
                              const WeighCalibration& calibration) {
  std::vector<Row> rows{
      {"explanation", "prior", "by rejection", "by regression", "when it is true, on average"}};
  for (std::size_t e = 0; e < plan.explanations.size(); ++e) {
    rows.push_back({plan.explanations[e].name, fmt::format("{:.2f}", plan.explanations[e].prior),
                    fmt::format("{:.2f}", found.rejection[e]),
                    fmt::format("{:.2f}", found.regression[e]),
                    fmt::format("{:.2f}", calibration.given_truth[e])});
  }
  return align(rows);
}

std::string check_table(const WeighPlan& plan, const Weighed& found) {
  std::vector<Row> rows{{"published figure", "", "accepted trials (90 %)", "share of them below"}};
  for (std::size_t k = 0; k < found.checks.size(); ++k) {
    const TrialStatistic& asked = plan.questions.statistics[k];
    const PredictiveCheck& check = found.checks[k];
    rows.push_back(
        {asked.words, fmt::format("{:.3g}", asked.published),
         fmt::format("{:.3g} ({:.3g} to {:.3g})", check.median, check.most[0], check.most[1]),
         fmt::format("{:.2f}", check.below)});
  }
  return align(rows);
}

/// What the trial can and cannot tell apart, in words.
std::string verdict(const WeighPlan& plan, const Weighed& found,
                    const WeighCalibration& calibration) {
  const auto& p = found.regression;
  const auto top = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
  const double named = static_cast<double>(calibration.named) / calibration.trials;
  const bool tells = p[top] > 0.9;
  std::string words = fmt::format(
      "{} is the likeliest explanation, with probability {:.2f} after {:.2f} before: the trial "
      "{}. ",
      plan.explanations[top].name, p[top], plan.explanations[top].prior,
      tells ? "tells it from the others" : "does not tell the explanations apart");
  words += fmt::format(
      "The drug's effect is {:+.3f} (90 % {:+.3f} to {:+.3f}). A trial of this size names the true "
      "explanation in {:.0f} % of simulated trials; chance alone would in {:.0f} %.",
      found.effect.median, found.effect.most[0], found.effect.most[1], 100.0 * named,
      100.0 / static_cast<double>(plan.explanations.size()));
  std::string misses;
  for (std::size_t k = 0; k < found.checks.size(); ++k) {
    const double below = found.checks[k].below;
    if (below > 0.025 && below < 0.975) continue;
    misses += (misses.empty() ? "" : "; ") + plan.questions.statistics[k].words;
  }
  if (!misses.empty()) words += " No explanation reaches the published " + misses + ".";
  return words;
}

int weigh_explanations(const WeighOptions& options) {
  catch_interrupts();
  if (options.quiet) keep_quiet();
  const WeighPlan plan =
      load_weigh(options.file, options.models, installed_models(), options.assignments);
  check_sweep_path(options.output, options.force);
  const auto bank = simulate_bank(plan, options);
  if (!bank) {
    spdlog::error("interrupted: {} was not written", options.output.string());
    return interrupted;
  }
  std::vector<double> published;
  for (const TrialStatistic& one : plan.questions.statistics) published.push_back(one.published);
  const Weighed found = weigh(*bank, published, plan.accept);
  const WeighCalibration calibration =
      calibrate_weighing(*bank, plan.accept, calibration_trials, plan.seed);
  ResultProvenance provenance;
  provenance.source = program_version();
  provenance.command = options.command_line;
  provenance.build = build_description();
  provenance.scenario_yaml = to_yaml(read_document(options.file).root);
  write_weighed(options.output, options.force, plan, *bank, found, provenance);
  if (!options.quiet) {
    fmt::print(
        "{}\n{} simulated trials, {} accepted within {:.2f} SD of the published one\n\n{}\n{}\n",
        plan.title, bank->trials.size(), found.accepted, found.distance,
        probability_table(plan, found, calibration), check_table(plan, found));
    fmt::print(
        "Of {} simulated trials weighed as if published, intervals of 50 and 90 % held the true "
        "effect in {} and {}.\n\n",
        calibration.trials, calibration.within_half, calibration.within_most);
  }
  fmt::print("{}\nresult: {}\n", verdict(plan, found, calibration), options.output.string());
  return done;
}

}  // namespace

void add_weigh(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<WeighOptions>();
  options->command_line = command_line;
  CLI::App* command =
      app.add_subcommand("weigh", "Weigh explanations against the results of a published trial");
  command->footer(
      "\nApproximate Bayesian computation: trials of the published size are simulated under each\n"
      "explanation, the nearest to the published figures are accepted, regression corrects the "
      "rest.\n"
      "\nExamples:\n  pressor weigh scenarios/studies/adress_weighed.yaml -o weighed.h5");
  command->add_option("file", options->file, "Study file, schema pressor-weigh/1")
      ->required()
      ->type_name("STUDY.yaml");
  command->add_option("-o,--output", options->output, "Result file")
      ->required()
      ->type_name("OUT.h5");
  command->add_option("--set", options->assignments, "Of the scenario: path.to.key=value")
      ->take_all()
      ->type_name("PATH=VALUE");
  command->add_option("--models", options->models, "Folder of models, looked in first")
      ->type_name("DIR");
  command->add_option("--threads", options->threads, "Worker threads; 0: all cores")
      ->check(not_negative());
  command->add_flag("--force", options->force, "Replace an existing result file");
  command->add_flag("--quiet", options->quiet, "No progress, no tables");
  command->callback(
      [options, &chosen] { chosen = [options] { return weigh_explanations(*options); }; });
}

}  // namespace pressor::cli
