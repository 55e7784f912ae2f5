#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pressor/cohort/body_description.h"
#include "pressor/cohort/population.h"
#include "pressor/core/random.h"
#include "pressor/physiology/baseline.h"

/// From a population to patients: drawn, screened, and calibrated to their own baseline.
namespace pressor {

/// A drug of the study with the kinetic set in use.
struct CastDrug {
  Drug drug;
  std::string set;  ///< name of the kinetic set
};

/// A change of parameters that a hypothesis or a scenario asks for.
struct ParameterChange {
  std::string name;     ///< body parameter
  double value = 0.0;   ///< native units
  bool factor = false;  ///< multiply instead of replace
};

/// One explanation, with its weight in a mixture.
struct Hypothesis {
  std::string name;
  double weight = 1.0;
  std::vector<ParameterChange> changes;
  bool steroid = false;  ///< a steroid acts from t = 0 on
};

/// Who can appear in a study.
struct Cast {
  std::vector<CastDrug> drugs;  ///< in the order of the model's drugs
  Model model{{}, {}};
  BodyDescription body;
  std::optional<Population> population;  ///< without it everybody is the described person
  std::map<std::string, double> person;  ///< described person: overrides by Draw name, native units
  std::vector<Condition> where;
  std::vector<Hypothesis> hypotheses;  ///< drawn by weight; none: parameters as they are
  std::map<std::string, Dose> steady;  ///< drug -> infusion at t = 0 besides the body's own
};

/// Builds the model that the drugs make together; `limits` as in Model.
Model model_of(const std::vector<CastDrug>& drugs, std::vector<Limit> limits);

/// One patient as drawn, calibrated and ready.
struct Patient {
  std::uint32_t replicate = 0;
  std::uint32_t index = 0;    ///< within the replicate
  std::uint32_t attempt = 0;  ///< draws that were rejected before
  Covariates covariates;
  double severity = 0.0;
  double frailty = 0.0;
  std::size_t hypothesis = 0;  ///< index into Cast::hypotheses
  Observables observed;
  std::vector<double> infusions;  ///< ug/min at t = 0, one a drug
  Baseline baseline;
  double outcome = 0.5;  ///< U: dies when the cumulative hazard reaches -ln U
  std::vector<DrugParameters<double>> typical_drugs;  ///< of his covariates, without random effects
};

/// What screening cost.
struct Screening {
  std::uint64_t screened = 0;
  std::uint64_t unsolvable = 0;           ///< drawn people without a baseline
  std::vector<std::uint64_t> ineligible;  ///< by the first failing condition of Cast::where
  void add(const Screening& other);
};

/// Largest number of draws for one slot before the study is declared impossible.
inline constexpr std::uint32_t max_attempts = 10'000;

/// The patient of slot (replicate, index): draws with attempt 0, 1, 2 ... until one is eligible and
/// has a baseline. Depends on nothing but its arguments. Counts into `screening`.
/// Throws ParameterError naming the condition that excludes most when max_attempts fail.
Patient cast_patient(const Cast& cast, std::uint64_t seed, std::uint32_t replicate,
                     std::uint32_t index, Screening& screening);

/// Value of a named quantity of a patient (see Condition). Throws ParameterError.
double value_of(const Cast& cast, const Patient& patient, const std::string& name);

/// Every name that value_of knows for this cast.
std::vector<std::string> value_names(const Cast& cast);

}  // namespace pressor
