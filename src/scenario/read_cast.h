#pragma once

#include <string>
#include <vector>

#include "pressor/cohort/cast.h"
#include "read_match.h"
#include "roster.h"

/// Who can appear in a study.
namespace pressor {

/// The keys of a scenario that say who takes part.
struct CastKeys {
  Value patient;
  Value population;
  Value hypothesis;
  Value parameters;
  Value kinetics;
  Value effects;
};

/// Reads who takes part and takes the drugs that run in them on the roster. `where` and `match` are
/// kept for read_conditions.
class CastReader {
 public:
  CastReader(CastKeys keys, Roster& roster) : keys_(std::move(keys)), roster_(roster) {}

  /// Body, population or person, hypotheses, changed parameters.
  void read_people(Cast& cast);
  /// Drugs of the roster with the kinetic set in use, once all are on it.
  void read_drugs(Cast& cast);
  /// Conditions of eligibility and figures of a published table, once the drugs are known.
  void read_conditions(Cast& cast);
  /// Finds who is to be taken so that people have the published figures, once all else is known but
  /// the base hazard.
  void match_published(Cast& cast) const;
  /// Solves the base hazard for the marginal mortality that the population states, once all else is
  /// known; haemodynamics are simulated up to `horizon`, min.
  void solve_mortality(Cast& cast, double horizon) const;

 private:
  void read_population_key(Cast& cast);
  void read_patient(Fields& in, Cast& cast);
  void read_patient_value(const std::string& name, const Value& value, Cast& cast);
  void read_patient_dose(const std::string& code, const Value& value, Cast& cast);
  void read_parameter(const std::string& name, const Value& value, Cast& cast);
  void read_hypotheses(Cast& cast);
  /// What a key says of drugs of this study, by name.
  [[nodiscard]] std::map<std::string, Value> by_drug(const Value& key) const;

  CastKeys keys_;
  Roster& roster_;
  std::vector<NamedValue> where_;
  std::vector<NamedValue> match_;
  PublishedFigures published_;
};

}  // namespace pressor
