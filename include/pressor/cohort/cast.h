#pragma once

#include <map>
#include <memory>
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
  std::string set;      ///< name of the kinetic set
  double effect = 1.0;  ///< share of the effect that its file says; `drug` has it already
};

/// A change of parameters that a hypothesis or a scenario asks for.
struct ParameterChange {
  std::string name;     ///< body parameter
  double value = 0.0;   ///< native units
  bool factor = false;  ///< multiply instead of replace
  Provenance provenance{};
};

/// One explanation, with its weight in a mixture.
struct Hypothesis {
  std::string name;
  double weight = 1.0;
  std::vector<ParameterChange> changes;
  bool steroid = false;  ///< a steroid acts from t = 0 on
  std::string title{};   ///< empty when it stands in a scenario
};

/// Who can appear in a study.
struct Cast {
  std::vector<CastDrug> drugs;  ///< in the order of the model's drugs
  Model model{{}, {}};
  BodyDescription body;
  std::optional<Population> population;  ///< without it everybody is the described person
  /// Described person: what is known of everybody, by Draw name (CO and PMSF too), native units;
  /// goes before what the body says and what the population draws.
  std::map<std::string, double> person;
  std::vector<Condition> where;
  std::optional<Matching> matching;    ///< who of the eligible is taken; none: everybody
  std::vector<Hypothesis> hypotheses;  ///< drawn by weight; none: parameters as they are
  std::map<std::string, Dose> steady;  ///< drug -> infusion at t = 0; goes before the body's own
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
  std::vector<double> drawn;   ///< value of each Population::draws, in native units
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
  std::uint64_t unmatched = 0;            ///< eligible and not taken, see Cast::matching
  void add(const Screening& other);
};

/// Largest number of draws for one slot before the study is declared impossible.
inline constexpr std::uint32_t max_attempts = 10'000;

/// Casts the patients of one study; what all of them share is worked out once.
class Caster {
 public:
  /// `cast` must outlive the caster. Throws ParameterError when the cast makes no sense: an unknown
  /// name, an impossible correlation, a drug that runs but is not in the study.
  explicit Caster(const Cast& cast);
  ~Caster();
  Caster(const Caster&) = delete;
  Caster& operator=(const Caster&) = delete;
  Caster(Caster&&) noexcept;
  Caster& operator=(Caster&&) noexcept;

  /// The patient of slot (replicate, index): draws with attempt 0, 1, 2 ... until one is eligible,
  /// has a baseline and is taken. Depends on nothing but the cast and these arguments. Counts into
  /// `screening`. A described person (no population) has one attempt. Throws ParameterError naming
  /// the condition that excludes most when max_attempts fail.
  [[nodiscard]] Patient patient(std::uint64_t seed, std::uint32_t replicate, std::uint32_t index,
                                Screening& screening) const;

 private:
  class Plan;
  std::unique_ptr<Plan> plan_;
};

/// One patient without keeping the caster.
Patient cast_patient(const Cast& cast, std::uint64_t seed, std::uint32_t replicate,
                     std::uint32_t index, Screening& screening);

/// Declares one thing that value_of knows.
struct ValueInfo {
  std::string name;
  std::string unit;     ///< native: what value_of, Condition, Draw and Cast::person count in
  std::string meaning;  ///< long name
  std::string shown;    ///< unit in result tables, where clinicians read it
  double scale = 1.0;   ///< native value x scale = value in `shown`
  bool varies = true;   ///< may differ between two patients of this cast
};

/// Everything that value_of knows for this cast: covariates, severity, frailty, hypothesis, what is
/// seen at baseline (MAP HR CO CI CVP PMSF return_gradient lactate activation), CODE_DOSE
/// (ug/kg/min where the drug's usual unit is per kg, else ug/min), CODE_V1, CODE_CL ... of each
/// drug, every body parameter, and own names of draws.
std::vector<ValueInfo> value_infos(const Cast& cast);

/// Value of a named quantity of a patient (see Condition). Throws ParameterError.
double value_of(const Cast& cast, const Patient& patient, const std::string& name);

/// Every name that value_of knows for this cast.
std::vector<std::string> value_names(const Cast& cast);

}  // namespace pressor
