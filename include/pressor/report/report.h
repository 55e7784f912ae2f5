#pragma once

#include <filesystem>
#include <string>

/// The report of a result: one HTML file that a clinician can read offline and print.
namespace pressor {

struct ReportOptions {
  std::string title;     ///< instead of the study's own
  bool blinded = false;  ///< arms under letters, nothing that tells them apart by name
};

/// Writes the page for a result file. Throws FileNotFound, OutputError when the file is damaged,
/// InputError when the scenario inside it cannot be read by this version.
std::string make_report(const std::filesystem::path& result, const ReportOptions& options);

/// The same for the result of a sweep (output/sweep_file.h): response curves, maps with lines of equal
/// response, and the table of all points. An empty title: the study's own.
std::string make_sweep_report(const std::filesystem::path& result, const std::string& title);

/// The same for the result of a sensitivity analysis: axes ranked with their intervals, and whether
/// there were enough points.
std::string make_sensitivity_report(const std::filesystem::path& result, const std::string& title);

/// The same for the result of a weighing (output/weigh_file.h): what the published trial can and cannot
/// tell apart, probabilities, effect, predictive checks, and how often weighing is right.
std::string make_weigh_report(const std::filesystem::path& result, const std::string& title);

/// The same for an exploration of designs (output/explore_file.h): which trial would have told.
std::string make_explore_report(const std::filesystem::path& result, const std::string& title);

}  // namespace pressor
