#pragma once

#include <cstddef>
#include <vector>

#include "pressor/cohort/explain.h"
#include "pressor/trial/study.h"

/// One patient of a study, kept so that a teacher can stop at any moment and look inside.
namespace pressor {

/// What one action of a drug offers to its receptor.
struct ReceptorShare {
  std::size_t drug = 0;  ///< of the model
  Receptor receptor = Receptor::alpha1;
  double concentration = 0.0;  ///< ng/mL, where it acts
  double occupancy = 0.0;      ///< C/K
  double stimulus = 0.0;       ///< e C/K
};

/// What follows from the state of one moment and stands in no row.
struct Moment {
  double time = 0.0;  ///< min
  Signals seen;
  Response<double> response;
  BodyState<double> body;
  std::vector<ReceptorShare> shares;  ///< every action of every drug
  double nerve_drive = 0.0;           ///< XS N: arteriolar alpha-1 drive of the nerves
  std::vector<CurvePoint> curves;     ///< venous return and cardiac function
};

/// The whole course of a study's first patient in one arm. What is ordered later changes nothing
/// before it, so that a run under more orders is the same patient who went on differently.
class Course {
 public:
  /// Runs him as `run_study` does, with the state of every whole minute besides. Throws
  /// ParameterError.
  Course(Study study, std::size_t arm);

  [[nodiscard]] const Study& study() const { return study_; }
  [[nodiscard]] const Patient& patient() const { return patient_; }
  /// What the rows of run().values are.
  [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }
  [[nodiscard]] const PatientRun& run() const { return run_; }
  /// One value a column of endpoint_columns(study.endpoints, variables).
  [[nodiscard]] std::vector<EndpointValue> endpoints() const;

  /// The state at a time (min): between two whole minutes on the line that joins them, after the
  /// end that of the last whole minute.
  [[nodiscard]] std::vector<double> state(double time) const;
  [[nodiscard]] Moment moment(double time) const;
  /// Why he differs at `to` from himself at `from`, see explain.h.
  [[nodiscard]] std::vector<CauseShare> explain(double from, double to) const;

 private:
  [[nodiscard]] Snapshot snapshot(double time) const;
  [[nodiscard]] std::vector<ReceptorShare> shares(const std::vector<double>& state) const;

  Study study_;
  std::size_t arm_;
  RunSettings settings_;
  Patient patient_;
  std::vector<Variable> variables_;
  PatientRun run_;
};

}  // namespace pressor
