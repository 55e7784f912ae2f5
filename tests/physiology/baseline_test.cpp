#include "pressor/physiology/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "people.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// Largest rate in units of the state's scale, 1/min, over all states that must rest: not the
/// hazard's and not the integrals'.
double largest_rate(const Course& course, const Person& who) {
  const auto rates = course.rates();
  const auto scales = state_scales(who.model, course.parameters);
  BodyState<double> body = load_body(rates.data());
  body.pressure_integral = body.hazard_correction = body.pressure_hazard = 0.0;
  std::vector<double> resting = rates;
  store_body(body, resting.data());
  double largest = 0.0;
  for (std::size_t i = 0; i < resting.size(); ++i) {
    largest = std::max(largest, std::abs(resting[i]) / scales[i]);
  }
  return largest;
}

void expect_rest(const Person& who, const char* what) {
  const Course course(who);
  EXPECT_LT(largest_rate(course, who), 1.0e-9) << what;
  const Signals seen = course.now();
  EXPECT_NEAR(seen.map, who.seen.map, 1.0e-9) << what;
  EXPECT_NEAR(seen.heart_rate, who.seen.heart_rate, 1.0e-9) << what;
  EXPECT_NEAR(seen.output * 1000.0, who.seen.output, 1.0e-7) << what;
  EXPECT_NEAR(seen.cvp, who.seen.cvp, 1.0e-9) << what;
  EXPECT_NEAR(seen.pmsf, who.seen.pmsf, 1.0e-9) << what;
  EXPECT_NEAR(seen.lactate, who.seen.lactate, 1.0e-12) << what;
  if (who.seen.activation) {
    EXPECT_NEAR(seen.arteriolar_activation, *who.seen.activation, 1.0e-12) << what;
  }
}

Person with_everything(Person who) {
  AdaptationParameters<double>& a = who.given.body.adaptation;
  a.recovery_rate = 0.06 / 60.0;
  a.vasoplegia_rate = 0.06 / 60.0;
  a.tone_effect = 0.65;
  a.steroid_relief = 0.2;
  who.steroid = true;
  return who;
}

TEST(Baseline, RestsAtWhatIsSeen) {
  expect_rest(person("healthy"), "healthy");
  expect_rest(person("septic"), "septic");
}

TEST(Baseline, RestsWithDexmedetomidinePropofolAndVasopressinOnBoard) {
  const std::vector<DrugChoice> drugs{
      {"norepinephrine", "hybrid"}, {"dexmedetomidine", ""}, {"propofol", ""}, {"vasopressin", ""}};
  Person who = person("septic", drugs);
  who.infusions = {24.0, 1.0, 2000.0, 0.05};
  expect_rest(who, "four drugs");
  expect_rest(with_everything(who), "four drugs, adaptation and steroid");
}

TEST(Baseline, RestsWithEveryAdaptationTurnedOn) {
  expect_rest(with_everything(person("septic")), "septic");
  expect_rest(with_everything(person("healthy")), "healthy");
}

TEST(Baseline, RestsForRandomPatients) {
  const Person septic = person("septic");
  const Person healthy = person("healthy");
  for (std::uint32_t n = 0; n < 200; ++n) {
    expect_rest(with_everything(relative(septic, n)), "septic relative");
    expect_rest(relative(healthy, n), "healthy relative");
  }
}

TEST(Baseline, StaysForADayWithoutInput) {
  std::vector<Person> people{person("septic"), person("healthy")};
  for (std::uint32_t n = 0; n < 6; ++n) people.push_back(with_everything(relative(people[0], n)));
  for (const Person& who : people) {
    Course course(who);
    course.run(24.0 * 60.0);
    EXPECT_NEAR(course.now().map, who.seen.map, 1.0e-6);
  }
}

TEST(Baseline, RefusesWhatCannotBe) {
  Person who = person("septic");
  who.seen.pmsf = 9.2;
  EXPECT_THAT([&] { static_cast<void>(who.baseline()); },
              ThrowsMessage<ParameterError>(HasSubstr("venous resistance")));
  who = person("septic");
  who.seen.cvp = 1.0;
  EXPECT_THAT([&] { static_cast<void>(who.baseline()); },
              ThrowsMessage<ParameterError>(HasSubstr("filling of the heart")));
  who = person("septic");
  who.given.body.fluids.blood_volume = 2000.0;
  EXPECT_THAT([&] { static_cast<void>(who.baseline()); },
              ThrowsMessage<ParameterError>(HasSubstr("unstressed volume")));
}

TEST(Baseline, CancelsBasalDilatation) {
  Person one = person("septic");
  Person other = one;
  other.given.body.vessels.dilation = 0.1;
  Course a(one);
  Course b(other);
  for (Course* course : {&a, &b}) {
    course->infuse("PE", 160.0);
    course->run(10.0);
  }
  EXPECT_NEAR(a.now().map, b.now().map, 1.0e-6);
}

}  // namespace
}  // namespace pressor
