#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pressor/cohort/cast.h"

/// What a name in a population, a condition or a described person means.
namespace pressor::cohort {

/// What is known of a patient's circulation before it is turned into Observables. Flows in mL/min
/// (CI per m2), pressures in mmHg, lactate in mmol/L.
struct Seen {
  std::optional<double> map;
  std::optional<double> heart_rate;
  std::optional<double> output;
  std::optional<double> index;  ///< CI
  std::optional<double> cvp;
  std::optional<double> pmsf;
  std::optional<double> gradient;  ///< PMSF - CVP
  std::optional<double> lactate;
  std::optional<double> activation;
  std::optional<double> coupling;
};

struct SeenField {
  std::string_view name;
  std::string_view unit;
  std::string_view meaning;
  std::optional<double> Seen::*member;
  /// The same thing said in another way: the later word counts.
  std::optional<double> Seen::*rival = nullptr;
};
inline constexpr std::array<SeenField, 10> seen_fields{{
    {"MAP", "mmHg", "mean arterial pressure at baseline", &Seen::map},
    {"HR", "1/min", "heart rate at baseline", &Seen::heart_rate},
    {"CO", "mL/min", "cardiac output at baseline", &Seen::output, &Seen::index},
    {"CI", "mL/min/m2", "cardiac index at baseline", &Seen::index, &Seen::output},
    {"CVP", "mmHg", "central venous pressure at baseline", &Seen::cvp},
    {"PMSF", "mmHg", "mean systemic filling pressure at baseline", &Seen::pmsf, &Seen::gradient},
    {"return_gradient", "mmHg", "PMSF minus CVP at baseline", &Seen::gradient, &Seen::pmsf},
    {"lactate", "mmol/L", "blood lactate at baseline", &Seen::lactate},
    {"activation", "1", "arteriolar alpha-1 activation at baseline", &Seen::activation,
     &Seen::coupling},
    {"coupling", "1", "alpha-1 coupling at baseline", &Seen::coupling, &Seen::activation},
}};

struct CovariateField {
  std::string_view name;
  std::string_view unit;
  std::string_view meaning;
  double Covariates::*member;  ///< null for `woman`
  std::string_view shown{};    ///< unit in result tables, where it is another
};
inline constexpr std::array<CovariateField, 7> covariate_fields{{
    {"weight", "kg", "body weight", &Covariates::weight},
    {"height", "cm", "height", &Covariates::height},
    {"age", "1", "age in years", &Covariates::age, "year"},
    {"saps2", "1", "SAPS II points", &Covariates::saps2},
    {"albumin", "g/L", "plasma albumin", &Covariates::albumin},
    {"haematocrit", "1", "haematocrit", &Covariates::haematocrit},
    {"woman", "1", "1 woman, 0 man", nullptr},
}};

/// Where a name leads.
struct Slot {
  enum class Kind : std::uint8_t { covariate, seen, dose, parameter, frailty, own };
  Kind kind = Kind::own;
  std::size_t index = 0;  ///< in the table of its kind, or of the drug
};

/// Meaning of a Draw's or a person's name; an unknown name is Kind::own.
Slot slot_of(const Cast& cast, const std::string& name);

/// A drug's doses are counted per kg body weight: its usual unit says so.
bool dosed_per_kg(const Drug& drug);

}  // namespace pressor::cohort
