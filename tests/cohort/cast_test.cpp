#include "pressor/cohort/cast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "people.h"
#include "pressor/core/errors.h"
#include "pressor/physiology/signals.h"

namespace pressor {
namespace {

bool same_patient(const Patient& a, const Patient& b) {
  const auto& p = a.baseline.parameters.body;
  const auto& q = b.baseline.parameters.body;
  return a.attempt == b.attempt && a.drawn == b.drawn && a.infusions == b.infusions &&
         a.outcome == b.outcome && a.baseline.state == b.baseline.state &&
         std::memcmp(&p, &q, sizeof p) == 0;
}

TEST(Cast, APatientDependsOnHisSlotOnly) {
  const Cast cast = septic_cast();
  const Caster caster(cast);
  Screening screening;
  std::vector<Patient> many;
  for (std::uint32_t i = 0; i < 20; ++i) many.push_back(caster.patient(5, 3, i, screening));
  Screening alone;
  EXPECT_TRUE(same_patient(many[7], cast_patient(cast, 5, 3, 7, alone)));
  EXPECT_FALSE(same_patient(many[7], many[8]));
  EXPECT_FALSE(same_patient(many[7], cast_patient(cast, 6, 3, 7, alone)));
  EXPECT_FALSE(same_patient(many[7], cast_patient(cast, 5, 4, 7, alone)));
}

TEST(Cast, APersonStaysTheSameWhenTheStudyGainsADrugOrThePopulationADraw) {
  const Cast small = [] {
    Cast cast = described_cast("septic", {"norepinephrine"});
    cast.population = septic_population();
    return cast;
  }();
  Cast large = septic_cast();
  Draw extra = large.population->draws.back();
  extra.name = "extra";
  extra.multiplies = {"pressure_risk"};
  large.population->draws.insert(large.population->draws.begin(), extra);
  Screening s;
  const Patient a = cast_patient(small, 1, 0, 4, s);
  const Patient b = cast_patient(large, 1, 0, 4, s);
  EXPECT_EQ(a.observed.map, b.observed.map);
  EXPECT_EQ(a.covariates.weight, b.covariates.weight);
  EXPECT_EQ(value_of(small, a, "NE_CL"), value_of(large, b, "NE_CL"));
  EXPECT_EQ(a.outcome, b.outcome);
}

TEST(Cast, TheBaselineOf500PatientsIsASteadyStateAtWhatIsSeen) {
  const Cast cast = septic_cast();
  const Caster caster(cast);
  Screening screening;
  std::vector<double> rates(cast.model.states());
  double largest = 0.0;
  for (std::uint32_t i = 0; i < 500; ++i) {
    const Patient patient = caster.patient(2, 0, i, screening);
    const Parameters<double>& p = patient.baseline.parameters;
    Inputs<double> in;
    for (std::size_t d = 0; d < patient.infusions.size(); ++d)
      in.infusion[d] = patient.infusions[d];
    derivatives(cast.model, p, in, patient.baseline.state.data(), rates.data());
    const std::vector<double> scale = state_scales(cast.model, p);
    for (std::size_t k = 0; k < rates.size(); ++k) {
      const bool integral =
          k < body_state_count && (body_state_fields[k].name == "pressure_integral" ||
                                   body_state_fields[k].name == "pressure_hazard" ||
                                   body_state_fields[k].name == "lactate_clearance");
      if (!integral) largest = std::max(largest, std::fabs(rates[k]) / scale[k]);
    }
    const Signals seen = observe(cast.model, p, 0.0, patient.baseline.state.data());
    EXPECT_NEAR(seen.map, patient.observed.map, 1e-9);
    EXPECT_NEAR(seen.heart_rate, patient.observed.heart_rate, 1e-9);
    EXPECT_NEAR(seen.output * 1000.0, patient.observed.output, 1e-6);
    EXPECT_NEAR(seen.cvp, patient.observed.cvp, 1e-9);
    EXPECT_NEAR(seen.pmsf, patient.observed.pmsf, 1e-9);
    EXPECT_NEAR(seen.arteriolar_activation, *patient.observed.activation, 1e-12);
  }
  EXPECT_LT(largest, 1e-9);
}

TEST(Cast, ConditionsHoldForEveryoneKeptAndEverybodyScreenedIsCountedOnce) {
  Cast cast = septic_cast();
  cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.25}, "NE_DOSE >= 0.25 ug/kg/min"},
                {"lactate", {Relation::greater, 2.0}, "lactate > 2 mmol/L"},
                {"HR", {Relation::greater_equal, 55.0}, "HR >= 55 /min"},
                {"CI", {Relation::greater_equal, 2200.0}, "CI >= 2.2 L/min/m2"}};
  const Caster caster(cast);
  Screening screening;
  std::uint64_t attempts = 0;
  constexpr std::uint32_t n = 200;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Patient patient = caster.patient(9, 0, i, screening);
    attempts += patient.attempt;
    EXPECT_GE(value_of(cast, patient, "NE_DOSE"), 0.25);
    EXPECT_GT(value_of(cast, patient, "lactate"), 2.0);
    EXPECT_GE(value_of(cast, patient, "CI"), 2200.0);
  }
  std::uint64_t turned_away = screening.unsolvable;
  for (const std::uint64_t count : screening.ineligible) turned_away += count;
  EXPECT_EQ(screening.screened, n + turned_away);
  EXPECT_EQ(turned_away, attempts);
  EXPECT_GT(screening.ineligible[0], screening.ineligible[3]);
  EXPECT_EQ(screening.ineligible[2], 0U);  // nobody is drawn below 60 /min
}

