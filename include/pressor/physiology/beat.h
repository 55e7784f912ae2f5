#pragma once

#include <vector>

#include "pressor/physiology/pulsatile.h"

/// One beat of the pulsatile body (pulsatile.h), integrated by Boost.Odeint through
/// numerics/reference.h, and the beat that repeats itself.
namespace pressor {

/// What a monitor and a catheter laboratory read of one beat.
struct BeatReadings {
  double map = 0.0;                   ///< mean pressure at the root of the aorta, mmHg
  double sbp = 0.0;                   ///< highest, mmHg
  double dbp = 0.0;                   ///< lowest, mmHg
  double stroke_volume = 0.0;         ///< through the aortic valve, mL
  double output = 0.0;                ///< L/min
  double cvp = 0.0;                   ///< mean of the right atrium, mmHg
  double pulmonary_arterial = 0.0;    ///< mean, mmHg
  double pulmonary_venous = 0.0;      ///< mean, mmHg
  double end_diastolic_volume = 0.0;  ///< largest of the left ventricle, mL
  double end_systolic_volume = 0.0;   ///< smallest, mL
  double stroke_work = 0.0;           ///< area of the left ventricle's loop, mmHg.mL
};

/// One moment of the waveform.
struct WaveformPoint {
  double time = 0.0;                   ///< s from the start of the beat
  double aorta = 0.0;                  ///< mmHg
  double left_ventricle = 0.0;         ///< mmHg
  double left_ventricle_volume = 0.0;  ///< mL
  double aortic_flow = 0.0;            ///< mL/s
};

/// Points of a waveform, the first at the start of the beat, the last at its end.
inline constexpr std::size_t waveform_points = 201;

struct Beat {
  BeatReadings readings;
  std::vector<WaveformPoint> waveform;
  PulsatileVolumes end;  ///< where the next beat starts
};

/// Relative tolerance of the integrator unless asked otherwise: pressures to about 1e-5 mmHg.
inline constexpr double beat_tolerance = 1.0e-8;

/// The beat that starts at these volumes. Throws IntegrationError.
Beat run_beat(const PulsatileParameters& p, const PulsatileDrive& drive,
              const PulsatileVolumes& start, double tolerance = beat_tolerance);

/// Volumes with the sum of the drive's: arteries and veins at rough pressures, the rest near the
/// middle of what it holds.
PulsatileVolumes rough_volumes(const PulsatileParameters& p, const PulsatileDrive& drive,
                               double arterial, double right_atrial);

/// A beat that ends within this of where it began, in every volume, repeats itself.
inline constexpr double periodicity = 1.0e-5;  ///< mL

/// Start of the beat that repeats itself under this drive with the drive's stressed volume: Newton's
/// method on the map from the start of a beat to its end, from volumes near it. Throws
/// ParameterError when there is none.
PulsatileVolumes steady_start(const PulsatileParameters& p, const PulsatileDrive& drive,
                              const PulsatileVolumes& near);

/// What is to be found with the steady beat: the elastance that gives a stroke volume, and the
/// stressed volume that gives a right atrial pressure.
struct SteadyGoal {
  double stroke_volume = 0.0;  ///< mL
  double cvp = 0.0;            ///< mmHg
};
struct SteadySolution {
  double elastance_factor = 1.0;  ///< of both ventricles
  PulsatileVolumes start;
};
/// Both at once, by the same method. Throws ParameterError when there is none.
SteadySolution steady_start_for(const PulsatileParameters& p, const PulsatileDrive& drive,
                                const PulsatileVolumes& near, const SteadyGoal& goal);

}  // namespace pressor
