#include <gmock/gmock.h>

#include <cmath>

#include "bed_world.h"

namespace pressor::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

/// NE at 0.3 ug/kg/min in 80 kg, titrated by `rule`.
World titrated(const Titration& rule) {
  World world;
  world.patient.infusions = {24.0, 0.0};
  world.orders.titrations = {rule};
  return world;
}

/// Times of the changes that the rule made.
std::vector<double> changes(const Chart& chart) {
  std::vector<double> found;
  for (const Event& event : events_of(chart, EventKind::dose_change)) {
    if (event.reason.cause == Cause::rule) found.push_back(event.time);
  }
  return found;
}

std::string text_of(const Chart& chart, EventKind kind, std::size_t number) {
  return reason_text(chart, events_of(chart, kind).at(number));
}

TEST(Titration, TakesOverTheRunningRateAndChangesItAtItsChecks) {
  World world = titrated(simple_rule());
  world.map = {{0.0, 70.0}, {7.0, 58.0}, {12.0, 70.0}};
  const Chart chart = world.run(29.0);
  EXPECT_THAT(changes(chart), ElementsAre(10.0));
  EXPECT_EQ(world.pump_at(0, 9.0), 24.0);
  EXPECT_DOUBLE_EQ(world.pump_at(0, 10.0), 30.0);
  EXPECT_EQ(text_of(chart, EventKind::dose_change, 1), "MAP 58 < 65 mmHg: 0.3 -> 0.375 ug/kg/min");
  EXPECT_THAT(chart.readings, SizeIs(6));
}

TEST(Titration, ReadsTheMeanOverTheCuffTimeRoundedToOne) {
  Titration rule = simple_rule();
  rule.cuff_time = 2.0;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {4.0, 61.5}};
  const Chart chart = world.run(8.0);
  EXPECT_EQ(chart.readings[1].map, 66.0);  // (70 + 61.5) / 2 = 65.75
}

TEST(Titration, ReadsTheTrueValueWithoutCuffTimeOrHistory) {
  Titration rule = simple_rule();
  rule.cuff_time = 0.0;
  rule.cuff_rounding = 0.0;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {5.0, 61.5}};
  const Chart chart = world.run(8.0);
  EXPECT_NEAR(chart.readings[0].map, 70.0, 1e-6);
  EXPECT_NEAR(chart.readings[1].map, 61.5, 1e-6);
}

TEST(Titration, WorksWithACuffTimeLongerThanItsInterval) {
  Titration rule = simple_rule();
  rule.cuff_time = 12.0;
  rule.cuff_rounding = 0.0;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {15.0, 82.0}};
  const Chart chart = world.run(31.0);
  EXPECT_NEAR(chart.readings[2].map, 70.0, 1e-12);
  EXPECT_NEAR(chart.readings[4].map, 70.0 + 12.0 * 5.0 / 12.0, 1e-12);
  EXPECT_NEAR(chart.readings[6].map, 82.0, 1e-12);
}

TEST(Titration, LetsTheFirstLineDecideWhoseConditionHolds) {
  Titration rule = simple_rule();
  rule.steps = {{.when = {Relation::less, 60.0}, .factor = 1.25, .at_least = {}, .at_most = {}},
                {.when = {Relation::less, 65.0}, .factor = 1.10, .at_least = {}, .at_most = {}},
                {.when = {Relation::greater, 80.0}, .factor = 0.80, .at_least = {}, .at_most = {}},
                {.when = {Relation::greater, 75.0}, .factor = 0.90, .at_least = {}, .at_most = {}}};
  const auto factor = [&](double map) {
    World world = titrated(rule);
    world.map = {{0.0, map}};
    world.run(3.0);
    return world.pump_at(0, 1.0) / 24.0;
  };
  EXPECT_NEAR(factor(59.0), 1.25, 1e-12);
  EXPECT_NEAR(factor(60.0), 1.10, 1e-12);
  EXPECT_NEAR(factor(64.0), 1.10, 1e-12);
  EXPECT_EQ(factor(65.0), 1.0);
  EXPECT_EQ(factor(75.0), 1.0);
  EXPECT_NEAR(factor(76.0), 0.90, 1e-12);
  EXPECT_NEAR(factor(81.0), 0.80, 1e-12);
}

TEST(Titration, WaitsUntilALineHasHeldWithoutInterruption) {
  Titration rule = simple_rule();
  rule.steps[1].sustained = 15.0;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {2.0, 80.0}, {12.0, 70.0}, {17.0, 80.0}};
  const Chart chart = world.run(49.0);
  EXPECT_THAT(changes(chart), ElementsAre(35.0, 40.0, 45.0));
  EXPECT_EQ(text_of(chart, EventKind::titration, 1),
            "MAP 80 > 75 mmHg: for 0 min, 15 min are asked for");
}

