#pragma once

#include <string>
#include <vector>

#include "pressor/scenario/document.h"
#include "pressor/scenario/library.h"
#include "pressor/trial/study.h"

/// From a scenario file to a study.
namespace pressor {

struct LoadOptions {
  std::vector<std::string> overrides;  ///< `path.to.key=value`, see overrides.h
  bool allow_implausible = false;      ///< implausible values are warnings
};

/// A scenario that has been read and found right.
struct LoadedStudy {
  Study study;
  /// The scenario with all overrides applied and every model file that it used (drugs, body,
  /// population, protocols, hypotheses, references) under the key `models`: reading it again needs
  /// no other file and gives the same study.
  Document resolved;
  References references;
};

/// Reads a scenario; one with a sweep as it stands without it (load_sweep.h reads all points). What was let pass with a reason stands in Study::warnings. Throws InputError
/// with every problem of the scenario and of the model files it names, and FileNotFound.
LoadedStudy load_study(Document scenario, const Library& library, const LoadOptions& options);

/// Reads LoadedStudy::resolved from its text, as a result file holds it.
LoadedStudy load_resolved(const std::string& scenario_yaml);

}  // namespace pressor
