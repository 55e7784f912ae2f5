#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pressor/core/random.h"
#include "pressor/inference/fit.h"
#include "pressor/scenario/load_calibration.h"

/// The shipped bodies are what their calibrations give. `tests/benchmarks/refit` searches anew.
namespace pressor {
namespace {

const Library& shipped_models() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

FitQuestion shipped_question(const char* name) {
  const std::string file = std::string(PRESSOR_SOURCE_DIR "/models/calibrations/") + name + ".yaml";
  return load_calibration(read_document(file), shipped_models()).question;
}

std::vector<double> shipped_values(const FitQuestion& question) {
  std::vector<double> values;
  for (const FreeParameter& each : question.parameters) values.push_back(each.current);
  return values;
}

/// All parameters moved at once by `distance` prior SDs in all, each to a side that `number` draws;
/// none beyond its bounds.
std::vector<double> beside(const FitQuestion& question, const std::vector<double>& values,
                           double distance, std::uint32_t number) {
  RandomStream random({20250228, 0, number, Stream::dynamics, 0});
  const double each = distance / std::sqrt(static_cast<double>(values.size()));
  std::vector<double> moved;
  for (std::size_t j = 0; j < values.size(); ++j) {
    const FreeParameter& p = question.parameters[j];
    const double side = random.uniform() < 0.5 ? -1.0 : 1.0;
    moved.push_back(std::clamp(p.value(p.coordinate(values[j]) + side * each), p.low, p.high));
  }
  return moved;
}

/// A quadratic bowl has its least value below all pairs of opposite points around it; along each
/// line the lowest point of the parabola through three must lie near the middle one.
TEST(ShippedCalibrations, AreAMinimumOfTheirSums) {
  constexpr double distance = 0.5;
  for (const char* name : {"septic", "healthy"}) {
    const FitQuestion question = shipped_question(name);
    const std::vector<double> shipped = shipped_values(question);
    const double least = fit_point(question, shipped, 0).objective();
    for (std::uint32_t line = 0; line < 4; ++line) {
      const double right =
          fit_point(question, beside(question, shipped, distance, line), 0).objective();
      const double left =
          fit_point(question, beside(question, shipped, -distance, line), 0).objective();
      EXPECT_GT(right, least - 0.01) << name << ' ' << line;
      EXPECT_GT(left, least - 0.01) << name << ' ' << line;
      EXPECT_GT(right + left - 2.0 * least, 0.1) << name << ' ' << line;
    }
  }
}

}  // namespace
}  // namespace pressor
