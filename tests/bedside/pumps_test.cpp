#include <gmock/gmock.h>

#include "bed_world.h"
#include "pressor/core/errors.h"

namespace pressor::testing {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

/// min; times are kept on a grid of 2^-30 min.
constexpr double grid = 1.0e-9;

TEST(Pumps, ABackgroundRunsForEverAndIsCharted) {
  World world;
  world.patient.infusions = {24.0, 0.0};
  const Chart chart = world.run(60.0);
  EXPECT_EQ(world.vein_at(0, 0.0), 24.0);
  EXPECT_EQ(world.vein_at(0, 59.0), 24.0);
  EXPECT_DOUBLE_EQ(chart.delivered[0], 24.0 * 60.0);
  ASSERT_THAT(chart.events, SizeIs(1));
  EXPECT_EQ(reason_text(chart, chart.events[0]), "running at the start");
}

TEST(Pumps, TheInfusionThatBeganLastDecidesAndAnEarlierOneGoesOnBehindIt) {
  World world;
  world.patient.infusions = {24.0, 0.0};
  world.orders.drugs = {infusion(0, 30.0, 10.0, 40.0), infusion(0, 0.0, 20.0, 25.0)};
  const Chart chart = world.run(60.0);
  EXPECT_EQ(world.pump_at(0, 9.0), 24.0);
  EXPECT_EQ(world.pump_at(0, 10.0), 30.0);
  EXPECT_EQ(world.pump_at(0, 20.0), 0.0);
  EXPECT_EQ(world.pump_at(0, 25.0), 30.0);
  EXPECT_EQ(world.pump_at(0, 40.0), 24.0);
  EXPECT_DOUBLE_EQ(chart.delivered[0], 24.0 * 30.0 + 30.0 * 25.0);
}

TEST(Pumps, ASteadyOrderIsTheBackgroundWithAnEnd) {
  for (const double in_background : {0.0, 800.0}) {
    World world;
    world.patient.infusions = {in_background, 0.0};
    DrugOrder sedation{.drug = 0, .dose = per_kg(10.0), .until = 30.0, .steady = true};
    world.orders.drugs = {sedation};
    world.run(60.0);
    EXPECT_EQ(world.pump_at(0, 0.0), 800.0);
    EXPECT_EQ(world.pump_at(0, 29.0), 800.0);
    EXPECT_EQ(world.pump_at(0, 30.0), 0.0);
  }
}

TEST(Pumps, APushIsAddedToTheStateAndASpreadBolusIsItsAmount) {
  World world;
  world.orders.drugs = {bolus(0, 100.0, 0.0), bolus(1, 70.0, 5.0, 0.3), bolus(1, 30.0, 5.1, 0.7)};
  const Chart chart = world.run(10.0);
  EXPECT_EQ(chart.delivered[0], 100.0);
  EXPECT_EQ(world.state[world.model.drug_at(0)], 100.0);
  EXPECT_NEAR(chart.delivered[1], 100.0, 1e-12);
  EXPECT_NEAR(world.state[world.model.drug_at(1)], 100.0, 1e-12);
  EXPECT_EQ(world.pump_at(1, 9.0), 0.0);
  EXPECT_THAT(events_of(chart, EventKind::bolus), SizeIs(1));
}

TEST(Pumps, LagAndLineDelayShiftRatesAndBolusesAndNothingElse) {
  World world;
  std::vector<DrugStructure> drugs = world.model.drugs();
  drugs[0].lag = 13.7 / 60.0;
  world.model = Model(drugs, {});
  world.patient.infusions = {8.0, 0.0};
  world.orders.drugs = {infusion(0, 20.0, 5.0, 9.0), bolus(0, 50.0, 12.0)};
  Titration rule = simple_rule();
  rule.drug = 0;
  rule.from = 100.0;
  rule.line_delay = 1.5;
  world.orders.titrations = {rule};
  const Chart chart = world.run(20.0);
  const double shift = 13.7 / 60.0 + 1.5;
  EXPECT_EQ(world.vein_at(0, 0.0), 8.0);
  EXPECT_EQ(world.vein_at(0, 5.0 + shift - grid), 8.0);
  EXPECT_EQ(world.vein_at(0, 5.0 + shift + grid), 20.0);
  EXPECT_EQ(world.vein_at(0, 9.0 + shift - grid), 20.0);
  EXPECT_EQ(world.vein_at(0, 9.0 + shift + grid), 8.0);
  EXPECT_NEAR(world.state[world.model.drug_at(0)], 8.0 * 16.0 + 20.0 * 4.0 + 50.0, 1e-7);
  EXPECT_DOUBLE_EQ(chart.delivered[0], 8.0 * 16.0 + 20.0 * 4.0 + 50.0);
}

TEST(Pumps, ALateBolusIsInTheLineWhenTheRunEnds) {
  World world;
  std::vector<DrugStructure> drugs = world.model.drugs();
  drugs[0].lag = 2.0;
  world.model = Model(drugs, {});
  world.orders.drugs = {bolus(0, 50.0, 9.0)};
  const Chart chart = world.run(10.0);
  EXPECT_EQ(chart.delivered[0], 50.0);
  EXPECT_EQ(world.state[world.model.drug_at(0)], 0.0);
}

TEST(Fluids, GiveTheirVolumeAndOverlappingBagsAddUp) {
  World world;
  world.orders.fluids = {
      {.kind = FluidOrder::Kind::crystalloid, .volume = 500.0, .from = 0.0, .duration = 30.0},
      {.kind = FluidOrder::Kind::crystalloid, .volume = 10.0, .per_kg = true, .from = 20.0},
      {.kind = FluidOrder::Kind::bleeding, .volume = 700.0, .from = 5.0, .duration = 7.0}};
  const Chart chart = world.run(60.0);
  double given = 0.0;
  double lost = 0.0;
  for (const Stretch& s : world.stretches) {
    given += s.inputs.fluids.crystalloid * (s.to - s.from);
    lost += s.inputs.fluids.bleeding * (s.to - s.from);
    EXPECT_EQ(s.inputs.fluids.colloid, 0.0);
  }
  EXPECT_NEAR(given, 1300.0, 1e-9);
  EXPECT_NEAR(lost, 700.0, 1e-9);
  EXPECT_EQ(world.stretches.back().inputs.fluids.crystalloid, 0.0);
  EXPECT_THAT(events_of(chart, EventKind::fluid), SizeIs(6));
}

TEST(Steroids, ActWhileACourseRuns) {
  World world;
  world.orders.steroids = {{.from = 10.0, .until = 30.0}, {.from = 20.0, .until = 40.0}};
  world.run(60.0);
  for (const Stretch& s : world.stretches) {
    const bool inside = s.from >= 10.0 && s.to <= 40.0 && s.to > s.from;
    if (s.to > s.from) {
      EXPECT_EQ(s.inputs.steroid, inside ? 1.0 : 0.0);
    }
  }
}

TEST(Pumps, CloseStopsEveryDoseAndKeepsTheLedger) {
  World world;
  world.patient.infusions = {24.0, 0.0};
  world.state.assign(world.model.states(), 0.0);
  Bedside bed(world.model, world.parameters, world.orders, world.patient, world.key);
  bed.close(10.0);
  bed.close(10.0);
  EXPECT_EQ(bed.next_stop(), for_ever);
  EXPECT_THAT(bed.pump_rates(), Each(0.0));
  EXPECT_EQ(bed.inputs().infusion[0], 0.0);
  EXPECT_EQ(bed.chart().delivered[0], 240.0);
}

TEST(Orders, ThatCannotBeCarriedOutAreRefused) {
  const auto refused = [](const Orders& orders) {
    try {
      check_orders(orders, 2);
    } catch (const ParameterError&) {
      return true;
    }
    return false;
  };
  EXPECT_FALSE(refused({}));
  Orders orders;
  orders.drugs = {infusion(2, 1.0, 0.0)};
  EXPECT_TRUE(refused(orders));
  orders = {};
  orders.fluids = {{.volume = 500.0, .duration = 0.0}};
  EXPECT_TRUE(refused(orders));
  orders = {};
  orders.titrations = {simple_rule()};
  orders.titrations[0].every = 0.0;
  EXPECT_TRUE(refused(orders));
  orders = {};
  orders.challenges.resize(1);
  EXPECT_TRUE(refused(orders));
  orders = {};
  orders.rescues.resize(1);
  orders.rescues[0].give = infusion(0, 1.0, 0.0);
  EXPECT_TRUE(refused(orders));
}

}  // namespace
}  // namespace pressor::testing
