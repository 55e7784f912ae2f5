#include "pressor/physiology/beat.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// The prototype's healthy body and the volume that it was given.
PulsatileParameters healthy_heart() {
  PulsatileParameters p;
  p.left_elastance = 2.6;
  p.right_elastance = 0.6;
  p.left_passive_pressure = 0.6;
  p.left_stiffness = 0.025;
  p.right_passive_pressure = 0.4;
  p.right_stiffness = 0.022;
  p.rest_volume = 10.0;
  p.rise_share = 2.0 / 3.0;
  p.relaxation = 0.05;
  p.characteristic_resistance = 0.04;
  p.right_atrial_compliance = 5.0;
  p.pulmonary_arterial_compliance = 4.5;
  p.pulmonary_resistance = 0.09;
  p.pulmonary_venous_compliance = 12.0;
  p.mitral_resistance = p.tricuspid_resistance = 0.010;
  p.aortic_resistance = 0.012;
  p.pulmonic_resistance = 0.006;
  return p;
}

PulsatileDrive healthy_drive() {
  PulsatileDrive d;
  d.rate = 70.0;
  d.arterial_compliance = 1.4;
  d.arteriolar_resistance = 1.05;
  d.venous_compliance = 80.0;
  d.venous_resistance = 0.035;
  d.intrathoracic_pressure = -4.0;
  d.systole = 0.30;
  d.isovolumic = 0.02;
  d.stressed_volume = 970.0;
  return d;
}

PulsatileVolumes healthy_start() {
  return steady_start(healthy_heart(), healthy_drive(),
                      rough_volumes(healthy_heart(), healthy_drive(), 95.0, 2.0));
}

double largest_change(const PulsatileVolumes& a, const PulsatileVolumes& b) {
  double largest = 0.0;
  for (const double change :
       {a.left_ventricle - b.left_ventricle, a.arteries - b.arteries, a.veins - b.veins,
        a.right_atrium - b.right_atrium, a.right_ventricle - b.right_ventricle,
        a.pulmonary_arteries - b.pulmonary_arteries, a.pulmonary_veins - b.pulmonary_veins}) {
    largest = std::max(largest, std::fabs(change));
  }
  return largest;
}

TEST(Beat, KeepsTheVolumeOfBlood) {
  const PulsatileParameters p = healthy_heart();
  PulsatileDrive d = healthy_drive();
  PulsatileVolumes v = rough_volumes(p, d, 60.0, 8.0);
  for (int k = 0; k < 50; ++k) {
    d.rate = 50.0 + 2.0 * k;
    v = run_beat(p, d, v).end;
    EXPECT_NEAR(total_volume(v), d.stressed_volume, 1.0e-9);
  }
}

TEST(Beat, OfTheSteadyStartEndsWhereItBegan) {
  const PulsatileVolumes start = healthy_start();
  const Beat beat = run_beat(healthy_heart(), healthy_drive(), start);
  EXPECT_LT(largest_change(beat.end, start), 2.0 * periodicity);
  EXPECT_NEAR(total_volume(start), healthy_drive().stressed_volume, 1.0e-9);
}

TEST(Beat, IsTheOneThatManyBeatsComeTo) {
  const PulsatileParameters p = healthy_heart();
  const PulsatileDrive d = healthy_drive();
  PulsatileVolumes v = rough_volumes(p, d, 60.0, 6.0);
  for (int k = 0; k < 300; ++k) v = run_beat(p, d, v).end;
  EXPECT_LT(largest_change(v, healthy_start()), 1.0e-3);
}

TEST(Beat, ReadsWhatItsWaveformShows) {
  const Beat beat = run_beat(healthy_heart(), healthy_drive(), healthy_start());
  ASSERT_EQ(beat.waveform.size(), waveform_points);
  double mean = 0.0;
  double ejected = 0.0;
  for (std::size_t i = 1; i < waveform_points; ++i) {
    const WaveformPoint& a = beat.waveform[i - 1];
    const WaveformPoint& b = beat.waveform[i];
    mean += 0.5 * (a.aorta + b.aorta) * (b.time - a.time);
    ejected += 0.5 * (a.aortic_flow + b.aortic_flow) * (b.time - a.time);
    EXPECT_LE(b.aorta, beat.readings.sbp);
    EXPECT_GE(b.aorta, beat.readings.dbp);
  }
  EXPECT_NEAR(mean / beat.waveform.back().time, beat.readings.map, 0.02);
  EXPECT_NEAR(ejected, beat.readings.stroke_volume, 0.2);
  EXPECT_NEAR(beat.readings.end_diastolic_volume - beat.readings.end_systolic_volume,
              beat.readings.stroke_volume, 0.1);
}

