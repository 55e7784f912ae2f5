#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/pharmacology/drug.h"

namespace pressor {
namespace {

/// Every parameter of a drug in the order in which it is drawn: kinetics, sites, potencies.
std::vector<const KineticParameter*> all_parameters(const Drug& drug, const KineticSet& set) {
  std::vector<const KineticParameter*> all;
  for (const KineticParameter& p : set.parameters) all.push_back(&p);
  for (const EffectSite& site : drug.sites) all.push_back(&site.ke0);
  for (const DrugAction& action : drug.actions) all.push_back(&action.potency);
  return all;
}

/// Works out one patient's numbers one after the other, so that a relation sees those before it.
class Patient {
 public:
  Patient(const Drug& drug, const Covariates& covariates, const RandomEffects& etas)
      : drug_(drug), covariates_(covariates), etas_(etas) {}

  void add(const KineticParameter& p) {
    double value = p.value;
    for (const CovariateRelation& relation : p.relations) value *= factor(relation);
    const auto eta = etas_.find(p.name);
    if (eta != etas_.end()) value *= std::exp(eta->second);
    check(p.name, value);
    values_[p.name] = value;
  }

  [[nodiscard]] double at(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) throw ParameterError(drug_.name + ": no value for " + name);
    return found->second;
  }

  [[nodiscard]] double at_or_none(const std::string& name) const {
    return values_.contains(name) ? at(name) : 0.0;
  }

  [[nodiscard]] const ParameterValues& values() const { return values_; }

 private:
  [[nodiscard]] double seen(const CovariateRelation& relation) const {
    const auto own = values_.find(relation.of);
    const double x = own == values_.end() ? covariate(covariates_, relation.of) : own->second;
    if (!relation.bounds) return x;
    return std::clamp(x, (*relation.bounds)[0], (*relation.bounds)[1]);
  }

  [[nodiscard]] double factor(const CovariateRelation& relation) const {
    const double c = relation.coefficient;
    const double reference = relation.reference;
    switch (relation.kind) {
      case RelationKind::power:
        return std::pow(seen(relation) / reference, c);
      case RelationKind::exponential:
        return std::exp(c * (seen(relation) - reference));
      case RelationKind::saturating: {
        const double x = seen(relation);
        return x / (x + c) / (reference / (reference + c));
      }
      case RelationKind::woman:
        return covariates_.woman ? c : 1.0;
    }
    return 1.0;
  }

  /// Endogenous production, a share that is taken up and a lag may be 0; everything else divides
  /// something.
  static bool may_be_zero(const std::string& name) {
    return name == "production" || name.front() == 'F' || name.starts_with("ALAG");
  }

  void check(const std::string& name, double value) const {
    const bool good = std::isfinite(value) && (value > 0.0 || (value == 0.0 && may_be_zero(name)));
    if (good) return;
    throw ParameterError(drug_.name + ": " + name + " would be " + std::to_string(value) +
                         ", must be finite and positive");
  }

  const Drug& drug_;
  const Covariates& covariates_;
  const RandomEffects& etas_;
  ParameterValues values_;
};

/// Lower Cholesky factor of the correlation matrix of `names`; absent pairs are uncorrelated.
Eigen::MatrixXd correlation_factor(const Drug& drug, const KineticSet& set,
                                   const std::vector<std::string>& names) {
  const auto n = static_cast<Eigen::Index>(names.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
  const auto index = [&](const std::string& name) {
    return static_cast<Eigen::Index>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  for (const auto& [pair, value] : set.correlations) {
    const Eigen::Index i = index(pair.first);
    const Eigen::Index j = index(pair.second);
    if (i == n || j == n || i == j) {
      throw ParameterError(drug.name + ", set " + set.name + ": correlation of " + pair.first +
                           " with " + pair.second + ", which do not both vary");
    }
    matrix(i, j) = matrix(j, i) = value;
  }
  const Eigen::LLT<Eigen::MatrixXd> factor(matrix);
  if (factor.info() != Eigen::Success) {
    throw ParameterError(drug.name + ", set " + set.name +
                         ": the correlations of random effects contradict each other");
  }
  return factor.matrixL();
}

/// Quantile of the standard normal law cut at +-limit that belongs to the same probability as z of
/// the uncut law. Worked out in the lower tail, where probabilities keep their digits.
double cut(double z, double limit) {
  const double outside = normal_cdf(-limit);
  const double below = outside + normal_cdf(-std::abs(z)) * (1.0 - 2.0 * outside);
  return std::copysign(std::min(-normal_quantile(below), limit), z);
}

}  // namespace

ParameterValues individual_values(const Drug& drug, const KineticSet& set,
                                  const Covariates& patient, const RandomEffects& etas) {
  Patient own(drug, patient, etas);
  for (const KineticParameter* p : all_parameters(drug, set)) own.add(*p);
  return own.values();
}

DrugParameters<double> individual(const Drug& drug, const KineticSet& set,
                                  const Covariates& patient, const RandomEffects& etas) {
  Patient own(drug, patient, etas);
  for (const KineticParameter* p : all_parameters(drug, set)) own.add(*p);
  DrugParameters<double> result;
  for (std::size_t j = 0; j < set.compartments; ++j) {
    result.volume[j] = own.at("V" + std::to_string(j + 1));
    if (j > 0) result.flow[j - 1] = own.at("Q" + std::to_string(j + 1));
  }
  result.clearance = own.at("CL");
  result.production = own.at_or_none("production");
  for (std::size_t k = 0; k < drug.sites.size(); ++k) {
    result.ke0[k] = own.at(drug.sites[k].ke0.name);
  }
  for (std::size_t a = 0; a < drug.actions.size(); ++a) {
    result.potency[a] = own.at(drug.actions[a].potency.name);
  }
  return result;
}

std::vector<std::string> random_effect_names(const Drug& drug, const KineticSet& set) {
  std::vector<std::string> names;
  for (const KineticParameter* p : all_parameters(drug, set)) {
    if (p->omega > 0.0) names.push_back(p->name);
  }
  return names;
}

RandomEffects random_effects(const Drug& drug, const KineticSet& set,
                             const std::vector<double>& deviates) {
  const std::vector<std::string> names = random_effect_names(drug, set);
  if (deviates.size() != names.size()) {
    throw ParameterError(drug.name + ": " + std::to_string(names.size()) +
                         " random effects need as many deviates, not " +
                         std::to_string(deviates.size()));
  }
  const Eigen::MatrixXd factor = correlation_factor(drug, set, names);
  RandomEffects etas;
  Eigen::Index i = 0;
  for (const KineticParameter* p : all_parameters(drug, set)) {
    if (p->omega <= 0.0) continue;
    double z = 0.0;
    for (Eigen::Index j = 0; j <= i; ++j) z += factor(i, j) * deviates[static_cast<std::size_t>(j)];
    etas[p->name] = p->omega * cut(z, set.truncate);
    ++i;
  }
  return etas;
}

}  // namespace pressor
