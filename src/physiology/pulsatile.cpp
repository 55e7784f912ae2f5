#include "pressor/physiology/pulsatile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pressor {
namespace {

constexpr double seconds_a_minute = 60.0;

/// (3), without the pressure around the heart.
double ventricle_pressure(double e, double elastance, double passive, double stiffness,
                          double above_rest) {
  return e * elastance * above_rest +
         (1.0 - e) * passive * (std::exp(stiffness * above_rest) - 1.0);
}

double through_valve(double gradient, double resistance) {
  return std::max(0.0, gradient / resistance);
}

}  // namespace

double total_volume(const PulsatileVolumes& v) {
  return v.left_ventricle + v.arteries + v.veins + v.right_atrium + v.right_ventricle +
         v.pulmonary_arteries + v.pulmonary_veins;
}

BeatTimes beat_times(const PulsatileParameters& p, const PulsatileDrive& drive) {
  const double cycle = seconds_a_minute / drive.rate;
  const double systole = drive.systole * std::sqrt(cycle) + drive.isovolumic;  // (1)
  const double rise = std::min(p.rise_share * systole, cycle);
  return {rise, std::min(systole + p.relaxation, cycle), cycle};
}

double ventricular_activation(const BeatTimes& times, double time) {
  constexpr double pi = std::numbers::pi;
  if (time < times.rise) return 0.5 * (1.0 - std::cos(pi * time / times.rise));
  if (time >= times.slack) return 0.0;
  return 0.5 * (1.0 + std::cos(pi * (time - times.rise) / (times.slack - times.rise)));
}

PulsatileFlows pulsatile_flows(const PulsatileParameters& p, const PulsatileDrive& drive, double e,
                               const PulsatileVolumes& v) {
  const double thorax = drive.intrathoracic_pressure;
  PulsatileFlows f;
  f.left_ventricle =
      thorax + ventricle_pressure(e, drive.inotropy * p.left_elastance, p.left_passive_pressure,
                                  p.left_stiffness, v.left_ventricle - p.rest_volume);
  f.right_ventricle =
      thorax + ventricle_pressure(e, drive.inotropy * p.right_elastance, p.right_passive_pressure,
                                  p.right_stiffness, v.right_ventricle - p.rest_volume);
  f.arteries = v.arteries / drive.arterial_compliance;  // (4)
  f.veins = v.veins / drive.venous_compliance;
  f.right_atrium = v.right_atrium / p.right_atrial_compliance + thorax;
  f.pulmonary_arteries = v.pulmonary_arteries / p.pulmonary_arterial_compliance + thorax;
  f.pulmonary_veins = v.pulmonary_veins / p.pulmonary_venous_compliance + thorax;
  f.mitral = through_valve(f.pulmonary_veins - f.left_ventricle, p.mitral_resistance);  // (5)
  f.aortic = through_valve(f.left_ventricle - f.arteries,
                           p.aortic_resistance + p.characteristic_resistance);
  f.tricuspid = through_valve(f.right_atrium - f.right_ventricle, p.tricuspid_resistance);
  f.pulmonic = through_valve(f.right_ventricle - f.pulmonary_arteries, p.pulmonic_resistance);
  f.systemic = (f.arteries - f.veins) / drive.arteriolar_resistance;
  f.venous = (f.veins - f.right_atrium) / drive.venous_resistance;
  f.pulmonary = (f.pulmonary_arteries - f.pulmonary_veins) / p.pulmonary_resistance;
  f.aorta = f.arteries + p.characteristic_resistance * f.aortic;  // (6)
  return f;
}

PulsatileVolumes pulsatile_rates(const PulsatileFlows& f) {
  return {f.mitral - f.aortic,    f.aortic - f.systemic,    f.systemic - f.venous,
          f.venous - f.tricuspid, f.tricuspid - f.pulmonic, f.pulmonic - f.pulmonary,
          f.pulmonary - f.mitral};
}

}  // namespace pressor
