#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "bed_world.h"

/// Invariant 12 of the model and the ledger, on random pressures and heart rates.
namespace pressor::testing {
namespace {

/// A random walk with `step` at random times.
rc::Gen<Path> random_path(int low, int high) {
  return rc::gen::exec([=] {
    Path path{{0.0, *rc::gen::inRange(low, high)}};
    double time = 0.0;
    for (int i = 0; i < 25; ++i) {
      time += 0.25 * *rc::gen::inRange(1, 80);
      path.emplace_back(time, *rc::gen::inRange(low, high));
    }
    return path;
  });
}

World busy_world() {
  World world(3);
  world.patient.infusions = {24.0, 0.0, 0.0};
  Titration rule = simple_rule();
  rule.steps[0].at_most = per_kg(0.1);
  rule.steps[1].sustained = 10.0;
  rule.rounding = 0.01;
  rule.cuff_noise = 2.0;
  rule.missed = 0.1;
  rule.pump_delay = 0.5;
  rule.line_delay = *rc::gen::element(0.0, 1.5);
  rule.second = SecondAgent{.drug = 2,
                            .dose = absolute(0.06),
                            .start_above = per_kg(0.5),
                            .start_after = 5.0,
                            .stop_below = per_kg(0.2),
                            .stop_after = 5.0};
  world.orders.titrations = {rule};
  world.orders.challenges = {{.drug = 1,
                              .at = {30.0, 100.0, 180.0},
                              .ladder = {per_kg(1.0), per_kg(2.0)},
                              .stop_map = Comparison{Relation::greater_equal, 110.0},
                              .stop_rate = {}}};
  world.orders.drugs = {bolus(1, 50.0, 70.0), bolus(0, 10.0, 95.0, 3.0)};
  world.orders.rescues = {{.name = "bradycardia",
                           .when = {Relation::less, 40.0},
                           .sustained = 2.0,
                           .stop = {0},
                           .hold = 15.0,
                           .give = {},
                           .fluid = {}}};
  world.map = *random_path(30, 130);
  world.rate = *random_path(35, 120);
  world.key.patient = *rc::gen::inRange(0U, 1000U);
  return world;
}

double pumped(const World& world, std::size_t drug) {
  double sum = 0.0;
  for (const Stretch& s : world.stretches) sum += s.pumps[drug] * (s.to - s.from);
  return sum;
}

double pushed(const Chart& chart, std::size_t drug) {
  double sum = 0.0;
  for (const Event& event : events_of(chart, EventKind::bolus)) {
    if (event.drug == drug) sum += event.value;
  }
  return sum;
}

/// The ledger from the chart alone.
double charted(const Chart& chart, std::size_t drug, double horizon) {
  double sum = pushed(chart, drug);
  double rate = 0.0;
  double since = 0.0;
  for (const Event& event : events_of(chart, EventKind::dose_change)) {
    if (event.drug != drug) continue;
    sum += rate * (event.time - since);
    rate = event.value;
    since = event.time;
  }
  return sum + rate * (horizon - since);
}

RC_GTEST_PROP(Bedside, DeliversTheIntegralOfItsPumpsAndChartsIt, ()) {
  World world = busy_world();
  const Chart chart = world.run(240.0);
  for (std::size_t d = 0; d < 3; ++d) {
    const double size = 1e-9 * (1.0 + chart.delivered[d]);
    RC_ASSERT(std::abs(chart.delivered[d] - pumped(world, d) - pushed(chart, d)) < size);
    RC_ASSERT(std::abs(chart.delivered[d] - charted(chart, d, 240.0)) < size);
  }
}

RC_GTEST_PROP(Bedside, NeverPumpsLessThanNothingNorChangesFasterThanTheRule, ()) {
  World world = busy_world();
  const Chart chart = world.run(240.0);
  for (const Stretch& s : world.stretches) {
    for (const double rate : s.pumps) RC_ASSERT(rate >= 0.0);
  }
  double last = -1.0e9;
  for (const Event& event : events_of(chart, EventKind::dose_change)) {
    if (event.reason.cause != Cause::rule) continue;
    const Reason& r = event.reason;
    RC_ASSERT(event.time - last > 5.0 - 1e-6);
    last = event.time;
    RC_ASSERT(r.after <= std::max(r.before + 0.1, 0.05) + 1e-9);
    RC_ASSERT(r.after >= 0.8 * r.before - 0.01 - 1e-9);
    RC_ASSERT(r.after <= 3.0 + 1e-9);
  }
}

RC_GTEST_PROP(Bedside, FreezesTheTitratedDrugDuringAChallenge, ()) {
  World world = busy_world();
  world.orders.rescues.clear();
  world.orders.drugs.clear();
  const Chart chart = world.run(240.0);
  const auto ends = events_of(chart, EventKind::challenge_end);
  RC_ASSERT(ends.size() == chart.challenges.size());
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const double start = chart.challenges[i].start;
    for (const Stretch& s : world.stretches) {
      if (s.from < start || s.to > ends[i].time || s.to == s.from) continue;
      RC_ASSERT(s.pumps[0] == world.pump_at(0, start));
      RC_ASSERT(s.pumps[2] == world.pump_at(2, start));
    }
  }
}

RC_GTEST_PROP(Bedside, GivesTheSameChartWhenItIsRunAgain, ()) {
  World world = busy_world();
  const Chart once = world.run(240.0);
  const Chart again = world.run(240.0);
  RC_ASSERT(once.events.size() == again.events.size());
  for (std::size_t i = 0; i < once.events.size(); ++i) {
    RC_ASSERT(once.events[i].time == again.events[i].time);
    RC_ASSERT(once.events[i].value == again.events[i].value);
    RC_ASSERT(reason_text(once, once.events[i]) == reason_text(again, again.events[i]));
  }
}

}  // namespace
}  // namespace pressor::testing
