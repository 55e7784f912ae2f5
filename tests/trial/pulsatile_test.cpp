#include "pressor/trial/pulsatile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <iostream>

#include "pressor/core/errors.h"
#include "pressor/scenario/load_study.h"
#include "recorder.h"

/// The pulsatile body beside the beat-averaged one, in the scenarios that ship for it.
namespace pressor {
namespace {

namespace fs = std::filesystem;

Study pulsatile_study(const std::string& name) {
  const fs::path root(PRESSOR_SOURCE_DIR);
  return load_study(read_document(root / "scenarios" / (name + ".yaml")),
                    Library({root / "models"}), {})
      .study;
}

class PulsatileScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(PulsatileScenario, ShowsOneMeanPressureWithinFivePercent) {
  const Study study = pulsatile_study(GetParam());
  const Recorder seen = run_recorded(study);
  ASSERT_EQ(seen.totals.pulsatile.size(), 1u);
  const PulsatileRow& row = seen.totals.pulsatile.front();
  ASSERT_EQ(row.moments.size(), study.pulsatile_at.size());
  double highest = 0.0;
  double largest = 0.0;
  for (const PulsatileMoment& moment : row.moments) {
    ASSERT_TRUE(moment.averaged && moment.beat) << moment.failure;
    const double difference = moment.beat->readings.map / moment.averaged->map - 1.0;
    EXPECT_LT(std::fabs(difference), 0.05) << moment.averaged->map << " mmHg";
    highest = std::max(highest, moment.averaged->map);
    largest = std::max(largest, std::fabs(difference));
  }
  // It must have been moved far enough to mean something.
  EXPECT_GT(highest, 1.3 * row.moments.front().averaged->map);
  EXPECT_LT(
      std::fabs(row.moments.front().beat->readings.map / row.moments.front().averaged->map - 1.0),
      1.0e-4);
  std::cout << GetParam() << ": MAP up to " << highest << " mmHg, bodies within " << 100.0 * largest
            << " %\n";
}

INSTANTIATE_TEST_SUITE_P(Shipped, PulsatileScenario,
                         ::testing::Values("pulsatile_check", "pulsatile_check_healthy"),
                         [](const auto& name) { return name.param; });

TEST(Pulsatile, ChangesNothingElse) {
  const Study with = pulsatile_study("pulsatile_check");
  Study without = with;
  without.pulsatile_at.clear();
  const Recorder a = run_recorded(with);
  const Recorder b = run_recorded(without);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.tables(), b.tables());
  EXPECT_TRUE(b.totals.pulsatile.empty());
}

TEST(Pulsatile, IsTheSameInBothEngines) {
  Study study = pulsatile_study("pulsatile_check");
  const Recorder ensemble = run_recorded(study);
  study.engine = EngineKind::reference;
  study.tolerance = 1.0e-8;
  const Recorder reference = run_recorded(study);
  const auto& a = ensemble.totals.pulsatile.at(0).moments;
  const auto& b = reference.totals.pulsatile.at(0).moments;
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_NEAR(a[k].beat->readings.map, b[k].beat->readings.map, 0.05);
  }
}

TEST(Pulsatile, HasNoBeatAfterDeath) {
  const Study study = pulsatile_study("pulsatile_check");
  Screening screening;
  const Patient patient = Caster(study.cast).patient(study.seed, 0, 0, screening);
  const auto moments =
      pulsatile_moments(study.cast, patient, {0.0, 10.0}, {patient.baseline.state});
  EXPECT_TRUE(moments[0].beat);
  EXPECT_FALSE(moments[1].beat || moments[1].averaged);
  EXPECT_EQ(moments[1].failure, "dead");
}

TEST(Pulsatile, RefusesTimesThatNoEngineReads) {
  Study study = pulsatile_study("pulsatile_check");
  Recorder recorder;
  Counting counting;
  for (const std::vector<double>& times :
       {std::vector<double>{0.5}, {10.0, 5.0}, {study.horizon + 1.0}}) {
    study.pulsatile_at = times;
    EXPECT_THROW((void)run_study(study, 1, recorder, counting), ParameterError);
  }
}

}  // namespace
}  // namespace pressor
