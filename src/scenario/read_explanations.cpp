#include "read_explanations.h"

#include <utility>

#include "pressor/core/errors.h"
#include "pressor/inference/points.h"
#include "pressor/scenario/load_sweep.h"
#include "read_sweep.h"
#include "resolve.h"

namespace pressor {
namespace {

/// The scenario beside the file, or inside it.
Document scenario_of(const std::filesystem::path& file, const Value& written) {
  if (written.is_map()) return {file.string(), *written.node()};
  return read_document(file.parent_path() / written.text());
}

void put_sweep(Document& scenario, const Node& axes) {
  Node sweep;
  sweep.kind = Node::Kind::mapping;
  sweep.source = axes.source;
  sweep.line = axes.line;
  sweep.column = axes.column;
  sweep.entries.push_back({"axes", axes.line, axes.column, axes});
  scenario.root.entries.push_back({"sweep", axes.line, axes.column, std::move(sweep)});
}

/// The file's own place tells more than that of an override.
[[noreturn]] void tell_at(const WrittenExplanation& written, const InputError& error) {
  std::vector<Problem> problems = error.problems();
  for (Problem& problem : problems) {
    problem.what += " (in explanation " + written.name + ")";
    if (!problem.place.file.starts_with("--set")) continue;
    problem.place = written.node->place();
    problem.excerpt = written.node->excerpt();
  }
  throw InputError(std::move(problems));
}

}  // namespace

std::vector<std::string> read_assignments(const Value& value) {
  std::vector<std::string> made;
  for (const auto& [path, text] : value.pairs()) made.push_back(path + '=' + text.text());
  return made;
}

WrittenExplanation read_explanation(const std::string& name, const Value& value, Fields& in) {
  WrittenExplanation made;
  made.name = name;
  made.node = value.node();
  made.prior = in.optional("prior").number(0.0, 1.0e6, 1.0);
  made.points =
      static_cast<std::uint32_t>(in.optional("points").integer(1, most_explained_trials, 1));
  made.overrides = read_assignments(in.optional("set"));
  made.axes = in.optional("axes").node();
  return made;
}

void share_weights(std::vector<double*> weights, const Value& where, const std::string& what) {
  double all = 0.0;
  for (const double* weight : weights) all += *weight;
  if (!(all > 0.0)) return where.problem("no " + what + " has a prior", "a weight above 0");
  for (double* weight : weights) *weight /= all;
}

ExplainedScenario::ExplainedScenario(const std::filesystem::path& file, const Value& written,
                                     const std::filesystem::path& models,
                                     const std::filesystem::path& installed)
    : scenario_(scenario_of(file, written)),
      library_(model_folders(models, scenario_.name, installed), scenario_),
      resolved_(scenario_.root) {}

std::function<Study(std::size_t)> ExplainedScenario::studies(const WrittenExplanation& written,
                                                             const std::vector<std::string>& common,
                                                             std::uint64_t seed) {
  std::vector<std::string> overrides = common;
  overrides.insert(overrides.end(), written.overrides.begin(), written.overrides.end());
  try {
    return [at = load(written, overrides, seed), seed](std::size_t point) {
      Study study = at(point);
      study.seed = seed + point;
      return study;
    };
  } catch (const InputError& error) {
    tell_at(written, error);
  }
}

std::function<Study(std::size_t)> ExplainedScenario::load(const WrittenExplanation& written,
                                                          const std::vector<std::string>& overrides,
                                                          std::uint64_t seed) {
  const LoadOptions options{overrides, false};
  Document scenario = scenario_;
  if (written.axes == nullptr) {
    LoadedStudy loaded = load_study(std::move(scenario), library_, options);
    keep_models(loaded.resolved);
    return [study = std::move(loaded.study)](std::size_t) { return study; };
  }
  put_sweep(scenario, *written.axes);
  const auto points = [&](std::size_t axes, std::uint64_t) {
    return latin_hypercube(written.points, axes, seed);
  };
  LoadedSweep loaded = load_sweep_at(std::move(scenario), library_, options, points);
  keep_models(loaded.resolved);
  return std::move(loaded.study_at);
}

void ExplainedScenario::keep_models(const Document& resolved) {
  const Node* used = resolved.root.find("models");
  if (used == nullptr) return;
  if (Node* own = resolved_.find("models"); own != nullptr) {
    return add_missing_models(*own, *used);
  }
  Entry models;
  models.key = "models";
  models.value = *used;
  resolved_.entries.push_back(std::move(models));
}

}  // namespace pressor
