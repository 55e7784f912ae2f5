#pragma once

#include <array>
#include <span>
#include <string_view>

#include "pressor/core/fields.h"
#include "pressor/physiology/body.h"

namespace pressor {

/// What a monitor, a chart and a teacher see of a state, in clinical units.
struct Signals {
  double map = 0.0;
  double sbp = 0.0;
  double dbp = 0.0;
  double heart_rate = 0.0;
  double output = 0.0;
  double stroke_volume = 0.0;
  double resistance = 0.0;
  double cvp = 0.0;
  double pmsf = 0.0;
  double ppv = 0.0;
  double arteriolar_activation = 0.0;
  double venous_activation = 0.0;
  double arteriolar_drive = 0.0;
  double alpha2b_activation = 0.0;
  double sympathetic_tone = 0.0;
  double vagal_tone = 0.0;
  double sympathetic_outflow = 0.0;
  double beta_occupancy = 0.0;
  double arteriolar_resistance = 0.0;
  double venous_resistance = 0.0;
  double return_resistance = 0.0;
  double unstressed_volume = 0.0;
  double blood_volume = 0.0;
  double alpha1_coupling = 0.0;
  double vasoplegia = 0.0;
  double set_point = 0.0;
  double lactate = 0.0;
  double hazard = 0.0;
};

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

/// Read-outs of one patient's state at `time` (min).
Signals observe(const Model& model, const Parameters<double>& parameters, double time,
                const double* state);

/// The same, when the state's response is known already.
Signals observe(const Parameters<double>& parameters, double time, const BodyState<double>& state,
                const Response<double>& response);

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