TEST(Titration, TellsAReasonToHoldBackWhenItBeginsAndNotAtEveryCheck) {
  Titration rule = simple_rule();
  rule.steps[1].sustained = 15.0;
  rule.steps[1].lockout = 20.0;
  World world = titrated(rule);
  world.map = {{0.0, 80.0}, {42.0, 70.0}, {47.0, 80.0}};
  const Chart chart = world.run(51.0);
  EXPECT_THAT(changes(chart), ElementsAre(15.0, 35.0));
  std::vector<std::pair<double, Cause>> holds;
  for (const Event& event : events_of(chart, EventKind::titration)) {
    holds.emplace_back(event.time, event.reason.cause);
  }
  EXPECT_THAT(holds, ElementsAre(Pair(0.0, Cause::unsustained), Pair(20.0, Cause::locked),
                                 Pair(40.0, Cause::locked), Pair(50.0, Cause::unsustained)));
}

TEST(Titration, CountsOnlyReadingsThatComeToTheLine) {
  Titration rule = simple_rule();
  rule.steps = {
      {.when = {Relation::less_equal, 70.0}, .factor = 1.0, .at_least = {}, .at_most = {}},
      {.when = {Relation::less_equal, 75.0},
       .factor = 0.9,
       .at_least = {},
       .at_most = {},
       .sustained = 10.0}};
  World world = titrated(rule);
  world.map = {{0.0, 68.0}, {33.0, 73.0}};  // half an hour at 68 is also half an hour below 75
  EXPECT_THAT(changes(world.run(47.0)), ElementsAre(45.0));
}

TEST(Titration, TellsDosesInTheUsualUnitWhereItIsByWeightAsTheyAre) {
  World world = titrated(simple_rule());
  world.map = {{0.0, 70.0}, {7.0, 58.0}, {12.0, 70.0}};
  const Chart chart = world.run(29.0);
  const Event change = events_of(chart, EventKind::dose_change).at(1);
  EXPECT_EQ(reason_text(chart, change, {"ug/kg/h", 1.0 / 60.0, true}),
            "MAP 58 < 65 mmHg: 18 -> 22.5 ug/kg/h");
  EXPECT_EQ(reason_text(chart, change, {"U/min", 2.0, false}),
            "MAP 58 < 65 mmHg: 0.3 -> 0.375 ug/kg/min");
}

TEST(Titration, KeepsTheLockoutOfALineInItsDirection) {
  Titration rule = simple_rule();
  rule.steps[1].lockout = 30.0;
  World world = titrated(rule);
  world.map = {{0.0, 80.0}, {12.0, 60.0}, {17.0, 80.0}};
  const Chart chart = world.run(62.0);
  EXPECT_THAT(changes(chart), ElementsAre(0.0, 15.0, 30.0, 60.0));
  EXPECT_EQ(text_of(chart, EventKind::titration, 0),
            "MAP 80 > 75 mmHg: last change 5 min ago, lockout 30 min");
}

TEST(Titration, SaysWhenTheDoseIsAtItsBound) {
  Titration rule = simple_rule();
  rule.largest = per_kg(0.3);
  World world = titrated(rule);
  world.map = {{0.0, 50.0}};
  const Chart chart = world.run(6.0);
  EXPECT_THAT(changes(chart), IsEmpty());
  EXPECT_EQ(text_of(chart, EventKind::titration, 0),
            "MAP 50 < 65 mmHg: dose stays at its bound, 0.3 ug/kg/min");
}

TEST(Titration, DelaysThePumpAndTheLine) {
  Titration rule = simple_rule();
  rule.pump_delay = 1.5;
  rule.line_delay = 2.25;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {3.0, 58.0}, {6.0, 70.0}};
  const Chart chart = world.run(20.0);
  EXPECT_THAT(changes(chart), ElementsAre(6.5));
  EXPECT_EQ(world.pump_at(0, 6.4), 24.0);
  EXPECT_DOUBLE_EQ(world.pump_at(0, 6.5), 30.0);
  EXPECT_EQ(world.vein_at(0, 8.7), 24.0);
  EXPECT_DOUBLE_EQ(world.vein_at(0, 8.75), 30.0);
}

TEST(Titration, IgnoresTheScheduleOfItsDrugAndHandsBackItsLastRate) {
  Titration rule = simple_rule();
  rule.until = 32.0;
  World world = titrated(rule);
  world.map = {{0.0, 70.0}, {8.0, 60.0}, {13.0, 70.0}};
  world.orders.drugs = {infusion(0, 99.0, 20.0, 25.0), infusion(0, 50.0, 40.0, 50.0)};
  world.run(60.0);
  EXPECT_DOUBLE_EQ(world.pump_at(0, 22.0), 30.0);
  EXPECT_DOUBLE_EQ(world.pump_at(0, 33.0), 30.0);
  EXPECT_EQ(world.pump_at(0, 45.0), 50.0);
  EXPECT_DOUBLE_EQ(world.pump_at(0, 55.0), 30.0);
}

