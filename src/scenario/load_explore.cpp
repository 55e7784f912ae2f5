#include "pressor/scenario/load_explore.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pressor/scenario/binder.h"
#include "read_explanations.h"
#include "read_sweep.h"

namespace pressor {
namespace {

constexpr std::uint64_t most_people = 1'000'000;
constexpr Word<TrialTest> drawn_test_words[] = {{"welch", TrialTest::welch},
                                                {"ancova", TrialTest::ancova}};

/// A level of a group of designs, or several together.
struct WrittenDesign {
  std::string name;
  std::vector<std::string> overrides;
  Value outcome;  ///< absent: that of the file
};

/// Every design so far with every level of one group more.
std::vector<WrittenDesign> crossed(const std::vector<WrittenDesign>& designs,
                                   const std::string& group, const Value& levels) {
  std::vector<WrittenDesign> made;
  for (const WrittenDesign& design : designs) {
    for (const auto& [level, changes] : levels.pairs()) {
      WrittenDesign one = design;
      one.name += (one.name.empty() ? "" : ", ") + group + " " + level;
      for (const auto& [path, text] : changes.pairs()) {
        if (path == "outcome") {
          one.outcome = text;
        } else {
          one.overrides.push_back(path + '=' + text.text());
        }
      }
      made.push_back(std::move(one));
    }
  }
  return made;
}

class ExploreReader {
 public:
  ExploreReader(std::filesystem::path file, std::filesystem::path models,
                std::filesystem::path installed, std::vector<std::string> overrides)
      : file_(std::move(file)),
        models_(std::move(models)),
        installed_(std::move(installed)),
        common_(std::move(overrides)) {}

  void read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-explore/1"});
    plan_.name = in.required("name").text();
    plan_.title = in.required("title").text();
    (void)in.optional("note").text();
    plan_.seed = in.optional("seed").integer(0, INT64_MAX - most_people * most_people, 1);
    people_ = static_cast<std::uint32_t>(in.required("people").integer(10, most_people, 1000));
    read_draw(in);
    plan_.assurance = in.optional("assurance").number(0.01, 0.999, plan_.assurance);
    const Value scenario = in.required("scenario");
    for (std::string& text : read_assignments(in.optional("set"))) {
      common_.push_back(std::move(text));
    }
    const Value outcome = in.required("outcome");
    const Value baseline = in.required("baseline");
    const Value designs = in.optional("designs");
    designs_.push_back({"", {}, {nullptr, {}, in.whole().problems()}});
    for (const auto& [group, levels] : designs.pairs()) {
      designs_ = crossed(designs_, group, levels);
    }
    if (designs_.empty()) designs.problem("a group has no levels", "`LEVEL: {}`");
    const Value entry = in.optional("entry");
    const Value benefit = in.optional("benefit");
    read_hypotheses(in.required("hypotheses"));
    if (!in.whole().problems().problems().empty()) return;
    load_studies(scenario);
    read_columns(outcome, baseline, entry, benefit);
    plan_.resolved = *in.whole().node();
    *plan_.resolved.find("scenario") = std::move(resolved_);
  }

  ExplorePlan take() { return std::move(plan_); }

