#include "pressor/output/weigh_file.h"

#include <algorithm>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/output/sweep_file.h"
#include "whole_file.h"

namespace pressor {
namespace {

using Checks = std::vector<PredictiveCheck>;

/// Datasets of one group.
class WeighGroup {
 public:
  explicit WeighGroup(std::string name) : name_(std::move(name)) {}

  /// `inner`: sizes of the dimensions behind the first.
  Dataset& add(std::string name, std::string meaning, std::vector<std::string> dims, Cells cells,
               std::vector<std::size_t> inner = {}) {
    made_.push_back(make_dataset(name_, std::move(name), "1", std::move(meaning), std::move(dims),
                                 std::move(cells), std::move(inner)));
    return made_.back();
  }
  /// A scale of numbers from 0.
  void count(const std::string& name, std::string meaning, std::size_t size) {
    std::vector<std::int32_t> numbers(size);
    for (std::size_t i = 0; i < size; ++i) numbers[i] = static_cast<std::int32_t>(i);
    add(name, std::move(meaning), {name}, std::move(numbers));
  }

  [[nodiscard]] GroupPlan take() { return {name_, nullptr, 0, std::move(made_)}; }

 private:
  std::string name_;
  std::vector<Dataset> made_;
};

GroupPlan bank_group(const TrialBank& bank, const WeighFindings& findings) {
  std::vector<std::int8_t> explanations;
  std::vector<std::int8_t> readings;
  std::vector<std::int32_t> points;
  std::vector<double> effects;
  std::vector<double> values;
  for (const SimulatedTrial& trial : bank.trials) {
    explanations.push_back(static_cast<std::int8_t>(trial.explanation));
    readings.push_back(static_cast<std::int8_t>(trial.reading));
    points.push_back(static_cast<std::int32_t>(trial.point));
    effects.push_back(trial.effect);
    values.insert(values.end(), trial.statistics.begin(), trial.statistics.end());
  }
  const std::size_t statistics = findings.statistics.size();
  WeighGroup group("bank");
  group.count("trial", "simulated trial, in each reading of the publication", bank.trials.size());
  group.add("statistic", "what was published", {"statistic"}, findings.statistics);
  group.add("published", "published value, in the endpoint's unit", {"statistic"},
            findings.published);
  group
      .add("explanation", "under which the trial was simulated", {"trial"}, std::move(explanations))
      .flags = findings.explanations;
  group.add("point", "point of the explanation: trials of one share their truth", {"trial"},
            std::move(points));
  group.add("reading", "how the publication is taken", {"trial"}, std::move(readings)).flags =
      findings.readings;
  group.add("effect", "true effect, in the endpoint's unit", {"trial"}, std::move(effects))
      .notes = {{"of", findings.effect}};
  group.add("value", "value of each statistic, in the endpoint's unit", {"trial", "statistic"},
            std::move(values), {statistics});
  return group.take();
}

GroupPlan weigh_group(const WeighFindings& of) {
  WeighGroup group("weigh");
  group.add("explanation", "explanation", {"explanation"}, of.explanations);
  group.add("prior", "probability before", {"explanation"}, of.priors);
  group.add("rejection", "probability by accepted trials", {"explanation"}, of.found.rejection);
  group.add("regression", "probability adjusted by regression", {"explanation"},
            of.found.regression);
  group.add("reading", "how the publication may be meant", {"reading"}, of.readings);
  group.add("reading_prior", "probability before", {"reading"}, of.reading_priors);
  group.add("reading_regression", "probability adjusted by regression", {"reading"},
            of.found.readings);
  return group.take();
}

GroupPlan effect_group(const WeighFindings& of) {
  std::vector<double> values;
  std::vector<double> weights;
  std::vector<std::int8_t> explanations;
  for (const WeightedValue& one : of.found.effects) {
    values.push_back(one.value);
    weights.push_back(one.weight);
    explanations.push_back(static_cast<std::int8_t>(one.explanation));
  }
  const WeightedSummary& sum = of.found.effect;
  WeighGroup group("effect");
  group.count("sample", "accepted trial, by its effect", values.size());
  group.add("value", "effect adjusted by regression, in the endpoint's unit", {"sample"},
            std::move(values));
  group.add("weight", "probability", {"sample"}, std::move(weights));
  group
      .add("explanation", "under which the trial was simulated", {"sample"},
           std::move(explanations))
      .flags = of.explanations;
  group.add("quantile", "share of the posterior below", {"quantile"},
            std::vector<double>{0.05, 0.25, 0.5, 0.75, 0.95});
  group.add("at", "effect with that share below, in the endpoint's unit", {"quantile"},
            std::vector<double>{sum.most[0], sum.half[0], sum.median, sum.half[1], sum.most[1]});
  return group.take();
}

/// Columns of checks, row by row.
void add_checks(WeighGroup& group, const std::vector<Checks>& rows,
                const std::vector<std::string>& dims, const std::vector<std::size_t>& inner) {
  std::vector<double> columns[4];
  for (const Checks& row : rows) {
    for (const PredictiveCheck& check : row) {
      const double values[] = {check.median, check.most[0], check.most[1], check.below};
      for (std::size_t i = 0; i < 4; ++i) columns[i].push_back(values[i]);
    }
  }
  const std::pair<const char*, const char*> names[] = {{"median", "median of the trials"},
                                                       {"low", "5 % of the trials lie below"},
                                                       {"high", "95 % of the trials lie below"},
                                                       {"below", "share below the published"}};
  for (std::size_t i = 0; i < 4; ++i) {
    group.add(names[i].first, names[i].second, dims, std::move(columns[i]), inner);
  }
}

GroupPlan predictive_group(const WeighFindings& of) {
  WeighGroup group("predictive");
  group.add("explanation", "explanation", {"explanation"}, of.explanations);
  group.add("statistic", "what was published", {"statistic"}, of.statistics);
  add_checks(group, of.predictive, {"explanation", "statistic"}, {of.statistics.size()});
  return group.take();
}

GroupPlan accepted_group(const WeighFindings& of) {
  WeighGroup group("accepted");
  group.add("statistic", "what was published", {"statistic"}, of.statistics);
  add_checks(group, {of.found.checks}, {"statistic"}, {});
  group.add("quality", "accepted trials; distance of the farthest in SDs; simulated trials",
            {"quality"}, std::vector<std::string>{"accepted", "distance", "simulated"});
  group.add("amount", "of each", {"quality"},
            std::vector<double>{static_cast<double>(of.found.accepted), of.found.distance,
                                static_cast<double>(of.simulated)});
  return group.take();
}

GroupPlan calibration_group(const WeighFindings& of) {
  const WeighCalibration& known = of.calibration;
  std::vector<double> given;
  std::vector<std::int32_t> named;
  std::vector<std::int32_t> truths;
  for (std::size_t e = 0; e < known.truths.size(); ++e) {
    truths.push_back(static_cast<std::int32_t>(known.truths[e]));
    given.insert(given.end(), known.given[e].begin(), known.given[e].end());
    for (const std::uint32_t n : known.as[e]) named.push_back(static_cast<std::int32_t>(n));
  }
  const std::size_t n = of.explanations.size();
  WeighGroup group("calibration");
  group.add("truth", "explanation under which a trial was simulated", {"truth"}, of.explanations);
  group.add("named", "explanation that weighing finds", {"named"}, of.explanations);
  group.add("trials", "simulated trials weighed", {"truth"}, std::move(truths));
  group.add("probability", "mean probability of each explanation", {"truth", "named"},
            std::move(given), {n});
  group.add("count", "trials in which it was the likeliest", {"truth", "named"}, std::move(named),
            {n});
  group.count("known", "simulated trial weighed as if published", known.places.size());
  group.add("place", "share of the posterior below the true effect", {"known"}, known.places);
  group.add("level", "of an interval of the effect", {"level"}, std::vector<double>{0.5, 0.9});
  group.add("within", "trials whose true effect it holds", {"level"},
            std::vector<std::int32_t>{static_cast<std::int32_t>(known.within_half),
                                      static_cast<std::int32_t>(known.within_most)});
  return group.take();
}

/// The groups of a file as they were.
class WeighReader {
 public:
  explicit WeighReader(const ResultRows& rows) : rows_(rows) {}

