#include <gmock/gmock.h>

#include "bed_world.h"

namespace pressor::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

/// Phenylephrine (drug 1) in three steps from 10 min: ladder 12 to 27, wash-out to 57 min.
Challenge ladder() {
  return {.drug = 1,
          .at = {10.0},
          .ladder = {per_kg(0.5), per_kg(1.0), per_kg(2.0)},
          .stop_map = Comparison{Relation::greater_equal, 110.0},
          .stop_rate = Comparison{Relation::less, 50.0}};
}

World challenged(const Challenge& challenge = ladder()) {
  World world(3);
  world.patient.infusions = {24.0, 0.0, 0.0};
  world.orders.challenges = {challenge};
  return world;
}

std::vector<double> doses(const ChallengeResult& result) {
  std::vector<double> found;
  for (const auto& step : result.steps) found.push_back(step.dose);
  return found;
}

std::vector<double> maps(const ChallengeResult& result) {
  std::vector<double> found;
  for (const auto& step : result.steps) found.push_back(step.map);
  return found;
}

TEST(Challenge, ReadsBaselineAndTheLastMinuteOfEachStep) {
  World world = challenged();
  world.map = {{0.0, 200.0}, {10.0, 70.0}, {11.0, 74.0}, {12.0, 0.0},  {16.0, 76.0},
               {17.0, 0.0},  {21.0, 80.0}, {22.0, 0.0},  {26.0, 90.0}, {27.0, 50.0}};
  const Chart chart = world.run(100.0);
  ASSERT_THAT(chart.challenges, SizeIs(1));
  const ChallengeResult& result = chart.challenges[0];
  EXPECT_NEAR(result.baseline_map, 72.0, 1e-9);
  EXPECT_THAT(doses(result), ElementsAre(40.0, 80.0, 160.0));
  EXPECT_THAT(maps(result),
              ElementsAre(::testing::DoubleNear(76.0, 1e-9), ::testing::DoubleNear(80.0, 1e-9),
                          ::testing::DoubleNear(90.0, 1e-9)));
  EXPECT_NEAR(result.ratio(), 1.25, 1e-12);
  EXPECT_NEAR(result.rise(), 18.0, 1e-9);
  EXPECT_TRUE(result.complete);
  EXPECT_FALSE(result.stopped);
  EXPECT_EQ(world.pump_at(1, 11.9), 0.0);
  EXPECT_EQ(world.pump_at(1, 12.0), 40.0);
  EXPECT_EQ(world.pump_at(1, 26.9), 160.0);
  EXPECT_EQ(world.pump_at(1, 27.0), 0.0);
  EXPECT_DOUBLE_EQ(chart.delivered[1], 5.0 * 280.0);
  const Event end = events_of(chart, EventKind::challenge_end).at(0);
  EXPECT_EQ(end.time, 57.0);
  EXPECT_NEAR(end.value, 1.25, 1e-12);
  EXPECT_NEAR(events_of(chart, EventKind::challenge_start).at(0).value, 72.0, 1e-9);
  EXPECT_EQ(reason_text(chart, events_of(chart, EventKind::challenge_step).at(1)),
            "step 2 of 3: 1 ug/kg/min");
}

TEST(Challenge, OfNothingHasRatioOneExactly) {
  Challenge nothing = ladder();
  nothing.ladder = {absolute(0.0), absolute(0.0)};
  World world = challenged(nothing);
  world.map = {{0.0, 66.0}};
  const Chart chart = world.run(100.0);
  EXPECT_EQ(chart.challenges.at(0).ratio(), 1.0);
  EXPECT_EQ(chart.delivered[1], 0.0);
}

TEST(Challenge, StopsOnTruePressureAndCountsTheMinuteBefore) {
  World world = challenged();
  world.map = {{0.0, 70.0}, {18.0, 100.0}, {18.6, 115.0}};
  const Chart chart = world.run(100.0);
  const ChallengeResult& result = chart.challenges.at(0);
  EXPECT_TRUE(result.stopped);
  EXPECT_TRUE(result.complete);
  EXPECT_THAT(doses(result), ElementsAre(40.0, 80.0));
  EXPECT_NEAR(result.steps[1].map, 100.0 * 0.6 + 115.0 * 0.4, 1e-9);
  const Event stop = events_of(chart, EventKind::challenge_stop).at(0);
  EXPECT_EQ(stop.time, 19.0);
  EXPECT_EQ(reason_text(chart, stop), "MAP 115 >= 110 mmHg");
  EXPECT_EQ(world.pump_at(1, 19.0), 0.0);
  EXPECT_EQ(events_of(chart, EventKind::challenge_end).at(0).time, 49.0);
}