 private:
  void read_draw(Fields& in) {
    DrawPlan& draw = plan_.draw;
    draw.seed = plan_.seed;
    draw.trials = static_cast<std::uint32_t>(in.optional("trials").integer(20, 100'000, 400));
    const Value sizes = in.required("sizes");
    for (const Value& size : sizes.one_or_more()) {
      draw.sizes.push_back(static_cast<std::uint32_t>(size.integer(4, people_, 4)));
    }
    const bool rising = std::adjacent_find(draw.sizes.begin(), draw.sizes.end(),
                                           std::greater_equal<>()) == draw.sizes.end();
    if (!rising || draw.sizes.empty())
      sizes.problem("sizes that do not rise", "from small to large");
    for (const Value& test : in.optional("tests").one_or_more()) {
      draw.tests.push_back(test.choice(drawn_test_words, TrialTest::welch));
    }
    if (draw.tests.empty()) draw.tests = {TrialTest::welch, TrialTest::ancova};
  }

  void read_hypotheses(const Value& hypotheses) {
    for (const auto& [name, value] : hypotheses.pairs()) {
      value.fields([&](Fields& f) {
        written_.push_back(read_explanation(name, value, f));
        ExploreHypothesis made{
            name, 0.0, f.optional("acts").flag(true), {}, written_.back().points};
        for (const Value& one : f.optional("from").one_or_more()) made.from.push_back(one.text());
        if (made.from.empty()) made.from.push_back(name);
        plan_.hypotheses.push_back(std::move(made));
      });
    }
    std::vector<double*> priors;
    for (WrittenExplanation& one : written_) priors.push_back(&one.prior);
    share_weights(std::move(priors), hypotheses, "hypothesis");
    for (std::size_t h = 0; h < written_.size(); ++h)
      plan_.hypotheses[h].weight = written_[h].prior;
    const bool some = std::any_of(plan_.hypotheses.begin(), plan_.hypotheses.end(),
                                  [](const ExploreHypothesis& h) { return h.acts; });
    if (!some) hypotheses.problem("nothing to be found", "a hypothesis without `acts: no`");
  }

  /// All pools have the same seeds: designs and hypotheses are compared in the same people.
  void load_studies(const Value& written_scenario) {
    ExplainedScenario scenario(file_, written_scenario, models_, installed_);
    for (const WrittenDesign& design : designs_) {
      plan_.designs.push_back(design.name.empty() ? "as it was" : design.name);
      plan_.study_at.emplace_back();
      for (const WrittenExplanation& written : written_) {
        std::vector<std::string> overrides = common_;
        overrides.insert(overrides.end(), design.overrides.begin(), design.overrides.end());
        const std::uint32_t people = std::max(1U, people_ / written.points);
        const auto studies = scenario.studies(written, overrides, plan_.seed);
        if (!first_) find_own_size(studies(0).patients);
        auto at = [studies, people](std::size_t point) { return twins_of(studies(point), people); };
        const Study first = at(0);
        refuse_unkept(first);
        if (!first_) first_ = first;
        plan_.horizon = std::max(plan_.horizon, first.horizon);
        plan_.rows += first.rows() * std::uint64_t{written.points};
        plan_.study_at.back().push_back(std::move(at));
      }
    }
    resolved_ = scenario.resolved();
  }

  void find_own_size(std::uint32_t patients) {
    const auto& sizes = plan_.draw.sizes;
    const auto gap = [&](std::uint32_t size) {
      return std::abs(static_cast<double>(size) - static_cast<double>(patients));
    };
    const auto nearest_size =
        std::min_element(sizes.begin(), sizes.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return gap(a) < gap(b); });
    plan_.own_size = static_cast<std::size_t>(nearest_size - sizes.begin());
  }

  /// So many people, each in both arms, of whom nothing is lost.
  static Study twins_of(Study study, std::uint32_t people) {
    study.twins = true;
    study.patients = people;
    study.replicates = 1;
    study.imbalance.reset();
    study.loss = {};
    study.stop.reset();
    study.sizes.clear();
    study.observed.clear();
    study.enrolment_rate = 0.0;
    study.allow_large_n = true;
    study.allocation = {AllocationPlan::Method::simple, {}, {}};
    study.output.first = 0;
    study.output.first_given = true;
    for (Endpoint& endpoint : study.endpoints) endpoint.compare.clear();
    return study;
  }

  void read_columns(const Value& outcome, const Value& baseline, const Value& entry,
                    const Value& benefit) {
    if (first_->arms.size() != 2) outcome.problem("the scenario has not two arms", "two");
    std::vector<std::string> endpoints;
    for (const EndpointColumn& column :
         endpoint_columns(first_->endpoints, study_variables(first_->cast))) {
      endpoints.push_back(column.name);
    }
    const std::vector<TwinColumn> columns = twin_columns(*first_);
    std::vector<std::string> names;
    for (const TwinColumn& column : columns) names.push_back(column.name);
    plan_.outcome = outcome.one_of(endpoints);
    for (const WrittenDesign& design : designs_) {
      plan_.outcomes.push_back(design.outcome.one_of(endpoints, plan_.outcome));
    }
    plan_.draw.covariate = baseline.one_of(names);
    for (const auto& [name, rule] : entry.pairs()) read_entry(name, rule, columns, names);
    if (plan_.entries.empty()) plan_.entries.push_back({"everybody", "", {}});
    for (const Value& one : benefit.one_or_more()) plan_.benefit.push_back(one.one_of(names));
    if (plan_.benefit.empty()) take_benefit();
  }

  void read_entry(const std::string& name, const Value& rule,
                  const std::vector<TwinColumn>& columns, const std::vector<std::string>& names) {
    EntryRule made{name, "", {}};
    for (const auto& [column, conditions] : rule.pairs()) {
      const auto found = std::find(names.begin(), names.end(), column);
      if (found == names.end()) {
        conditions.problem("nothing is known of `" + column + "` before treatment",
                           "such as NE_DOSE, HR or an endpoint at 0 h",
                           nearest(column, names).value_or(std::string{}));
        continue;
      }
      const std::string& unit = columns[static_cast<std::size_t>(found - names.begin())].unit;
      for (const Value& condition : conditions.one_or_more()) {
        made.conditions.emplace_back(column, condition.comparison(unit));
        made.text += (made.text.empty() ? "" : ", ") + column + " " + condition.text();
      }
    }
    plan_.entries.push_back(std::move(made));
  }

  /// Effects are told by the baseline and by what the rules ask.
  void take_benefit() {
    const auto add = [&](const std::string& name) {
      auto& all = plan_.benefit;
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    };
    add(plan_.draw.covariate);
    for (const EntryRule& rule : plan_.entries) {
      for (const auto& condition : rule.conditions) add(condition.first);
    }
  }

  std::filesystem::path file_;
  std::filesystem::path models_;
  std::filesystem::path installed_;
  std::vector<std::string> common_;
  std::uint32_t people_ = 1000;
  std::vector<WrittenDesign> designs_;
  std::vector<WrittenExplanation> written_;
  std::optional<Study> first_;
  Node resolved_;
  ExplorePlan plan_;
};

}  // namespace

ExplorePlan load_explore(const std::filesystem::path& file, const std::filesystem::path& models,
                         const std::filesystem::path& installed,
                         const std::vector<std::string>& overrides) {
  const Document document = read_document(file);
  ExploreReader reader(file, models, installed, overrides);
  ProblemList problems;
  read_fields(document, problems, [&](Fields& in) { reader.read(in); });
  return reader.take();
}

}  // namespace pressor
