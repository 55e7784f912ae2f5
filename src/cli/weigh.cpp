#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis_options.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/minutes.h"
#include "pressor/inference/weigh_words.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/weigh_file.h"
#include "pressor/scenario/load_weigh.h"
#include "progress.h"
#include "run_options.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

constexpr std::uint32_t calibration_trials = 200;

/// Every trial of every explanation; nothing when the user interrupts.
std::optional<TrialBank> simulate_bank(const WeighPlan& plan, const AnalysisOptions& options) {
  ConsoleProgress progress(options.quiet, plan.horizon / minutes_a_day);
  TrialBank bank;
  const auto& readings = plan.questions.readings;
  if (!readings.empty()) bank.readings.clear();
  for (const TrialReading& one : readings) bank.readings.push_back(one.prior);
  std::uint64_t before = 0;
  for (std::size_t e = 0; e < plan.explanations.size(); ++e) {
    const ExplanationPlan& one = plan.explanations[e];
    bank.priors.push_back(one.prior);
    for (std::size_t point = 0; point < one.points; ++point) {
      PartProgress own(progress, before, plan.rows);
      const Study study = one.study_at(point);
      const auto trials = simulate_trials(study, plan.questions, {e, point}, options.threads, own);
      if (!trials) return std::nullopt;
      bank.trials.insert(bank.trials.end(), trials->begin(), trials->end());
      before += study.rows();
    }
  }
  return bank;
}

/// All that is told, from all trials.
WeighFindings find_all(const WeighPlan& plan, const TrialBank& bank) {
  WeighFindings made;
  const TrialQuestions& asked = plan.questions;
  made.effect = asked.effect + (asked.baseline.empty() ? "" : " less " + asked.baseline);
  for (const ExplanationPlan& one : plan.explanations) {
    made.explanations.push_back(one.name);
    made.priors.push_back(one.prior);
  }
  for (const TrialReading& one : asked.readings) made.readings.push_back(one.name);
  if (made.readings.empty()) made.readings.emplace_back("as_published");
  made.reading_priors = bank.readings;
  for (const TrialStatistic& one : asked.statistics) {
    made.statistics.push_back(one.words);
    made.published.push_back(one.published);
  }
  made.simulated = bank.trials.size() / bank.readings.size();
  made.found = weigh(bank, made.published, plan.accept);
  made.predictive = predictive_checks(bank, made.published);
  made.calibration = calibrate_weighing(bank, plan.accept, calibration_trials, plan.seed);
  return made;
}

std::string probability_table(const WeighFindings& of) {
  std::vector<Row> rows{
      {"explanation", "prior", "by rejection", "by regression", "when it is true, on average"}};
  for (std::size_t e = 0; e < of.explanations.size(); ++e) {
    rows.push_back({of.explanations[e], fmt::format("{:.2f}", of.priors[e]),
                    fmt::format("{:.2f}", of.found.rejection[e]),
                    fmt::format("{:.2f}", of.found.regression[e]),
                    fmt::format("{:.2f}", of.calibration.given[e][e])});
  }
  return align(rows);
}

std::string check_table(const WeighFindings& of) {
  std::vector<Row> rows{{"published figure", "", "accepted trials (90 %)", "share of them below"}};
  for (std::size_t k = 0; k < of.found.checks.size(); ++k) {
    const PredictiveCheck& check = of.found.checks[k];
    rows.push_back(
        {of.statistics[k], fmt::format("{:.3g}", of.published[k]),
         fmt::format("{:.3g} ({:.3g} to {:.3g})", check.median, check.most[0], check.most[1]),
         fmt::format("{:.2f}", check.below)});
  }
  return align(rows);
}

std::string calibration_words(const WeighCalibration& known) {
  const auto half = binomial_band(known.trials, 0.5);
  const auto most = binomial_band(known.trials, 0.9);
  return fmt::format(
      "Of {} simulated trials weighed as if published, intervals of 50 and 90 % held the true "
      "effect in {} (right: {} to {}) and {} ({} to {}).",
      known.trials, known.within_half, half[0], half[1], known.within_most, most[0], most[1]);
}

void tell_found(const WeighPlan& plan, const WeighFindings& findings) {
  fmt::print(
      "{}\n{} simulated trials, {} accepted within {:.2f} SD of the published "
      "one\n\n{}\n{}\n{}\n\n",
      plan.title, findings.simulated, findings.found.accepted, findings.found.distance,
      probability_table(findings), check_table(findings), calibration_words(findings.calibration));
}

int weigh_explanations(const AnalysisOptions& options) {
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
  const WeighFindings findings = find_all(plan, *bank);
  const ResultProvenance provenance = provenance_of(options.command_line, to_yaml(plan.resolved));
  write_weighed(options.output, options.force, {plan.title, plan.seed}, *bank, findings,
                provenance);
  if (!options.quiet) tell_found(plan, findings);
  fmt::print("{}\nresult: {}\n", fmt::join(weigh_verdict(findings), "\n"), options.output.string());
  return done;
}

}  // namespace

void add_weigh(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<AnalysisOptions>();
  options->command_line = command_line;
  CLI::App* command =
      app.add_subcommand("weigh", "Weigh explanations against the results of a published trial");
  command->footer(
      "\nApproximate Bayesian computation: trials of the published size are simulated under each\n"
      "explanation, the nearest to the published figures are accepted, regression corrects the "
      "rest.\n"
      "\nExamples:\n  pressor weigh scenarios/studies/adress_weighed.yaml -o weighed.h5\n"
      "  pressor report weighed.h5");
  add_analysis_flags(*command, *options, "pressor-weigh/1");
  command->callback(
      [options, &chosen] { chosen = [options] { return weigh_explanations(*options); }; });
}

}  // namespace pressor::cli
