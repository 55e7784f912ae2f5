#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pressor/core/quantity.h"
#include "pressor/pharmacology/kinetics.h"

/// Drugs as data: what a drug file says. No unit is left open here: every number is in native units
/// (L, L/min, ug/min, 1/min, min, ng/mL).
namespace pressor {

/// What covariate relations may read of a patient; NaN what nobody has said.
struct Covariates {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  double weight = unknown;  ///< kg
  double height = unknown;  ///< cm
  double age = unknown;     ///< years
  bool woman = false;
  double saps2 = unknown;        ///< points
  double albumin = unknown;      ///< g/L
  double haematocrit = unknown;  ///< 1
  /// Fat-free mass, kg (Janmahasatian 2005).
  [[nodiscard]] double fat_free_mass() const;
  /// Body surface, m2 (Mosteller 1987).
  [[nodiscard]] double body_surface() const;
};

/// Names that covariate relations may use: weight, height, age, saps2, albumin, haematocrit,
/// fat_free_mass, body_surface.
const std::vector<std::string>& covariate_names();
/// Throws ParameterError for an unknown name.
double covariate(const Covariates& patient, const std::string& name);

/// How a parameter follows a covariate x (clamped to `bounds`), relative to a reference:
///   power        (x / reference)^coefficient
///   exponential  exp(coefficient (x - reference))
///   saturating   [x / (x + coefficient)] / [reference / (reference + coefficient)]
///   woman        coefficient for women, 1 for men
/// x may also be an earlier parameter of the same set (Q2 that follows V2).
enum class RelationKind : std::uint8_t { power, exponential, saturating, woman };
struct CovariateRelation {
  RelationKind kind = RelationKind::power;
  std::string of;  ///< covariate or parameter name; unused for `woman`
  double reference = 1.0;
  double coefficient = 0.0;
  std::optional<std::array<double, 2>> bounds;
};

/// Where a number comes from.
struct Provenance {
  std::string unit;    ///< as written in the file
  std::string source;  ///< key into references.yaml, or a sentence
  char grade = 'C';    ///< A measured, B derived, C assumed or fitted
};

/// A typical value with its relations and its lognormal between-subject variability.
struct KineticParameter {
  std::string name;  ///< V1, V2, V3, CL, Q2, Q3, production, ke0.SITE, potency.RECEPTOR
  double value = 0.0;
  double omega = 0.0;  ///< SD of the lognormal random effect
  Provenance provenance;
  std::vector<CovariateRelation> relations;
};

/// One published analysis: kinetic parameters with their variability.
struct KineticSet {
  std::string name;
  std::string title;
  std::size_t compartments = 1;
  std::vector<KineticParameter> parameters;  ///< V1 CL [V2 Q2 [V3 Q3]] [production]
  std::map<std::pair<std::string, std::string>, double> correlations;  ///< of random effects
  double truncate = 4.0;                                               ///< largest |eta| / omega
  double lag = 0.0;                                                    ///< min
  double flow_exponent = 0.0;
  std::array<double, 2> flow_bounds{0.0, 1.0e9};
  struct Interaction {
    std::string drug;
    double coefficient = 0.0;  ///< mL/ng
  };
  std::vector<Interaction> interactions;
};

struct EffectSite {
  std::string name;
  KineticParameter ke0;
};

struct DrugAction {
  Receptor receptor = Receptor::alpha1;
  std::string site;  ///< name of an effect site, or `plasma`
  double efficacy = 1.0;
  KineticParameter potency;
};

/// Usual doses: ug/min or ug/kg/min (infusion), ug or ug/kg (bolus), ng/mL (target); a dose outside
/// is taken for a slip of the pen.
struct DoseRange {
  double low = 0.0;
  double high = 0.0;
  bool per_kg = false;
  std::string text;  ///< as written in the drug file
};

/// A drug file.
struct Drug {
  std::string name;
  std::string title;
  std::string code;
  std::vector<std::string> also;  ///< what people say instead of the name; for suggestions
  DrugUnits units;
  std::map<std::string, double> salts;  ///< salt name -> ug base per ug salt
  std::string usual_unit;               ///< of its dose variable, e.g. ug/kg/min
  std::string concentration_unit;       ///< of its concentration variable, e.g. ng/mL
  std::optional<DoseRange> infusion;
  std::optional<DoseRange> bolus;
  std::optional<DoseRange> target;  ///< plasma concentrations at which a pump may aim
  std::vector<KineticSet> sets;
  std::map<std::string, std::string> set_of_body;  ///< body -> kinetic set; key `default`
  std::vector<EffectSite> sites;
  std::vector<DrugAction> actions;

  /// The named set, or the default for `body` when `set_name` is empty. Throws ParameterError.
  [[nodiscard]] const KineticSet& set(const std::string& set_name, const std::string& body) const;
};

/// The drug as if its concentration counted `share` times (>= 0) wherever it acts: potencies are
/// divided by it. Without any effect it acts nowhere; its kinetics stay.
Drug with_effect(Drug drug, double share);

/// Structure of `drug` with kinetic set `set`; interactions name drugs by index in `others`
/// (an interaction with a drug that is absent is left out). Throws ParameterError when a maximum of
/// kinetics.h is exceeded.
DrugStructure structure_of(const Drug& drug, const KineticSet& set,
                           const std::vector<std::string>& others);

/// Random effects of one patient for one drug, by parameter name; an absent name means 0.
using RandomEffects = std::map<std::string, double>;

/// Numbers of one patient by parameter name.
using ParameterValues = std::map<std::string, double>;

/// The numbers of `individual` under their names, with those that only a dosed drug has (KA F1 ALAG1
/// R1 D1 ..., see dosing.h). Throws as `individual`.
ParameterValues individual_values(const Drug& drug, const KineticSet& set,
                                  const Covariates& patient, const RandomEffects& etas);

/// The patient's own numbers: typical value x relations x exp(eta). A relation to an earlier
/// parameter reads the patient's own value of it. Throws ParameterError when a value is not finite
/// or not positive (production may be 0).
DrugParameters<double> individual(const Drug& drug, const KineticSet& set,
                                  const Covariates& patient, const RandomEffects& etas);

/// Names of all parameters with omega > 0 in the order in which they are drawn.
std::vector<std::string> random_effect_names(const Drug& drug, const KineticSet& set);

/// Random effects from independent standard normal deviates, one a name in the order of
/// random_effect_names:
///
///     z = L d,   L L^T = correlations
///     eta = omega Q(Phi(-t) + Phi(z) (1 - 2 Phi(-t))),   t = truncate
///
/// Phi and Q are the standard normal distribution function and its inverse: each eta is exactly
/// normal given |eta| <= t omega, without a heap at the limit and without a redraw; the ranks of z,
/// and so their rank correlations, stay. Throws ParameterError when deviates are missing, a
/// correlated parameter does not vary, or the correlations are not positive definite.
RandomEffects random_effects(const Drug& drug, const KineticSet& set,
                             const std::vector<double>& deviates);

}  // namespace pressor
