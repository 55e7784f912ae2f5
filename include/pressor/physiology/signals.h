#pragma once

#include <array>
#include <span>
#include <string_view>

#include "pressor/core/fields.h"
#include "pressor/physiology/body.h"

namespace pressor {

/// What a monitor, a chart and a teacher see of a state, in clinical units.
template <class Real>
struct SignalsOf {
  Real map{};
  Real sbp{};
  Real dbp{};
  Real heart_rate{};
  Real output{};
  Real stroke_volume{};
  Real resistance{};
  Real cvp{};
  Real pmsf{};
  Real ppv{};
  Real arteriolar_activation{};
  Real venous_activation{};
  Real arteriolar_drive{};
  Real alpha2b_activation{};
  Real sympathetic_tone{};
  Real vagal_tone{};
  Real sympathetic_outflow{};
  Real beta_occupancy{};
  Real arteriolar_resistance{};
  Real venous_resistance{};
  Real return_resistance{};
  Real unstressed_volume{};
  Real blood_volume{};
  Real alpha1_coupling{};
  Real vasoplegia{};
  Real set_point{};
  Real lactate{};
  Real hazard{};
};

/// Of one patient.
using Signals = SignalsOf<double>;

inline constexpr std::size_t signal_count = sizeof(Signals) / sizeof(double);

inline constexpr std::array signal_fields{
    Field<Signals>{&Signals::map, "MAP", "mmHg", 0.0, 300.0, "mean arterial pressure"},
    Field<Signals>{&Signals::sbp, "SBP", "mmHg", 0.0, 400.0, "systolic arterial pressure"},
    Field<Signals>{&Signals::dbp, "DBP", "mmHg", 0.0, 300.0, "diastolic arterial pressure"},
    Field<Signals>{&Signals::heart_rate, "HR", "1/min", 0.0, 300.0, "heart rate"},
    Field<Signals>{&Signals::output, "CO", "L/min", 0.0, 40.0, "cardiac output"},
    Field<Signals>{&Signals::stroke_volume, "SV", "mL", 0.0, 300.0, "stroke volume"},
    Field<Signals>{&Signals::resistance, "SVR", "dyn.s/cm5", 0.0, 20000.0,
                   "systemic vascular resistance"},
    Field<Signals>{&Signals::cvp, "CVP", "mmHg", -10.0, 60.0, "central venous pressure"},
    Field<Signals>{&Signals::pmsf, "PMSF", "mmHg", 0.0, 80.0, "mean systemic filling pressure"},
    Field<Signals>{&Signals::ppv, "PPV", "%", 0.0, 100.0, "pulse pressure variation"},
    Field<Signals>{&Signals::arteriolar_activation, "alpha1_activation", "1", 0.0, 1.0,
                   "arteriolar activation through alpha-1 receptors"},
    Field<Signals>{&Signals::venous_activation, "alpha1_venous_activation", "1", 0.0, 1.0,
                   "venous activation through alpha-1 receptors"},
    Field<Signals>{&Signals::arteriolar_drive, "alpha1_drive", "1", 0.0, 1000.0,
                   "occupancy drive at arteriolar alpha-1 receptors"},
    Field<Signals>{&Signals::alpha2b_activation, "alpha2b_activation", "1", 0.0, 1.0,
                   "activation through vascular alpha-2B receptors, before blunting"},
    Field<Signals>{&Signals::sympathetic_tone, "sympathetic_tone", "1", 0.0, 1.0,
                   "sympathetic tone of arterioles"},
    Field<Signals>{&Signals::vagal_tone, "vagal_tone", "1", 0.0, 1.0, "vagal drive on the heart"},
    Field<Signals>{&Signals::sympathetic_outflow, "sympathetic_outflow", "1", 0.0, 1.0,
                   "sympathetic outflow after alpha-2A agonists"},
    Field<Signals>{&Signals::beta_occupancy, "beta_occupancy", "1", 0.0, 1.0,
                   "occupied beta-1 receptors of the heart muscle"},
    Field<Signals>{&Signals::arteriolar_resistance, "arteriolar_resistance", "mmHg.min/L", 0.0,
                   1000.0, "arteriolar resistance"},
    Field<Signals>{&Signals::venous_resistance, "venous_resistance", "mmHg.min/L", 0.0, 1000.0,
                   "venous resistance"},
    Field<Signals>{&Signals::return_resistance, "return_resistance", "mmHg.min/L", 0.0, 1000.0,
                   "resistance to venous return"},
    Field<Signals>{&Signals::unstressed_volume, "unstressed_volume", "mL", 0.0, 20000.0,
                   "unstressed blood volume"},
    Field<Signals>{&Signals::blood_volume, "blood_volume", "mL", 0.0, 20000.0, "blood volume"},
    Field<Signals>{&Signals::alpha1_coupling, "alpha1_coupling", "1", 0.0, 1.0e4,
                   "coupling of alpha-1 receptors"},
    Field<Signals>{&Signals::vasoplegia, "vasoplegia", "1", 0.0, 1.0,
                   "loss of alpha-1 efficacy, after steroid"},
    Field<Signals>{&Signals::set_point, "set_point", "mmHg", 0.0, 300.0,
                   "pressure that the baroreflex defends"},
    Field<Signals>{&Signals::lactate, "lactate", "mmol/L", 0.0, 60.0, "blood lactate"},
    Field<Signals>{&Signals::hazard, "hazard", "1", 0.0, 1.0e6, "cumulative hazard of death"},
};
static_assert(signal_fields.size() == signal_count);

/// Index of a signal by its name, or signal_count.
std::size_t signal_index(std::string_view name);

/// dyn.s/cm5 in one mmHg.min/mL: 1 mmHg = 1333.22 dyn/cm2, 1 min = 60 s.
inline constexpr double dyn_per_native = 1333.22 * 60.0;
inline constexpr double ml_per_litre = 1000.0;

/// Pressures, flow and their pulsation.
template <class Real>
void read_circulation(const BodyParameters<Real>& p, const Response<Real>& r,
                      SignalsOf<Real>& out) {
  using numerics::min;
  using numerics::select;
  const Circulation<Real>& c = r.circulation;
  out.map = c.arterial;
  out.cvp = c.right_atrial;
  out.pmsf = c.filling;
  out.output = c.output / ml_per_litre;
  out.stroke_volume = c.output / r.heart.rate;
  out.resistance = dyn_per_native * r.vessels.arteriolar_resistance +
                   dyn_per_native * r.vessels.venous_resistance;
  const Real pulse =
      p.circulation.pulse_fraction * out.stroke_volume / p.circulation.arterial_compliance;
  out.dbp = c.arterial - p.circulation.diastolic_fraction * pulse;
  out.sbp = out.dbp + pulse;
  const auto filling = starling(p.heart, c.right_atrial);
  const Real variation = 100.0 * p.circulation.respiratory_swing * filling.slope / filling.value;
  out.ppv = select(filling.value > Real(0.0), min(Real(100.0), variation), Real(0.0));
}

/// What the vessels do.
template <class Real>
void read_vessels(const Response<Real>& r, SignalsOf<Real>& out) {
  out.arteriolar_activation = r.vessels.arteriolar.activation;
  out.venous_activation = r.vessels.venous.activation;
  out.arteriolar_drive = r.vessels.arteriolar.drive;
  out.alpha2b_activation = r.vessels.alpha2b_activation;
  out.arteriolar_resistance = r.vessels.arteriolar_resistance * ml_per_litre;
  out.venous_resistance = r.vessels.venous_resistance * ml_per_litre;
  out.return_resistance = r.circulation.return_resistance * ml_per_litre;
  out.unstressed_volume = r.vessels.unstressed_volume;
}

/// Read-outs of a state at `time` (min).
template <class Real>
SignalsOf<Real> observe(const Model& model, const Parameters<Real>& parameters, const Real& time,
                        const Real* state) {
  const Response<Real> r = respond(model, parameters, state);
  const BodyState<Real> s = load_body(state);
  SignalsOf<Real> out;
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

extern template SignalsOf<double> observe(const Model&, const Parameters<double>&, const double&,
                                          const double*);

/// One point of the curves that teachers draw.
struct CurvePoint {
  double right_atrial = 0.0;    ///< mmHg
  double venous_return = 0.0;   ///< L/min at that pressure
  double cardiac_output = 0.0;  ///< L/min at that pressure and the arterial pressure it makes
};

/// Venous return line and cardiac function curve of a state, at each right atrial pressure asked
/// for.
void return_and_function_curves(const Model& model, const Parameters<double>& parameters,
                                const double* state, std::span<CurvePoint> points);

}  // namespace pressor
