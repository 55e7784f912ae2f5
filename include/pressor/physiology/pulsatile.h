#pragma once

#include <array>
#include <cstddef>

#include "pressor/core/fields.h"

/// The circulation within a beat: what circulation.h averages over.
///
///     ts      = c sqrt(T) + d,  T = 60/HR                                          (1)  systole
///     e(t)    = [1 - cos(pi t/u)]/2 for t < u,  u = a ts                           (2)
///             = [1 + cos(pi (t - u)/w)]/2 for t < u + w,  w = (1 - a) ts + t_r;  0 thereafter
///     P(V, t) = e E (V - V0) + (1 - e) P0 (exp(k (V - V0)) - 1) + Pit              (3)  ventricle
///     P(V)    = V/C,  + Pit inside the thorax                                      (4)  the rest
///     Q       = max(0, dP/R) through a valve,  dP/R elsewhere                      (5)
///     Paorta  = Va/Ca + Rc Qaortic                                                 (6)
///     dV/dt   = Qin - Qout                                                         (7)
///
/// | symbol         | name                            | unit      | role                          |
/// |----------------|---------------------------------|-----------|-------------------------------|
/// | V              | PulsatileVolumes                | mL        | states: stressed volumes      |
/// | e              | activation                      | 1         | 0..1, the same in both        |
/// |                |                                 |           | ventricles                    |
/// | E              | left_, right_elastance          | mmHg/mL   | parameter, times the drive's  |
/// |                |                                 |           | inotropy                      |
/// | P0, k          | _passive_pressure, _stiffness   | mmHg, /mL | parameters: the slack muscle  |
/// | V0             | rest_volume                     | mL        | parameter                     |
/// | a              | rise_share                      | 1         | parameter                     |
/// | t_r            | relaxation                      | s         | parameter                     |
/// | Rc             | characteristic_resistance       | mmHg.s/mL | parameter: root of the aorta  |
/// | Ca, Rs, Cv, Rv | PulsatileDrive                  |           | the systemic circulation      |
/// | HR, Pit, c, d  | PulsatileDrive                  |           | as in heart.h                 |
///
/// Left ventricle, aorta (a windkessel of three elements), systemic veins, right atrium, right
/// ventricle, pulmonary arteries, pulmonary veins; valves are diodes without inertia. The right
/// atrium is a compliance that does not contract: with a whole body's venous resistance next to
/// the tricuspid valve the right ventricle could not fill in diastole. The pulmonary veins and the
/// left atrium are one. Shapes and numbers are ours (models/bodies, section `pulsatile`).
namespace pressor {

struct PulsatileParameters {
  double left_elastance = 0.0;
  double right_elastance = 0.0;
  double left_passive_pressure = 0.0;
  double left_stiffness = 0.0;
  double right_passive_pressure = 0.0;
  double right_stiffness = 0.0;
  double rest_volume = 0.0;
  double rise_share = 0.0;
  double relaxation = 0.0;
  double characteristic_resistance = 0.0;
  double right_atrial_compliance = 0.0;
  double pulmonary_arterial_compliance = 0.0;
  double pulmonary_resistance = 0.0;
  double pulmonary_venous_compliance = 0.0;
  double mitral_resistance = 0.0;
  double aortic_resistance = 0.0;
  double tricuspid_resistance = 0.0;
  double pulmonic_resistance = 0.0;
};

inline constexpr std::array pulsatile_fields{
    Field<PulsatileParameters>{&PulsatileParameters::left_elastance, "left_elastance", "mmHg/mL",
                               0.1, 20.0, "E of the left ventricle; matched to the patient"},
    Field<PulsatileParameters>{&PulsatileParameters::right_elastance, "right_elastance", "mmHg/mL",
                               0.02, 10.0, "E of the right ventricle; keeps its share of the left"},
    Field<PulsatileParameters>{&PulsatileParameters::left_passive_pressure, "left_passive_pressure",
                               "mmHg", 0.01, 10.0, "P0 of the left ventricle"},
    Field<PulsatileParameters>{&PulsatileParameters::left_stiffness, "left_stiffness", "1/mL",
                               0.001, 0.2, "k of the left ventricle"},
    Field<PulsatileParameters>{&PulsatileParameters::right_passive_pressure,
                               "right_passive_pressure", "mmHg", 0.01, 10.0,
                               "P0 of the right ventricle"},
    Field<PulsatileParameters>{&PulsatileParameters::right_stiffness, "right_stiffness", "1/mL",
                               0.001, 0.2, "k of the right ventricle"},
    Field<PulsatileParameters>{&PulsatileParameters::rest_volume, "rest_volume", "mL", 0.0, 100.0,
                               "V0: volume of a ventricle without pressure"},
    Field<PulsatileParameters>{&PulsatileParameters::rise_share, "rise_share", "1", 0.1, 0.9,
                               "a: share of systole in which contraction rises"},
    Field<PulsatileParameters>{&PulsatileParameters::relaxation, "relaxation", "s", 0.0, 0.3,
                               "t_r: what relaxation takes beyond the end of systole"},
    Field<PulsatileParameters>{&PulsatileParameters::characteristic_resistance,
                               "characteristic_resistance", "mmHg.s/mL", 0.0, 0.5,
                               "Rc: impedance of the root of the aorta"},
    Field<PulsatileParameters>{&PulsatileParameters::right_atrial_compliance,
                               "right_atrial_compliance", "mL/mmHg", 0.1, 60.0,
                               "C of the right atrium"},
    Field<PulsatileParameters>{&PulsatileParameters::pulmonary_arterial_compliance,
                               "pulmonary_arterial_compliance", "mL/mmHg", 0.2, 30.0,
                               "C of the pulmonary arteries"},
    Field<PulsatileParameters>{&PulsatileParameters::pulmonary_resistance, "pulmonary_resistance",
                               "mmHg.s/mL", 0.005, 3.0, "R of the pulmonary circulation"},
    Field<PulsatileParameters>{&PulsatileParameters::pulmonary_venous_compliance,
                               "pulmonary_venous_compliance", "mL/mmHg", 0.5, 60.0,
                               "C of the pulmonary veins with the left atrium"},
    Field<PulsatileParameters>{&PulsatileParameters::mitral_resistance, "mitral_resistance",
                               "mmHg.s/mL", 0.0005, 1.0, "R of the open mitral valve"},
    Field<PulsatileParameters>{&PulsatileParameters::aortic_resistance, "aortic_resistance",
                               "mmHg.s/mL", 0.0005, 1.0, "R of the open aortic valve"},
    Field<PulsatileParameters>{&PulsatileParameters::tricuspid_resistance, "tricuspid_resistance",
                               "mmHg.s/mL", 0.0005, 1.0, "R of the open tricuspid valve"},
    Field<PulsatileParameters>{&PulsatileParameters::pulmonic_resistance, "pulmonic_resistance",
                               "mmHg.s/mL", 0.0005, 1.0, "R of the open pulmonary valve"},
};
static_assert(pulsatile_fields.size() == sizeof(PulsatileParameters) / sizeof(double));

/// What nerves and drugs change from beat to beat.
struct PulsatileDrive {
  double rate = 0.0;                    ///< HR, 1/min
  double inotropy = 1.0;                ///< factor of both elastances; 0: the heart stands still
  double arterial_compliance = 0.0;     ///< Ca, mL/mmHg
  double arteriolar_resistance = 0.0;   ///< Rs, between aorta and veins, mmHg.s/mL
  double venous_compliance = 0.0;       ///< Cv, mL/mmHg
  double venous_resistance = 0.0;       ///< Rv, between veins and right atrium, mmHg.s/mL
  double intrathoracic_pressure = 0.0;  ///< Pit, mmHg
  double systole = 0.0;                 ///< c, s
  double isovolumic = 0.0;              ///< d, s
  double stressed_volume = 0.0;         ///< sum of the volumes, mL
};

/// The states, mL. Volumes of ventricles count in full.
struct PulsatileVolumes {
  double left_ventricle = 0.0;
  double arteries = 0.0;
  double veins = 0.0;
  double right_atrium = 0.0;
  double right_ventricle = 0.0;
  double pulmonary_arteries = 0.0;
  double pulmonary_veins = 0.0;
};
inline constexpr std::size_t pulsatile_volume_count = sizeof(PulsatileVolumes) / sizeof(double);

double total_volume(const PulsatileVolumes& volumes);

/// When a beat's two halves of (2) end, s from its start, and the whole beat.
struct BeatTimes {
  double rise = 0.0;   ///< u
  double slack = 0.0;  ///< u + w, at most the cycle
  double cycle = 0.0;  ///< T
};
BeatTimes beat_times(const PulsatileParameters& p, const PulsatileDrive& drive);

/// (2), `time` s after the start of the beat.
double ventricular_activation(const BeatTimes& times, double time);

/// Pressures (mmHg) and flows (mL/s) of one moment.
struct PulsatileFlows {
  double left_ventricle = 0.0;  ///< pressures
  double aorta = 0.0;           ///< at the root, (6)
  double arteries = 0.0;        ///< behind the root: Va/Ca
  double veins = 0.0;
  double right_atrium = 0.0;
  double right_ventricle = 0.0;
  double pulmonary_arteries = 0.0;
  double pulmonary_veins = 0.0;
  double mitral = 0.0;  ///< flows
  double aortic = 0.0;
  double systemic = 0.0;
  double venous = 0.0;
  double tricuspid = 0.0;
  double pulmonic = 0.0;
  double pulmonary = 0.0;
};

/// (3) to (6) at an activation e.
PulsatileFlows pulsatile_flows(const PulsatileParameters& p, const PulsatileDrive& drive, double e,
                               const PulsatileVolumes& volumes);

/// (7), mL/s.
PulsatileVolumes pulsatile_rates(const PulsatileFlows& flows);

}  // namespace pressor
