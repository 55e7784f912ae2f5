#include "pressor/scenario/load_sweep.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/scenario/overrides.h"
#include "read_sweep.h"
#include "resolve.h"

namespace pressor {
namespace {

/// Studies that are kept rather than read again when they are run.
constexpr std::size_t most_kept_studies = 256;

/// The document without its sweep, which is handed over.
Node take_sweep(Document& scenario) {
  auto& entries = scenario.root.entries;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [](const Entry& entry) { return entry.key == "sweep"; });
  Node sweep = std::move(found->value);
  entries.erase(found);
  return sweep;
}

/// `dose = 0.2 ug/kg/h, belief = harm`.
std::string point_words(const SweepPlan& plan, std::size_t point) {
  std::string words;
  const auto levels = plan.levels_at(point);
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    words += (words.empty() ? "" : ", ") + plan.axes[axis].name + " = " +
             plan.axes[axis].levels[levels[axis]];
  }
  return words;
}

std::vector<std::string> point_overrides(const SweepOrders& orders, std::size_t point) {
  std::vector<std::string> all;
  const auto levels = orders.plan.levels_at(point);
  for (std::size_t axis = 0; axis < orders.axes.size(); ++axis) {
    for (const std::string& path : orders.axes[axis].paths) {
      all.push_back(path + '=' + orders.axes[axis].texts[levels[axis]]);
    }
  }
  return all;
}

/// The study of one point; what is wrong with it is told at the sweep.
LoadedStudy load_point(const Document& scenario, const Library& library, const LoadOptions& options,
                       const SweepOrders& orders, std::size_t point, const Node& sweep) {
  try {
    LoadOptions own = options;
    own.overrides = point_overrides(orders, point);
    return load_study(scenario, library, own);
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) {
      problem.what += " (at " + point_words(orders.plan, point) + ")";
      if (problem.place.file.starts_with("--set")) {
        problem.place = sweep.place();
        problem.excerpt = sweep.excerpt();
      }
    }
    throw InputError(std::move(problems));
  }
}

/// The seed of the study is that of the design, too.
SweepOrders read_orders(const Node& scenario, const Node* sweep, ProblemList& problems,
                        const PointMaker& maker = {}) {
  const Value seed(scenario.find("seed"), "seed", problems);
  return read_sweep(Value(sweep, "sweep", problems), seed.integer(0, INT64_MAX, 1), maker);
}

}  // namespace

bool has_sweep(Document scenario, const LoadOptions& options) {
  apply_overrides(scenario, options.overrides);
  return scenario.root.find("sweep") != nullptr;
}

SweepPlan sweep_plan(const Document& scenario) {
  ProblemList problems;
  SweepPlan plan = read_orders(scenario.root, scenario.root.find("sweep"), problems).plan;
  problems.throw_if_any();
  return plan;
}

LoadedSweep load_sweep_at(Document scenario, const Library& library, const LoadOptions& options,
                          const PointMaker& points) {
  apply_overrides(scenario, options.overrides);
  if (scenario.root.find("sweep") == nullptr) throw ParameterError("the scenario has no `sweep`");
  const auto sweep = std::make_shared<const Node>(take_sweep(scenario));
  ProblemList problems;
  const SweepOrders orders = read_orders(scenario.root, sweep.get(), problems, points);
  problems.throw_if_any();
  LoadedSweep loaded;
  loaded.plan = orders.plan;
  const auto load = [scenario, library, options, orders, sweep](std::size_t point) {
    return load_point(scenario, library, options, orders, point, *sweep);
  };
  const auto kept = std::make_shared<std::vector<Study>>();
  for (std::size_t point = 0; point < orders.plan.points(); ++point) {
    LoadedStudy one = load(point);
    refuse_unkept(one.study);
    loaded.rows += one.study.rows();
    if (point < most_kept_studies) kept->push_back(one.study);
    if (point == 0) {
      loaded.first = std::move(one.study);
      loaded.resolved = std::move(one.resolved);
      loaded.references = std::move(one.references);
    } else if (Node* models = loaded.resolved.root.find("models")) {
      add_missing_models(*models, *one.resolved.root.find("models"));
    }
  }
  loaded.study_at = [load, kept](std::size_t point) {
    return point < kept->size() ? (*kept)[point] : load(point).study;
  };
  Entry own;
  own.key = "sweep";
  own.value = *sweep;
  loaded.resolved.root.entries.push_back(std::move(own));
  return loaded;
}

LoadedSweep load_sweep(Document scenario, const Library& library, const LoadOptions& options) {
  return load_sweep_at(std::move(scenario), library, options, {});
}

}  // namespace pressor
