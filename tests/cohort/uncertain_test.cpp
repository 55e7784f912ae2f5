#include "pressor/cohort/uncertain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "people.h"
#include "pressor/cohort/mortality.h"

namespace pressor {
namespace {

constexpr double day = 1440.0;

Cast drawn(const Cast& cast, std::uint32_t draw, const GradeSpreads& spreads = {}) {
  return uncertain_cast(cast, spreads, {1, draw, 0}, day);
}

double value(const Cast& cast, const std::string& name) {
  return cast.body.parameters.at(name).value;
}

const Draw& draw_named(const Cast& cast, const std::string& name) {
  const auto& draws = cast.population->draws;
  return *std::find_if(draws.begin(), draws.end(), [&](const Draw& d) { return d.name == name; });
}

TEST(Uncertain, WithoutSpreadsTheNumbersStay) {
  const Cast cast = septic_cast();
  const Cast same = drawn(cast, 0, {0.0, 0.0, 0.0});
  for (const auto& [name, typical] : cast.body.parameters) {
    EXPECT_NEAR(value(same, name), typical.value, 1e-12 * std::abs(typical.value)) << name;
  }
  for (std::size_t d = 0; d < cast.population->draws.size(); ++d) {
    const double centre = cast.population->draws[d].centre;
    EXPECT_NEAR(same.population->draws[d].centre, centre, 1e-12 * std::abs(centre));
  }
}

TEST(Uncertain, TheLogarithmOfANumberHasTheSpreadOfItsGrade) {
  Cast cast = septic_cast();
  TypicalValue& time = cast.body.parameters.at("arteriolar_time");
  for (const char grade : {'A', 'B', 'C'}) {
    time.provenance.grade = grade;
    double sum = 0.0;
    double squares = 0.0;
    constexpr int draws = 2000;
    for (std::uint32_t d = 0; d < draws; ++d) {
      const double log_ratio = std::log(value(drawn(cast, d), "arteriolar_time") / time.value);
      sum += log_ratio;
      squares += log_ratio * log_ratio;
    }
    const double spread = GradeSpreads{}.of(grade);
    EXPECT_NEAR(sum / draws, 0.0, 4.0 * spread / std::sqrt(draws)) << grade;
    EXPECT_NEAR(std::sqrt(squares / draws), spread, 4.0 * spread / std::sqrt(2.0 * draws)) << grade;
  }
}

TEST(Uncertain, EveryNumberStaysWithinItsRange) {
  const Cast cast = septic_cast();
  for (std::uint32_t d = 0; d < 200; ++d) {
    const Cast other = drawn(cast, d, {1.0, 1.0, 1.0});
    for (const auto& [name, typical] : other.body.parameters) {
      const ParameterInfo* info = find_body_parameter(name);
      if (info == nullptr || typical.per_kg) continue;
      const double before = value(cast, name);
      EXPECT_GE(typical.value, std::min(info->low, before)) << name;
      EXPECT_LE(typical.value, std::max(info->high, before)) << name;
    }
  }
}

TEST(Uncertain, WhatIsSeenOfThePatientsStays) {
  const Cast cast = septic_cast();
  const Cast other = drawn(cast, 3);
  for (const char* name : {"age", "weight", "MAP", "HR", "CI", "NE_DOSE", "lactate"}) {
    EXPECT_EQ(draw_named(other, name).centre, draw_named(cast, name).centre) << name;
    EXPECT_EQ(draw_named(other, name).spread, draw_named(cast, name).spread) << name;
  }
  EXPECT_NE(draw_named(other, "filling_slope").centre, draw_named(cast, "filling_slope").centre);
}

TEST(Uncertain, DrugsMoveInKineticsAndPotency) {
  const Cast cast = septic_cast();
  const Cast other = drawn(cast, 3);
  for (std::size_t d = 0; d < cast.drugs.size(); ++d) {
    const Drug& was = cast.drugs[d].drug;
    const Drug& is = other.drugs[d].drug;
    const KineticSet& before = was.set(cast.drugs[d].set, "septic");
    const KineticSet& after = is.set(other.drugs[d].set, "septic");
    for (std::size_t p = 0; p < before.parameters.size(); ++p) {
      if (before.parameters[p].value == 0.0) continue;
      EXPECT_NE(after.parameters[p].value, before.parameters[p].value)
          << was.name << before.parameters[p].name;
    }
    EXPECT_NE(is.actions.front().potency.value, was.actions.front().potency.value);
  }
}

TEST(Uncertain, ANumberDependsOnItsNameAndDrawOnly) {
  const Cast cast = septic_cast();
  Cast few = cast;
  few.body.parameters.erase("arterial_compliance");
  EXPECT_EQ(value(drawn(few, 5), "filling_slope"), value(drawn(cast, 5), "filling_slope"));
  EXPECT_NE(value(drawn(cast, 6), "filling_slope"), value(drawn(cast, 5), "filling_slope"));
}

TEST(Uncertain, AStatedMortalityHoldsInEveryDraw) {
  Cast cast = septic_cast();
  cast.population->mortality = MarginalMortality{0.4, 28.0 * day};
  for (std::uint32_t d = 0; d < 2; ++d) {
    const Cast other = drawn(cast, d);
    const MortalitySample sample(other, day);
    EXPECT_NEAR(sample.dead(value(other, "base_risk"), 28.0 * day), 0.4, 1e-6);
  }
}

}  // namespace
}  // namespace pressor