TEST(Challenge, StopsOnHeartRateAtTheEndOfAStepAndCountsItOnce) {
  World world = challenged();
  world.rate = {{0.0, 80.0}, {17.0, 45.0}};
  const Chart chart = world.run(100.0);
  const ChallengeResult& result = chart.challenges.at(0);
  EXPECT_TRUE(result.stopped);
  EXPECT_THAT(doses(result), ElementsAre(40.0));
  EXPECT_EQ(reason_text(chart, events_of(chart, EventKind::challenge_stop).at(0)),
            "HR 45 < 50 /min");
}

TEST(Challenge, IsNotGivenWhenAStopRuleHoldsAtTheEndOfTheBaseline) {
  World world = challenged();
  world.rate = {{0.0, 45.0}};
  const Chart chart = world.run(100.0);
  EXPECT_FALSE(chart.challenges.at(0).valid());
  EXPECT_TRUE(chart.challenges.at(0).stopped);
  EXPECT_EQ(chart.delivered[1], 0.0);
}

TEST(Challenge, FreezesTheBackgroundAndLetsWhatWaitedFollow) {
  World world = challenged();
  Titration rule = simple_rule();
  rule.every = 1.0;
  rule.pump_delay = 0.75;
  world.orders.titrations = {rule};
  world.map = {{0.0, 70.0}, {8.5, 50.0}};
  world.orders.drugs = {infusion(2, 30.0, 20.0), bolus(2, 7.0, 25.0)};
  world.orders.fluids = {{.volume = 500.0, .from = 30.0, .duration = 10.0},
                         {.kind = FluidOrder::Kind::bleeding, .volume = 100.0, .from = 30.0}};
  const Chart chart = world.run(100.0);
  const double frozen = world.pump_at(0, 10.0);
  EXPECT_DOUBLE_EQ(frozen, 30.0);
  for (const Stretch& s : world.stretches) {
    const bool inside = s.from >= 10.0 && s.to <= 57.0 && s.to > s.from;
    if (!inside) continue;
    EXPECT_EQ(s.pumps[0], frozen) << s.from;
    EXPECT_EQ(s.pumps[2], 0.0) << s.from;
    EXPECT_EQ(s.inputs.fluids.crystalloid, 0.0) << s.from;
    EXPECT_EQ(s.inputs.fluids.bleeding, s.from >= 30.0 && s.from < 40.0 ? 10.0 : 0.0) << s.from;
  }
  EXPECT_GT(world.pump_at(0, 58.0), frozen);
  EXPECT_EQ(world.pump_at(2, 57.0), 30.0);
  EXPECT_NEAR(chart.delivered[2], 30.0 * 43.0 + 7.0, 1e-9);
  EXPECT_EQ(world.vein_at(0, 60.0), world.pump_at(0, 60.0));
  for (const Reading& reading : chart.readings) {
    EXPECT_TRUE(reading.time < 10.0 || reading.time >= 57.0);
  }
}

TEST(Challenge, DoesNotStartWhileAnotherRuns) {
  Challenge twice = ladder();
  twice.at = {10.0, 30.0, 57.0};
  World world = challenged(twice);
  const Chart chart = world.run(200.0);
  ASSERT_THAT(chart.challenges, SizeIs(2));
  EXPECT_EQ(chart.challenges[0].start, 10.0);
  EXPECT_EQ(chart.challenges[1].start, 57.0);
  EXPECT_EQ(reason_text(chart, events_of(chart, EventKind::challenge_stop).at(0)),
            "not started: another challenge is running");
}

TEST(Challenge, IsClosedByDeathOrHorizonWithTheStepsItHas) {
  for (const double horizon : {11.0, 14.0, 20.0, 40.0}) {
    World world = challenged();
    const Chart chart = world.run(horizon);
    const ChallengeResult& result = chart.challenges.at(0);
    EXPECT_FALSE(result.complete);
    EXPECT_EQ(result.steps.size(), horizon < 17.0 ? 0U : (horizon < 30.0 ? 1U : 3U));
    EXPECT_THAT(events_of(chart, EventKind::challenge_end), SizeIs(1));
  }
}

TEST(Challenge, ReadsALongerWindowWithoutStopRules) {
  Challenge slow = ladder();
  slow.stop_map.reset();
  slow.stop_rate.reset();
  slow.reading = 2.5;
  World world = challenged(slow);
  world.map = {{0.0, 70.0}, {14.5, 80.0}, {17.0, 70.0}};
  const Chart chart = world.run(100.0);
  EXPECT_NEAR(chart.challenges.at(0).steps.at(0).map, 80.0, 1e-9);
  EXPECT_NEAR(chart.challenges.at(0).steps.at(1).map, 70.0, 1e-9);
}

}  // namespace
}  // namespace pressor::testing
