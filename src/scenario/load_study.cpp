#include "pressor/scenario/load_study.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "order_readers.h"
#include "pressor/scenario/overrides.h"
#include "read_cast.h"
#include "read_design.h"
#include "read_endpoints.h"
#include "read_fork.h"
#include "resolve.h"

namespace pressor {
namespace {

/// Every signal of a patient is written at these times; a second is as fine as a monitor is read.
constexpr Range horizon_range{"min", 1.0, 60.0 * 1440.0};
constexpr Range follow_up_range{"min", 1.0, 10.0 * 365.0 * 1440.0};

constexpr Word<EngineKind> engine_words[] = {
    {"ensemble", EngineKind::ensemble},
    {"reference", EngineKind::reference},
};

class StudyReader {
 public:
  StudyReader(const Library& library, const References& references)
      : shelf_(library, references), roster_(shelf_) {}

  void read(Fields& in) {
    read_head(in);
    CastReader people({in.optional("patient"), in.optional("population"), in.optional("hypothesis"),
                       in.optional("parameters"), in.optional("kinetics"), in.optional("effects")},
                      roster_);
    people.read_people(study_.cast);
    check_somebody(in);
    DesignReader design(in.optional("protocol"), in.optional("design"), roster_);
    design.read(study_);
    ForkReader fork(in.optional("fork"), roster_);
    fork.read(study_, design.arm_sections());
    const Value endpoints = in.optional("endpoints");
    const Value observed = in.optional("observed");
    const Value output = in.optional("output");
    study_.uncertainty = read_uncertainty(in.optional("uncertainty"));
    const Value pulsatile = in.optional("pulsatile");
    if (study_.cast.body.name.empty()) return;  // nothing below can be judged without people
    people.read_drugs(study_.cast);
    if (!build_model(in, {})) return;
    people.read_conditions(study_.cast);
    design.read_quantities(study_);
    read_results(endpoints, observed, output);
    read_pulsatile(pulsatile);
    if (const auto problem = crossover_problem(study_)) endpoints.problem(*problem);
    design.read_imbalance(study_);
    people.match_published(study_.cast);
    people.solve_mortality(study_.cast, study_.horizon);
    design.read_analysis(study_);
    (void)build_model(in, limits_of(study_.endpoints));
    fork.apply(study_);
  }

  [[nodiscard]] Study take() { return std::move(study_); }
  [[nodiscard]] const Shelf& shelf() const { return shelf_; }

 private:
  void read_head(Fields& in) {
    (void)in.required("schema").one_of({"pressor/1"});
    (void)in.optional("models");  // read by the library
    (void)in.optional("note").text();
    const Value reason = in.optional("allow_implausible");
    if (reason.present() && reason.text().empty()) reason.problem("no reason", "a sentence");
    study_.name = in.required("name").text();
    study_.title = in.required("title").text();
    study_.seed = in.optional("seed").integer(0, 9'223'372'036'854'775'807, 1);
    study_.horizon = in.required("horizon").quantity(horizon_range, study_.horizon);
    const Value follow_up = in.optional("follow_up");
    study_.follow_up = follow_up.quantity(follow_up_range, study_.horizon);
    if (study_.follow_up < study_.horizon) {
      follow_up.problem("`" + follow_up.text() + "` is before the horizon", "at least the horizon");
    }
    study_.mortality =
        in.optional("mortality").flag(in.whole().node()->find("population") != nullptr);
    study_.engine = in.optional("engine").choice(engine_words, EngineKind::ensemble);
    study_.tolerance =
        in.optional("tolerance").number(1.0e-12, 1.0e-3, default_tolerance(study_.engine));
    (void)in.optional("sweep");  // load_sweep.h: many studies of this one
  }

  void check_somebody(Fields& in) const {
    const Node& node = *in.whole().node();
    if (node.find("patient") != nullptr || node.find("population") != nullptr) return;
    in.whole().problem("nobody takes part", "`patient` or `population`");
  }

  void read_results(const Value& endpoints, const Value& observed, const Value& output) {
    const auto variables = study_variables(study_.cast);
    const EndpointContext context{study_, variables, roster_};
    study_.endpoints = read_endpoints(endpoints, context);
    study_.observed = read_observed(observed, context);
    study_.output = read_output(output, context);
  }

  void read_pulsatile(const Value& section) {
    section.fields([&](Fields& in) {
      if (study_.cast.body.pulsatile.empty()) {
        section.problem("the body `" + study_.cast.body.name + "` has no pulsatile side",
                        "a body file with a section `pulsatile`");
      }
      for (const Value& at : in.required("at").one_or_more()) read_pulsatile_time(at);
    });
  }

  /// Every engine stops at whole minutes.
  void read_pulsatile_time(const Value& at) {
    const double time = at.quantity({"min", 0.0, study_.horizon}, 0.0);
    std::vector<double>& times = study_.pulsatile_at;
    if (time != std::floor(time)) {
      at.problem("`" + at.text() + "` is no whole minute", "a whole number of minutes");
    } else if (!times.empty() && time <= times.back()) {
      at.problem("`" + at.text() + "` does not follow the time before it", "times that rise");
    } else {
      times.push_back(time);
    }
  }

  bool build_model(Fields& in, std::vector<Limit> limits) {
    try {
      study_.cast.model = model_of(study_.cast.drugs, std::move(limits));
      return true;
    } catch (const ParameterError& error) {
      in.whole().problem(error.what());
      return false;
    }
  }

  Shelf shelf_;
  Roster roster_;
  Study study_;
};

std::string warning_text(const Problem& problem, const std::string& reason) {
  return problem.path + ": " + problem.what + (reason.empty() ? "" : " (allowed: " + reason + ")");
}

/// The scenario's own reason for implausible values, or the flag's.
std::string reason_of(const Document& scenario, const LoadOptions& options) {
  const Node* reason = scenario.root.find("allow_implausible");
  if (reason != nullptr && !reason->text.empty()) return reason->text;
  return options.allow_implausible ? "--allow-implausible" : "";
}

}  // namespace

LoadedStudy load_study(Document scenario, const Library& library, const LoadOptions& options) {
  apply_overrides(scenario, options.overrides);
  const Library own = library.with(scenario);
  LoadedStudy loaded;
  loaded.references = own.references();
  StudyReader reader(own, loaded.references);
  ProblemList problems;
  const std::string reason = reason_of(scenario, options);
  if (!reason.empty()) problems.allow_implausible();
  read_fields(scenario, problems, [&](Fields& in) { reader.read(in); });
  loaded.study = reader.take();
  for (const Problem& warning : problems.warnings()) {
    loaded.study.warnings.push_back(warning_text(warning, reason));
  }
  loaded.resolved = resolve(std::move(scenario), reader.shelf());
  return loaded;
}

LoadedStudy load_resolved(const std::string& scenario_yaml) {
  Document document = parse_document(scenario_yaml, "scenario_yaml");
  const Library library({}, document);
  return load_study(std::move(document), library, {{}, true});
}

}  // namespace pressor
