#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// What a result file says about itself.
///
/// A result ends in a seal: a line of text behind the HDF5 data with the SHA-256 of all bytes
/// before it. A file whose seal is missing or wrong was cut off, damaged, or changed by another
/// program, and is refused before HDF5 sees it.
namespace pressor {

/// A dataset of a result file.
struct ResultDataset {
  std::string path;
  std::string type;  ///< as in hash.h
  std::vector<std::uint64_t> shape;
  std::string units;
  std::string long_name;
};

/// An endpoint column in one arm, over all patients of all replicates that count for the trial.
struct ArmFigures {
  std::uint64_t n = 0;  ///< measured
  double mean = 0.0;    ///< NaN when n = 0
  double sd = 0.0;      ///< NaN when n < 2
};

/// One row of the table by arm.
struct EndpointFigures {
  std::string name;  ///< `pe_ratio@6h`
  std::string unit;
  std::vector<ArmFigures> arms;
};

/// How far the run was from the reference engine (trial/solver_check.h).
struct SolverFigures {
  std::string engine;
  std::uint64_t sampled = 0;    ///< rows simulated again
  std::uint64_t flipped = 0;    ///< of these with another decision at the bedside
  std::string beyond;           ///< rows beyond what the tolerance allows, one a line
  double map_difference = 0.0;  ///< largest, mmHg
};

/// Everything but the rows themselves.
struct ResultInfo {
  std::string title;
  std::string source;
  std::string history;
  std::string build;
  std::string scenario_yaml;
  std::string scenario_sha256;
  std::string model_sha256;
  std::string status;  ///< `complete` or `partial`
  std::string result_hash;
  std::string warnings;  ///< one a line
  std::uint64_t seed = 0;
  std::uint64_t patients = 0;  ///< rows of /patients
  std::uint64_t kept = 0;      ///< rows of /trajectories
  std::uint64_t times = 0;     ///< rows of one trajectory
  std::uint64_t replicates = 0;
  std::uint64_t screened = 0;    ///< draws for all of them
  std::uint64_t unsolvable = 0;  ///< of these without a baseline
  std::uint64_t failed = 0;      ///< patients whose run failed
  SolverFigures solver;
  std::vector<std::string> arms;
  std::vector<EndpointFigures> endpoints;
  std::vector<ResultDataset> datasets;  ///< in the order of their paths
};

/// Reads a result file. Throws FileNotFound, or OutputError with the reason when it is no HDF5
/// file, damaged, unfinished or not a result of this program.
ResultInfo read_result(const std::filesystem::path& file);

/// Whether a file of this schema has tables and no rows of patients: a sweep, a weighing.
bool holds_tables_only(const std::string& schema);

/// Reads every value and compares with the result hash, the scenario with its own. Throws
/// OutputError.
void verify_result(const std::filesystem::path& file);

}  // namespace pressor
