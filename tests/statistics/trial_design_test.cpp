#include "pressor/statistics/trial_design.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "pressor/core/errors.h"
#include "reference.h"

namespace pressor {
namespace {

DesignQuestion adress() {
  DesignQuestion q;
  q.effect.delta = 0.19;
  q.effect.sd = 0.25;
  return q;
}

TEST(TrialDesign, WithOneLookIsRsPowerTTest) {
  const Reference r("sample_size");
  const DesignAnswer a = design_trial(adress());
  expect_close(a.sizes.control, r["t.size"][0], "size");
  EXPECT_EQ(a.people.treated, 29.0);
  EXPECT_GT(a.power, 0.8);
  ASSERT_EQ(a.looks.size(), 1U);
  EXPECT_NEAR(a.looks[0].nominal_p, 0.05, 1e-12);
  EXPECT_NEAR(a.looks[0].alpha_spent, 0.025, 1e-12);
  EXPECT_EQ(a.expected_with_effect, 58.0);
}

TEST(TrialDesign, TellsThePowerOfAGivenSize) {
  const Reference r("sample_size");
  DesignQuestion q = adress();
  q.patients = 32.0;
  const DesignAnswer a = design_trial(q);
  expect_close(a.power, r["t.power"][0], "power");
  EXPECT_EQ(a.people.treated, 16.0);
}

TEST(TrialDesign, WithLooksGrowsByTheInflationOfRpact) {
  const Reference r("sequential");
  DesignQuestion q = adress();
  q.information = equal_looks(3);
  const DesignAnswer a = design_trial(q);
  expect_close(a.inflation, r["inflation"][0], "inflation");
  for (std::size_t k = 0; k < 3; ++k) {
    expect_close(a.looks[k].efficacy, r["inflation.upper"][k], "boundary");
  }
  q.patients = a.sizes.total();
  EXPECT_NEAR(design_trial(q).power, 0.8, 1e-9);
  expect_close(design_trial(q).expected_with_effect / a.one_look.total(), r["inflation"][1],
               "expected size");
}

TEST(TrialDesign, ProbabilitiesOfTheLooksAddUpToOne) {
  DesignQuestion q = adress();
  q.information = {0.4, 0.7, 1.0};
  q.futility = Spending{SpendingKind::hwang_shih_decani, -2.0};
  q.harm = ErrorPlan{0.05, {SpendingKind::pocock}};
  for (const bool binding : {false, true}) {
    q.binding = binding;
    const DesignAnswer a = design_trial(q);
    double null = 0.0;
    double real = 0.0;
    for (const DesignLook& look : a.looks) {
      null += look.stop_without_effect;
      real += look.stop_with_effect;
    }
    EXPECT_NEAR(null, 1.0, 1e-12);
    EXPECT_NEAR(real, 1.0, 1e-12);
    EXPECT_NEAR(a.looks.back().alpha_spent, 0.025, 1e-9);
    EXPECT_GE(a.power, 0.8);
    EXPECT_LT(a.expected_without_effect, a.people.total());
  }
}

TEST(TrialDesign, ClassicalBoundariesAreSymmetric) {
  DesignQuestion q = adress();
  q.information = equal_looks(5);
  q.classical = ClassicalShape::pocock;
  const DesignAnswer a = design_trial(q);
  for (const DesignLook& look : a.looks) {
    EXPECT_NEAR(look.efficacy, 2.413, 5e-4);
    EXPECT_EQ(look.harm, -look.efficacy);
  }
  // Jennison & Turnbull 2000, table 2.2: Pocock, K = 5, power 0.8, alpha 0.05: R_P = 1.229.
  EXPECT_NEAR(a.inflation, 1.229, 1e-3);
}

TEST(TrialDesign, RefusesAnEffectThatIsNotThere) {
  EXPECT_THROW(design_trial({}), ParameterError);
  DesignQuestion q;
  q.effect.test = SizedTest::logrank;
  EXPECT_THROW(design_trial(q), ParameterError);
}

}  // namespace
}  // namespace pressor
