#pragma once

#include <optional>
#include <vector>

namespace pressor::trial {

/// One step of a ladder: dose in ug/kg/min (or ug/min), rise of MAP over baseline in mmHg.
struct Answer {
  double dose = 0.0;
  double rise = 0.0;
};

/// Slope (mmHg per dose) of the least-squares line through the steps and the baseline; nothing with
/// less than one step.
std::optional<double> slope(const std::vector<Answer>& steps);

/// rise = Emax dose / (ED50 + dose)
struct EmaxCurve {
  double emax = 0.0;
  double ed50 = 0.0;
};

/// Least-squares fit of the curve through the baseline; nothing with less than three steps, or when
/// the steps do not bend so that ED50 runs out of [lowest dose / 30, highest dose x 2].
std::optional<EmaxCurve> fit_emax(const std::vector<Answer>& steps);

}  // namespace pressor::trial
