#include "pressor/scenario/load_weigh.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/inference/points.h"
#include "pressor/scenario/binder.h"
#include "pressor/scenario/load_sweep.h"
#include "read_sweep.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_trials = 100'000;
constexpr Word<TrialStatistic::Kind> statistic_words[] = {
    {"mean", TrialStatistic::Kind::mean},
    {"sd", TrialStatistic::Kind::sd},
    {"gap", TrialStatistic::Kind::gap},
};

/// An explanation as it stands in the file.
struct WrittenExplanation {
  std::string name;
  double prior = 0.0;
  std::uint32_t points = 1;
  std::vector<std::string> overrides;
  const Node* axes = nullptr;
  const Node* node = nullptr;
};

/// What the file says before any study is read.
struct WrittenWeigh {
  std::vector<WrittenExplanation> explanations;
  std::uint64_t trials = 1;
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
    plan_.seed = in.optional("seed").integer(0, INT64_MAX - most_trials * most_trials, plan_.seed);
    written_.trials = in.required("trials").integer(1, most_trials, 1);
    plan_.accept = in.optional("accept").number(0.0001, 1.0, plan_.accept);
    const Value scenario = in.required("scenario");
    in.required("effect").fields([&](Fields& f) {
      plan_.questions.effect = f.required("of").text();
      plan_.questions.baseline = f.optional("less").text();
    });
    const Value explanations = in.required("explanations");
    for (const auto& [name, value] : explanations.pairs()) read_explanation(name, value);
    share_priors(explanations);
    const Value published = in.required("published");
    const ProblemList& problems = in.whole().problems();
    if (!scenario.is_text() || !problems.problems().empty()) return;
    scenario_ = file_.parent_path() / scenario.text();
    load_studies();
    for (const Value& item : published.items()) {
      item.fields([&](Fields& f) { read_statistic(f); });
    }
    if (plan_.questions.statistics.empty()) published.problem("nothing published", "a figure");
  }

  WeighPlan take() { return std::move(plan_); }

 private:
  void read_explanation(const std::string& name, const Value& value) {
    WrittenExplanation made;
    made.name = name;
    made.node = value.node();
    value.fields([&](Fields& in) {
      made.prior = in.optional("prior").number(0.0, 1.0e6, 1.0);
      made.points = static_cast<std::uint32_t>(in.optional("points").integer(1, most_trials, 1));
      for (const auto& [path, text] : in.optional("set").pairs()) {
        made.overrides.push_back(path + '=' + text.text());
      }
      made.axes = in.optional("axes").node();
    });
    written_.explanations.push_back(std::move(made));
  }

  /// Priors are told as weights.
  void share_priors(const Value& where) {
    double all = 0.0;
    for (const WrittenExplanation& one : written_.explanations) all += one.prior;
    if (!(all > 0.0)) return where.problem("no explanation has a prior", "a weight above 0");
    for (WrittenExplanation& one : written_.explanations) one.prior /= all;
  }

  /// Studies of every explanation. Their seeds differ: with equal ones a trial of one explanation
  /// would have the patients of a trial of another, and weighing would look better than it is.
  void load_studies() {
    const Document scenario = read_document(scenario_);
    const Library library(model_folders(models_, scenario_, installed_), scenario);
    for (std::size_t e = 0; e < written_.explanations.size(); ++e) {
      const WrittenExplanation& written = written_.explanations[e];
      ExplanationPlan made{written.name, written.prior, written.points, {}};
      try {
        made.study_at = studies_of(scenario, library, written, e);
      } catch (const InputError& error) {
        tell_at(written, error);
        continue;
      }
      const Study first = made.study_at(0);
      refuse_unkept(first);
      if (e == 0) first_ = first;
      plan_.horizon = std::max(plan_.horizon, first.horizon);
      plan_.rows += first.rows() * std::uint64_t{made.points};
      plan_.explanations.push_back(std::move(made));
    }
  }

  /// The file's own place tells more than that of an override.
  static void tell_at(const WrittenExplanation& written, const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) {
      problem.what += " (in explanation " + written.name + ")";
      if (!problem.place.file.starts_with("--set")) continue;
      problem.place = written.node->place();
      problem.excerpt = written.node->excerpt();
    }
    throw InputError(std::move(problems));
  }

  std::function<Study(std::size_t)> studies_of(Document scenario, const Library& library,
                                               const WrittenExplanation& written,
                                               std::size_t number) {
    LoadOptions options{common_, false};
    options.overrides.push_back("design.replicates=" + std::to_string(written_.trials));
    options.overrides.insert(options.overrides.end(), written.overrides.begin(),
                             written.overrides.end());
    const std::uint64_t seed = plan_.seed + number * most_trials;
    std::function<Study(std::size_t)> at;
    if (written.axes != nullptr) {
      put_sweep(scenario, *written.axes);
      const auto points = [&](std::size_t axes, std::uint64_t) {
        return latin_hypercube(written.points, axes, seed);
      };
      at = load_sweep_at(std::move(scenario), library, options, points).study_at;
    } else {
      at = [study = load_study(std::move(scenario), library, options).study](std::size_t) {
        return study;
      };
    }
    return [at, seed](std::size_t point) {
      Study study = at(point);
      study.seed = seed + point;
      return study;
    };
  }

  static void put_sweep(Document& scenario, const Node& axes) {
    Node sweep;
    sweep.kind = Node::Kind::mapping;
    sweep.source = axes.source;
    sweep.line = axes.line;
    sweep.column = axes.column;
    sweep.entries.push_back({"axes", axes.line, axes.column, axes});
    scenario.root.entries.push_back({"sweep", axes.line, axes.column, std::move(sweep)});
  }

  void read_statistic(Fields& in) {
    TrialStatistic made;
    const Value kind = in.required("statistic");
    const Value of = in.required("of");
    const Value arm = in.optional("arm");
    const Value value = in.required("value");
    (void)in.optional("source").text();
    (void)in.optional("note").text();
    made.kind = kind.choice(statistic_words, TrialStatistic::Kind::mean);
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
  fs::path scenario_;
  std::vector<std::string> common_;
  WrittenWeigh written_;
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
