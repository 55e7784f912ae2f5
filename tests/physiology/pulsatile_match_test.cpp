#include "pressor/physiology/pulsatile_match.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"
#include "pressor/cohort/body_description.h"
#include "pressor/core/errors.h"
#include "pressor/scenario/load_body.h"

namespace pressor {
namespace {

PulsatileParameters shipped_pulsatile(const std::string& body) {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  const BodyDescription read =
      load_body(*library.find(ModelKind::body, body), library, library.references());
  return pulsatile_parameters(read, read.covariates.weight);
}

/// A person in time with the model that he was made by.
struct Subject {
  Person who;
  Course course{who};
  [[nodiscard]] BeatAverage average() const {
    return beat_average(who.model, course.parameters, course.state.data());
  }
};

PulsatileMatch matched(const std::string& body, const Subject& subject) {
  return match_pulsatile(shipped_pulsatile(body), subject.course.parameters.body,
                         subject.average());
}

void expect_same(const BeatReadings& beat, const BeatAverage& average) {
  EXPECT_NEAR(beat.map, average.arterial, 1.0e-3);
  EXPECT_NEAR(beat.cvp, average.right_atrial, 1.0e-4);
  EXPECT_NEAR(beat.output, average.output / 1000.0, 1.0e-5);
}

/// What a slack right ventricle holds above its rest volume, mL.
double held(const PulsatileParameters& p, double transmural) {
  return std::log(1.0 + transmural / p.right_passive_pressure) / p.right_stiffness;
}

TEST(PulsatileMatch, GivesThePatientsOwnPressuresAndFlowAtBaseline) {
  int found = 0;
  for (const std::string body : {"healthy", "septic"}) {
    const Person typical = person(body);
    for (std::uint32_t n = 0; n < 21; ++n) {
      const Subject subject{n == 0 ? typical : relative(typical, n)};
      const BeatAverage average = subject.average();
      try {
        const PulsatileMatch match = matched(body, subject);
        expect_same(pulsatile_beat(match, average).readings, average);
        ++found;
      } catch (const ParameterError&) {
        // Only a heart that would have to eject most of what its slack right ventricle can hold.
        const double transmural =
            average.right_atrial - subject.course.parameters.body.heart.intrathoracic_pressure;
        EXPECT_GT(average.output / average.rate, 0.7 * held(shipped_pulsatile(body), transmural));
        EXPECT_GT(n, 0u) << "the typical " << body << " body";
      }
    }
  }
  EXPECT_GE(found, 35);
}

TEST(PulsatileMatch, HoldsAsMuchMoreForEachPressureWhenTheHeartStands) {
  const Subject subject{person("septic")};
  const PulsatileMatch match = matched("septic", subject);
  const PulsatileParameters& p = match.parameters;
  const PulsatileDrive& d = match.baseline;
  const auto volume_at = [&](double pressure) {
    const double transmural = pressure - d.intrathoracic_pressure;
    const auto slack = [&](double passive, double stiffness) {
      return p.rest_volume + std::log(1.0 + transmural / passive) / stiffness;
    };
    return pressure * (d.arterial_compliance + d.venous_compliance) +
           transmural * (p.right_atrial_compliance + p.pulmonary_arterial_compliance +
                         p.pulmonary_venous_compliance) +
           slack(p.left_passive_pressure, p.left_stiffness) +
           slack(p.right_passive_pressure, p.right_stiffness);
  };
  const double filling = match.average.filling;
  const double slope = (volume_at(filling + 1.0e-3) - volume_at(filling - 1.0e-3)) / 2.0e-3;
  EXPECT_NEAR(slope, total_compliance(subject.course.parameters.body.circulation), 1.0e-4);
}

TEST(PulsatileMatch, FollowsTheTones) {
  Subject subject{person("healthy")};
  const PulsatileMatch match = matched("healthy", subject);
  const BeatAverage before = subject.average();
  subject.course.infuse("PE", 100.0);
  subject.course.run(10.0);
  const BeatAverage after = subject.average();
  const PulsatileDrive drive = pulsatile_drive(match, after);
  EXPECT_DOUBLE_EQ(drive.rate, after.rate);
  EXPECT_NEAR(drive.arteriolar_resistance - match.baseline.arteriolar_resistance,
              60.0 * (after.arteriolar_resistance - before.arteriolar_resistance), 1.0e-12);
  EXPECT_NEAR(drive.stressed_volume - match.baseline.stressed_volume,
              after.stressed_volume - before.stressed_volume, 1.0e-9);
  EXPECT_LT(drive.inotropy, 1.0);  // the reflex takes beta-1 drive away
  EXPECT_GT(pulsatile_beat(match, after).readings.map, before.arterial + 5.0);
}

TEST(PulsatileMatch, ReadsInotropyOutOfTheHeartsStrength) {
  const Subject subject{person("septic")};
  EXPECT_NEAR(subject.average().contraction, 1.0, 1.0e-12);
}

TEST(PulsatileMatch, NamesWhatCannotBe) {
  const Subject subject{person("healthy")};
  PulsatileParameters p = shipped_pulsatile("healthy");
  p.pulmonary_venous_compliance = 120.0;
  try {
    (void)match_pulsatile(p, subject.course.parameters.body, subject.average());
    FAIL();
  } catch (const ParameterError& error) {
    EXPECT_NE(std::string(error.what()).find("venous compliance"), std::string::npos);
  }
  BeatAverage emptied = subject.average();
  const PulsatileMatch match = matched("healthy", subject);
  emptied.stressed_volume -= 5000.0;
  EXPECT_THROW((void)pulsatile_drive(match, emptied), ParameterError);
}

}  // namespace
}  // namespace pressor
