#pragma once

#include <string>

#include "pressor/pharmacology/drug.h"
#include "pressor/scenario/binder.h"

/// Doses as they are written: of a named salt, and within the usual range of the drug.
///
/// A dose is of the base. `0.5 ug/kg/min tartrate` and `0.5 ug/kg/min norepinephrine tartrate` name
/// a salt of the drug file and are converted; `base` may be said too.
namespace pressor {

/// How long a dose rate lasts, for the choice of the range it must lie in.
inline constexpr double longest_bolus = 60.0;  // min

/// A dose rate in ug/min or ug/kg/min of base, judged as an infusion. For one that lasts at most an
/// hour (`duration`, min) a usual total amount will do too: a loading dose is faster than usual.
Dose read_rate(const Value& value, const Drug& drug, double duration);

/// A dose amount in ug or ug/kg of base, judged as a bolus.
Dose read_amount(const Value& value, const Drug& drug);

/// A plasma concentration in ng/mL at which a pump aims, judged by usual_targets.
double read_concentration(const Value& value, const Drug& drug);

/// A dose rate in ug/min or ug/kg/min that is a limit or a step, not something given: unjudged.
Dose read_rate_limit(const Value& value, const Drug& drug);

/// A comparison such as `>= 0.25 ug/kg/min tartrate`, its limit in `unit` of base.
Comparison read_rate_comparison(const Value& value, const Drug& drug, const std::string& unit);

}  // namespace pressor
