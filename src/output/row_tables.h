#pragma once

#include <array>
#include <cstdint>

#include "dataset.h"
#include "pressor/trial/result.h"

namespace pressor {

/// The groups that grow with the patients: /trajectories, /patients, /endpoints and /events.
class RowTables {
 public:
  RowTables(const Study& study, const StudyHeader& header);

  /// Throws OutputError when the record does not fit the header.
  void add(const PatientRecord& record);
  /// Forgets the rows; events go on counting.
  void clear();

  [[nodiscard]] std::size_t rows() const { return patients_.rows(); }
  [[nodiscard]] std::size_t bytes() const;
  /// In the order of the file.
  [[nodiscard]] std::array<const Table*, 4> tables() const {
    return {&trajectories_, &patients_, &endpoints_, &events_};
  }

 private:
  void add_patient(const PatientRecord& record);
  void add_endpoints(const PatientRecord& record);
  void add_events(const PatientRecord& record);
  void add_trajectory(const PatientRecord& record);

  std::size_t variables_;
  std::size_t grid_;
  std::size_t columns_;
  std::size_t endpoint_columns_;
  std::size_t drugs_;
  bool crossover_;
  std::vector<DoseUnit> dose_units_;  ///< of the drugs
  std::int64_t next_event_ = 0;
  Table trajectories_;
  Table patients_;
  Table endpoints_;
  Table events_;
};

/// Unit of the value of an event by the name of its kind. Throws OutputError.
std::string event_unit(const std::string& kind);

/// Names of the arms, for flags and scales.
std::vector<std::string> arm_names(const Study& study);

/// A unit that readers do not mistake for a date or a duration (`minutes`, `days` ...).
std::string safe_unit(const std::string& unit);

}  // namespace pressor
