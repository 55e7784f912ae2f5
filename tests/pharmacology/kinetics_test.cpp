#include "pressor/pharmacology/kinetics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "exact_kinetics.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

DrugStructure drug_with(std::size_t compartments, std::vector<std::string> sites = {}) {
  DrugStructure drug;
  drug.compartments = compartments;
  drug.sites = std::move(sites);
  return drug;
}

DrugParameters<double> numbers(std::array<double, 3> volume, double clearance,
                               std::array<double, 2> flow = {}) {
  DrugParameters<double> p;
  p.volume = volume;
  p.clearance = clearance;
  p.flow = flow;
  return p;
}

const std::vector<double> times{0.0, 0.1, 1.0, 7.0, 60.0, 600.0};

TEST(Kinetics, OneCompartmentFollowsTheExponentialAfterABolus) {
  const auto p = numbers({8.0}, 2.0);
  for (const double t : times) {
    ExactKinetics k(drug_with(1), p);
    EXPECT_NEAR(k.bolus(100.0).run(t, 0.0).plasma(), 12.5 * std::exp(-0.25 * t), 1e-12);
  }
}

TEST(Kinetics, OneCompartmentApproachesDoseOverClearance) {
  const auto p = numbers({8.0}, 2.0);
  for (const double t : times) {
    ExactKinetics k(drug_with(1), p);
    EXPECT_NEAR(k.run(t, 6.0).plasma(), 3.0 * (1.0 - std::exp(-0.25 * t)), 1e-12);
  }
}

/// C = D/V1 [(a - k21)/(a - b) exp(-a t) + (k21 - b)/(a - b) exp(-b t)], a + b = k10 + k12 + k21,
/// a b = k10 k21.
TEST(Kinetics, TwoCompartmentsFollowTheBiexponential) {
  const auto p = numbers({5.0, 20.0}, 1.5, {2.5});
  const double k10 = 0.3;
  const double k12 = 0.5;
  const double k21 = 0.125;
  const double sum = k10 + k12 + k21;
  const double a = 0.5 * (sum + std::sqrt(sum * sum - 4.0 * k10 * k21));
  const double b = sum - a;
  for (const double t : times) {
    ExactKinetics k(drug_with(2), p);
    const double expected =
        10.0 * ((a - k21) / (a - b) * std::exp(-a * t) + (k21 - b) / (a - b) * std::exp(-b * t));
    EXPECT_NEAR(k.bolus(50.0).run(t, 0.0).plasma(), expected, 1e-11);
  }
}

/// C = D/V1 sum_i (k21 - l_i)(k31 - l_i) / prod_j (l_j - l_i) exp(-l_i t), with l the roots of
/// l^3 - l^2 (k10 + k12 + k13 + k21 + k31) + l (k10 k21 + k10 k31 + k12 k31 + k13 k21 + k21 k31)
/// - k10 k21 k31, here by the trigonometric formula.
TEST(Kinetics, ThreeCompartmentsFollowTheTriexponential) {
  const auto p = numbers({4.0, 16.0, 80.0}, 2.0, {4.0, 1.6});
  const double k10 = 0.5;
  const double k12 = 1.0;
  const double k13 = 0.4;
  const double k21 = 0.25;
  const double k31 = 0.02;
  const double c2 = k10 + k12 + k13 + k21 + k31;
  const double c1 = k10 * k21 + k10 * k31 + k12 * k31 + k13 * k21 + k21 * k31;
  const double c0 = k10 * k21 * k31;
  const double q = c2 * c2 / 9.0 - c1 / 3.0;
  const double r = c2 * c2 * c2 / 27.0 - c1 * c2 / 6.0 + c0 / 2.0;
  const double angle = std::acos(r / std::sqrt(q * q * q));
  std::array<double, 3> l{};
  for (std::size_t i = 0; i < 3; ++i) {
    l[i] = c2 / 3.0 +
           2.0 * std::sqrt(q) * std::cos((angle + 2.0 * M_PI * static_cast<double>(i)) / 3.0);
  }
  for (const double t : times) {
    double expected = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      const double others = (l[(i + 1) % 3] - l[i]) * (l[(i + 2) % 3] - l[i]);
      expected += (k21 - l[i]) * (k31 - l[i]) / others * std::exp(-l[i] * t);
    }
    ExactKinetics k(drug_with(3), p);
    EXPECT_NEAR(k.bolus(40.0).run(t, 0.0).plasma(), 10.0 * expected, 1e-9) << t;
  }
}

/// Ce = D/V ke0/(ke0 - k) (exp(-k t) - exp(-ke0 t)).
TEST(Kinetics, EffectSiteFollowsPlasmaWithItsOwnDelay) {
  auto p = numbers({8.0}, 2.0);
  p.ke0 = {1.0, 0.05};
  for (const double t : times) {
    ExactKinetics k(drug_with(1, {"fast", "slow"}), p);
    k.bolus(80.0).run(t, 0.0);
    EXPECT_NEAR(k.site(0), 10.0 / 0.75 * (std::exp(-0.25 * t) - std::exp(-t)), 1e-11);
    EXPECT_NEAR(k.site(1), 10.0 * 0.05 / -0.2 * (std::exp(-0.25 * t) - std::exp(-0.05 * t)), 1e-11);
  }
}