  WeighFindings read() {
    made_.effect = rows_.note("/bank/effect", "of");
    made_.explanations = rows_.texts("/weigh/explanation");
    made_.priors = rows_.numbers("/weigh/prior");
    made_.readings = rows_.texts("/weigh/reading");
    made_.reading_priors = rows_.numbers("/weigh/reading_prior");
    made_.statistics = rows_.texts("/bank/statistic");
    made_.published = rows_.numbers("/bank/published");
    read_found();
    made_.predictive = rows_of_checks("/predictive/");
    read_calibration();
    return std::move(made_);
  }

 private:
  void read_found() {
    Weighed& found = made_.found;
    found.rejection = rows_.numbers("/weigh/rejection");
    found.regression = rows_.numbers("/weigh/regression");
    found.readings = rows_.numbers("/weigh/reading_regression");
    const auto values = rows_.numbers("/effect/value");
    const auto weights = rows_.numbers("/effect/weight");
    const auto explanations = rows_.texts("/effect/explanation");
    for (std::size_t i = 0; i < values.size(); ++i) {
      found.effects.push_back({values[i], weights.at(i), number_of(explanations.at(i))});
    }
    const auto at = rows_.numbers("/effect/at");
    found.effect = {at.at(2), {at.at(1), at.at(3)}, {at.at(0), at.at(4)}};
    found.checks = rows_of_checks("/accepted/").at(0);
    const auto amounts = rows_.numbers("/accepted/amount");
    found.accepted = static_cast<std::size_t>(amounts.at(0));
    found.distance = amounts.at(1);
    made_.simulated = static_cast<std::uint64_t>(amounts.at(2));
  }

