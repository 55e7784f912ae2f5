#include "pressor/output/weigh_file.h"

#include <utility>

#include "pressor/output/sweep_file.h"
#include "whole_file.h"

namespace pressor {
namespace {

/// One dataset of a weighing.
Dataset weigh_dataset(std::string group, std::string name, std::string long_name,
                      std::vector<std::string> dims, Cells cells) {
  Dataset made;
  made.group = std::move(group);
  made.name = std::move(name);
  made.units = "1";
  made.long_name = std::move(long_name);
  made.dims = std::move(dims);
  made.cells = std::move(cells);
  return made;
}

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
      weigh_dataset("bank", "trial", "simulated trial", {"trial"}, std::move(numbers)),
      weigh_dataset("bank", "statistic", "what was published", {"statistic"}, words),
      weigh_dataset("bank", "published", "published value, in the endpoint's unit", {"statistic"},
                    std::move(published)),
      weigh_dataset("bank", "explanation", "under which the trial was simulated", {"trial"},
                    std::move(explanations)),
      weigh_dataset("bank", "effect", "true effect, in the endpoint's unit", {"trial"},
                    std::move(effects)),
      weigh_dataset("bank", "value", "value of each statistic, in the endpoint's unit",
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
  return {weigh_dataset("weigh", "explanation", "explanation", {"explanation"}, std::move(names)),
          weigh_dataset("weigh", "prior", "probability before", {"explanation"}, std::move(priors)),
          weigh_dataset("weigh", "rejection", "probability by accepted trials", {"explanation"},
                        found.rejection),
          weigh_dataset("weigh", "regression", "probability adjusted by regression",
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
