#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pressor/output/read_result.h"
#include "pressor/output/result_rows.h"

/// A result file as tables for programs that read no HDF5.
///
/// | format | tables                                                                                |
/// |--------|---------------------------------------------------------------------------------------|
/// | tidy   | patients, endpoints (one a line), events, trajectories (a line a patient and time)      |
/// | nonmem | nonmem_CODE of each drug: doses and concentrations of patients with trajectories, with |
/// |        | covariates and the kinetic parameters that differ, as `pressor simulate` reads them    |
/// | adam   | adsl (one a subject), adeff, advs and adtte after CDISC's ADaM: names, not its rules    |
///
/// Each comes with `columns`: unit and meaning of every column. Missing is NA in tidy tables, `.` in
/// NONMEM's, empty in ADaM's. Times are min from the start of a patient, in ADaM also days.
namespace pressor {

enum class ExportFormat { tidy, nonmem, adam };

struct ExportColumn {
  std::string name;
  std::string unit;  ///< `1` for a pure number, empty for text
  std::string meaning;
};

/// A table whose lines are made one by one.
struct ExportTable {
  using Line = std::vector<std::string>;
  std::string name;
  std::vector<ExportColumn> columns;
  std::function<void(const std::function<void(const Line&)>&)> lines;  ///< calls once a line
};

/// The tables of a format. `drug` narrows nonmem to one drug, by name or code. `info` and `rows` are
/// of the same file and must outlive the tables. Throws OutputError when the file lacks what the
/// format needs, and ParameterError for a drug that is not in it.
std::vector<ExportTable> export_tables(const ResultInfo& info, const ResultRows& rows,
                                       ExportFormat format, const std::string& drug = {});

/// The table of all columns of these tables.
ExportTable column_table(const std::vector<ExportTable>& tables);

/// Writes one table to `path`, whole or not at all. Throws OutputError.
void write_table(const ExportTable& table, const std::filesystem::path& path, bool replace);

/// Writes FOLDER/NAME.csv of each table, each whole or not at all; makes the folder. Throws
/// OutputError.
void write_tables(const std::vector<ExportTable>& tables, const std::filesystem::path& folder,
                  bool replace);

}  // namespace pressor
