#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pressor/scenario/library.h"
#include "pressor/scenario/load_study.h"
#include "pressor/scenario/load_sweep.h"

namespace pressor::cli {

/// Flags that change what a scenario says; each is a shorter way to write a `--set`.
struct ScenarioOptions {
  std::filesystem::path scenario;
  std::filesystem::path models;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint64_t> patients;
  std::optional<std::uint64_t> replicates;
  std::optional<std::uint64_t> uncertainty;
  std::string engine;
  std::vector<std::string> assignments;
  bool allow_implausible = false;
};

/// Folder of the models that came with the program: beside its installation, or of its sources.
std::filesystem::path installed_models();

/// The models that a scenario (perhaps none) can name.
Library library_for(const std::filesystem::path& models, const std::filesystem::path& scenario);

/// Whether the scenario, with all flags applied, is a sweep.
bool asks_for_sweep(const ScenarioOptions& options);

/// Reads the scenario with all flags applied. Throws InputError and FileNotFound.
LoadedStudy load(const ScenarioOptions& options);
LoadedSweep load_points(const ScenarioOptions& options);
/// At points that an analysis asks for.
LoadedSweep load_points_at(const ScenarioOptions& options, const PointMaker& points);

}  // namespace pressor::cli
