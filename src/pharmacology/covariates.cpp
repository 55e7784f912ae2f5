#include <array>
#include <cmath>

#include "pressor/core/errors.h"
#include "pressor/pharmacology/drug.h"

namespace pressor {
namespace {

constexpr double cm_per_m = 100.0;

struct NamedCovariate {
  const char* name;
  double (*value)(const Covariates&);
};

constexpr std::array<NamedCovariate, 8> named{{
    {"weight", [](const Covariates& p) { return p.weight; }},
    {"height", [](const Covariates& p) { return p.height; }},
    {"age", [](const Covariates& p) { return p.age; }},
    {"saps2", [](const Covariates& p) { return p.saps2; }},
    {"albumin", [](const Covariates& p) { return p.albumin; }},
    {"haematocrit", [](const Covariates& p) { return p.haematocrit; }},
    {"fat_free_mass", [](const Covariates& p) { return p.fat_free_mass(); }},
    {"body_surface", [](const Covariates& p) { return p.body_surface(); }},
}};

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const NamedCovariate& c : named) names.emplace_back(c.name);
  return names;
}

}  // namespace

/// FFM = 9270 W / (6680 + 216 BMI) in men, 9270 W / (8780 + 244 BMI) in women, BMI in kg/m2
/// (janmahasatian2005, equations 8 and 9).
double Covariates::fat_free_mass() const {
  const double metres = height / cm_per_m;
  const double body_mass_index = weight / (metres * metres);
  const double divisor =
      woman ? 8780.0 + 244.0 * body_mass_index : 6680.0 + 216.0 * body_mass_index;
  return 9270.0 * weight / divisor;
}

/// sqrt(height[cm] weight[kg] / 3600) (mosteller1987).
double Covariates::body_surface() const { return std::sqrt(height * weight / 3600.0); }

const std::vector<std::string>& covariate_names() {
  static const std::vector<std::string> names = all_names();
  return names;
}

double covariate(const Covariates& patient, const std::string& name) {
  for (const NamedCovariate& c : named) {
    if (name == c.name) return c.value(patient);
  }
  throw ParameterError("no covariate `" + name + "`");
}

}  // namespace pressor
