#include "decomposition.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pressor/core/random.h"

namespace pressor::report {
namespace {

/// A moment whose pressure follows from the rest, as in the model.
Moment moment(double cvp, double svr, double rate, double stroke) {
  return {cvp + rate * stroke * svr / 8.0e4, cvp, svr, rate, stroke};
}

TEST(PressureChange, AddsUpToTheChangeOfPressureWhateverItsSize) {
  const RandomStream stream({5, 0, 0, Stream::covariates, 0});
  std::uint32_t draw = 0;
  const auto between = [&](double low, double high) {
    return low + (high - low) * stream.uniform_at(draw++);
  };
  for (int i = 0; i < 1000; ++i) {
    const auto any = [&] {
      return moment(between(-2.0, 20.0), between(200.0, 3000.0), between(30.0, 180.0),
                    between(10.0, 150.0));
    };
    const Moment start = any();
    const Moment now = any();
    ASSERT_NEAR(pressure_change(start, now).all(), now.map - start.map, 1e-9);
  }
}

TEST(PressureChange, BlamesOnlyWhatChanged) {
  const Moment start = moment(8.0, 700.0, 100.0, 70.0);
  const PressureChange change = pressure_change(start, moment(8.0, 900.0, 100.0, 70.0));
  EXPECT_NEAR(change.resistance, 100.0 * 70.0 * 200.0 / 8.0e4, 1e-9);
  EXPECT_EQ(change.rate, 0.0);
  EXPECT_EQ(change.stroke, 0.0);
  EXPECT_EQ(change.venous, 0.0);
}

TEST(PressureChange, IsNothingAtTheStartAndUnknownAfterDeath) {
  const Moment start = moment(8.0, 700.0, 100.0, 70.0);
  EXPECT_EQ(pressure_change(start, start).all(), 0.0);
  const double nan = std::nan("");
  EXPECT_TRUE(std::isnan(pressure_change(start, {nan, nan, nan, nan, nan}).all()));
}

/// A tenth more rate and a tenth less stroke volume cancel to first order, not quite.
TEST(PressureChange, SplitsOutputIntoRateAndStrokeVolume) {
  const Moment start = moment(0.0, 800.0, 100.0, 100.0);
  const PressureChange change = pressure_change(start, moment(0.0, 800.0, 110.0, 90.0));
  EXPECT_GT(change.rate, 0.0);
  EXPECT_LT(change.stroke, 0.0);
  EXPECT_NEAR(change.all(), -1.0, 1e-9);
}

}  // namespace
}  // namespace pressor::report
