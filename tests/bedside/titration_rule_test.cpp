#include "titration_rule.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "bed_world.h"

namespace pressor::testing {
namespace {

using bedside::next_dose;

constexpr double weight = 80.0;

/// The rule of a nurse: pump steps of 0.01, ceiling 3, start 0.05 ug/kg/min.
Titration nurse() {
  Titration rule = simple_rule();
  rule.rounding = 0.01;
  return rule;
}

/// In and out in ug/kg/min.
double next(const Titration& rule, double factor, double old, std::optional<Dose> at_least = {},
            std::optional<Dose> at_most = {}) {
  const TitrationStep step{.when = {}, .factor = factor, .at_least = at_least, .at_most = at_most};
  return next_dose(rule, step, old * weight, weight) / weight;
}

TEST(TitrationRule, MultipliesRoundsAndHonoursTheSmallestAndLargestChange) {
  EXPECT_NEAR(next(nurse(), 1.25, 0.30), 0.38, 1e-12);
  EXPECT_NEAR(next(nurse(), 1.25, 0.10, per_kg(0.05)), 0.15, 1e-12);
  EXPECT_NEAR(next(nurse(), 1.25, 2.00, {}, per_kg(0.2)), 2.2, 1e-12);
  EXPECT_NEAR(next(nurse(), 0.9, 0.50), 0.45, 1e-12);
  EXPECT_NEAR(next(nurse(), 0.9, 0.12, per_kg(0.05)), 0.07, 1e-12);
  EXPECT_NEAR(next(nurse(), 0.5, 1.00, {}, absolute(8.0)), 0.90, 1e-12);
  EXPECT_EQ(next(nurse(), 1.0, 0.27), 0.27);
}

TEST(TitrationRule, MovesAtLeastOneStepOfThePump) {
  EXPECT_NEAR(next(nurse(), 1.10, 0.04), 0.05, 1e-12);
  EXPECT_NEAR(next(nurse(), 0.90, 0.04), 0.03, 1e-12);
  EXPECT_NEAR(next(nurse(), 1.001, 0.274), 0.28, 1e-12);
  EXPECT_NEAR(next(nurse(), 0.999, 0.276), 0.27, 1e-12);
}

TEST(TitrationRule, DoesNotLetRoundingPassTheLargestChange) {
  EXPECT_NEAR(next(nurse(), 2.0, 0.274, {}, per_kg(0.018)), 0.29, 1e-12);
  EXPECT_EQ(next(nurse(), 2.0, 0.27, {}, per_kg(0.004)), 0.27);
}

TEST(TitrationRule, StopsAtItsBoundsAndNeverTurnsRound) {
  EXPECT_NEAR(next(nurse(), 1.25, 2.9), 3.0, 1e-12);
  EXPECT_EQ(next(nurse(), 1.25, 3.5), 3.5);
  Titration rule = nurse();
  rule.smallest = per_kg(0.05);
  EXPECT_NEAR(next(rule, 0.5, 0.06), 0.05, 1e-12);
  EXPECT_EQ(next(rule, 0.5, 0.02), 0.02);
}

TEST(TitrationRule, StartsWhatIsOffAndWeansItOff) {
  EXPECT_NEAR(next(nurse(), 1.25, 0.0), 0.05, 1e-12);
  EXPECT_EQ(next(nurse(), 0.9, 0.01), 0.0);
  EXPECT_EQ(next(nurse(), 0.9, 0.0), 0.0);
  Titration rule = nurse();
  rule.start = {};
  EXPECT_NEAR(next(rule, 1.25, 0.0, per_kg(0.02)), 0.02, 1e-12);
}

RC_GTEST_PROP(TitrationRule, NeverGoesBelowZeroAgainstItsDirectionOrFasterThanItSays, ()) {
  const auto scaled = [](int low, int high, double by) {
    return by * *rc::gen::inRange(low, high);
  };
  Titration rule = simple_rule();
  rule.rounding = *rc::gen::element(0.0, 0.01, 0.005, 0.03);
  rule.rounding_per_kg = *rc::gen::arbitrary<bool>();
  rule.smallest = per_kg(*rc::gen::element(0.0, 0.02));
  rule.start = per_kg(*rc::gen::element(0.0, 0.05));
  TitrationStep step;
  step.factor = scaled(1, 300, 0.01);
  if (*rc::gen::arbitrary<bool>()) step.at_least = per_kg(scaled(0, 20, 0.01));
  if (*rc::gen::arbitrary<bool>()) step.at_most = per_kg(scaled(0, 50, 0.01));
  const double old = weight * scaled(0, 4000, 0.001);
  const double dose = next_dose(rule, step, old, weight);
  const double grid = rule.rounding * (rule.rounding_per_kg ? weight : 1.0);
  RC_ASSERT(dose >= 0.0);
  RC_ASSERT(step.factor > 1.0 || dose <= old);
  RC_ASSERT(step.factor < 1.0 || dose >= old);
  RC_ASSERT(dose <= std::max(old, 3.0 * weight) + 1e-9);
  const bool started = old == 0.0 && rule.start.value > 0.0;
  if (started) return;
  const double change = std::abs(dose - old);
  if (step.at_most) {
    RC_ASSERT(change <= step.at_most->absolute(weight) + 1e-9);
  }
  const double asked = std::max(std::abs(step.factor - 1.0) * old,
                                step.at_least ? step.at_least->absolute(weight) : 0.0);
  RC_ASSERT(change <= asked + grid + 1e-9);
}

}  // namespace
}  // namespace pressor::testing
