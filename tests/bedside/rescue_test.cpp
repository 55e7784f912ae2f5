#include <gmock/gmock.h>

#include "bed_world.h"

namespace pressor::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// HR < 40 for 5 min: dexmedetomidine (drug 1) off for an hour, 500 ug of drug 2 after 1 min,
/// fluid.
Rescue bradycardia() {
  return {.name = "bradycardia",
          .when = {Relation::less, 40.0},
          .sustained = 5.0,
          .stop = {1},
          .hold = 60.0,
          .give = bolus(2, 500.0, 1.0),
          .fluid = FluidOrder{.volume = 250.0, .from = 2.0, .duration = 5.0},
          .lockout = 90.0};
}

World watched(const Rescue& rescue = bradycardia()) {
  World world(3);
  world.orders.drugs = {infusion(1, 100.0, 0.0)};
  world.orders.rescues = {rescue};
  return world;
}

TEST(Rescue, ActsWhenItsSignHasHeldLongEnough) {
  World world = watched();
  world.rate = {{0.0, 80.0}, {10.0, 38.0}, {13.0, 45.0}, {20.0, 38.0}, {26.0, 60.0}};
  const Chart chart = world.run(200.0);
  const auto rescues = events_of(chart, EventKind::rescue);
  ASSERT_THAT(rescues, SizeIs(1));
  EXPECT_EQ(rescues[0].time, 25.0);
  EXPECT_EQ(reason_text(chart, rescues[0]), "bradycardia: HR 38 < 40 /min for 5 min");
  EXPECT_EQ(world.pump_at(1, 24.9), 100.0);
  EXPECT_EQ(world.pump_at(1, 25.0), 0.0);
  EXPECT_EQ(world.pump_at(1, 84.9), 0.0);
  EXPECT_EQ(world.pump_at(1, 85.0), 100.0);
  EXPECT_EQ(chart.delivered[2], 500.0);
  EXPECT_EQ(events_of(chart, EventKind::bolus).at(0).time, 26.0);
  EXPECT_EQ(events_of(chart, EventKind::fluid).at(0).time, 27.0);
  EXPECT_EQ(events_of(chart, EventKind::fluid).at(0).value, 50.0);
}

TEST(Rescue, WaitsForItsLockoutBeforeItActsAgain) {
  World world = watched();
  world.rate = {{0.0, 38.0}};
  std::vector<double> times;
  for (const Event& event : events_of(world.run(250.0), EventKind::rescue)) {
    times.push_back(event.time);
  }
  EXPECT_THAT(times, ElementsAre(6.0, 96.0, 186.0));
}

TEST(Rescue, KeepsADrugStoppedWhateverScheduleOrTitrationWants) {
  Rescue rescue = bradycardia();
  rescue.hold = for_ever;
  rescue.lockout = for_ever;
  World world = watched(rescue);
  world.orders.drugs.push_back(infusion(1, 50.0, 30.0, 60.0));
  world.orders.drugs.push_back(bolus(1, 10.0, 40.0));
  Titration rule = simple_rule();
  rule.drug = 1;
  rule.from = 70.0;
  world.orders.titrations = {rule};
  world.rate = {{0.0, 38.0}};
  world.map = {{0.0, 50.0}};
  const Chart chart = world.run(200.0);
  EXPECT_EQ(chart.delivered[1], 600.0);
  EXPECT_EQ(reason_text(chart, events_of(chart, EventKind::titration).at(0)),
            "MAP 50 < 65 mmHg: a rescue keeps the drug stopped");
}

TEST(Rescue, LetsTheTitrationStartAgainAfterTheHold) {
  World world = watched();
  Titration rule = simple_rule();
  rule.drug = 1;
  world.orders.titrations = {rule};
  world.rate = {{0.0, 80.0}, {2.0, 38.0}, {9.0, 80.0}};
  world.map = {{0.0, 70.0}, {20.0, 50.0}};
  world.run(100.0);
  EXPECT_EQ(world.pump_at(1, 66.9), 0.0);
  EXPECT_DOUBLE_EQ(world.pump_at(1, 70.0), 0.05 * 80.0);
}

TEST(Rescue, WatchesTheMeanPressureSinceItsLastLook) {
  Rescue rescue = bradycardia();
  rescue.name = "hypotension";
  rescue.sign = Rescue::Sign::map;
  rescue.when = {Relation::less, 45.0};
  rescue.sustained = 0.0;
  World world = watched(rescue);
  world.map = {{0.0, 70.0}, {10.2, 20.0}, {10.6, 70.0}, {20.4, 20.0}};
  const Chart chart = world.run(22.0);
  const auto rescues = events_of(chart, EventKind::rescue);
  ASSERT_THAT(rescues, SizeIs(1));
  EXPECT_EQ(reason_text(chart, rescues[0]), "hypotension: MAP 40 < 45 mmHg for 0 min");
}

TEST(Rescue, EndsAChallengeAndWhatWaitedDoesNotRestartItsDrug) {
  World world = watched();
  world.orders.challenges = {{.drug = 0,
                              .at = {10.0},
                              .ladder = {absolute(4.0), absolute(8.0)},
                              .stop_map = {},
                              .stop_rate = {}}};
  world.orders.drugs.push_back(bolus(1, 10.0, 15.0));
  world.orders.drugs.push_back(infusion(2, 1.0, 15.0));
  world.rate = {{0.0, 80.0}, {15.0, 38.0}, {21.0, 80.0}};
  const Chart chart = world.run(60.0);
  const ChallengeResult& result = chart.challenges.at(0);
  EXPECT_TRUE(result.stopped);
  EXPECT_THAT(result.steps, SizeIs(2));
  EXPECT_EQ(world.pump_at(0, 20.0), 0.0);
  EXPECT_EQ(world.pump_at(2, 20.0), 1.0);
  EXPECT_EQ(chart.delivered[1], 100.0 * 20.0);
  EXPECT_EQ(events_of(chart, EventKind::challenge_end).at(0).time, 20.0);
}

}  // namespace
}  // namespace pressor::testing
