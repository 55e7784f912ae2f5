#include "pressor/statistics/means.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace pressor {
namespace {

// R's `sleep` data (Cushny & Peebles 1905): extra hours of sleep on two drugs.
const std::vector<double> sleep1{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> sleep2{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Welch, AgreesWithROnTheSleepData) {
  // t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939
  const TestResult r = welch(sleep1, sleep2);
  EXPECT_NEAR(r.estimate, -1.58, 1e-12);
  EXPECT_NEAR(r.ci_low, -3.3654832, 5e-8);
  EXPECT_NEAR(r.ci_high, 0.2054832, 5e-8);
  EXPECT_NEAR(r.p, 0.07939, 5e-6);
}

TEST(Student, AgreesWithROnTheSleepData) {
  // t.test(extra ~ group, data = sleep, var.equal = TRUE): t = -1.8608, df = 18, p-value = 0.07919
  const TestResult r = student(sleep1, sleep2);
  EXPECT_NEAR(r.ci_low, -3.363874, 5e-7);
  EXPECT_NEAR(r.ci_high, 0.203874, 5e-7);
  EXPECT_NEAR(r.p, 0.07919, 5e-6);
}

TEST(Welch, SaysNothingWithoutSpreadOrWithOneValue) {
  const std::vector<double> flat{1.0, 1.0, 1.0};
  EXPECT_TRUE(std::isnan(welch(flat, flat).p));
  EXPECT_EQ(welch(flat, flat).estimate, 0.0);
  EXPECT_TRUE(std::isnan(student(std::vector<double>{1.0}, sleep1).estimate));
}

}  // namespace
}  // namespace pressor
