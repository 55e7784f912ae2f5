#include "pressor/physiology/adaptation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "people.h"

namespace pressor {
namespace {

constexpr double per_hour = 1.0 / 60.0;

TEST(Adaptation, HypothesisNoneHoldsCouplingAndVasoplegiaExactly) {
  Course course(person("septic"));
  const BodyState<double> before = course.body();
  course.infuse("DEX", 1.3);
  course.infuse("NE", 48.0);
  course.run(360.0);
  EXPECT_EQ(course.body().alpha1_coupling, before.alpha1_coupling);
  EXPECT_EQ(course.body().vasoplegia, before.vasoplegia);
}

TEST(Adaptation, CouplingRecoversWithItsHalfTimeWhenTheAgonistIsGone) {
  AdaptationParameters<double> p;
  p.coupling_largest = 1.0;
  p.recovery_rate = std::log(2.0) / (12.0 * 60.0);
  p.loss_rate = 1.0;
  double coupling = 0.0;
  for (int k = 0; k < 36000; ++k) coupling += 0.01 * coupling_rate(p, coupling, 0.0);
  EXPECT_NEAR(coupling, 0.29, 0.005);  // after 6 h of a half-time of 12 h
}

TEST(Adaptation, HomologousLossRestsAtBaselineFallsWithAgonistAndRecoversWithout) {
  Person who = person("septic");
  who.given.body.adaptation.recovery_rate = 0.06 * per_hour;
  Course more(who);
  Course less(who);
  const double start = more.body().alpha1_coupling;
  more.infuse("NE", 48.0);
  less.infuse("NE", 12.0);
  more.run(360.0);
  less.run(360.0);
  EXPECT_LT(more.body().alpha1_coupling, start);
  EXPECT_GT(less.body().alpha1_coupling, start);
  EXPECT_GT(more.body().alpha1_coupling, 0.0);
  EXPECT_LT(less.body().alpha1_coupling, less.parameters.body.adaptation.coupling_largest);
}

TEST(Adaptation, CouplingAboveHealthIsItsOwnMaximum) {
  Person who = person("septic");
  who.seen.activation.reset();
  who.seen.coupling = 2.0;
  who.given.body.adaptation.recovery_rate = 0.06 * per_hour;
  const AdaptationParameters<double> p = who.baseline().parameters.body.adaptation;
  ASSERT_GT(p.coupling, 1.0);
  EXPECT_EQ(p.coupling_largest, p.coupling);
  EXPECT_EQ(p.loss_rate, 0.0);
}

TEST(Adaptation, LessSympatheticTrafficRestoresEfficacyUnderTheHeterologousHypothesis) {
  Person who = prototype_person("septic");
  who.given.body.adaptation.vasoplegia_rate = 0.2 * per_hour;
  Course unmoved(who);
  who.given.body.adaptation.tone_effect = 0.65;
  Course moved(who);
  for (Course* course : {&unmoved, &moved}) {
    course->infuse("DEX", 80.0 / 60.0);
    course->run(360.0);
  }
  EXPECT_NEAR(unmoved.body().vasoplegia, 0.66, 1.0e-12);
  EXPECT_LT(moved.body().vasoplegia, 0.66 - 0.05);
  EXPECT_GT(moved.now().map, unmoved.now().map);
}

TEST(Adaptation, VasoplegiaStaysWithinItsBounds) {
  AdaptationParameters<double> p;
  p.vasoplegia = 0.9;
  p.vasoplegia_rate = 1.0;
  p.vasoplegia_largest = 0.95;
  p.tone_effect = 2.0;
  p.outflow_reference = 0.5;
  EXPECT_NEAR(vasoplegia_rate(p, 0.95, 1.0), 0.0, 1.0e-15);
  EXPECT_NEAR(vasoplegia_rate(p, 0.0, 0.0), 0.0, 1.0e-15);
}

TEST(Adaptation, SteroidTakesVasoplegiaAwayWithItsTimeConstant) {
  Person who = prototype_person("septic");
  who.given.body.adaptation.steroid_relief = 0.2;
  Course course(who);
  course.in.steroid = 1.0;
  course.run(60.0);
  EXPECT_NEAR(course.now().vasoplegia, 0.66 - 0.2 * (1.0 - std::exp(-1.0)), 1.0e-7);
  EXPECT_GT(course.now().map, 66.0 + 2.0);
}

}  // namespace
}  // namespace pressor
