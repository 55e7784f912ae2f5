#include "pressor/physiology/signals.h"

#include <algorithm>

namespace pressor {
template SignalsOf<double> observe(const Model&, const Parameters<double>&, const double&,
                                   const double*);

std::size_t signal_index(std::string_view name) {
  const auto* const found = std::find_if(signal_fields.begin(), signal_fields.end(),
                                         [&](const Field<Signals>& f) { return f.name == name; });
  return static_cast<std::size_t>(found - signal_fields.begin());
}

void return_and_function_curves(const Model& model, const Parameters<double>& parameters,
                                const double* state, std::span<CurvePoint> points) {
  const Response<double> r = respond(model, parameters, state);
  const Circulation<double>& c = r.circulation;
  const HeartParameters<double>& heart = parameters.body.heart;
  for (CurvePoint& point : points) {
    const double gradient = std::max(c.filling - point.right_atrial, 0.0);
    point.venous_return = gradient / c.return_resistance / ml_per_litre;
    // The heart meets the arterial pressure of its own flow: a second increasing function of flow.
    const double filled = starling(heart, point.right_atrial).value;
    const double largest = r.heart.rate * r.heart.strength * filled;
    const auto balance = [&](double q) {
      const double arterial = point.right_atrial + c.total_resistance * q;
      const auto f = afterload(heart, r.heart.inotropy, arterial);
      return Curve<double>{q - largest * f.value, 1.0 - largest * f.slope * c.total_resistance};
    };
    point.cardiac_output =
        numerics::increasing_root(balance, 0.0, largest, c.output) / ml_per_litre;
  }
}

}  // namespace pressor
