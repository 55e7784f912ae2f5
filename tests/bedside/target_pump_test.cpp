#include "target_pump.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "bed_world.h"

namespace pressor::testing {
namespace {

/// The phenylephrine set of three compartments, the septic dexmedetomidine set of two.
DrugParameters<double> three() {
  DrugParameters<double> p{};
  p.volume = {3.8, 18.0, 100.7};
  p.flow = {4.4, 3.16};
  p.clearance = 2.53;
  return p;
}

DrugStructure structure(std::size_t compartments) {
  DrugStructure drug;
  drug.name = drug.code = "D";
  drug.compartments = compartments;
  return drug;
}

/// Plasma by classical Runge-Kutta, independent of the propagator.
struct Linear {
  DrugStructure drug;
  DrugParameters<double> p;
  std::array<double, 3> amount{};
  void advance(double minutes, double rate) {
    const int steps = 2000;
    const double h = minutes / steps;
    const auto slope = [&](const std::array<double, 3>& a) {
      std::array<double, 3> r{};
      kinetic_rates(drug, p, rate, 1.0, 0.0, a.data(), r.data());
      return r;
    };
    const auto moved = [](std::array<double, 3> a, const std::array<double, 3>& k, double by) {
      for (std::size_t i = 0; i < 3; ++i) a[i] += k[i] * by;
      return a;
    };
    for (int i = 0; i < steps; ++i) {
      const auto k1 = slope(amount);
      const auto k2 = slope(moved(amount, k1, h / 2));
      const auto k3 = slope(moved(amount, k2, h / 2));
      const auto k4 = slope(moved(amount, k3, h));
      for (std::size_t j = 0; j < 3; ++j) {
        amount[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
      }
    }
  }
  [[nodiscard]] double plasma() const { return amount[0] / p.volume[0]; }
};

TEST(TargetPump, MeetsTheTargetAtTheEndOfEachStepInAPatientLikeItsModel) {
  for (const std::size_t compartments : {1U, 2U, 3U}) {
    bedside::TargetPump pump(structure(compartments), three(), 0.0);
    Linear patient{structure(compartments), three(), {}};
    for (const double target : {2.0, 2.0, 2.0, 5.0, 5.0}) {
      const double rate = pump.rate_for(target, 0.5);
      EXPECT_GT(rate, 0.0);
      pump.advance(0.5, rate);
      patient.advance(0.5, rate);
      EXPECT_NEAR(patient.plasma(), target, 1e-9);
    }
  }
}

TEST(TargetPump, StopsWhenTheTargetFallsAndNeverTakesDrugBack) {
  bedside::TargetPump pump(structure(3), three(), 0.0);
  pump.advance(1.0, pump.rate_for(10.0, 1.0));
  EXPECT_EQ(pump.rate_for(1.0, 1.0), 0.0);
}

TEST(TargetPump, HoldsASteadyStateWithTheRateThatMadeIt) {
  bedside::TargetPump pump(structure(3), three(), 25.3);
  EXPECT_NEAR(pump.rate_for(10.0, 1.0), 25.3, 1e-11);
}

TEST(TargetPump, IsExactWithoutExchangeOrClearance) {
  DrugParameters<double> p = three();
  p.flow = {0.0, 0.0};
  p.clearance = 0.0;
  bedside::TargetPump pump(structure(3), p, 0.0);
  EXPECT_NEAR(pump.rate_for(2.0, 0.25), 2.0 * 3.8 / 0.25, 1e-12);
}

TEST(TargetControlledInfusion, SetsThePumpEachStepAndHoldsThroughABolus) {
  World world(1);
  std::vector<DrugStructure> drugs{structure(3)};
  drugs[0].actions = {Action{}};
  world.model = Model(drugs, {});
  world.patient.pump_models = {three()};
  world.orders.drugs = {{.drug = 0,
                         .kind = DrugOrder::Kind::target,
                         .from = 2.0,
                         .until = 30.0,
                         .target = 2.0,
                         .step = 1.0},
                        {.drug = 0,
                         .kind = DrugOrder::Kind::target,
                         .from = 30.0,
                         .until = 60.0,
                         .target = 1.0,
                         .step = 1.0},
                        bolus(0, 20.0, 10.0)};
  const Chart chart = world.run(70.0);
  Linear patient{structure(3), three(), {}};
  double most = 0.0;
  for (const Stretch& s : world.stretches) {
    if (s.from == 10.0 && s.to > s.from) patient.amount[0] += 20.0;
    patient.advance(s.to - s.from, s.pumps[0]);
    most = std::max(most, s.pumps[0]);
    EXPECT_GE(s.pumps[0], 0.0);
    const bool settled = (s.to >= 3.0 && s.to <= 10.0) || (s.to > 20.0 && s.to <= 30.0);
    if (settled) {
      EXPECT_NEAR(patient.plasma(), 2.0, 1e-8) << s.to;
    }
    if (s.to > 55.0 && s.to <= 60.0) {
      EXPECT_NEAR(patient.plasma(), 1.0, 1e-8) << s.to;
    }
  }
  EXPECT_LE(most, 2.0 * 3.8 / (1.0 - std::exp(-3.65)) * 3.65);  // (1) of target_pump.h from zero
  EXPECT_EQ(world.pump_at(0, 1.0), 0.0);
  EXPECT_EQ(world.pump_at(0, 60.0), 0.0);
  EXPECT_EQ(reason_text(chart, events_of(chart, EventKind::dose_change)[0]),
            "plasma target 2 ng/mL");
}

TEST(TargetControlledInfusion, AimsWithThePatientsOwnKineticsOnlyWhenAsked) {
  for (const bool typical : {true, false}) {
    World world(1);
    world.patient.pump_models = {three()};
    world.parameters.drugs[0].clearance = 0.0;
    world.parameters.drugs[0].volume[0] = 10.0;
    world.orders.drugs = {{.drug = 0,
                           .kind = DrugOrder::Kind::target,
                           .target = 2.0,
                           .step = 1.0,
                           .typical_pump = typical}};
    world.run(1.0);
    const double own = 2.0 * 10.0 / 1.0;
    const double k = 2.53 / 3.8;
    const double model = 2.0 * 2.53 / (1.0 - std::exp(-k));
    EXPECT_NEAR(world.pump_at(0, 0.5), typical ? model : own, 1e-9);
  }
}

}  // namespace
}  // namespace pressor::testing
