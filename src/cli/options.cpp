#include "options.h"

#include <array>
#include <system_error>
#include <utility>

#include "build_info.h"
#include "pressor/core/errors.h"

namespace pressor::cli {
namespace {

namespace fs = std::filesystem;

void assign(std::vector<std::string>& out, const char* path, std::optional<std::uint64_t> value) {
  if (value) out.push_back(std::string(path) + '=' + std::to_string(*value));
}

/// Where a scenario says how many patients take part.
const char* enrolment_path(const Document& scenario) {
  const Node* design = scenario.root.find("design");
  const Node* enrol = design == nullptr ? nullptr : design->find("enrol");
  const bool paced = enrol != nullptr && enrol->kind == Node::Kind::mapping;
  return paced ? "design.enrol.patients" : "design.enrol";
}

/// `--set` texts in the order in which they count: flags of their own come last.
std::vector<std::string> overrides(const ScenarioOptions& options, const Document& scenario) {
  std::vector<std::string> all = options.assignments;
  assign(all, "seed", options.seed);
  assign(all, enrolment_path(scenario), options.patients);
  assign(all, "design.replicates", options.replicates);
  assign(all, "uncertainty.draws", options.uncertainty);
  if (!options.engine.empty()) all.push_back("engine=" + options.engine);
  return all;
}

/// What was asked for must be there: silently other models would be worse than none.
void check_folder(const fs::path& models) {
  std::error_code error;
  if (!models.empty() && !fs::is_directory(models, error)) {
    throw FileNotFound("no folder of models `" + models.string() + "`");
  }
}

/// Reads the scenario with `read`.
template <class Read>
auto load_with(const ScenarioOptions& options, Read read) {
  check_folder(options.models);
  Document document = read_document(options.scenario);
  const Library library(model_folders(options.models, options.scenario, installed_models()),
                        document);
  const auto changes = overrides(options, document);
  return read(std::move(document), library, {changes, options.allow_implausible});
}

}  // namespace

fs::path installed_models() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const std::array<fs::path, 2> candidates{
      program.parent_path() / ".." / "share" / "pressor" / "models", fs::path(source_models())};
  for (const fs::path& folder : candidates) {
    if (fs::is_directory(folder, error)) return folder.lexically_normal();
  }
  return {};
}

Library library_for(const fs::path& models, const fs::path& scenario) {
  check_folder(models);
  return Library(model_folders(models, scenario, installed_models()));
}

bool asks_for_sweep(const ScenarioOptions& options) {
  Document document = read_document(options.scenario);
  const auto changes = overrides(options, document);
  return has_sweep(std::move(document), {changes, options.allow_implausible});
}

LoadedStudy load(const ScenarioOptions& options) { return load_with(options, load_study); }

LoadedSweep load_points(const ScenarioOptions& options) { return load_with(options, load_sweep); }

LoadedSweep load_points_at(const ScenarioOptions& options, const PointMaker& points) {
  const auto read = [&](Document scenario, const Library& library, const LoadOptions& how) {
    return load_sweep_at(std::move(scenario), library, how, points);
  };
  return load_with(options, read);
}

}  // namespace pressor::cli