TEST(Kinetics, FactorsScaleClearanceAndProduction) {
  auto p = numbers({8.0}, 2.0);
  p.production = 3.0;
  std::vector<double> state(1);
  std::vector<double> rates(1);
  steady_state(drug_with(1), p, 5.0, 0.5, 2.0, state.data());
  EXPECT_DOUBLE_EQ(state[0], 8.0 * 11.0);
  kinetic_rates(drug_with(1), p, 5.0, 0.5, 2.0, state.data(), rates.data());
  EXPECT_NEAR(rates[0], 0.0, 1e-12);
}

TEST(Kinetics, SteadyStateDoesNotMoveInAnyStructure) {
  auto p = numbers({4.0, 16.0, 80.0}, 2.0, {4.0, 1.6});
  p.ke0 = {1.0, 0.1, 0.01};
  p.production = 0.7;
  for (std::size_t n = 1; n <= max_compartments; ++n) {
    const auto drug = drug_with(n, {"a", "b", "c"});
    std::vector<double> state(drug.states());
    std::vector<double> rates(drug.states());
    steady_state(drug, p, 12.0, 0.8, 1.3, state.data());
    kinetic_rates(drug, p, 12.0, 0.8, 1.3, state.data(), rates.data());
    for (const double rate : rates) EXPECT_NEAR(rate, 0.0, 1e-12);
    EXPECT_NEAR(concentration(drug, p, state.data(), 2), (12.0 + 0.91) / 1.6, 1e-12);
  }
}

/// Numbers between 1/20 and 20 times the middle.
double spread(RandomStream& random, double middle) {
  return middle * std::exp(3.0 * (2.0 * random.uniform() - 1.0));
}

/// Invariant: infused + produced = present + cleared, to 1e-10; nothing is ever negative.
TEST(Kinetics, KeepsEveryMicrogramAndNeverGoesNegative) {
  for (std::uint32_t person = 0; person < 60; ++person) {
    RandomStream random({11, 0, person, Stream::kinetics, 0});
    DrugParameters<double> p;
    for (double& v : p.volume) v = spread(random, 20.0);
    for (double& q : p.flow) q = spread(random, 1.0);
    for (double& k : p.ke0) k = spread(random, 0.1);
    p.clearance = spread(random, 1.0);
    p.production = spread(random, 0.5);
    const auto drug = drug_with(1 + person % 3, {"a", "b"});
    ExactKinetics k(drug, p);
    const double at_start = k.amount();
    double infused = 0.0;
    double elapsed = 0.0;
    for (int piece = 0; piece < 6; ++piece) {
      const double minutes = piece == 2 ? 1.0e-6 : spread(random, 10.0);
      const double rate = piece % 2 == 0 ? spread(random, 5.0) : 0.0;
      k.bolus(piece == 3 ? 25.0 : 0.0).run(minutes, rate);
      infused += rate * minutes + (piece == 3 ? 25.0 : 0.0);
      elapsed += minutes;
      for (std::size_t s = 0; s < drug.states(); ++s) EXPECT_GE(k.state()[s], 0.0);
    }
    const double in = at_start + infused + p.production * elapsed;
    EXPECT_NEAR((k.amount() + k.cleared()) / in, 1.0, 1e-10) << person;
  }
}

TEST(Kinetics, IsLinearInDose) {
  const auto p = numbers({4.0, 16.0, 80.0}, 2.0, {4.0, 1.6});
  ExactKinetics once(drug_with(3), p);
  ExactKinetics thrice(drug_with(3), p);
  once.bolus(10.0).run(30.0, 1.0);
  thrice.bolus(30.0).run(30.0, 3.0);
  EXPECT_NEAR(thrice.plasma(), 3.0 * once.plasma(), 1e-12);
}

TEST(Kinetics, DrivesAddUpOverActionsAndWeighEfficacy) {
  auto drug = drug_with(1, {"site"});
  drug.actions = {{Receptor::alpha1, 0, 1.0},
                  {Receptor::alpha1, plasma_site, 0.5},
                  {Receptor::beta1, plasma_site, 0.0}};
  auto p = numbers({10.0}, 1.0);
  p.potency = {2.0, 4.0, 5.0};
  const std::array<double, 2> state{100.0, 6.0};
  Drives<double> drives;
  add_drives(drug, p, state.data(), drives);
  EXPECT_DOUBLE_EQ(drives.bound(Receptor::alpha1), 3.0 + 2.5);
  EXPECT_DOUBLE_EQ(drives[Receptor::alpha1], 3.0 + 1.25);
  EXPECT_DOUBLE_EQ(drives.bound(Receptor::beta1), 2.0);
  EXPECT_DOUBLE_EQ(drives[Receptor::beta1], 0.0);
  EXPECT_DOUBLE_EQ(drives.bound(Receptor::v1a), 0.0);
}

}  // namespace
}  // namespace pressor
