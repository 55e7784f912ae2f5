#include "pressor/scenario/load_evidence.h"

#include <algorithm>
#include <map>
#include <utility>

#include "doses.h"
#include "pressor/scenario/load_study.h"
#include "read_evidence.h"
#include "shelf.h"

namespace pressor {
namespace {

/// A key with a text, as if it stood where `like` stands.
Entry written(const std::string& key, const std::string& text, const Node& like) {
  Node value;
  value.kind = Node::Kind::scalar;
  value.text = text;
  value.source = like.source;
  value.line = like.line;
  value.column = like.column;
  return {key, like.line, like.column, std::move(value)};
}

class EvidenceReader {
 public:
  EvidenceReader(std::string file, const Library& library)
      : file_(std::move(file)), library_(library), references_(library.references()) {}

  void read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-evidence/1"});
    (void)in.required("name").text();
    (void)in.required("title").text();
    (void)in.optional("note").text();
    figures_.read(in.optional("figures"));
    for (const Value& item : in.required("experiments").items()) {
      item.fields([&](Fields& f) { read_experiment(f); });
    }
    if (in.whole().problems().problems().empty()) figures_.refuse_empty();
  }

  std::vector<LoadedExperiment> take() { return std::move(experiments_); }

 private:
  void read_experiment(Fields& in) {
    LoadedExperiment loaded;
    Experiment& experiment = loaded.experiment;
    experiment.file = file_;
    experiment.name = in.required("name").text();
    const Value population = in.required("population");
    const Value scenario = in.required("scenario");
    const Value changes = in.optional("change");
    const Value adjust = in.optional("adjust");
    const Value rows = in.required("rows");
    (void)in.optional("note").text();
    if (!read_study(scenario, changes, loaded)) return;
    const QuantityNames names(experiment.study);
    for (const Value& item : adjust.one_or_more()) {
      item.fields([&](Fields& f) { read_adjustment(f, names, experiment); });
    }
    for (const Value& item : rows.items()) {
      item.fields([&](Fields& f) {
        experiment.rows.push_back(
            read_evidence_row(f, names, references_, figures_, population.text()));
      });
    }
    experiments_.push_back(std::move(loaded));
  }

  /// A scenario that stands in the file, or the name of a shipped one, with `change` applied as
  /// `--set` does. Whether there is one.
  bool read_study(const Value& scenario, const Value& changes, LoadedExperiment& experiment) const {
    LoadOptions options;
    for (const Value& change : changes.one_or_more()) options.overrides.push_back(change.text());
    std::optional<LoadedStudy> loaded;
    take_problems(scenario.problems(), [&] {
      auto document = document_of(scenario, experiment.experiment.name);
      if (document) loaded = load_study(std::move(*document), library_, options);
    });
    if (!loaded) return false;
    experiment.experiment.study = evidence_study(std::move(loaded->study));
    experiment.resolved = std::move(loaded->resolved);
    return true;
  }

  [[nodiscard]] std::optional<Document> document_of(const Value& scenario,
                                                    const std::string& name) const {
    if (scenario.is_map()) {
      Document document{file_, *scenario.node()};
      for (const auto& [key, text] :
           {std::pair{"schema", std::string("pressor/1")}, {"name", name}, {"title", name}}) {
        if (document.root.find(key) != nullptr) continue;
        document.root.entries.push_back(written(key, text, document.root));
      }
      return document;
    }
    Shelf shelf(library_, references_);
    const Document* shipped = shelf.find(ModelKind::scenario, scenario);
    return shipped == nullptr ? std::nullopt : std::optional(*shipped);
  }

  // --- doses that are found
  // -----------------------------------------------------------------------

  /// `{drug: norepinephrine, from: 1 h, between: [0.02 ug/kg/min, 3 ug/kg/min], so_that: map@2h,
  /// is: 76 mmHg}`
  static void read_adjustment(Fields& in, const QuantityNames& names, Experiment& experiment) {
    Adjustment adjustment;
    const Value drug = in.required("drug");
    const Value arm = in.optional("arm");
    const double from = in.optional("from").quantity({"min", 0.0}, 0.0);
    const Value between = in.required("between");
    const Value so_that = in.required("so_that");
    const Value is = in.required("is");
    const Study& study = experiment.study;
    adjustment.arm = arm_index(arm, study);
    const auto& orders = study.arms[adjustment.arm].orders.drugs;
    const auto found = std::find_if(orders.begin(), orders.end(), [&](const DrugOrder& order) {
      return study.cast.drugs[order.drug].drug.name == drug.text() && order.from == from &&
             order.kind != DrugOrder::Kind::bolus;
    });
    if (found == orders.end()) {
      return drug.problem("nothing of `" + drug.text() + "` begins at that time in that arm",
                          "an infusion or a target of this study; `from` says when it begins");
    }
    adjustment.order = static_cast<std::size_t>(found - orders.begin());
    if (const auto ends = between.pair()) {
      const Drug& what = study.cast.drugs[found->drug].drug;
      adjustment.low = read_bound(ends->first, *found, what);
      adjustment.high = read_bound(ends->second, *found, what);
      if (!(adjustment.low > 0.0 && adjustment.low < adjustment.high)) {
        between.problem("bounds that hold no dose", "two doses above 0, the lower first");
      }
    }
    const auto quantity = names.find(so_that.text(), so_that);
    if (quantity) {
      adjustment.quantity = quantity->quantity;
      adjustment.aim = is.quantity({quantity->unit}, 0.0);
    }
    adjustment.text = so_that.text() + " = " + is.text();
    experiment.adjustments.push_back(adjustment);
  }

