#include "pressor/physiology/pulsatile_match.h"

#include <cmath>
#include <string>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

constexpr double seconds_a_minute_of_flow = 60.0;

void require_positive(const char* what, double value) {
  if (value > 0.0) return;
  throw ParameterError(std::string("pulsatile body: ") + what + " is " + std::to_string(value) +
                       "; it must be positive");
}

/// Compliance of a slack ventricle, by (3) of pulsatile.h.
double slack_compliance(double passive, double stiffness, double transmural) {
  return 1.0 / (stiffness * (transmural + passive));
}

/// (2)
double matched_venous_compliance(const PulsatileParameters& p, const BodyParameters<double>& body,
                                 double filling) {
  const double transmural = filling - body.heart.intrathoracic_pressure;
  const double rest = body.circulation.arterial_compliance + p.right_atrial_compliance +
                      p.pulmonary_arterial_compliance + p.pulmonary_venous_compliance +
                      slack_compliance(p.left_passive_pressure, p.left_stiffness, transmural) +
                      slack_compliance(p.right_passive_pressure, p.right_stiffness, transmural);
  return total_compliance(body.circulation) - rest;
}

/// (1)
void set_resistances(PulsatileDrive& drive, const PulsatileParameters& p, const BeatAverage& now) {
  drive.rate = now.rate;
  drive.arteriolar_resistance =
      seconds_a_minute_of_flow * now.arteriolar_resistance - p.characteristic_resistance;
  drive.venous_resistance = seconds_a_minute_of_flow * now.venous_resistance;
  require_positive("arteriolar resistance behind the aorta (mmHg.s/mL)",
                   drive.arteriolar_resistance);
}

/// (5). Low filling and a large stroke volume may have no solution; that is told in these terms.
SteadySolution match_heart(const PulsatileParameters& typical, const PulsatileDrive& drive,
                           const PulsatileVolumes& near, const BeatAverage& baseline) {
  const SteadyGoal goal{baseline.output / baseline.rate, baseline.right_atrial};
  try {
    return steady_start_for(typical, drive, near, goal);
  } catch (const ParameterError&) {
    const auto shown = [](double value) { return std::to_string(std::lround(value)); };
    throw ParameterError("pulsatile body: no elastance ejects " + shown(goal.stroke_volume) +
                         " mL of a heart that is filled with " +
                         shown(goal.cvp - drive.intrathoracic_pressure) +
                         " mmHg above the pressure around it");
  }
}

}  // namespace

BeatAverage beat_average(const Model& model, const Parameters<double>& parameters,
                         const double* state) {
  const Response<double> r = respond(model, parameters, state);
  const HeartParameters<double>& heart = parameters.body.heart;
  BeatAverage out;
  out.rate = r.heart.rate;
  out.output = r.circulation.output;
  out.arterial = r.circulation.arterial;
  out.right_atrial = r.circulation.right_atrial;
  out.filling = r.circulation.filling;
  out.arteriolar_resistance = r.vessels.arteriolar_resistance;
  out.venous_resistance = r.vessels.venous_resistance;
  out.stressed_volume = load_body(state).blood_volume - r.vessels.unstressed_volume;
  out.contraction =
      r.heart.strength / (heart.stroke_reference * diastolic_filling(heart, r.heart.rate));
  return out;
}

PulsatileMatch match_pulsatile(const PulsatileParameters& typical,
                               const BodyParameters<double>& body, const BeatAverage& baseline) {
  PulsatileMatch match{typical, {}, baseline, {}};
  PulsatileDrive& drive = match.baseline;
  drive.arterial_compliance = body.circulation.arterial_compliance;
  drive.venous_compliance = matched_venous_compliance(typical, body, baseline.filling);
  require_positive("venous compliance (mL/mmHg)", drive.venous_compliance);
  drive.intrathoracic_pressure = body.heart.intrathoracic_pressure;
  drive.systole = body.heart.systole;
  drive.isovolumic = body.heart.shortest_diastole;
  set_resistances(drive, typical, baseline);
  // Flow is the same everywhere, so that the veins stand this far above the atrium.
  const double veins = baseline.right_atrial + baseline.venous_resistance * baseline.output;
  PulsatileVolumes rough = rough_volumes(typical, drive, baseline.arterial, baseline.right_atrial);
  rough.veins = drive.venous_compliance * veins;
  const SteadySolution found = match_heart(typical, drive, rough, baseline);
  match.parameters.left_elastance *= found.elastance_factor;
  match.parameters.right_elastance *= found.elastance_factor;
  match.start = found.start;
  drive.stressed_volume = total_volume(found.start);
  return match;
}

PulsatileDrive pulsatile_drive(const PulsatileMatch& match, const BeatAverage& now) {
  PulsatileDrive drive = match.baseline;
  set_resistances(drive, match.parameters, now);
  drive.inotropy = now.contraction / match.average.contraction;                  // (3)
  drive.stressed_volume += now.stressed_volume - match.average.stressed_volume;  // (4)
  require_positive("stressed volume (mL)", drive.stressed_volume);
  return drive;
}

Beat pulsatile_beat(const PulsatileMatch& match, const BeatAverage& now) {
  const PulsatileDrive drive = pulsatile_drive(match, now);
  return run_beat(match.parameters, drive, steady_start(match.parameters, drive, match.start));
}

}  // namespace pressor
