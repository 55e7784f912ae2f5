#include <gtest/gtest.h>

#include <algorithm>

#include "pressor/inference/fit.h"
#include "pressor/scenario/load_calibration.h"

/// What the shipped calibrations say of the shipped bodies. `tests/benchmarks/refit` searches anew.
namespace pressor {
namespace {

struct Refit {
  const char* calibration;
  std::vector<double> values;  ///< that `pressor fit` found, in the order of the file
};

// vasoplegia last of septic; vagal_potentiation last of healthy
const Refit refits[] = {
    {"septic",
     {0.026023, 1.2378, 990.75, 0.23643, 0.13374, 0.32402, 218.02, 0.77375, 0.32452, 0.64028,
      0.12288, 0.036003, 0.73048}},
    {"healthy", {0.073182, 0.068248, 2.1982, 1.4604,  3.5564,   1284.7, 2.4903, 1.5081,
                 0.13953,  0.57764,  0.6664, 0.28321, 0.54523,  266.89, 0.2318, 60.321,
                 0.55349,  1.0,      0.8461, 0.33192, 0.071446, 0.64959}},
};

const Library& shipped_models() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

FitQuestion shipped_question(const char* name) {
  const std::string file = std::string(PRESSOR_SOURCE_DIR "/models/calibrations/") + name + ".yaml";
  return load_calibration(read_document(file), shipped_models()).question;
}

/// Once the bodies are the output of their calibrations, this must become their being the minimum.
TEST(ShippedCalibrations, KnowALowerSumThanThatOfTheShippedBodies) {
  for (const Refit& refit : refits) {
    const FitQuestion question = shipped_question(refit.calibration);
    std::vector<double> current;
    for (const FreeParameter& each : question.parameters) current.push_back(each.current);
    const FitPoint shipped = fit_point(question, current, 0);
    const FitPoint found = fit_point(question, refit.values, 0);
    EXPECT_LT(found.objective(), shipped.objective() - 5.0) << refit.calibration;
    EXPECT_EQ(found.rows.size(), shipped.rows.size());
  }
}

}  // namespace
}  // namespace pressor
