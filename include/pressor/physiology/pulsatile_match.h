#pragma once

#include "pressor/physiology/beat.h"
#include "pressor/physiology/body.h"

/// The pulsatile body of a patient, driven by the tones of his beat-averaged one.
///
///     Rs = 60 Ra - Rc,  Rv = 60 Rv'                                                   (1)
///     Cv = Ct - Ca - Cra - Cpa - Cpv - sum_i 1/[k_i (Pmsf0 - Pit + P0_i)]             (2)
///     E  = h E0 kappa f_prop / (kappa f_prop)_0                                       (3)
///     Vs = Vs0 + (Vb - Vu) - (Vb - Vu)_0                                              (4)
///     h, Vs0:  SV = SV0 and CVP = CVP0 in the steady beat of the baseline             (5)
///
/// | symbol         | meaning                                                              |
/// |----------------|----------------------------------------------------------------------|
/// | Ra, Rv', Ct    | of circulation.h; Ra and Rv' in mmHg.min/mL, hence the 60            |
/// | kappa, f_prop  | inotropy and what hypnotics leave of stroke volume, heart.h          |
/// | Vb - Vu        | stressed volume of the beat-averaged body, mL                        |
/// | E0             | elastances of the body file: only their ratio counts                 |
/// | index 0        | baseline                                                             |
///
/// Two mean pressures less flow differ by the same resistance in both models, so that (5) gives MAP
/// too. By (2) the standing hearts of both hold the same volume more for each mmHg (compliances of
/// the slack ventricles at Pmsf0, i = left and right). From the baseline on nothing is adjusted: how
/// far the two then go apart is what the pulsatile body says about Starling's curve and the
/// afterload term of heart.h.
namespace pressor {

/// What the beat-averaged body hands over, at one moment.
struct BeatAverage {
  double rate = 0.0;                   ///< HR, 1/min
  double output = 0.0;                 ///< mL/min
  double arterial = 0.0;               ///< MAP, mmHg
  double right_atrial = 0.0;           ///< CVP, mmHg
  double filling = 0.0;                ///< Pmsf, mmHg
  double arteriolar_resistance = 0.0;  ///< Ra, mmHg.min/mL
  double venous_resistance = 0.0;      ///< Rv', mmHg.min/mL
  double stressed_volume = 0.0;        ///< Vb - Vu, mL
  double contraction = 1.0;            ///< kappa f_prop
};
BeatAverage beat_average(const Model& model, const Parameters<double>& parameters,
                         const double* state);

/// A patient's pulsatile body.
struct PulsatileMatch {
  PulsatileParameters parameters;  ///< with his elastances
  PulsatileDrive baseline;         ///< with Vs0
  BeatAverage average;             ///< the baseline that it was matched to
  PulsatileVolumes start;          ///< of the baseline's steady beat
};

/// (1) to (5). Throws ParameterError when no such body exists: no veins left in (2), or no elastance
/// that ejects the stroke volume.
PulsatileMatch match_pulsatile(const PulsatileParameters& typical,
                               const BodyParameters<double>& body, const BeatAverage& baseline);

/// (1), (3) and (4) at a later moment. Throws ParameterError where the aorta alone resists more than
/// the arterioles, or no volume is left.
PulsatileDrive pulsatile_drive(const PulsatileMatch& match, const BeatAverage& now);

/// The steady beat at a later moment. Throws ParameterError.
Beat pulsatile_beat(const PulsatileMatch& match, const BeatAverage& now);

}  // namespace pressor
