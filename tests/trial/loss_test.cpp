#include "pressor/trial/loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pressor {
namespace {

Patient slot(std::uint32_t index) {
  Patient patient;
  patient.index = index;
  return patient;
}

/// Four standard errors of a share over n patients.
double band(double share, double n) { return 4.0 * std::sqrt(share * (1.0 - share) / n); }

TEST(Loss, PatientsLeaveAsOftenAsAskedAndAtATimeUniformInTheFollowUp) {
  const Loss loss{0.3, 0.0, 0.0, {}};
  constexpr std::uint32_t n = 4000;
  double left = 0.0;
  double early = 0.0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double time = withdrawal_time(loss, 7, slot(i), 100.0);
    if (std::isinf(time)) continue;
    EXPECT_GT(time, 0.0);
    EXPECT_LT(time, 100.0);
    left += 1.0;
    early += time < 25.0 ? 1.0 : 0.0;
  }
  EXPECT_NEAR(left / n, 0.3, band(0.3, n));
  EXPECT_NEAR(early / left, 0.25, band(0.25, left));
}

TEST(Loss, PatientsAdhereAsOftenAsAskedAndApartFromLeaving) {
  const Loss loss{0.5, 0.2, 0.0, {}};
  constexpr std::uint32_t n = 4000;
  double not_adherent = 0.0;
  double both = 0.0;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (adheres(loss, 7, slot(i))) continue;
    not_adherent += 1.0;
    both += std::isinf(withdrawal_time(loss, 7, slot(i), 100.0)) ? 0.0 : 1.0;
  }
  EXPECT_NEAR(not_adherent / n, 0.2, band(0.2, n));
  EXPECT_NEAR(both / not_adherent, 0.5, band(0.5, not_adherent));
}

TEST(Loss, NothingIsLostByDefault) {
  for (std::uint32_t i = 0; i < 100; ++i) {
    EXPECT_TRUE(std::isinf(withdrawal_time({}, 7, slot(i), 100.0)));
    EXPECT_TRUE(adheres({}, 7, slot(i)));
    EXPECT_FALSE(is_missed(missing_probability({}, {}), 7, slot(i), "map@6h"));
  }
}

TEST(Loss, ACauseMultipliesTheOddsOfAMissedMeasurement) {
  const Loss loss{0.0, 0.0, 0.1, {{"NE_DOSE", 2.0, 0.5, 0.25}, {"MAP", 0.5, 10.0, 65.0}}};
  const auto odds = [&](double dose, double map) {
    const double p = missing_probability(loss, {dose, map});
    return p / (1.0 - p);
  };
  EXPECT_NEAR(missing_probability(loss, {0.25, 65.0}), 0.1, 1e-15);
  EXPECT_NEAR(odds(0.75, 65.0), 2.0 / 9.0, 1e-15);
  EXPECT_NEAR(odds(1.25, 65.0), 4.0 / 9.0, 1e-15);
  EXPECT_NEAR(odds(0.25, 75.0), 0.5 / 9.0, 1e-15);
  EXPECT_NEAR(odds(0.75, 75.0), 1.0 / 9.0, 1e-15);
}

TEST(Loss, AnImpossibleAndACertainMissHaveNoCause) {
  EXPECT_EQ(missing_probability({0.0, 0.0, 0.0, {{"MAP", 2.0, 1.0, 0.0}}}, {9.0}), 0.0);
  EXPECT_EQ(missing_probability({0.0, 0.0, 1.0, {{"MAP", 2.0, 1.0, 0.0}}}, {-9.0}), 1.0);
}

}  // namespace
}  // namespace pressor