TEST(Cast, AnEligiblePersonIsTheSameWithAndWithoutTheCondition) {
  Cast cast = septic_cast();
  Screening s;
  const Patient free = cast_patient(cast, 3, 0, 0, s);
  cast.where = {{"MAP", {Relation::greater, free.observed.map - 1.0}, ""}};
  EXPECT_TRUE(same_patient(free, cast_patient(cast, 3, 0, 0, s)));
  cast.where = {{"MAP", {Relation::less, free.observed.map}, ""}};
  EXPECT_FALSE(same_patient(free, cast_patient(cast, 3, 0, 0, s)));
}

TEST(Cast, AnImpossibleConditionIsNamedAfterTenThousandDraws) {
  Cast cast = septic_cast();
  cast.where = {{"age", {Relation::greater, 20.0}, "age > 20"},
                {"MAP", {Relation::less, 50.0}, "MAP < 50 mmHg"}};
  Screening s;
  try {
    (void)cast_patient(cast, 1, 0, 0, s);
    FAIL() << "somebody was found";
  } catch (const ParameterError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("MAP < 50 mmHg"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("10000"));
  }
}

TEST(Cast, PeopleWithoutABaselineAreReplacedAndCounted) {
  Cast cast = septic_cast();
  cast.population->draws.push_back(cast.population->draws.front());
  Draw& gap = cast.population->draws.back();
  gap = Draw{};
  gap.name = "PMSF";
  gap.distribution = Distribution::uniform;
  gap.low = 0.0;  // below CVP: no resistance to venous return
  gap.high = 30.0;
  Screening s;
  const Caster caster(cast);
  for (std::uint32_t i = 0; i < 50; ++i) {
    const Patient patient = caster.patient(4, 0, i, s);
    EXPECT_GT(patient.observed.pmsf, patient.observed.cvp);
  }
  EXPECT_GT(s.unsolvable, 10U);
  EXPECT_EQ(s.screened, 50 + s.unsolvable);
}

TEST(Cast, ADescribedPersonIsWhatTheBodySaysUnlessHeSaysOtherwise) {
  Cast cast = described_cast("septic", {"norepinephrine"});
  Screening s;
  Patient patient = cast_patient(cast, 1, 0, 0, s);
  EXPECT_EQ(patient.observed.map, 66.0);
  EXPECT_EQ(patient.observed.output, 6600.0);
  EXPECT_NEAR(patient.infusions[0], 0.3 * 80.0, 1e-12);
  cast.person = {{"weight", 100.0}, {"MAP", 62.0}, {"CI", 2500.0}, {"NE_DOSE", 0.5}};
  patient = cast_patient(cast, 1, 0, 0, s);
  EXPECT_EQ(patient.observed.map, 62.0);
  EXPECT_DOUBLE_EQ(patient.observed.output, 2500.0 * patient.covariates.body_surface());
  EXPECT_DOUBLE_EQ(patient.infusions[0], 50.0);
  EXPECT_DOUBLE_EQ(value_of(cast, patient, "NE_DOSE"), 0.5);
  EXPECT_DOUBLE_EQ(value_of(cast, patient, "blood_volume"), 7000.0);
}