TEST(Beat, DoesWorkAsTheLoopTurns) {
  const BeatReadings r = run_beat(healthy_heart(), healthy_drive(), healthy_start()).readings;
  // A loop between filling pressure and a pressure somewhat above MAP.
  EXPECT_GT(r.stroke_work, 0.8 * r.stroke_volume * (r.map - r.pulmonary_venous));
  EXPECT_LT(r.stroke_work, 1.4 * r.stroke_volume * r.map);
}

TEST(Beat, EmptiesAWindkesselAsTheExponentialSays) {
  PulsatileParameters p = healthy_heart();
  PulsatileDrive d = healthy_drive();
  d.inotropy = 0.0;             // the heart stands still,
  p.mitral_resistance = 1.0e9;  // gets nothing that it could hold against the aorta,
  d.venous_resistance = 1.0e9;  // and the veins keep what they get
  const PulsatileVolumes start = rough_volumes(p, d, 120.0, 2.0);
  const Beat beat = run_beat(p, d, start);
  const double ca = d.arterial_compliance;
  const double cv = d.venous_compliance;
  const double end = (start.arteries + start.veins) / (ca + cv);
  const double rate = (1.0 / ca + 1.0 / cv) / d.arteriolar_resistance;
  for (const WaveformPoint& point : beat.waveform) {
    const double expected = end + (start.arteries / ca - end) * std::exp(-rate * point.time);
    EXPECT_NEAR(point.aorta, expected, 1.0e-5);
    EXPECT_EQ(point.aortic_flow, 0.0);
  }
}

TEST(Beat, LosesErrorWithTheTolerance) {
  const PulsatileParameters p = healthy_heart();
  const PulsatileDrive d = healthy_drive();
  const PulsatileVolumes start = healthy_start();
  const auto error = [&, exact = run_beat(p, d, start, 1.0e-12).readings](double tolerance) {
    const BeatReadings r = run_beat(p, d, start, tolerance).readings;
    return std::max(std::fabs(r.map - exact.map), std::fabs(r.stroke_volume - exact.stroke_volume));
  };
  // A method that keeps its error to the tolerance: a hundredth of it gives a hundredth, with room
  // for the corners that valves make.
  EXPECT_LT(error(1.0e-6), error(1.0e-4) / 10.0);
  EXPECT_LT(error(1.0e-8), error(1.0e-6) / 10.0);
  EXPECT_LT(error(beat_tolerance), 1.0e-4);
}

TEST(Beat, NeverFlowsBackwardsThroughAValve) {
  const PulsatileParameters p = healthy_heart();
  const PulsatileDrive d = healthy_drive();
  std::mt19937 random(1);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  for (int k = 0; k < 10'000; ++k) {
    const PulsatileVolumes v{200.0 * share(random), 250.0 * share(random), 1500.0 * share(random),
                             100.0 * share(random), 200.0 * share(random), 200.0 * share(random),
                             300.0 * share(random)};
    const PulsatileFlows f = pulsatile_flows(p, d, share(random), v);
    EXPECT_EQ(f.mitral > 0.0, f.pulmonary_veins > f.left_ventricle);
    EXPECT_EQ(f.aortic > 0.0, f.left_ventricle > f.arteries);
    EXPECT_EQ(f.tricuspid > 0.0, f.right_atrium > f.right_ventricle);
    EXPECT_EQ(f.pulmonic > 0.0, f.right_ventricle > f.pulmonary_arteries);
    EXPECT_GE(std::min({f.mitral, f.aortic, f.tricuspid, f.pulmonic}), 0.0);
  }
}