  static std::size_t arm_index(const Value& arm, const Study& study) {
    if (!arm.present()) return 0;
    std::vector<std::string> names;
    for (const Arm& each : study.arms) names.push_back(each.name);
    const auto found = std::find(names.begin(), names.end(), arm.one_of(names, names[0]));
    return static_cast<std::size_t>(found - names.begin());
  }

  static double read_bound(const Value& bound, const DrugOrder& order, const Drug& drug) {
    if (order.kind == DrugOrder::Kind::target) {
      return bound.quantity({"ng/mL", 0.0, 1.0e6}, 1.0, drug.units);
    }
    const Dose dose = read_rate_limit(bound, drug);
    if (dose.per_kg != order.dose.per_kg) {
      bound.problem("`" + bound.text() + "` is not written as the dose that it bounds",
                    order.dose.per_kg ? "a dose per kg" : "a dose not per kg");
    }
    return dose.value;
  }

  std::string file_;
  const Library& library_;
  References references_;
  EvidenceFigures figures_;
  std::vector<LoadedExperiment> experiments_;
};

bool is_never_fitted(const LoadedExperiment& loaded) {
  return std::any_of(loaded.experiment.rows.begin(), loaded.experiment.rows.end(),
                     [](const EvidenceRow& row) { return row.set == EvidenceSet::never_fitted; });
}

void check_ids(const std::vector<LoadedExperiment>& experiments, ProblemList& problems) {
  std::map<std::string, std::string> files;
  for (const LoadedExperiment& loaded : experiments) {
    const Experiment& experiment = loaded.experiment;
    for (const EvidenceRow& row : experiment.rows) {
      const auto [first, fresh] = files.emplace(row.id, experiment.file);
      if (fresh) continue;
      problems.add({{experiment.file + ".yaml", 0, 0},
                    row.id,
                    "a second row `" + row.id + "`; the first is in " + first->second + ".yaml",
                    "ids that differ",
                    {},
                    {}});
    }
  }
}

std::vector<LoadedExperiment> read_evidence(const Document& document, const Library& library) {
  const std::size_t slash = document.name.find_last_of('/');
  std::string file = document.name.substr(slash == std::string::npos ? 0 : slash + 1);
  EvidenceReader reader(file.substr(0, file.find('.')), library);
  ProblemList problems;
  read_fields(document, problems, [&](Fields& in) { reader.read(in); });
  return reader.take();
}

std::vector<Experiment> without_scenarios(std::vector<LoadedExperiment> loaded) {
  std::vector<Experiment> experiments;
  for (LoadedExperiment& each : loaded) experiments.push_back(std::move(each.experiment));
  return experiments;
}

}  // namespace

Study evidence_study(Study study) {
  study.output.first = 0;  // rows are read from endpoints
  study.output.first_given = true;
  return study;
}

std::vector<Experiment> load_evidence(const Document& document, const Library& library) {
  return without_scenarios(read_evidence(document, library));
}

std::vector<LoadedExperiment> load_all_experiments(const Library& library) {
  std::vector<LoadedExperiment> all;
  ProblemList problems;
  for (const std::string& name : library.names(ModelKind::evidence)) {
    take_problems(problems, [&] {
      const auto document = library.find(ModelKind::evidence, name);
      for (LoadedExperiment& loaded : read_evidence(document.value(), library)) {
        all.push_back(std::move(loaded));
      }
    });
  }
  check_ids(all, problems);
  problems.throw_if_any();
  std::stable_partition(all.begin(), all.end(),
                        [](const LoadedExperiment& loaded) { return !is_never_fitted(loaded); });
  return all;
}

std::vector<Experiment> load_all_evidence(const Library& library) {
  return without_scenarios(load_all_experiments(library));
}

}  // namespace pressor
