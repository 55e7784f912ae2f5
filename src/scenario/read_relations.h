#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/binder.h"

/// How kinetic parameters follow covariates, as drug and kinetics files write it.
namespace pressor {

/// Parameters that a relation may follow beside covariates, and their units.
using FollowedUnits = std::map<std::string, std::string>;

/// Unit of a covariate, as relations count it; `1` where it has none.
std::string covariate_unit(const std::string& name);

/// A list of `{kind, of, reference, coefficient, bounds}`, perhaps absent.
std::vector<CovariateRelation> read_relations(const Value& list, const FollowedUnits& parameters);

/// Two bounds of something that is compared with `of`.
std::optional<std::array<double, 2>> read_bounds(const Value& value, const std::string& of,
                                                 const FollowedUnits& parameters);

/// A relation may only look at covariates and at parameters that come before.
void check_relations(const Value& where, const KineticSet& set);

}  // namespace pressor
