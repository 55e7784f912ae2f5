#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pressor/output/read_result.h"
#include "pressor/output/read_trial.h"
#include "pressor/output/result_rows.h"
#include "pressor/report/report.h"
#include "pressor/scenario/load_study.h"
#include "pressor/trial/result.h"

/// What a report is written from: a result file and the study inside it.
namespace pressor::report {

/// Who was simulated; one entry a row of /patients.
struct People {
  std::vector<std::size_t> replicate;
  std::vector<std::size_t> slot;
  std::vector<std::size_t> arm;       ///< in which the row was simulated
  std::vector<std::size_t> assigned;  ///< in which the trial counts the patient
  std::vector<std::string> status;
  std::vector<double> death_time;  ///< min; infinity when alive at follow-up
  std::vector<double> withdrawn;   ///< min, when he left alive; infinity when he did not
  std::vector<bool> adherent;      ///< got what his arm gives

  [[nodiscard]] std::size_t size() const { return arm.size(); }
  /// Whether the trial counts this row; a twin in another arm does not count.
  [[nodiscard]] bool counts(std::size_t row) const { return arm[row] == assigned[row]; }
  /// Whether he was seen to die by `time`.
  [[nodiscard]] bool died_by(std::size_t row, double time) const {
    return death_time[row] <= time && death_time[row] <= withdrawn[row];
  }
};

struct Evidence {
  ResultInfo info;
  ResultRows rows;
  LoadedStudy loaded;
  std::vector<EndpointColumn> columns;
  TrialTables trial;  ///< what each replicate found, and what the design does
  People people;
  std::vector<std::string> arms;  ///< as the report calls them, in the order of the report
  /// Arm of the file that stands at each place of the report; everything else here is in the
  /// report's order already. A blinded report has an order of its own.
  std::vector<std::size_t> order;
  std::string title;
  bool blinded = false;

  [[nodiscard]] const Study& study() const { return loaded.study; }
  [[nodiscard]] std::size_t replicates() const { return info.replicates; }
  /// A trial: several arms with people who differ.
  [[nodiscard]] bool is_trial() const { return study().randomized() && !is_one_person(); }
  /// One described person, or one patient whose course branches, whatever the number of arms.
  [[nodiscard]] bool is_one_person() const {
    return !study().cast.population.has_value() || study().fork.has_value();
  }
  /// Every patient gets every arm in turn.
  [[nodiscard]] bool is_crossover() const { return study().crossover.has_value(); }
  /// Values of an endpoint column, by row; missing ones are NaN.
  [[nodiscard]] std::vector<double> endpoint(std::size_t column) const;
  /// Why they are missing, by row.
  [[nodiscard]] std::vector<std::string> endpoint_missing(std::size_t column) const;
};

/// Reads a result. Throws as make_report does.
Evidence open_evidence(const std::filesystem::path& result, const ReportOptions& options);

}  // namespace pressor::report
