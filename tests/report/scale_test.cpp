#include "pressor/report/scale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pressor/core/random.h"

namespace pressor::report {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

class Draws {
 public:
  double between(double low, double high) {
    return low + (high - low) * stream_.uniform_at(next_++);
  }
  /// Over twelve decades, either sign.
  double wild() {
    return std::pow(10.0, between(-6.0, 6.0)) * (between(0.0, 1.0) < 0.5 ? -1.0 : 1.0);
  }

 private:
  RandomStream stream_{{11, 0, 0, Stream::covariates, 0}};
  std::uint32_t next_ = 0;
};

TEST(Scale, MapsTheEndsOntoTheEndsAndTheMiddleOntoTheMiddle) {
  const Scale down{10.0, 30.0, 200.0, 100.0};
  EXPECT_EQ(down(10.0), 200.0);
  EXPECT_EQ(down(30.0), 100.0);
  EXPECT_EQ(down(20.0), 150.0);
}

TEST(Ticks, AreRoundNumbersAtEqualDistanceWithinTheSpan) {
  Draws draws;
  for (int i = 0; i < 2000; ++i) {
    const double a = draws.wild();
    const double b = draws.wild();
    const double low = std::min(a, b);
    const double high = std::max(a, b);
    const int most = 2 + i % 9;
    const std::vector<double> ticks = ticks_within(low, high, most);
    const double step = round_step(high - low, most);
    ASSERT_LE(ticks.size(), static_cast<std::size_t>(most) + 1);
    ASSERT_GE(step, (high - low) / most * (1.0 - 1e-9));
    ASSERT_LE(step, 2.5 * (high - low) / most * (1.0 + 1e-9));
    for (const double tick : ticks) {
      ASSERT_GE(tick, low - 1e-6 * step);
      ASSERT_LE(tick, high + 1e-6 * step);
      ASSERT_NEAR(tick / step, std::round(tick / step), 1e-6);
    }
  }
}

TEST(Ticks, OfAUnitAreTenths) {
  EXPECT_THAT(ticks_within(0.0, 1.0, 5),
              ElementsAre(0.0, DoubleNear(0.2, 1e-12), DoubleNear(0.4, 1e-12),
                          DoubleNear(0.6, 1e-12), DoubleNear(0.8, 1e-12), 1.0));
}

TEST(NumberAxis, HoldsTheDataBetweenItsFirstAndLastTick) {
  Draws draws;
  for (int i = 0; i < 2000; ++i) {
    const double a = draws.wild();
    const double b = i % 10 == 0 ? a : draws.wild();
    const Axis axis = number_axis("x", std::min(a, b), std::max(a, b));
    ASSERT_LT(axis.low, axis.high);
    ASSERT_LE(axis.low, std::min(a, b) + 1e-6 * (axis.high - axis.low));
    ASSERT_GE(axis.high, std::max(a, b) - 1e-6 * (axis.high - axis.low));
    ASSERT_THAT(axis.ticks.front(), DoubleEq(axis.low));
    ASSERT_THAT(axis.ticks.back(), DoubleEq(axis.high));
  }
}

TEST(NumberAxis, GivesEachTickItsOwnLabel) {
  Draws draws;
  for (int i = 0; i < 500; ++i) {
    const double low = draws.between(-100.0, 100.0);
    const Axis axis = number_axis("x", low, low + std::pow(10.0, draws.between(-3.0, 3.0)));
    std::vector<std::string> labels;
    for (const double tick : axis.ticks) labels.push_back(axis.label(tick));
    std::sort(labels.begin(), labels.end());
    ASSERT_EQ(std::adjacent_find(labels.begin(), labels.end()), labels.end());
  }
}

TEST(TimeAxis, CountsInTheUnitThatKeepsNumbersShort) {
  EXPECT_EQ(time_axis("time", 0.0, 120.0).title, "time (min)");
  const Axis days = time_axis("time", 0.0, 90.0 * 1440.0);
  EXPECT_EQ(days.title, "time (d)");
  EXPECT_EQ(days.label(days.ticks.back()), "90");
  const Axis hours = time_axis("time", 0.0, 72.0 * 60.0);
  EXPECT_EQ(hours.title, "time (h)");
  EXPECT_THAT(hours.ticks, ElementsAre(0.0, 720.0, 1440.0, 2160.0, 2880.0, 3600.0, 4320.0));
  EXPECT_EQ(hours.label(720.0), "12");
}

double distance_to(const std::vector<Point>& line, const Point& p) {
  double least = INFINITY;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Point a = line[i];
    const Point b = line[i + 1];
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const double along = std::clamp(
        ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / (length * length), 0.0, 1.0);
    least = std::min(least,
                     std::hypot(p.x - a.x - along * (b.x - a.x), p.y - a.y - along * (b.y - a.y)));
  }
  return least;
}

TEST(Simplified, LeavesEveryPointWithinTheTolerance) {
  Draws draws;
  for (int i = 0; i < 50; ++i) {
    std::vector<Point> curve;
    double y = 0.0;
    for (int t = 0; t < 300; ++t) {
      y += draws.between(-1.0, 1.0);
      curve.push_back({static_cast<double>(t), y});
    }
    const std::vector<Point> kept = simplified(curve, 0.8);
    ASSERT_LT(kept.size(), curve.size());
    ASSERT_EQ(kept.front().x, 0.0);
    ASSERT_EQ(kept.back().x, 299.0);
    for (const Point& point : curve) ASSERT_LE(distance_to(kept, point), 0.8 + 1e-9);
  }
}

TEST(Simplified, MakesALineOfTwoPoints) {
  std::vector<Point> line;
  for (int i = 0; i <= 100; ++i) line.push_back({static_cast<double>(i), 2.0 * i});
  EXPECT_EQ(simplified(line, 0.1).size(), 2U);
}

TEST(Histogram, CountsEachNumberOnceAndNoNaN) {
  const std::vector<double> counts =
      histogram({0.0, 0.05, 0.2, 0.999, 1.0, -3.0, 7.0, std::nan("")}, 0.0, 1.0, 10);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0.0), 7.0);
  EXPECT_EQ(counts.front(), 3.0);
  EXPECT_EQ(counts[2], 1.0);
  EXPECT_EQ(counts.back(), 3.0);
}

}  // namespace
}  // namespace pressor::report
