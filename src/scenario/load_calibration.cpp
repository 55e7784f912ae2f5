#include "pressor/scenario/load_calibration.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "choose_rows.h"
#include "pressor/scenario/load_evidence.h"
#include "pressor/scenario/load_study.h"
#include "pressor/scenario/overrides.h"
#include "pressor/scenario/references.h"
#include "shelf.h"
#include "words.h"

namespace pressor {
namespace {

/// Where the file of a model stands inside a resolved scenario.
std::string embedded_at(const CalibratedNumber& number) {
  return "models." + kind_folder(number.kind) + '.' + number.model;
}

/// Makes the studies of a question's experiments from their resolved scenarios.
class Studies {
 public:
  Studies(std::vector<Document> scenarios, std::vector<CalibratedNumber> numbers,
          const std::vector<FreeParameter>& parameters)
      : scenarios_(std::move(scenarios)), numbers_(std::move(numbers)) {
    for (const FreeParameter& parameter : parameters) units_.push_back(parameter.unit);
  }

  [[nodiscard]] Study study(std::size_t experiment, const std::vector<double>& values) const {
    Document scenario = scenarios_[experiment];
    std::vector<std::string> assignments;
    for (std::size_t j = 0; j < numbers_.size(); ++j) {
      const std::string model = embedded_at(numbers_[j]);
      if (find_path(scenario.root, model) == nullptr) continue;  // it has no part in this one
      assignments.push_back(model + '.' + numbers_[j].path +
                            ".value=" + exact_with_unit(values[j], units_[j]));
    }
    apply_overrides(scenario, assignments);
    return evidence_study(load_study(std::move(scenario), Library({}), {}).study);
  }

 private:
  std::vector<Document> scenarios_;
  std::vector<CalibratedNumber> numbers_;
  std::vector<std::string> units_;
};

class CalibrationReader {
 public:
  CalibrationReader(const Library& library, ProblemList& problems)
      : references_(library.references()), shelf_(library, references_) {
    take_problems(problems, [&] { experiments_ = load_all_experiments(library); });
  }