  [[nodiscard]] std::size_t number_of(const std::string& explanation) const {
    const auto& names = made_.explanations;
    const auto found = std::find(names.begin(), names.end(), explanation);
    if (found == names.end()) throw OutputError("/weigh does not know `" + explanation + "`");
    return static_cast<std::size_t>(found - names.begin());
  }

  [[nodiscard]] std::vector<Checks> rows_of_checks(const std::string& group) const {
    const auto median = rows_.numbers(group + "median");
    const auto low = rows_.numbers(group + "low");
    const auto high = rows_.numbers(group + "high");
    const auto below = rows_.numbers(group + "below");
    std::vector<Checks> made;
    for (std::size_t i = 0; i < median.size(); ++i) {
      if (i % made_.statistics.size() == 0) made.emplace_back();
      made.back().push_back({median[i], {low.at(i), high.at(i)}, below.at(i)});
    }
    return made;
  }

  void read_calibration() {
    WeighCalibration& known = made_.calibration;
    const std::size_t n = made_.explanations.size();
    const auto given = rows_.numbers("/calibration/probability");
    const auto named = rows_.numbers("/calibration/count");
    const auto truths = rows_.numbers("/calibration/trials");
    for (std::size_t e = 0; e < n; ++e) {
      known.truths.push_back(static_cast<std::uint32_t>(truths.at(e)));
      known.trials += known.truths.back();
      known.given.emplace_back();
      known.as.emplace_back();
      for (std::size_t k = 0; k < n; ++k) {
        known.given.back().push_back(given.at(e * n + k));
        known.as.back().push_back(static_cast<std::uint32_t>(named.at(e * n + k)));
      }
      known.named += known.as[e][e];
    }
    known.places = rows_.numbers("/calibration/place");
    const auto within = rows_.numbers("/calibration/within");
    known.within_half = static_cast<std::uint32_t>(within.at(0));
    known.within_most = static_cast<std::uint32_t>(within.at(1));
  }

  const ResultRows& rows_;
  WeighFindings made_;
};

}  // namespace

void write_weighed(const std::filesystem::path& path, bool replace, const StudyTitle& title,
                   const TrialBank& bank, const WeighFindings& findings,
                   const ResultProvenance& provenance) {
  check_sweep_path(path, replace);
  const std::vector<GroupPlan> groups{bank_group(bank, findings), weigh_group(findings),
                                      effect_group(findings),     predictive_group(findings),
                                      accepted_group(findings),   calibration_group(findings)};
  write_whole_file(path, groups, {title.title, weigh_schema, title.seed}, provenance);
}

WeighFindings read_weighed(const ResultRows& rows) { return WeighReader(rows).read(); }

}  // namespace pressor
