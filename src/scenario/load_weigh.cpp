#include "pressor/scenario/load_weigh.h"

#include <algorithm>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/scenario/binder.h"
#include "read_explanations.h"
#include "read_sweep.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

constexpr Word<TrialStatistic::Kind> published_statistic_words[] = {
    {"mean", TrialStatistic::Kind::mean},
    {"sd", TrialStatistic::Kind::sd},
    {"gap", TrialStatistic::Kind::gap},
};

class WeighReader {
 public:
  WeighReader(fs::path file, fs::path models, fs::path installed,
              std::vector<std::string> overrides)
      : file_(std::move(file)),
        models_(std::move(models)),
        installed_(std::move(installed)),
        common_(std::move(overrides)) {}

  void read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-weigh/1"});
    plan_.name = in.required("name").text();
    plan_.title = in.required("title").text();
    (void)in.optional("note").text();
    plan_.seed = in.optional("seed").integer(
        0, INT64_MAX - most_explained_trials * most_explained_trials, plan_.seed);
    trials_ = in.required("trials").integer(1, most_explained_trials, 1);
    plan_.accept = in.optional("accept").number(0.0001, 1.0, plan_.accept);
    const Value scenario = in.required("scenario");
    in.required("effect").fields([&](Fields& f) {
      plan_.questions.effect = f.required("of").text();
      plan_.questions.baseline = f.optional("less").text();
    });
    const Value explanations = in.required("explanations");
    for (const auto& [name, value] : explanations.pairs()) {
      value.fields([&, named = name, whole = value](Fields& f) {
        explanations_.push_back(read_explanation(named, whole, f));
      });
    }
    std::vector<double*> priors;
    for (WrittenExplanation& one : explanations_) priors.push_back(&one.prior);
    share_weights(std::move(priors), explanations, "explanation");
    const Value readings = in.optional("readings");
    const Value published = in.required("published");
    const ProblemList& problems = in.whole().problems();
    if (!problems.problems().empty()) return;
    load_studies(scenario);
    for (const Value& item : published.items()) {
      item.fields([&](Fields& f) { read_statistic(f); });
    }
    if (plan_.questions.statistics.empty()) published.problem("nothing published", "a figure");
    for (const auto& [name, value] : readings.pairs()) read_reading(name, value);
    std::vector<double*> reading_priors;
    for (TrialReading& one : plan_.questions.readings) reading_priors.push_back(&one.prior);
    if (readings.present()) share_weights(std::move(reading_priors), readings, "reading");
    plan_.resolved = *in.whole().node();
    *plan_.resolved.find("scenario") = std::move(resolved_);
  }

  WeighPlan take() { return std::move(plan_); }

 private:
  void load_studies(const Value& written_scenario) {
    ExplainedScenario scenario(file_, written_scenario, models_, installed_);
    std::vector<std::string> common = common_;
    common.push_back("design.replicates=" + std::to_string(trials_));
    for (std::size_t e = 0; e < explanations_.size(); ++e) {
      // With equal seeds a trial of one explanation would have the patients of a trial of another,
      // and weighing would look better than it is.
      const std::uint64_t seed = plan_.seed + e * most_explained_trials;
      const WrittenExplanation& written = explanations_[e];
      ExplanationPlan made{written.name, written.prior, written.points,
                           scenario.studies(written, common, seed)};
      const Study first = made.study_at(0);
      refuse_unkept(first);
      if (e == 0) first_ = first;
      plan_.horizon = std::max(plan_.horizon, first.horizon);
      plan_.rows += first.rows() * std::uint64_t{made.points};
      plan_.explanations.push_back(std::move(made));
    }
    resolved_ = scenario.resolved();
  }

  void read_reading(const std::string& name, const Value& value) {
    TrialReading made;
    made.name = name;
    made.factors.assign(plan_.questions.statistics.size(), 1.0);
    std::vector<std::string> columns;
    for (const TrialStatistic& one : plan_.questions.statistics) columns.push_back(one.column);
    value.fields([&](Fields& in) {
      made.prior = in.optional("prior").number(0.0, 1.0e6, 1.0);
      for (const auto& [column, factor] : in.optional("times").pairs()) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
          factor.problem("no published figure of `" + column + "`", list_words(columns));
        }
        const double times = factor.number(1.0e-6, 1.0e6, 1.0);
        for (std::size_t k = 0; k < columns.size(); ++k) {
          if (columns[k] == column) made.factors[k] = times;
        }
      }
    });
    plan_.questions.readings.push_back(std::move(made));
  }

  void read_statistic(Fields& in) {
    TrialStatistic made;
    const Value kind = in.required("statistic");
    const Value of = in.required("of");
    const Value arm = in.optional("arm");
    const Value value = in.required("value");
    (void)in.optional("source").text();
    (void)in.optional("note").text();
    made.kind = kind.choice(published_statistic_words, TrialStatistic::Kind::mean);
    const bool gap = made.kind == TrialStatistic::Kind::gap;
    std::vector<std::string> columns;
    const auto known = endpoint_columns(first_.endpoints, study_variables(first_.cast));
    for (const EndpointColumn& column : known) columns.push_back(column.name);
    made.column = of.one_of(columns);
    std::vector<std::string> arms;
    for (const Arm& one : first_.arms) arms.push_back(one.name);
    if (gap && arm.present()) arm.problem("a gap is between the first two arms", "no `arm`");
    if (!gap && !arm.present()) in.whole().problem("no arm", "`arm` of the figure");
    const std::string name = arm.present() && !gap ? arm.one_of(arms) : "";
    const auto found = std::find(arms.begin(), arms.end(), name);
    made.arm = found == arms.end() ? 0 : static_cast<std::size_t>(found - arms.begin());
    const auto column = std::find_if(
        known.begin(), known.end(), [&](const EndpointColumn& c) { return c.name == made.column; });
    if (column == known.end()) return;
    made.published = value.quantity({column->unit}, 0.0);
    made.words = kind.text() + " of " + made.column + (name.empty() ? "" : ", " + name);
    plan_.questions.statistics.push_back(std::move(made));
  }

  fs::path file_;
  fs::path models_;
  fs::path installed_;
  std::vector<std::string> common_;
  Node resolved_;  ///< the scenario with its models
  std::vector<WrittenExplanation> explanations_;
  std::uint64_t trials_ = 1;
  Study first_;
  WeighPlan plan_;
};

}  // namespace

WeighPlan load_weigh(const fs::path& file, const fs::path& models, const fs::path& installed,
                     const std::vector<std::string>& overrides) {
  const Document document = read_document(file);
  WeighReader reader(file, models, installed, overrides);
  ProblemList problems;
  read_fields(document, problems, [&](Fields& in) { reader.read(in); });
  return reader.take();
}

}  // namespace pressor
