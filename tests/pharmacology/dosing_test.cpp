#include "pressor/pharmacology/dosing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// One compartment of 10 L with k = 0.1 /min and an effect site of ke0 = 0.5 /min.
DosingModel model() {
  DosingModel model;
  model.drug.compartments = 1;
  model.drug.sites = {"site"};
  return model;
}

DosingParameters person(double production = 0.0) {
  DosingParameters p;
  p.drug.volume[0] = 10.0;
  p.drug.clearance = 1.0;
  p.drug.ke0[0] = 0.5;
  p.drug.production = production;
  return p;
}

DosingRecord look(double time, const DosingParameters& p) { return {time, false, {}, p}; }

DosingRecord given(double time, const DosingParameters& p, DoseEvent dose) {
  return {time, false, dose, p};
}

class DosingEngines : public ::testing::TestWithParam<DosingEngine> {
 protected:
  [[nodiscard]] static std::vector<std::vector<double>> states(
      const std::vector<DosingRecord>& records) {
    return follow_doses(model(), records, CovariateRule::carried_forward, GetParam());
  }
};

TEST_P(DosingEngines, BeginWithWhatTheBodyMakesAndLeaveItAtAReset) {
  const auto p = person(5.0);
  DosingRecord reset{30.0, true, {}, p};
  const auto found = states({look(0.0, p), given(1.0, p, {.amount = 80.0}), reset, look(60.0, p)});
  for (const std::size_t i : {0U, 2U, 3U}) {
    EXPECT_NEAR(found[i][0], 50.0, 1e-7) << i;
    EXPECT_NEAR(found[i][1], 5.0, 1e-8) << i;
  }
  EXPECT_NEAR(found[1][0], 130.0, 1e-7);
}

TEST_P(DosingEngines, CountWhatTheBodyMakesOnceInAnySteadyState) {
  const auto p = person(5.0);
  const double trough = 80.0 * std::exp(-2.0) / (1.0 - std::exp(-2.0));
  for (const SteadyDose steady : {SteadyDose::replaces, SteadyDose::adds}) {
    const auto found =
        states({given(0.0, p, {.amount = 80.0, .interval = 20.0, .steady = steady})});
    EXPECT_NEAR(found[0][0], 50.0 + 80.0 + trough, 1e-6);
  }
}

TEST_P(DosingEngines, CarryEffectSitesThroughASteadyState) {
  const auto p = person();
  const auto found = states(
      {given(0.0, p, {.form = DoseForm::infusion, .rate = 6.0, .steady = SteadyDose::replaces}),
       look(4.0, p)});
  EXPECT_NEAR(found[0][1], 6.0, 1e-8);
  // Ce after the end of a long infusion: [ke0 exp(-k t) - k exp(-ke0 t)] / (ke0 - k).
  EXPECT_NEAR(found[1][1], 6.0 * (0.5 * std::exp(-0.4) - 0.1 * std::exp(-2.0)) / 0.4, 1e-7);
}

TEST_P(DosingEngines, KeepAVeryShortInfusionWhole) {
  const auto p = person();
  const auto found = states(
      {given(0.0, p, {.form = DoseForm::infusion, .amount = 100.0, .rate = 1.0e9}), look(1.0, p)});
  EXPECT_NEAR(found[1][0], 100.0 * std::exp(-0.1), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Both, DosingEngines,
                         ::testing::Values(DosingEngine::exact, DosingEngine::reference));

TEST(Dosing, RefusesDosesThatMakeNoSense) {
  const auto p = person();
  const auto refused = [&](DoseEvent dose) {
    EXPECT_THROW((void)follow_doses(model(), std::vector{given(0.0, p, dose)},
                                    CovariateRule::carried_forward, DosingEngine::exact),
                 ParameterError);
  };
  refused({.place = 1, .amount = 1.0});
  refused({.amount = -1.0});
  refused({.amount = std::numeric_limits<double>::quiet_NaN()});
  refused({.amount = 0.0});
  refused({.amount = 1.0, .additional = 2});
  refused({.amount = 1.0, .steady = SteadyDose::adds});
  refused({.form = DoseForm::infusion, .amount = 1.0});
  refused({.form = DoseForm::modelled_rate, .amount = 1.0});
  refused({.form = DoseForm::modelled_duration, .amount = 1.0});
  refused({.form = DoseForm::infusion,
           .amount = 1.0e6,
           .rate = 1.0,
           .interval = 1.0,
           .steady = SteadyDose::replaces});
}

TEST(Dosing, RefusesTimeThatRunsBackwardsWithoutAReset) {
  const auto p = person();
  EXPECT_THROW((void)follow_doses(model(), std::vector{look(5.0, p), look(4.0, p)},
                                  CovariateRule::carried_forward, DosingEngine::exact),
               ParameterError);
}

}  // namespace
}  // namespace pressor
