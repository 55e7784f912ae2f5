#pragma once

#include <string>

#include "pressor/cohort/cast.h"

/// Figures of a published table as people read them.
namespace pressor {

/// Unit and scale of the quantity that a figure speaks of.
ValueInfo match_info(const Cast& cast, const MatchFigure& figure);
/// `age, mean`, `NE_DOSE, quartile 25 %`, `share with lactate > 4 mmol/L`.
std::string match_label(const MatchFigure& figure, const ValueInfo& info);
/// A value of that figure in the unit in which clinicians read it.
std::string match_value(const MatchFigure& figure, double value, const ValueInfo& info);

}  // namespace pressor