TEST(Beat, ActivatesBothHalvesWithoutAJump) {
  const BeatTimes times = beat_times(healthy_heart(), healthy_drive());
  EXPECT_EQ(ventricular_activation(times, 0.0), 0.0);
  EXPECT_NEAR(ventricular_activation(times, times.rise), 1.0, 1.0e-12);
  EXPECT_NEAR(ventricular_activation(times, times.slack - 1.0e-9), 0.0, 1.0e-12);
  EXPECT_EQ(ventricular_activation(times, times.slack), 0.0);
  EXPECT_NEAR(times.cycle, 60.0 / 70.0, 1.0e-12);
}

struct Column {
  PulsatileParameters heart;
  PulsatileDrive drive;
};

/// The prototype had no right atrium: here it is so stiff that it holds next to nothing.
Column prototype(double left, double right, double resistance, double rate, double volume) {
  Column c{healthy_heart(), healthy_drive()};
  c.heart.left_elastance = left;
  c.heart.right_elastance = right;
  c.heart.right_atrial_compliance = 0.1;
  c.drive.arteriolar_resistance = resistance;
  c.drive.rate = rate;
  c.drive.stressed_volume = volume;
  return c;
}

BeatReadings steady_readings(const Column& c) {
  const auto start = steady_start(c.heart, c.drive, rough_volumes(c.heart, c.drive, 80.0, 3.0));
  return run_beat(c.heart, c.drive, start).readings;
}

TEST(Beat, GivesTheFiguresOfThePrototypeInHealth) {
  const BeatReadings r = steady_readings(prototype(2.6, 0.6, 1.05, 70.0, 950.0));
  EXPECT_NEAR(r.sbp, 135.0, 2.0);
  EXPECT_NEAR(r.dbp, 75.0, 2.0);
  EXPECT_NEAR(r.map, 100.0, 2.0);
  EXPECT_NEAR(r.output, 5.3, 0.15);
  EXPECT_NEAR(r.stroke_volume, 75.0, 1.5);
  EXPECT_NEAR(r.cvp, 1.7, 0.3);
  EXPECT_NEAR(r.pulmonary_arterial, 16.6, 0.6);
  EXPECT_NEAR(r.pulmonary_venous, 8.8, 0.6);
}

TEST(Beat, GivesTheFiguresOfThePrototypeInSepsis) {
  const BeatReadings r = steady_readings(prototype(1.3, 0.45, 0.5, 105.0, 1300.0));
  EXPECT_NEAR(r.sbp, 96.0, 2.0);
  EXPECT_NEAR(r.dbp, 47.0, 2.0);
  EXPECT_NEAR(r.map, 67.0, 2.0);
  EXPECT_NEAR(r.output, 6.5, 0.15);
  EXPECT_NEAR(r.cvp, 4.7, 0.3);
  EXPECT_NEAR(r.pulmonary_arterial, 22.3, 0.6);
}

TEST(Beat, AnswersResistanceBleedingAndAWeakHeartAsThePrototypeDid) {
  const auto against = [before = steady_readings(prototype(2.6, 0.6, 1.05, 70.0, 950.0))](
                           const Column& c, double BeatReadings::*of) {
    return 100.0 * (steady_readings(c).*of / before.*of - 1.0);
  };
  const Column constricted = prototype(2.6, 0.6, 1.05 * 1.52, 70.0, 950.0);
  const Column weak = prototype(1.3, 0.6, 1.05, 70.0, 950.0);
  EXPECT_NEAR(against(constricted, &BeatReadings::map), 33.0, 2.0);
  EXPECT_NEAR(against(constricted, &BeatReadings::output), -11.0, 2.0);
  EXPECT_NEAR(against(prototype(2.6, 0.6, 1.05, 70.0, 800.0), &BeatReadings::output), -8.0, 2.0);
  EXPECT_NEAR(against(weak, &BeatReadings::map), -20.0, 2.0);
  EXPECT_NEAR(against(weak, &BeatReadings::output), -21.0, 2.0);
}

TEST(Beat, SaysWhenNoneRepeatsItself) {
  PulsatileDrive d = healthy_drive();
  d.stressed_volume = 970.0;
  EXPECT_THROW((void)steady_start_for(healthy_heart(), d,
                                      rough_volumes(healthy_heart(), d, 95.0, 2.0), {400.0, 2.0}),
               ParameterError);
}

}  // namespace
}  // namespace pressor
