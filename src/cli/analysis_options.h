#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace pressor::cli {

/// What an analysis that reads a study file of its own was asked for.
struct AnalysisOptions {
  std::filesystem::path file;
  std::filesystem::path models;
  std::filesystem::path output;
  std::vector<std::string> assignments;
  unsigned threads = 0;
  bool force = false;
  bool quiet = false;
  std::string command_line;
};

/// Adds the study file of this schema and the flags that all such analyses have.
void add_analysis_flags(CLI::App& command, AnalysisOptions& options, const std::string& schema);

}  // namespace pressor::cli
