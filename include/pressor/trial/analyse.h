#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pressor/statistics/linear_model.h"
#include "pressor/statistics/result.h"
#include "pressor/trial/analysis.h"

/// The analysis of a trial whose data come from elsewhere, one row a patient, by the tests that
/// also judge simulated trials.
namespace pressor {

enum class TableType : std::uint8_t { continuous, binary, time_to_event, repeated };

/// Type of the endpoints of a table that a test suits.
TableType table_type(Test test);

/// A test with what it is adjusted for.
struct TableComparison {
  Test test = Test::welch;
  bool baseline = false;                  ///< adjusted for the endpoint's baseline
  Columns covariates;                     ///< [covariate][patient]
  std::vector<std::string> adjusted_for;  ///< names of the above and of the strata
  double horizon = 0.0;                   ///< of rmst, in the unit of the time column
};

struct TableEndpoint {
  std::string name;
  TableType type = TableType::continuous;
  std::vector<std::string> columns;    ///< one, or one a visit
  Columns values;                      ///< [column][patient]; NaN missing; binary 0 or 1
  std::vector<double> event;           ///< time_to_event: 1, 0, or NaN missing
  std::vector<double> baseline;        ///< empty: none
  std::vector<std::uint32_t> stratum;  ///< ancova, logrank, cox; empty: none
  /// paired: rows of one number belong together, one an arm (a patient's periods, matched patients).
  std::vector<std::uint32_t> pair;
  bool larger_is_better = true;  ///< for win_ratio
  std::vector<TableComparison> comparisons;
};

struct TrialTable {
  std::string title;
  std::vector<std::string> arms;   ///< control first
  std::vector<std::uint32_t> arm;  ///< [patient]
  std::vector<TableEndpoint> endpoints;
};

/// One column of an endpoint in one arm: mean and SD; share of events in `mean` for the others.
struct TableFigures {
  std::size_t endpoint = 0;
  std::size_t column = 0;
  std::size_t arm = 0;
  std::size_t n = 0;  ///< known
  std::size_t missing = 0;
  double events = 0.0;  ///< binary and time_to_event
  double mean = 0.0;    ///< NaN of time_to_event
  double sd = 0.0;      ///< NaN of binary
  double median = 0.0;  ///< time_to_event: Kaplan-Meier's; NaN where it is not reached
};

/// What one test says of one arm against control.
struct TableResult {
  std::size_t endpoint = 0;
  std::size_t comparison = 0;
  std::size_t arm = 1;
  std::string visit;        ///< of repeated measures
  std::size_t treated = 0;  ///< patients in the test; of paired the pairs
  std::size_t control = 0;
  TestResult result;
};

struct TableAnalysis {
  std::vector<TableFigures> figures;
  std::vector<TableResult> results;
};

/// Patients of whom a test lacks something are left out of that test.
TableAnalysis analyse(const TrialTable& table);

}  // namespace pressor
