#include <gmock/gmock.h>

#include <cmath>

#include "bed_world.h"
#include "bystanders.h"

/// Drugs that nothing in the patient notices.
namespace pressor::testing {
namespace {

/// One compartment of 10 L cleared at 2 L/min, a site at 0.5 /min.
DrugStructure inert() {
  DrugStructure drug;
  drug.name = drug.code = "inert";
  drug.sites = {"site"};
  return drug;
}

DrugParameters<double> cleared() {
  DrugParameters<double> p{};
  p.volume = {10.0, 1.0, 1.0};
  p.clearance = 2.0;
  p.ke0 = {0.5, 0.0, 0.0};
  return p;
}

/// Drug 0 acts, drug 1 does not.
World world_with_a_bystander() {
  World world;
  world.model = Model({world.model.drugs()[0], inert()}, {});
  world.parameters.drugs[1] = cleared();
  return world;
}

TEST(Bystanders, FollowAmountAndSiteAsTheExponentialsSay) {
  const Model model({inert()}, {});
  Parameters<double> p{};
  p.drugs[0] = cleared();
  bedside::Bystanders drugs(model, p);
  drugs.arrive(0, 3.0, 40.0);
  drugs.arrive(0, 13.0, 0.0);
  drugs.push(0, 15.0, 100.0);
  const double k = 0.2;
  const double ke0 = 0.5;
  // Plasma after 10 min of infusion, then what is left of it and of the push.
  const auto run = [&](double t) { return 20.0 * (1.0 - std::exp(-k * t)); };
  const double plasma = run(10.0) * std::exp(-k * 9.0) + 10.0 * std::exp(-k * 7.0);
  const auto site = [&](double c, double ce, double t) {
    return ce * std::exp(-ke0 * t) + c * ke0 / (ke0 - k) * (std::exp(-k * t) - std::exp(-ke0 * t));
  };
  const double at_13 =
      20.0 * (1.0 - (ke0 * std::exp(-k * 10.0) - k * std::exp(-ke0 * 10.0)) / (ke0 - k));
  const double at_15 = site(run(10.0), at_13, 2.0);
  const double at_22 = site(run(10.0) * std::exp(-k * 2.0) + 10.0, at_15, 7.0);
  const auto state = drugs.state(0, 22.0);
  ASSERT_EQ(state.size(), 2U);
  EXPECT_NEAR(state[0], 10.0 * plasma, 1e-12 * state[0]);
  EXPECT_NEAR(state[1], at_22, 1e-12 * at_22);
}

TEST(Bystanders, StayAtTheSteadyStateOfWhatHasBeenRunning) {
  World world = world_with_a_bystander();
  world.patient.infusions = {0.0, 6.0};
  Bedside bed(world.model, world.parameters, world.orders, world.patient, world.key);
  for (const double time : {0.0, 1.0, 500.0}) {
    EXPECT_NEAR(bed.bystander(1, time)[0], 30.0, 1e-12);
    EXPECT_NEAR(bed.bystander(1, time)[1], 3.0, 1e-12);
  }
}

TEST(Bystanders, AreGivenWithoutAStop) {
  World world = world_with_a_bystander();
  world.orders.drugs = {infusion(0, 30.0, 10.0, 40.0), infusion(1, 20.0, 5.5, 9.5),
                        bolus(1, 50.0, 12.25), bolus(1, 60.0, 20.0, 3.0)};
  const Chart chart = world.run(60.0);
  std::vector<double> stops;
  for (const Stretch& s : world.stretches) stops.push_back(s.to);
  EXPECT_THAT(stops, ::testing::ElementsAre(10.0, 40.0, 60.0));
  EXPECT_EQ(world.state[world.model.drug_at(1)], 0.0);
  EXPECT_NEAR(chart.delivered[1], 20.0 * 4.0 + 50.0 + 60.0, 1e-9);
  EXPECT_THAT(events_of(chart, EventKind::bolus), ::testing::SizeIs(1));
  EXPECT_DOUBLE_EQ(events_of(chart, EventKind::bolus)[0].time, 12.25);
}

TEST(Bystanders, AreGivenUpToTheMomentThatIsLookedAt) {
  World world = world_with_a_bystander();
  world.orders.drugs = {bolus(1, 50.0, 12.25), infusion(0, 30.0, 14.0)};
  Bedside bed(world.model, world.parameters, world.orders, world.patient, world.key);
  bed.pass(12.0);
  EXPECT_EQ(bed.bystander(1, 12.0)[0], 0.0);
  bed.pass(20.0);  // not beyond the stop at 14 min
  EXPECT_NEAR(bed.bystander(1, 13.25)[0], 50.0 * std::exp(-0.2), 1e-12);
  EXPECT_EQ(bed.next_stop(), 14.0);
}

}  // namespace
}  // namespace pressor::testing
