#include "pressor/physiology/signals.h"

#include <algorithm>

namespace pressor {
namespace {

/// dyn.s/cm5 in one mmHg.min/mL: 1 mmHg = 1333.22 dyn/cm2, 1 min = 60 s.
constexpr double dyn_per_native = 1333.22 * 60.0;
constexpr double ml_per_litre = 1000.0;

void read_circulation(const BodyParameters<double>& p, const Response<double>& r, Signals& out) {
  const Circulation<double>& c = r.circulation;
  out.map = c.arterial;
  out.cvp = c.right_atrial;
  out.pmsf = c.filling;
  out.output = c.output / ml_per_litre;
  out.stroke_volume = c.output / r.heart.rate;
  out.resistance = dyn_per_native * r.vessels.arteriolar_resistance +
                   dyn_per_native * r.vessels.venous_resistance;
  const double pulse =
      p.circulation.pulse_fraction * out.stroke_volume / p.circulation.arterial_compliance;
  out.dbp = c.arterial - p.circulation.diastolic_fraction * pulse;
  out.sbp = out.dbp + pulse;
  const auto filling = starling(p.heart, c.right_atrial);
  if (filling.value > 0.0) {
    out.ppv =
        std::min(100.0, 100.0 * p.circulation.respiratory_swing * filling.slope / filling.value);
  }
}

void read_vessels(const Response<double>& r, Signals& out) {
  out.arteriolar_activation = r.vessels.arteriolar.activation;
  out.venous_activation = r.vessels.venous.activation;
  out.arteriolar_drive = r.vessels.arteriolar.drive;
  out.alpha2b_activation = r.vessels.alpha2b_activation;
  out.arteriolar_resistance = r.vessels.arteriolar_resistance * ml_per_litre;
  out.venous_resistance = r.vessels.venous_resistance * ml_per_litre;
  out.return_resistance = r.circulation.return_resistance * ml_per_litre;
  out.unstressed_volume = r.vessels.unstressed_volume;
}

}  // namespace

std::size_t signal_index(std::string_view name) {
  const auto found = std::find_if(signal_fields.begin(), signal_fields.end(),
                                  [&](const Field<Signals>& f) { return f.name == name; });
  return static_cast<std::size_t>(found - signal_fields.begin());
}

Signals observe(const Model& model, const Parameters<double>& parameters, double time,
                const double* state) {
  return observe(parameters, time, load_body(state), respond(model, parameters, state));
}

Signals observe(const Parameters<double>& parameters, double time, const BodyState<double>& s,
                const Response<double>& r) {
  Signals out;
  read_circulation(parameters.body, r, out);
  read_vessels(r, out);
  out.heart_rate = r.heart.rate;
  out.sympathetic_tone = s.arteriolar_tone;
  out.vagal_tone = s.vagal_drive;
  out.sympathetic_outflow = r.outflow.sympathetic;
  out.beta_occupancy = s.beta_occupancy;
  out.blood_volume = s.blood_volume;
  out.alpha1_coupling = s.alpha1_coupling;
  out.vasoplegia = r.vasoplegia;
  out.set_point = r.outflow.set_point;
  out.lactate = s.lactate;
  out.hazard = cumulative_hazard(parameters.body.survival, time, s.lactate, s.hazard_correction,
                                 s.pressure_hazard);
  return out;
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
