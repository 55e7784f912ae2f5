#pragma once

#include <filesystem>
#include <string>

/// Results small enough to be run in a test.
namespace pressor::testing {

/// Runs a scenario with the shipped models and writes its result to `file`.
void run_to(const std::string& scenario, const std::filesystem::path& file);

/// A trial of two arms with every section's material: challenge, deaths, published figures, twins,
/// nested sizes, an interim look.
/// `changes` are assignments as of --set.
std::string small_trial();

/// One person on titrated norepinephrine.
std::string small_person();

/// The result of small_trial() and of small_person(), run once a program.
std::filesystem::path trial_result();
std::filesystem::path person_result();

}  // namespace pressor::testing
