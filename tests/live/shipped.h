#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "pressor/scenario/load_study.h"

namespace pressor::testing {

inline Library shipped_models() {
  return Library({std::filesystem::path(PRESSOR_SOURCE_DIR) / "models"});
}

inline std::string shipped_text(const std::string& path) {
  std::ifstream in(std::filesystem::path(PRESSOR_SOURCE_DIR) / path);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline Study study_of(const std::string& scenario) {
  return load_study(parse_document(scenario, "scenario"), shipped_models(), {}).study;
}

}  // namespace pressor::testing