  void read(Fields& in) {
    (void)in.required("schema").one_of({"pressor-calibration/1"});
    calibration_.name = in.required("name").text();
    calibration_.title = in.required("title").text();
    (void)in.optional("note").text();
    const Value rows = in.required("rows");
    const Value patients = in.optional("patients");
    FitQuestion& question = calibration_.question;
    question.starts = static_cast<unsigned>(in.optional("starts").integer(1, 1000, 1));
    question.seed = in.optional("seed").integer(0, 9'223'372'036'854'775'807, 1);
    question.evaluations =
        static_cast<unsigned>(in.optional("evaluations").integer(10, 1'000'000, 500));
    const Value parameters = in.required("parameters");
    read_rows(rows);
    if (patients.present()) limit_cohorts(patients.integer(2, 100'000, 2));
    for (const Value& item : parameters.items()) {
      item.fields([&](Fields& f) { read_parameter(f); });
    }
    if (parameters.is_list() && parameters.items().empty()) parameters.problem("no parameter");
    check_use(parameters);
  }

  [[nodiscard]] Calibration take() {
    std::vector<Document> scenarios;
    for (LoadedExperiment& loaded : experiments_) {
      calibration_.question.experiments.push_back(std::move(loaded.experiment));
      scenarios.push_back(std::move(loaded.resolved));
    }
    const auto studies = std::make_shared<const Studies>(std::move(scenarios), calibration_.numbers,
                                                         calibration_.question.parameters);
    calibration_.question.study = [studies](std::size_t experiment,
                                            const std::vector<double>& values) {
      return studies->study(experiment, values);
    };
    return std::move(calibration_);
  }

 private:
  void read_rows(const Value& rows) {
    if (experiments_.empty()) return;  // why is told already
    const std::size_t before = rows.problems().problems().size();
    RowChooser chooser(std::move(experiments_));
    for (const Value& name : rows.one_or_more()) chooser.choose(name);
    experiments_ = std::move(chooser).chosen();
    const bool told = rows.problems().problems().size() > before;
    if (experiments_.empty() && rows.present() && !told) rows.problem("no row of the set `fit`");
  }

  /// Fewer patients of the larger cohorts: the same ones each time, so that nothing but the
  /// parameters changes a figure.
  void limit_cohorts(std::uint64_t patients) {
    for (LoadedExperiment& loaded : experiments_) {
      if (loaded.experiment.study.patients <= patients) continue;
      const Node* enrol = find_path(loaded.resolved.root, "design.enrol");
      const bool paced = enrol != nullptr && enrol->kind == Node::Kind::mapping;
      apply_overrides(loaded.resolved, {std::string("design.enrol") + (paced ? ".patients=" : "=") +
                                        std::to_string(patients)});
    }
  }

  /// `{body: septic, name: gain, prior: 0.32, log_sd: 0.3, between: [0.1, 1]}`, of a drug
  /// `{drug: phenylephrine, name: "actions[0].potency", ...}`.
  void read_parameter(Fields& in) {
    const Value body = in.optional("body");
    const Value drug = in.optional("drug");
    const Value name = in.required("name");
    const Value prior = in.required("prior");
    const Value between = in.required("between");
    const Value sd = in.optional("sd");
    const Value log_sd = in.optional("log_sd");
    if (body.present() == drug.present()) {
      return in.whole().problem("a parameter of one model file", "one of `body` and `drug`");
    }
    const Value& model = body.present() ? body : drug;
    CalibratedNumber number{body.present() ? ModelKind::body : ModelKind::drug, model.text(), {}};
    FreeParameter parameter;
    parameter.name = number.model + '.' + name.text();
    if (!read_place(model, name, number, parameter)) return;
    const std::string unit = parameter.unit;
    parameter.prior = prior.quantity({unit}, 1.0);
    parameter.low = parameter.high = parameter.prior;
    if (const auto ends = between.pair()) {
      parameter.low = ends->first.quantity({unit}, parameter.prior);
      parameter.high = ends->second.quantity({unit}, parameter.prior);
    }
    read_spread(in, sd, log_sd, parameter);
    check(in, between, parameter);
    calibration_.numbers.push_back(std::move(number));
    calibration_.question.parameters.push_back(std::move(parameter));
  }

  /// Path, unit and present value of a number; false when it is not there.
  bool read_place(const Value& model, const Value& name, CalibratedNumber& number,
                  FreeParameter& parameter) {
    const Document* document = shelf_.find(number.kind, model);
    if (document == nullptr || !name.is_text()) return false;
    number.path = (number.kind == ModelKind::body ? "parameters." : "") + name.text();
    const Node* place = find_path(document->root, number.path);
    const Node* value = place == nullptr ? nullptr : place->find("value");
    if (value == nullptr) {
      refuse_number(name, number, *document);
      return false;
    }
    parameter.unit = unit_text(value->text);
    parameter.current = Value(value, number.path, name.problems()).quantity({parameter.unit}, 1.0);
    return true;
  }

  static void refuse_number(const Value& name, const CalibratedNumber& number,
                            const Document& document) {
    std::vector<std::string> names;
    const Node* parameters = document.root.find("parameters");
    if (parameters != nullptr) {
      for (const Entry& entry : parameters->entries) names.push_back(entry.key);
    }
    name.problem("no number `" + name.text() + "` stands in the file of `" + number.model + "`",
                 number.kind == ModelKind::body
                     ? "a key of its `parameters`; what it takes from its base is a parameter there"
                     : "a path to a number, such as `effect_sites.vessel.ke0`",
                 nearest(name.text(), names).value_or(std::string{}));
  }

  static void read_spread(Fields& in, const Value& sd, const Value& log_sd,
                          FreeParameter& parameter) {
    constexpr double narrowest = 1.0e-6;
    if (sd.present() == log_sd.present()) {
      return in.whole().problem("the prior of `" + parameter.name + "` has no spread or two",
                                "one of `sd` and `log_sd`");
    }
    parameter.logarithmic = log_sd.present();
    parameter.prior_sd = log_sd.present() ? log_sd.number(narrowest, 10.0, 1.0)
                                          : sd.quantity({parameter.unit, narrowest}, 1.0);
  }

  void check(Fields& in, const Value& between, const FreeParameter& parameter) const {
    if (!(parameter.low < parameter.high && parameter.low <= parameter.prior &&
          parameter.prior <= parameter.high)) {
      between.problem("bounds that do not hold the prior", "the lower one first");
    }
    if (parameter.logarithmic && parameter.low <= 0.0) {
      between.problem("a `log_sd` with a bound that is not above 0", "`sd`, or bounds above 0");
    }
    for (const FreeParameter& other : calibration_.question.parameters) {
      if (other.name == parameter.name) {
        in.whole().problem("a second parameter `" + parameter.name + "`", "each once");
      }
    }
  }

  /// Every number must be able to change a row.
  void check_use(const Value& whole) const {
    for (std::size_t j = 0; j < calibration_.numbers.size() && !experiments_.empty(); ++j) {
      const std::string model = embedded_at(calibration_.numbers[j]);
      const bool used = std::any_of(experiments_.begin(), experiments_.end(),
                                    [&](const LoadedExperiment& loaded) {
                                      return find_path(loaded.resolved.root, model) != nullptr;
                                    });
      if (used) continue;
      whole.problem("no row of this calibration uses the " +
                    kind_name(calibration_.numbers[j].kind) + " of `" +
                    calibration_.question.parameters[j].name + "`");
    }
  }

  References references_;
  Shelf shelf_;
  std::vector<LoadedExperiment> experiments_;
  Calibration calibration_;
};

}  // namespace

Calibration load_calibration(const Document& document, const Library& library) {
  ProblemList problems;
  CalibrationReader reader(library, problems);
  read_fields(document, problems, [&](Fields& in) { reader.read(in); });
  return reader.take();
}

std::vector<std::string> row_names(const FitQuestion& question) {
  std::vector<std::string> names;
  for (const Experiment& experiment : question.experiments) {
    for (const EvidenceRow& row : experiment.rows) names.push_back(row.id);
  }
  return names;
}

}  // namespace pressor
