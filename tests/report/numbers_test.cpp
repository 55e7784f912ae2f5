#include "pressor/report/numbers.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pressor::report {
namespace {

TEST(Numbers, HaveATrueMinusAndNoMinusZero) {
  EXPECT_EQ(fixed(-0.126, 2), "−0.13");
  EXPECT_EQ(fixed(-0.001, 2), "0.00");
  EXPECT_EQ(signed_fixed(0.126, 2), "+0.13");
  EXPECT_EQ(signed_fixed(0.001, 2), "0.00");
  EXPECT_EQ(fixed(std::nan(""), 2), "–");
}

TEST(Numbers, KeepSignificantDigitsWithoutExponent) {
  EXPECT_EQ(significant(0.00001234, 2), "0.000012");
  EXPECT_EQ(significant(1234.5, 2), "1234");
  EXPECT_EQ(significant(0.50, 3), "0.5");
  EXPECT_EQ(significant(0.0, 3), "0");
}

TEST(Numbers, AreGroupedByThousands) {
  EXPECT_EQ(counted(999), "999");
  EXPECT_EQ(counted(1280), "1\u202f280");
  EXPECT_EQ(counted(1234567), "1\u202f234\u202f567");
}

TEST(Numbers, TellSharesAndProbabilitiesAsPapersDo) {
  EXPECT_EQ(percent(0.0), "0 %");
  EXPECT_EQ(percent(1e-9), "0 %");
  EXPECT_EQ(percent(0.054), "5.4 %");
  EXPECT_EQ(percent(0.543), "54 %");
  EXPECT_EQ(p_value(0.0004), "<0.001");
  EXPECT_EQ(p_value(0.0484), "0.048");
  EXPECT_EQ(p_value(0.32), "0.32");
  EXPECT_EQ(p_value(0.9999), ">0.99");
}

TEST(Numbers, HaveTheDecimalsOfTheBedside) {
  EXPECT_EQ(with_unit(66.4, "mmHg"), "66 mmHg");
  EXPECT_EQ(with_unit(104.6, "1/min"), "105/min");
  EXPECT_EQ(with_unit(0.253, "ug/kg/min"), "0.25 µg/kg/min");
  EXPECT_EQ(with_unit(1.304, "1"), "1.30");
  EXPECT_EQ(with_unit(64.6, "year"), "65 years");
  EXPECT_EQ(mean_sd(3.66, 1.24, "mmol/L"), "3.7 ± 1.2");
  EXPECT_EQ(shown_unit("dyn.s/cm5"), "dyn·s/cm⁵");
  EXPECT_EQ(shown_unit("L/min/m2"), "L/min/m²");
}

TEST(Numbers, TellTimesInTheLargestUnitThatIsShort) {
  EXPECT_EQ(duration(0.0), "0 h");
  EXPECT_EQ(duration(65.0), "65 min");
  EXPECT_EQ(duration(90.0), "90 min");
  EXPECT_EQ(duration(360.0), "6 h");
  EXPECT_EQ(duration(90.0 * 1440.0), "90 d");
}

TEST(Numbers, PrintTheProgramsOwnWordsWithTrueSigns) {
  EXPECT_EQ(printed("MAP <= 75 mmHg: x0.9, 0.3 -> 0.27 ug/kg/min"),
            "MAP ≤ 75 mmHg: ×0.9, 0.3 → 0.27 µg/kg/min");
}

}  // namespace
}  // namespace pressor::report
