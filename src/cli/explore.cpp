#include "pressor/inference/explore.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis_options.h"
#include "commands.h"
#include "console.h"
#include "exit_codes.h"
#include "interrupt.h"
#include "pressor/core/errors.h"
#include "pressor/core/minutes.h"
#include "pressor/output/explore_file.h"
#include "pressor/output/sweep_file.h"
#include "pressor/output/weigh_file.h"
#include "pressor/scenario/load_explore.h"
#include "progress.h"
#include "run_options.h"
#include "text_table.h"

namespace pressor::cli {
namespace {

constexpr std::size_t most_explore_rows = 40;

struct ExploreOptions : AnalysisOptions {
  std::filesystem::path weights;
};

/// Probabilities that a weighing found take the place of the file's.
void take_weights(const std::filesystem::path& file, std::vector<ExploreHypothesis>& hypotheses) {
  const WeighFindings weighed = read_weighed(ResultRows(file));
  double all = 0.0;
  for (ExploreHypothesis& one : hypotheses) {
    one.weight = 0.0;
    for (const std::string& name : one.from) {
      const auto& names = weighed.explanations;
      const auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end()) {
        throw ParameterError(file.string() + " weighs no explanation `" + name + "`");
      }
      one.weight += weighed.found.regression[static_cast<std::size_t>(found - names.begin())];
    }
    all += one.weight;
  }
  if (!(all > 0.0)) throw ParameterError(file.string() + " gives every hypothesis probability 0");
  for (ExploreHypothesis& one : hypotheses) one.weight /= all;
}

/// Everybody of a hypothesis under a design; nothing when the user interrupts.
std::optional<TwinPool> pool_of(const ExplorePlan& plan, std::size_t design, std::size_t hypothesis,
                                unsigned threads, std::uint64_t& before, Progress& progress) {
  TwinPool pool;
  for (std::size_t point = 0; point < plan.hypotheses[hypothesis].points; ++point) {
    const Study study = plan.study_at[design][hypothesis](point);
    PartProgress own(progress, before, plan.rows);
    auto part = simulate_twins(study, plan.outcomes[design], threads, own);
    if (!part) return std::nullopt;
    if (point == 0) pool.columns = part->columns;
    std::move(part->people.begin(), part->people.end(), std::back_inserter(pool.people));
    before += study.rows();
  }
  return pool;
}

/// A findings without figures: what was asked.
ExploreFindings asked_of(const ExplorePlan& plan) {
  ExploreFindings made;
  made.outcome = plan.outcome;
  made.assurance = plan.assurance;
  made.designs = plan.designs;
  for (const EntryRule& rule : plan.entries) {
    made.entries.push_back(rule.name);
    made.entry_texts.push_back(rule.text);
  }
  for (const TrialTest test : plan.draw.tests) made.tests.emplace_back(trial_test_name(test));
  made.sizes = plan.draw.sizes;
  made.own_size = plan.own_size;
  for (const ExploreHypothesis& one : plan.hypotheses) {
    made.hypotheses.push_back(one.name);
    made.weights.push_back(one.weight);
    made.acts.push_back(one.acts ? 1 : 0);
  }
  const std::size_t groups = plan.designs.size() * plan.entries.size() * plan.hypotheses.size();
  made.effect.resize(groups);
  made.taken.resize(groups);
  made.trials.resize(groups * plan.draw.tests.size() * plan.draw.sizes.size());
  return made;
}

/// What trials drawn from one pool find, put in its place.
void add_pool(const ExplorePlan& plan, const TwinPool& pool, std::size_t design,
              std::size_t hypothesis, ExploreFindings& made) {
  for (std::size_t e = 0; e < plan.entries.size(); ++e) {
    const auto taken = people_taken(pool, plan.entries[e]);
    const double effect = mean_effect(pool, taken);
    const std::size_t group = design * plan.entries.size() + e;
    const std::size_t cell = group * plan.hypotheses.size() + hypothesis;
    made.effect[cell] = effect;
    made.taken[cell] = static_cast<double>(taken.size()) / static_cast<double>(pool.people.size());
    const double truth = plan.hypotheses[hypothesis].acts ? effect : 0.0;
    const auto found = drawn_trials(pool, taken, plan.draw, truth);
    for (std::size_t t = 0; t < found.size(); ++t) {
      for (std::size_t s = 0; s < found[t].size(); ++s) {
        const std::size_t at = (group * found.size() + t) * found[t].size() + s;
        made.trials[at * plan.hypotheses.size() + hypothesis] = found[t][s];
      }
    }
  }
  for (std::size_t b = 0; design == 0 && b < plan.benefit.size(); ++b) {
    const auto column =
        std::find_if(pool.columns.begin(), pool.columns.end(),
                     [&](const TwinColumn& c) { return c.name == plan.benefit[b]; });
    if (column == pool.columns.end()) {
      throw ParameterError("`" + plan.benefit[b] + "` is not known before treatment");
    }
    if (hypothesis == 0) made.benefit.push_back({*column, {}});
    const auto place = static_cast<std::size_t>(column - pool.columns.begin());
    made.benefit[b].parts.push_back(effects_by_thirds(pool, place));
  }
}

std::string share_cell(double share) {
  return std::isnan(share) ? "-" : fmt::format("{:.0f} %", 100.0 * share);
}

/// Assurance by size, a design, entry rule and test a line.
std::string assurance_table(const ExploreFindings& of) {
  std::vector<Row> rows{{"design", "entry", "test", "asked for one"}};
  for (const std::uint32_t size : of.sizes) rows.front().push_back(fmt::format("n = {}", size));
  for (std::size_t d = 0; d < of.designs.size(); ++d) {
    for (std::size_t e = 0; e < of.entries.size(); ++e) {
      for (std::size_t t = 0; t < of.tests.size(); ++t) {
        Row row{of.designs[d], of.entries[e], of.tests[t],
                fmt::format("{:.1f}", of.asked_for_one({d, e, t, 0}))};
        for (std::size_t s = 0; s < of.sizes.size(); ++s) {
          row.push_back(share_cell(of.assurance_of({d, e, t, s})));
        }
        rows.push_back(std::move(row));
      }
    }
  }
  const std::size_t all = rows.size();
  if (all > most_explore_rows) rows.resize(most_explore_rows);
  const std::string rest = all > most_explore_rows ? fmt::format("... {} more rows in the result\n",
                                                                 all - most_explore_rows)
                                                   : "";
  return align(rows) + rest;
}

int explore_designs(const ExploreOptions& options) {
  catch_interrupts();
  if (options.quiet) keep_quiet();
  ExplorePlan plan =
      load_explore(options.file, options.models, installed_models(), options.assignments);
  if (!options.weights.empty()) take_weights(options.weights, plan.hypotheses);
  check_sweep_path(options.output, options.force);
  ConsoleProgress progress(options.quiet, plan.horizon / minutes_a_day);
  ExploreFindings findings = asked_of(plan);
  std::uint64_t before = 0;
  for (std::size_t d = 0; d < plan.designs.size(); ++d) {
    for (std::size_t h = 0; h < plan.hypotheses.size(); ++h) {
      const auto pool = pool_of(plan, d, h, options.threads, before, progress);
      if (!pool) {
        spdlog::error("interrupted: {} was not written", options.output.string());
        return interrupted;
      }
      add_pool(plan, *pool, d, h, findings);
    }
  }
  const ResultProvenance provenance = provenance_of(options.command_line, to_yaml(plan.resolved));
  write_explored(options.output, options.force, {plan.title, plan.seed}, findings, provenance);
  if (!options.quiet) {
    fmt::print("{}\nprobability that a trial tells, if there is something to be found\n{}\n",
               plan.title, assurance_table(findings));
  }
  fmt::print("{}\nresult: {}\n", fmt::join(explore_verdict(findings), "\n"),
             options.output.string());
  return done;
}

}  // namespace

void add_explore(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<ExploreOptions>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand("explore", "Which trial would have told: many designs");
  command->footer(
      "\nTwins are simulated once for each design and hypothesis; trials of every size, entry "
      "rule\n"
      "and test are drawn from them. Told are power by hypothesis, the probability that a trial\n"
      "tells when hypotheses count by weight, the design with fewest patients, expected size with\n"
      "looks, and who benefits.\n"
      "\nExamples:\n"
      "  pressor explore scenarios/studies/adress_redesigned.yaml -o designs.h5\n"
      "  pressor explore scenarios/studies/adress_redesigned.yaml -o designs.h5 --weights "
      "weighed.h5\n"
      "  pressor report designs.h5");
  add_analysis_flags(*command, *options, "pressor-explore/1");
  command
      ->add_option("--weights", options->weights,
                   "Result of pressor weigh, whose probabilities weigh the hypotheses")
      ->type_name("WEIGHED.h5");
  command->callback(
      [options, &chosen] { chosen = [options] { return explore_designs(*options); }; });
}

}  // namespace pressor::cli
