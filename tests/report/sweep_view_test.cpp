#include "sweep_view.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pressor::report {
namespace {

TEST(Contour, OfAPlaneIsAStraightLine) {
  const std::vector<double> x{0.0, 1.0, 3.0};
  const std::vector<double> y{0.0, 2.0, 5.0};
  std::vector<std::vector<double>> field(3, std::vector<double>(3));
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) field[i][j] = 2.0 * x[i] + y[j];
  }
  const auto pieces = contour(x, y, field, 4.5);
  ASSERT_FALSE(pieces.empty());
  double length = 0.0;
  for (const auto& [from, to] : pieces) {
    EXPECT_NEAR(2.0 * from.x + from.y, 4.5, 1e-12);
    EXPECT_NEAR(2.0 * to.x + to.y, 4.5, 1e-12);
    length += std::hypot(to.x - from.x, to.y - from.y);
  }
  // From (0, 4.5) to (2.25, 0).
  EXPECT_NEAR(length, std::hypot(2.25, 4.5), 1e-12);
}

TEST(Contour, OfALevelThatIsNotThereIsNothing) {
  EXPECT_TRUE(contour({0.0, 1.0}, {0.0, 1.0}, {{1.0, 2.0}, {2.0, 3.0}}, 4.0).empty());
}

TEST(AxisPlaces, EvenRatiosStandEvenly) {
  const AxisPlaces places = axis_places({"dose", "a.b", "ug/kg/min", {}, {0.1, 0.2, 0.4, 0.8}});
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_NEAR(places.at[i] - places.at[i - 1], std::log10(2.0), 1e-12);
  }
  EXPECT_EQ(places.axis.label(places.at[2]), "0.4");
  const AxisPlaces linear = axis_places({"dose", "a.b", "ug/kg/min", {}, {0.1, 0.2, 0.3, 0.4}});
  EXPECT_EQ(linear.at[3], 0.4);
}

}  // namespace
}  // namespace pressor::report
