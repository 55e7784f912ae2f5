#include "pressor/physiology/circulation.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "people.h"

namespace pressor {
namespace {

std::vector<Person> people() {
  std::vector<Person> all{person("healthy"), person("septic")};
  for (std::uint32_t n = 0; n < 40; ++n) all.push_back(relative(all[n % 2], n));
  return all;
}

TEST(Circulation, StressedVolumeIsSharedByThreeCompliances) {
  for (const Person& who : people()) {
    Course course(who);
    course.infuse("PE", 100.0);
    course.run(3.0);
    const Response<double> r = course.response();
    const CirculationParameters<double>& c = course.parameters.body.circulation;
    const double venous =
        r.circulation.right_atrial + r.vessels.venous_resistance * r.circulation.output;
    const double stressed = c.arterial_compliance * r.circulation.arterial +
                            c.venous_compliance * venous +
                            c.cardiac_compliance * r.circulation.right_atrial;
    EXPECT_NEAR(stressed, total_compliance(c) * r.circulation.filling, 1.0e-9 * stressed);
  }
}

TEST(Circulation, HeartPumpsWhatVeinsReturn) {
  for (const Person& who : people()) {
    const Response<double> r = Course(who).response();
    const HeartParameters<double>& heart = who.baseline().parameters.body.heart;
    const double pumped = r.heart.rate * r.heart.strength *
                          starling(heart, r.circulation.right_atrial).value *
                          afterload(heart, r.heart.inotropy, r.circulation.arterial).value;
    EXPECT_NEAR(pumped, r.circulation.output, 1.0e-11 * pumped);
  }
}

TEST(Circulation, BalanceRisesWithFlowAndKnowsItsSlope) {
  for (const Person& who : people()) {
    const Course course(who);
    const Response<double> r = course.response();
    const HeartParameters<double>& heart = course.parameters.body.heart;
    const FlowBalance<double> balance{heart, r.heart, r.circulation};
    const double highest =
        (r.circulation.filling - heart.intrathoracic_pressure) / r.circulation.return_resistance;
    for (int k = 1; k < 20; ++k) {
      const double q = highest * k / 20.0;
      const double h = 1.0e-4 * highest;
      const double slope = (balance(q + h).value - balance(q - h).value) / (2.0 * h);
      EXPECT_GT(balance(q).slope, 0.0);
      EXPECT_NEAR(balance(q).slope, slope, 1.0e-4 * slope);
    }
  }
}

TEST(Circulation, WorkingPointDoesNotDependOnWhereTheSearchStarts) {
  const Course course(person("septic"));
  const Response<double> r = course.response();
  const BodyParameters<double>& p = course.parameters.body;
  for (const double start : {-1.0e6, 0.0, 20.0, 66.0, 300.0, std::nan("")}) {
    const auto c =
        circulation(p.circulation, p.heart, r.heart, r.vessels, p.fluids.blood_volume, start);
    EXPECT_NEAR(c.output, r.circulation.output, 1.0e-11 * c.output) << start;
  }
}

TEST(Circulation, EmptyVeinsKeepAPositivePressureAndNoFlow) {
  Course course(person("septic"));
  Response<double> r = course.response();
  const BodyParameters<double>& p = course.parameters.body;
  for (const double blood : {3000.0, 1000.0, 100.0, 0.0}) {
    const auto c = circulation(p.circulation, p.heart, r.heart, r.vessels, blood, 60.0);
    EXPECT_GT(c.filling, 0.0) << blood;
    EXPECT_EQ(c.output, 0.0) << blood;
    EXPECT_EQ(c.arterial, c.filling) << blood;
  }
}

TEST(Circulation, FillingPressureIsTheSoftplusOfStressedVolume) {
  CirculationParameters<double> p;
  p.arterial_compliance = 1.0;
  p.venous_compliance = 80.0;
  p.cardiac_compliance = 19.0;
  p.softness = 2.0;
  for (const double x : {-200.0, -30.0, -11.6, -11.4, -1.0, 0.0, 1.0, 30.0}) {
    const double expected = 2.0 * (std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))));
    EXPECT_NEAR(filling_pressure(p, 200.0 * x), expected, 1.0e-9 * expected) << x;
  }
}

TEST(Circulation, CurvesOfReturnAndFunctionCrossAtTheWorkingPoint) {
  for (const Person& who : people()) {
    const Course course(who);
    std::array<CurvePoint, 3> points{{{who.seen.cvp - 1.0}, {who.seen.cvp}, {who.seen.cvp + 1.0}}};
    return_and_function_curves(who.model, course.parameters, course.state.data(), points);
    EXPECT_NEAR(points[1].venous_return, who.seen.output / 1000.0, 1.0e-9);
    EXPECT_NEAR(points[1].cardiac_output, who.seen.output / 1000.0, 1.0e-9);
    EXPECT_GT(points[0].venous_return, points[0].cardiac_output);
    EXPECT_LT(points[2].venous_return, points[2].cardiac_output);
  }
}

/// model.md: a body of twice the weight, all that scales with weight doubled, shows the same
/// pressures and rate.
TEST(Circulation, TwiceTheBodyShowsTheSamePressures) {
  const Person one = person("septic");
  Person two = one;
  BodyParameters<double>& b = two.given.body;
  for (double* extensive : {&two.seen.output, &two.infusions[0], &b.fluids.blood_volume,
                            &b.vessels.capacitance_shift, &b.circulation.arterial_compliance,
                            &b.circulation.venous_compliance, &b.circulation.cardiac_compliance,
                            &b.lactate.lactate_production, &b.lactate.lactate_volume}) {
    *extensive *= 2.0;
  }
  for (DrugParameters<double>& drug : two.given.drugs) {
    for (double& volume : drug.volume) volume *= 2.0;
    for (double& flow : drug.flow) flow *= 2.0;
    drug.clearance *= 2.0;
  }
  Course small(one);
  Course large(two);
  small.infuse("PE", 160.0);
  large.infuse("PE", 320.0);
  small.in.fluids.bleeding = 30.0;
  large.in.fluids.bleeding = 60.0;
  for (int k = 0; k < 5; ++k) {
    small.run(4.0);
    large.run(4.0);
    EXPECT_NEAR(small.now().map, large.now().map, 1.0e-5);
    EXPECT_NEAR(small.now().heart_rate, large.now().heart_rate, 1.0e-5);
    EXPECT_NEAR(small.now().cvp, large.now().cvp, 1.0e-5);
    EXPECT_NEAR(small.now().pmsf, large.now().pmsf, 1.0e-5);
    EXPECT_NEAR(small.now().lactate, large.now().lactate, 1.0e-5);
    EXPECT_NEAR(2.0 * small.now().output, large.now().output, 1.0e-5);
  }
}

}  // namespace
}  // namespace pressor
