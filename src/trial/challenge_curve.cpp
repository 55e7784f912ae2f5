#include "challenge_curve.h"

#include <algorithm>
#include <cmath>

namespace pressor::trial {
namespace {

/// Highest ED50, in highest doses: beyond it less than a third of the curve was seen, and its top
/// would be a guess.
constexpr double seen_up_to = 2.0;

/// Best Emax for a given ED50, and what it leaves: the curve is linear in Emax.
struct Fit {
  double emax = 0.0;
  double left = 0.0;  ///< sum of squares
};

Fit fit_at(const std::vector<Answer>& steps, double ed50) {
  double xy = 0.0;
  double xx = 0.0;
  for (const Answer& s : steps) {
    const double x = s.dose / (ed50 + s.dose);
    xy += x * s.rise;
    xx += x * x;
  }
  Fit fit{xy / xx, 0.0};
  for (const Answer& s : steps) {
    const double e = s.rise - fit.emax * s.dose / (ed50 + s.dose);
    fit.left += e * e;
  }
  return fit;
}

/// Least of a function with one valley, by golden section.
template <class Function>
double valley(const Function& f, double low, double high) {
  const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
  double a = high - golden * (high - low);
  double b = low + golden * (high - low);
  double fa = f(a);
  double fb = f(b);
  while (high - low > 1.0e-9) {
    if (fa < fb) {
      high = b;
      b = a;
      fb = fa;
      a = high - golden * (high - low);
      fa = f(a);
    } else {
      low = a;
      a = b;
      fa = fb;
      b = low + golden * (high - low);
      fb = f(b);
    }
  }
  return 0.5 * (low + high);
}

}  // namespace

std::optional<double> slope(const std::vector<Answer>& steps) {
  if (steps.empty()) return std::nullopt;
  const double n = static_cast<double>(steps.size()) + 1.0;  // with the baseline at (0, 0)
  double x = 0.0;
  double y = 0.0;
  double xx = 0.0;
  double xy = 0.0;
  for (const Answer& s : steps) {
    x += s.dose;
    y += s.rise;
    xx += s.dose * s.dose;
    xy += s.dose * s.rise;
  }
  return (xy - x * y / n) / (xx - x * x / n);
}

std::optional<EmaxCurve> fit_emax(const std::vector<Answer>& steps) {
  if (steps.size() < 3) return std::nullopt;
  const auto by_dose = [](const Answer& a, const Answer& b) { return a.dose < b.dose; };
  const auto [least, most] = std::minmax_element(steps.begin(), steps.end(), by_dose);
  if (!(least->dose > 0.0)) return std::nullopt;
  const double low = std::log(least->dose / 30.0);
  const double high = std::log(most->dose * 30.0);
  constexpr int pieces = 60;
  const double piece = (high - low) / pieces;
  const auto left = [&](double log_ed50) { return fit_at(steps, std::exp(log_ed50)).left; };
  int best = 0;
  for (int i = 1; i <= pieces; ++i) {
    if (left(low + i * piece) < left(low + best * piece)) best = i;
  }
  if (best == 0 || best == pieces) return std::nullopt;
  const double ed50 = std::exp(valley(left, low + (best - 1) * piece, low + (best + 1) * piece));
  if (ed50 > seen_up_to * most->dose) return std::nullopt;
  return EmaxCurve{fit_at(steps, ed50).emax, ed50};
}

}  // namespace pressor::trial
