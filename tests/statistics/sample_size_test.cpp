#include "pressor/statistics/sample_size.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reference.h"

namespace pressor {
namespace {

const Reference& record() {
  static const Reference r("sample_size");
  return r;
}

TEST(TTestSize, AgreesWithRsPowerTTest) {
  const auto& r = record();
  expect_close({t_test_size({0.05, 0.8, 1.0}, 0.19, 0.25).control,
                t_test_size({0.01, 0.95, 1.0}, 1.0, 1.0).control,
                t_test_size({0.05, 0.8, 1.0}, -4.0, 1.0).control},
               r["t.size"], "size");
  expect_close({t_test_power({16, 16}, 0.19, 0.25, 0.05), t_test_power({5, 5}, 0.1, 1.0, 0.05),
                t_test_power({400, 400}, 0.2, 1.0, 0.05)},
               r["t.power"], "power");
}

TEST(TTestSize, KnowsUnequalArms) {
  const auto& r = record();
  expect_close({t_test_power({40, 20}, 0.7, 1.0, 0.05), t_test_power({12, 30}, 1.0, 1.0, 0.05),
                t_test_size({0.05, 0.9, 2.0}, 0.7, 1.0).control},
               r["t.unequal"], "unequal");
  EXPECT_NEAR(t_test_size({0.05, 0.9, 2.0}, 0.7, 1.0).treated, 2.0 * r["t.unequal"][2], 1e-4);
}

TEST(AncovaSize, IsThatOfTheTTestWithTheVarianceLeft) {
  expect_close(ancova_size({}, 0.19, 0.25, 0.6).control, record()["ancova.size"][0], "size");
  EXPECT_NEAR(ancova_power(ancova_size({}, 0.19, 0.25, 0.6), 0.19, 0.25, 0.6, 0.05), 0.8, 1e-9);
}

TEST(ProportionsSize, AgreesWithRsPowerPropTest) {
  const auto& r = record();
  expect_close({proportions_size({}, 0.5, 0.125).control,
                proportions_size({0.05, 0.9, 1.0}, 0.34, 0.366).control},
               r["proportions.size"], "size");
  expect_close({proportions_power({16, 16}, 0.5, 0.125, 0.05),
                proportions_power({388, 388}, 0.34, 0.366, 0.05)},
               r["proportions.power"], "power");
}

TEST(LogRankSize, IsSchoenfelds) {
  const auto& r = record();
  expect_close({logrank_events({}, 0.7), logrank_events({0.05, 0.8, 2.0}, 0.7)},
               r["logrank.events"], "events");
  EXPECT_NEAR(logrank_power(r["logrank.events"][1], 2.0, 1.0 / 0.7, 0.05), 0.8, 1e-6);
  EXPECT_NEAR(logrank_size({0.05, 0.8, 2.0}, 0.7, 0.4).total(), r["logrank.events"][1] / 0.4, 1e-3);
}

TEST(WilcoxonSize, IsNoethers) {
  const auto& r = record();
  expect_close({wilcoxon_size({}, normal_superiority(0.76)).total(),
                wilcoxon_size({0.05, 0.8, 2.0}, 0.65).total()},
               r["wilcoxon.total"], "total");
  EXPECT_NEAR(wilcoxon_power(wilcoxon_size({0.05, 0.8, 2.0}, 0.65), 0.65, 0.05), 0.8, 1e-6);
}

TEST(SampleSizes, OfNoEffectDoNotExist) {
  EXPECT_TRUE(std::isnan(t_test_size({}, 0.0, 1.0).control));
  EXPECT_TRUE(std::isnan(proportions_size({}, 0.3, 0.3).control));
}

}  // namespace
}  // namespace pressor