TEST(Cast, ADescribedPersonThatCannotBeIsAnErrorAtOnce) {
  Cast cast = described_cast("septic", {"norepinephrine"});
  cast.person = {{"PMSF", 5.0}};
  Screening s;
  EXPECT_THROW((void)cast_patient(cast, 1, 0, 0, s), ParameterError);
}

TEST(Cast, HypothesesAreDrawnByWeightAndChangeParameters) {
  Cast cast = septic_cast();
  cast.hypotheses = {
      {"none", 3.0, {}, false},
      {"harm", 1.0, {{"blunting_vasoplegia", 1.0, false}, {"arteriolar_nerve", 1.6, true}}, false}};
  Cast plain = cast;
  plain.hypotheses.clear();
  const Caster caster(cast);
  const Caster without(plain);
  Screening s;
  int harmed = 0;
  constexpr int n = 400;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Patient patient = caster.patient(1, 0, i, s);
    if (patient.hypothesis == 0) continue;
    ++harmed;
    EXPECT_EQ(value_of(cast, patient, "blunting_vasoplegia"), 1.0);
    const Patient same = without.patient(1, 0, i, s);
    if (same.attempt != patient.attempt) continue;
    EXPECT_DOUBLE_EQ(value_of(cast, patient, "arteriolar_nerve"),
                     1.6 * value_of(plain, same, "arteriolar_nerve"));
  }
  EXPECT_NEAR(harmed, 100, 4 * std::sqrt(n * 0.25 * 0.75));
}

TEST(Cast, RisksFollowAgeSeverityScoreAndFrailty) {
  const Cast cast = septic_cast();
  Screening s;
  const Patient p = cast_patient(cast, 1, 0, 3, s);
  EXPECT_NEAR(value_of(cast, p, "log_risk"), 0.0255 * (p.covariates.age - 65.0) + 0.8 * p.frailty,
              1e-12);
  EXPECT_NEAR(value_of(cast, p, "fading_risk"), 0.03 * (p.covariates.saps2 - 58.0), 1e-12);
  EXPECT_NEAR(value_of(cast, p, "clearance_recovery"), 1.0 / (2160.0 * std::exp(0.5 * p.severity)),
              1e-15);
}

TEST(Cast, EveryNameThatIsListedHasAValueAndAUnit) {
  const Cast cast = septic_cast();
  Screening s;
  const Patient patient = cast_patient(cast, 1, 0, 0, s);
  for (const ValueInfo& info : value_infos(cast)) {
    EXPECT_TRUE(std::isfinite(value_of(cast, patient, info.name))) << info.name;
    EXPECT_NO_THROW((void)parse_unit(info.unit)) << info.name << " " << info.unit;
    EXPECT_NO_THROW((void)parse_unit(info.shown)) << info.name << " " << info.shown;
    EXPECT_FALSE(info.meaning.empty()) << info.name;
  }
  EXPECT_THROW((void)value_of(cast, patient, "charm"), ParameterError);
}

TEST(Cast, AgesAreShownInYears) {
  const auto infos = value_infos(septic_cast());
  const auto age = std::find_if(infos.begin(), infos.end(),
                                [](const ValueInfo& info) { return info.name == "age"; });
  ASSERT_NE(age, infos.end());
  EXPECT_EQ(age->shown, "year");
}

TEST(Cast, ACastThatMakesNoSenseIsRefused) {
  Cast cast = septic_cast();
  cast.where = {{"charm", {Relation::less, 1.0}, ""}};
  EXPECT_THROW(Caster{cast}, ParameterError);
  cast = septic_cast();
  cast.population->correlations = {{"MAP", "HR", 0.9}, {"HR", "CVP", 0.9}, {"MAP", "CVP", -0.9}};
  EXPECT_THROW(Caster{cast}, ParameterError);
  cast = septic_cast();
  cast.steady = {{"vasopressin", {0.03, false}}};
  EXPECT_THROW(Caster{cast}, ParameterError);
  cast = septic_cast();
  cast.hypotheses = {{"odd", 1.0, {{"coupling", 1.0, false}}, false}};
  EXPECT_THROW(Caster{cast}, ParameterError);
}

}  // namespace
}  // namespace pressor
