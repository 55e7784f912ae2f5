#include "pressor/output/weigh_file.h"

#include <utility>

#include "pressor/output/sweep_file.h"
#include "whole_file.h"

namespace pressor {
namespace {

std::vector<Dataset> bank_datasets(const WeighPlan& plan, const TrialBank& bank) {
  std::vector<std::int32_t> numbers;
  std::vector<std::int8_t> explanations;
  std::vector<double> effects;
  std::vector<double> values;
  for (const SimulatedTrial& trial : bank.trials) {
    numbers.push_back(static_cast<std::int32_t>(numbers.size()));
    explanations.push_back(static_cast<std::int8_t>(trial.explanation));
    effects.push_back(trial.effect);
    values.insert(values.end(), trial.statistics.begin(), trial.statistics.end());
  }
  std::vector<std::string> words;
  std::vector<double> published;
  for (const TrialStatistic& one : plan.questions.statistics) {
    words.push_back(one.words);
    published.push_back(one.published);
  }
  std::vector<Dataset> made{
      make_dataset("bank", "trial", "1", "simulated trial", {"trial"}, std::move(numbers)),
      make_dataset("bank", "statistic", "1", "what was published", {"statistic"}, words),
      make_dataset("bank", "published", "1", "published value, in the endpoint's unit",
                   {"statistic"}, std::move(published)),
      make_dataset("bank", "explanation", "1", "under which the trial was simulated", {"trial"},
                   std::move(explanations)),
      make_dataset("bank", "effect", "1", "true effect, in the endpoint's unit", {"trial"},
                   std::move(effects)),
      make_dataset("bank", "value", "1", "value of each statistic, in the endpoint's unit",
                   {"trial", "statistic"}, std::move(values))};
  for (const ExplanationPlan& one : plan.explanations) made[3].flags.push_back(one.name);
  made.back().inner = {words.size()};
  return made;
}

std::vector<Dataset> weighed_datasets(const WeighPlan& plan, const Weighed& found) {
  std::vector<std::string> names;
  std::vector<double> priors;
  for (const ExplanationPlan& one : plan.explanations) {
    names.push_back(one.name);
    priors.push_back(one.prior);
  }
  return {
      make_dataset("weigh", "explanation", "1", "explanation", {"explanation"}, std::move(names)),
      make_dataset("weigh", "prior", "1", "probability before", {"explanation"}, std::move(priors)),
      make_dataset("weigh", "rejection", "1", "probability by accepted trials", {"explanation"},
                   found.rejection),
      make_dataset("weigh", "regression", "1", "probability adjusted by regression",
                   {"explanation"}, found.regression)};
}

}  // namespace

void write_weighed(const std::filesystem::path& path, bool replace, const WeighPlan& plan,
                   const TrialBank& bank, const Weighed& found,
                   const ResultProvenance& provenance) {
  check_sweep_path(path, replace);
  const std::vector<GroupPlan> groups{{"bank", nullptr, 0, bank_datasets(plan, bank)},
                                      {"weigh", nullptr, 0, weighed_datasets(plan, found)}};
  write_whole_file(path, groups, {plan.title, weigh_schema, plan.seed}, provenance);
}

}  // namespace pressor
