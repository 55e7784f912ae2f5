#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pressor/cohort/matching.h"
#include "pressor/core/quantity.h"
#include "pressor/pharmacology/drug.h"

/// A population as data: who differs from the typical body, how much, and together with what.
namespace pressor {

enum class Distribution : std::uint8_t {
  normal,       ///< centre + spread x
  lognormal,    ///< exp(ln centre + spread x)
  logitnormal,  ///< logistic(logit centre + spread x)
  uniform,      ///< low .. high
  bernoulli,    ///< 1 with probability centre, else 0
};

/// One thing that differs between people. With severity z and an own deviate e, both standard
/// normal, x = severity z + sqrt(1 - severity^2) e. The distribution is cut at [low, high] by
/// quantile: the uniform rank of x is mapped into the part that is left, so that ranks and
/// correlations survive.
struct Draw {
  /// A covariate (age, weight, height, woman, saps2, albumin, haematocrit), an observable (MAP, HR,
  /// CI, CVP, return_gradient = PMSF - CVP, lactate, activation, coupling), CODE_DOSE of a drug
  /// that runs at t = 0, a body parameter, `frailty`, or any own name when `multiplies` is not
  /// empty.
  std::string name;
  Distribution distribution = Distribution::normal;
  double centre = 0.0;  ///< native units
  double spread = 0.0;  ///< SD; of the log or logit for lognormal and logitnormal
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double severity = 0.0;                       ///< correlation with the latent severity, -1..1
  std::optional<std::array<double, 2>> woman;  ///< centre and spread for women, when different
  std::vector<std::string> multiplies;         ///< body parameters that the drawn number multiplies
  bool per_kg = false;                         ///< of a CODE_DOSE: ug/kg/min
  Provenance provenance;
};

/// Correlation of the own deviates of two draws.
struct DrawCorrelation {
  std::string first;
  std::string second;
  double value = 0.0;
};

/// How severity and age enter the hazard of death (survival.h).
struct SurvivalEffects {
  double age = 0.0;               ///< log hazard per year
  double age_reference = 65.0;    ///< years
  double saps2 = 0.0;             ///< log hazard per point, fading
  double saps2_reference = 58.0;  ///< points
  double frailty = 0.0;           ///< log hazard per SD of the draw `frailty`
};

/// What of lactate counts in the hazard.
enum class LactateRisk : std::uint8_t {
  current,   ///< its value at every moment: prognostic, and so are changes that a drug makes
  baseline,  ///< its value at entry, fading like SAPS II: nothing that a drug does to it counts
};

/// A share of the people who are dead at a time; the base hazard is solved for it (mortality.h).
struct MarginalMortality {
  double share = 0.0;
  double at = 0.0;  ///< min
};

/// Slow recovery of lactate clearance: time constant time exp(severity z), min.
struct LactateRecovery {
  double time = std::numeric_limits<double>::infinity();
  double severity = 0.0;
};

/// An eligibility condition on the drawn patient: a covariate, observable (PMSF, CI, CO too), dose
/// or body parameter, in native units.
struct Condition {
  std::string name;
  Comparison comparison;
  std::string text;  ///< as written
};

struct Population {
  std::string name;
  std::string title;
  std::string body;  ///< the typical body that the draws vary
  std::vector<Draw> draws;
  std::vector<DrawCorrelation> correlations;
  SurvivalEffects survival;
  LactateRisk lactate_risk = LactateRisk::current;
  std::optional<MarginalMortality> mortality;
  LactateRecovery lactate_recovery;
  /// What a population file asks of drawn people. Those of a study, the scenario's own among them,
  /// stand in Cast::where and Cast::matching.
  std::vector<Condition> where;
  std::vector<MatchFigure> figures;
};

}  // namespace pressor
