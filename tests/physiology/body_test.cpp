#include "pressor/physiology/body.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"
#include "pressor/core/random.h"

/// What must hold for the whole body, whoever it is and whatever is done to it.
namespace pressor {
namespace {

/// Steady read-outs with a drug held at a concentration; the slow resetting of the reflex is off.
Signals steady(Person who, const std::string& drug, double concentration) {
  who.given.body.reflex.resetting = 0.0;
  Course course(who);
  course.hold(drug, concentration);
  course.run(30.0);
  return course.now();
}

std::vector<Person> people(std::uint32_t relatives) {
  std::vector<Person> all{person("septic"), person("healthy")};
  for (std::uint32_t n = 0; n < relatives; ++n) all.push_back(relative(all[n % 2], n));
  return all;
}

void expect_share(double x, const char* what) {
  EXPECT_GE(x, 0.0) << what;
  EXPECT_LE(x, 1.0 + 1.0e-6)
      << what;  // the tolerance of the course: a drive clipped at 1 is overshot
}

void expect_bounds(const Course& course) {
  const BodyState<double> s = course.body();
  const Response<double> r = course.response();
  expect_share(r.outflow.sympathetic, "S");
  expect_share(r.outflow.vagal, "V");
  expect_share(s.arteriolar_tone, "Na");
  expect_share(s.venous_tone, "Nv");
  expect_share(s.rate_drive, "Hs");
  expect_share(s.vagal_drive, "Hv");
  expect_share(s.beta_occupancy, "B");
  expect_share(r.vessels.arteriolar.activation, "A arterioles");
  expect_share(r.vessels.venous.activation, "A veins");
  EXPECT_GT(s.alpha1_coupling, 0.0);
  EXPECT_GE(s.vasoplegia, 0.0);
  EXPECT_LT(s.vasoplegia, 1.0);
  EXPECT_GT(r.circulation.filling, 0.0);
  EXPECT_GT(r.heart.rate, 0.0);
  EXPECT_GE(r.circulation.output, 0.0);
  EXPECT_GT(s.lactate, 0.0);
  EXPECT_TRUE(std::isfinite(r.circulation.arterial));
}

/// A storm of orders, drawn for this person.
void expect_bounds_in_a_storm(const Person& who, std::uint32_t number) {
  RandomStream random({7, 0, number, Stream::protocol, 0});
  Course course(who);
  for (int k = 0; k < 12; ++k) {
    course.infuse("NE", random.uniform() < 0.3 ? 0.0 : 240.0 * random.uniform());
    course.infuse("PE", random.uniform() < 0.5 ? 0.0 : 800.0 * random.uniform());
    if (random.uniform() < 0.2) course.bolus("DEX", 160.0 * random.uniform());
    course.in.fluids.bleeding = random.uniform() < 0.3 ? 150.0 : 0.0;
    course.in.fluids.crystalloid = random.uniform() < 0.3 ? 100.0 : 0.0;
    course.run(5.0);
    expect_bounds(course);
  }
}

TEST(Body, StatesStayWithinTheirBoundsInAStormOfOrders) {
  std::uint32_t number = 0;
  for (Person who : people(40)) {
    AdaptationParameters<double>& a = who.given.body.adaptation;
    a.recovery_rate = a.vasoplegia_rate = 0.2 / 60.0;
    a.tone_effect = 0.8;
    expect_bounds_in_a_storm(who, number++);
  }
}

TEST(Body, PumpsNothingWhereTheRightAtriumDoesNotFill) {
  Course course(person("septic"));
  const HeartParameters<double>& heart = course.parameters.body.heart;
  EXPECT_EQ(starling(heart, heart.intrathoracic_pressure).value, 0.0);
  EXPECT_EQ(starling(heart, heart.intrathoracic_pressure - 5.0).value, 0.0);
  course.in.fluids.bleeding = 200.0;
  course.run(20.0);
  EXPECT_GE(course.now().output, 0.0);
  expect_bounds(course);
}

TEST(Body, VasopressorsNeverLowerPressureFillingOrResistanceAtSteadyState) {
  for (const Person& who : people(16)) {
    for (const char* drug : {"NE", "PE"}) {
      Signals before = steady(who, drug, 0.0);
      for (const double c : {2.0, 8.0, 30.0, 100.0, 300.0}) {
        const Signals now = steady(who, drug, c);
        constexpr double rounding = 1.0e-6;
        EXPECT_GE(now.map, before.map - rounding) << drug << c;
        EXPECT_GE(now.pmsf, before.pmsf - rounding) << drug << c;
        EXPECT_GE(now.resistance, before.resistance - rounding) << drug << c;
        EXPECT_GE(now.arteriolar_resistance, before.arteriolar_resistance - rounding) << drug << c;
        if (std::string(drug) == "PE") {
          EXPECT_LE(now.heart_rate, before.heart_rate + rounding) << c;
        }
        before = now;
      }
    }
  }
}

TEST(Body, PhenylephrineRaisesFlowWhereVeinsAreEmptyAndLowersItWhereTheyAreFull) {
  Person empty = person("septic");
  empty.seen.cvp = 4.5;
  empty.seen.pmsf = 14.0;
  Person full = person("septic");
  full.seen.cvp = 16.0;
  full.seen.pmsf = 26.0;
  full.given.body.heart.filling_pressure = 1.0;
  EXPECT_GT(steady(empty, "PE", 30.0).output, empty.seen.output / 1000.0);
  EXPECT_LT(steady(full, "PE", 30.0).output, full.seen.output / 1000.0);
}

/// In a healthy body with little direct effect on the rate, the fall in pressure may quicken the
/// heart by a fraction of a beat at 0.1 ng/mL: a clamped sensor shows the drug's own action.
TEST(Body, DexmedetomidineSlowsTheHeartOfEverybodyWhosePressureIsHeld) {
  for (const Person& who : people(60)) {
    Course course(who);
    const BodyParameters<double>& p = course.parameters.body;
    double rate = who.seen.heart_rate;
    for (const double c : {0.05, 0.1, 0.3, 0.6, 1.0, 2.0, 5.0, 8.0}) {
      course.hold("DEX", c);
      const Drives<double> drugs = course.response().drugs;
      const auto out = outflow(p.reflex, drugs, who.seen.map, 0.0);
      const double now =
          p.heart.intrinsic_rate * heart_rate_factor(p.heart, drugs, out.sympathetic, out.vagal);
      EXPECT_LE(now, rate + 1.0e-9) << c;
      rate = now;
    }
  }
}

TEST(Body, DexmedetomidineSlowsTheHeartAndQuietensNervesMoreAtEveryConcentration) {
  std::vector<Person> all = people(0);
  for (std::uint32_t n = 0; n < 10; ++n) all.push_back(relative(all[0], n));
  for (const Person& who : all) {
    double rate = who.seen.heart_rate;
    double outflow = 1.0;
    for (const double c : {0.1, 0.3, 0.6, 1.0, 2.0, 5.0, 8.0}) {
      const Signals now = steady(who, "DEX", c);
      EXPECT_LE(now.heart_rate, rate + 1.0e-6) << c;
      EXPECT_LE(now.sympathetic_outflow, outflow + 1.0e-9) << c;
      rate = now.heart_rate;
      outflow = now.sympathetic_outflow;
    }
  }
}

TEST(Body, DexmedetomidineLowersThenRaisesPressureInHealth) {
  const Person healthy = person("healthy");
  for (const double c : {0.3, 0.5, 0.8}) EXPECT_LT(steady(healthy, "DEX", c).map, 84.0) << c;
  for (const double c : {5.0, 8.0}) EXPECT_GT(steady(healthy, "DEX", c).map, 88.0) << c;
}

TEST(Body, DexmedetomidineLowersPressureInSepsisAtConstantNorepinephrine) {
  const Person septic = person("septic");
  for (const double c : {0.15, 0.3}) EXPECT_LT(steady(septic, "DEX", c).map, 66.0) << c;
  EXPECT_GT(steady(septic, "DEX", 2.0).map, 66.0);
}

TEST(Body, DexmedetomidineNeverScalesInfusedNorepinephrine) {
  Course course(person("septic"));
  course.infuse("DEX", 4.0);
  course.run(240.0);
  EXPECT_NEAR(course.plasma("NE"), 24.0 / course.parameters.drugs[0].clearance, 1.0e-6);
}

TEST(Body, DexmedetomidineScalesEndogenousNorepinephrine) {
  Course course(person("healthy", {{"norepinephrine", "li2024"}, {"dexmedetomidine", ""}}));
  const double before = course.plasma("NE");
  course.hold("DEX", 0.7);
  course.run(60.0);
  EXPECT_GT(before, 0.1);
  const double left =
      course.now().sympathetic_outflow / course.parameters.body.reflex.sympathetic_base;
  EXPECT_NEAR(course.plasma("NE") / before, left, 0.01);
  EXPECT_LT(left, 0.55);
}

TEST(Body, TimeAndAreaBelowALimitCountTheMinutesBeyondIt) {
  const std::vector<Limit> limits{{Watched::map, 60.0, true, 0.5},
                                  {Watched::heart_rate, 100.0, false, 0.5}};
  Person who = person("septic", usual_drugs(), limits);
  Course course(who);
  course.infuse("NE", 0.0);
  double below = 0.0;
  double area = 0.0;
  double above = 0.0;
  constexpr double step = 0.02;
  for (int k = 0; k < 1500; ++k) {
    course.run(step);
    const Signals now = course.now();
    below += now.map < 60.0 ? step : 0.0;
    above += now.heart_rate > 100.0 ? step : 0.0;
    area += std::max(0.0, 60.0 - now.map) * step;
  }
  EXPECT_GT(below, 5.0);
  EXPECT_NEAR(course.state[who.model.limit_at(0)], below, 0.1);
  EXPECT_NEAR(course.state[who.model.limit_at(0) + 1], area, 0.01 * area);
  EXPECT_NEAR(course.state[who.model.limit_at(1)], above, 0.1);
}

TEST(Body, PressureIntegralGivesTheMeanPressure) {
  Course course(person("septic"));
  EXPECT_NEAR(course.mean_pressure(10.0), 66.0, 1.0e-9);
}

TEST(Body, HalvingTheToleranceMovesPressureByLessThanAHundredth) {
  for (const Person& who : people(6)) {
    Course coarse(who, 1.0e-5);
    Course fine(who, 0.5e-5);
    for (Course* course : {&coarse, &fine}) {
      course->infuse("NE", 0.0);
      course->run(3.0);
      course->infuse("PE", 4.0 * who.weight);
      course->bolus("DEX", who.weight);
      course->run(3.0);
      course->in.fluids.bleeding = 100.0;
      course->run(5.0);
    }
    EXPECT_NEAR(coarse.now().map, fine.now().map, 0.01);
  }
}

}  // namespace
}  // namespace pressor
