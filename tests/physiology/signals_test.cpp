#include "pressor/physiology/signals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "people.h"

namespace pressor {
namespace {

TEST(Signals, SpeakClinicalUnits) {
  const Person healthy = person("healthy");
  const Signals s = Course(healthy).now();
  EXPECT_NEAR(s.map, 88.0, 1.0e-9);
  EXPECT_NEAR(s.output, 5.4, 1.0e-9);                   // mL/min -> L/min
  EXPECT_NEAR(s.stroke_volume, 5400.0 / 66.0, 1.0e-6);  // 82 mL
  EXPECT_NEAR(s.resistance, 1244.0, 0.5);               // 80 (88 - 4) / 5.4 dyn.s/cm5
  EXPECT_NEAR(s.arteriolar_resistance + s.venous_resistance, (88.0 - 4.0) / 5.4, 1.0e-9);
  EXPECT_NEAR(s.return_resistance, (11.0 - 4.0) / 5.4, 1.0e-9);
}

TEST(Signals, PulsePressureIsStrokeVolumeOverComplianceAroundTheMean) {
  const Signals s = Course(person("healthy")).now();
  const double pulse = 0.95 * (5400.0 / 66.0) / 1.5;
  EXPECT_NEAR(s.sbp - s.dbp, pulse, 1.0e-9);
  EXPECT_NEAR(s.map - s.dbp, 0.37 * pulse, 1.0e-9);
}

TEST(Signals, PulsePressureVariationFallsAsTheHeartFills) {
  Course course(person("septic"));
  const HeartParameters<double>& heart = course.parameters.body.heart;
  const double h = 1.0e-4;
  const double slope =
      (std::log(starling(heart, 9.0 + h).value) - std::log(starling(heart, 9.0 - h).value)) /
      (2.0 * h);
  EXPECT_NEAR(course.now().ppv, 100.0 * 2.0 * slope, 1.0e-5);
  const double before = course.now().ppv;
  course.in.fluids.colloid = 50.0;
  course.run(10.0);
  EXPECT_LT(course.now().ppv, before);
  course.in.fluids.colloid = 0.0;
  course.in.fluids.bleeding = 250.0;
  course.run(10.0);
  EXPECT_LE(course.now().ppv, 100.0);
}

TEST(Signals, AreFoundByTheirNames) {
  std::set<std::string> names;
  for (std::size_t k = 0; k < signal_count; ++k) {
    EXPECT_EQ(signal_index(signal_fields[k].name), k);
    EXPECT_TRUE(names.insert(std::string(signal_fields[k].name)).second);
  }
  EXPECT_EQ(signal_index("nothing"), signal_count);
}

TEST(Parameters, AreDeclaredOnceAtTheirPlaceInTheRecord) {
  const auto& all = body_parameters();
  ASSERT_EQ(all.size(), body_parameter_count);
  std::set<std::string> names;
  BodyParameters<double> body;
  for (std::size_t k = 0; k < all.size(); ++k) {
    EXPECT_EQ(all[k].index, k);
    EXPECT_TRUE(names.insert(std::string(all[k].name)).second) << all[k].name;
    EXPECT_LT(all[k].low, all[k].high) << all[k].name;
    EXPECT_EQ(find_body_parameter(all[k].name), &all[k]);
    set(body, k, static_cast<double>(k));
    EXPECT_EQ(get(body, k), static_cast<double>(k));
  }
  EXPECT_EQ(body.heart.systole, static_cast<double>(find_body_parameter("systole")->index));
  EXPECT_EQ(find_body_parameter("nothing"), nullptr);
}

TEST(Parameters, OfShippedBodiesLieInTheirPlausibleRanges) {
  for (const char* body : {"healthy", "septic"}) {
    const BodyParameters<double> p = person(body).baseline().parameters.body;
    for (const ParameterInfo& info : body_parameters()) {
      EXPECT_GE(get(p, info.index), info.low) << info.name;
      EXPECT_LE(get(p, info.index), info.high) << info.name;
    }
  }
}

TEST(BodyState, IsDeclaredInTheOrderOfItsMembers) {
  BodyState<double> state;
  std::vector<double> flat(body_state_count);
  for (std::size_t k = 0; k < flat.size(); ++k) flat[k] = static_cast<double>(k);
  state = load_body(flat.data());
  for (std::size_t k = 0; k < flat.size(); ++k) {
    EXPECT_EQ(state.*body_state_fields[k].member, flat[k]) << body_state_fields[k].name;
  }
}

}  // namespace
}  // namespace pressor