TEST(Titration, IsTakenOverByALaterOneOfTheSameDrug) {
  Titration acute = simple_rule();
  acute.until = 10.0;
  Titration stable = simple_rule();
  stable.from = 10.0;
  stable.every = 30.0;
  World world = titrated(acute);
  world.orders.titrations.push_back(stable);
  world.map = {{0.0, 60.0}};
  EXPECT_THAT(changes(world.run(75.0)), ElementsAre(0.0, 5.0, 10.0, 40.0, 70.0));
}

TEST(Titration, MissesChecksWithItsProbability) {
  Titration rule = simple_rule();
  rule.missed = 0.15;
  World world = titrated(rule);
  const Chart chart = world.run(19999.0);
  const auto missed = static_cast<double>(events_of(chart, EventKind::titration).size());
  EXPECT_NEAR(missed / 4000.0, 0.15, 4.0 * std::sqrt(0.15 * 0.85 / 4000.0));
  EXPECT_EQ(missed + static_cast<double>(chart.readings.size()), 4000.0);
}

TEST(Titration, ReadsTheSameNoiseAtTheSameCheckInEveryArm) {
  Titration rule = simple_rule();
  rule.cuff_noise = 2.0;
  rule.cuff_rounding = 0.0;
  World placebo = titrated(rule);
  World treated = titrated(rule);
  rule.missed = 0.3;
  treated.orders.titrations = {rule};
  treated.orders.challenges = {
      {.drug = 1, .at = {20.0}, .ladder = {absolute(1.0)}, .stop_map = {}, .stop_rate = {}}};
  treated.orders.drugs = {infusion(1, 5.0, 3.0)};
  const Chart a = placebo.run(499.0);
  const Chart b = treated.run(499.0);
  ASSERT_THAT(a.readings, SizeIs(100));
  EXPECT_LT(b.readings.size(), 90U);
  for (const Reading& reading : b.readings) {
    EXPECT_EQ(reading.map, a.readings[static_cast<std::size_t>(reading.time / 5.0)].map);
  }
}

TEST(Titration, ReadsNoiseOfTheStatedSize) {
  Titration rule = simple_rule();
  rule.cuff_noise = 2.0;
  rule.cuff_rounding = 0.0;
  World world = titrated(rule);
  const Chart chart = world.run(19999.0);
  double sum = 0.0;
  double squares = 0.0;
  for (const Reading& reading : chart.readings) {
    sum += reading.map - 70.0;
    squares += (reading.map - 70.0) * (reading.map - 70.0);
  }
  EXPECT_NEAR(sum / 4000.0, 0.0, 4.0 * 2.0 / std::sqrt(4000.0));
  EXPECT_NEAR(std::sqrt(squares / 4000.0), 2.0, 4.0 * 2.0 / std::sqrt(8000.0));
}

/// The second agent comes when the first has been above 0.35 for 10 min and goes when it has been
/// below 0.2 for 20 min.
World with_second_agent() {
  Titration rule = simple_rule();
  rule.second = SecondAgent{.drug = 1,
                            .dose = absolute(0.0566),
                            .start_above = per_kg(0.35),
                            .start_after = 10.0,
                            .stop_below = per_kg(0.2),
                            .stop_after = 20.0};
  return titrated(rule);
}

TEST(SecondAgent, StartsAboveAndStopsBelowItsThresholdsOfTheFirstDrug) {
  World world = with_second_agent();
  world.map = {{0.0, 70.0}, {8.0, 60.0}, {13.0, 70.0}, {48.0, 90.0}, {68.0, 70.0}};
  const Chart chart = world.run(120.0);
  EXPECT_EQ(world.pump_at(1, 19.9), 0.0);
  EXPECT_EQ(world.pump_at(1, 20.0), 0.0566);
  // 0.375 x 0.8^3 = 0.192 at 60 min
  EXPECT_EQ(world.pump_at(1, 79.9), 0.0566);
  EXPECT_EQ(world.pump_at(1, 80.0), 0.0);
  const auto events = events_of(chart, EventKind::dose_change);
  EXPECT_EQ(reason_text(chart, events[2]), "first drug 0.375 > 0.35 ug/kg/min for 10 min");
  EXPECT_EQ(reason_text(chart, events.back()), "first drug 0.1536 < 0.2 ug/kg/min for 20 min");
}

TEST(SecondAgent, DoesNotStartWhenTheFirstDrugFallsBackInTime) {
  World world = with_second_agent();
  world.map = {{0.0, 70.0}, {8.0, 60.0}, {13.0, 90.0}, {18.0, 70.0}};
  world.run(60.0);
  EXPECT_EQ(world.pump_at(1, 50.0), 0.0);
}

}  // namespace
}  // namespace pressor::testing
