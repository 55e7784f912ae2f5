#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pressor/pharmacology/drug.h"
#include "pressor/physiology/parameters.h"
#include "pressor/scenario/binder.h"

/// What may be said of a person: covariates, observables and body parameters, each with its unit
/// and the values that make sense.
namespace pressor {

/// Something that is measured on a person.
struct Quality {
  std::string_view name;
  Range range;
};

/// weight, height, age, saps2, albumin, haematocrit.
const std::vector<Quality>& covariate_qualities();
/// What a body file calls observables (body_description.h).
const std::vector<Quality>& body_observables();
/// What differs between people: the same with CI for CO and the gradient of venous return for PMSF.
const std::vector<Quality>& drawn_observables();

/// The one called `name`, or nullptr.
const Quality* find_quality(const std::vector<Quality>& qualities, std::string_view name);

/// Reads the covariates that are given, `sex: man` or `sex: woman` among them.
void read_covariates(Fields& in, Covariates& covariates);

/// The parameter called `name`, unless it follows from the baseline; notes at `where` that there is
/// none.
const ParameterInfo* find_given_parameter(const std::string& name, const Value& where);

/// Unit and plausible values of a parameter.
Range range_of(const ParameterInfo& parameter);

/// Notes that there is no `kind` called `name`.
void refuse_name(const Value& where, const std::string& kind, const std::string& name,
                 const std::vector<std::string>& known);

}  // namespace pressor
