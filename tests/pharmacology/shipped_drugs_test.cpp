#include "shipped_drugs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

std::vector<std::string> shipped_names() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(PRESSOR_SOURCE_DIR "/models/drugs")) {
    names.push_back(file.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class ShippedDrug : public ::testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Models, ShippedDrug, ::testing::ValuesIn(shipped_names()),
                         [](const auto& p) { return p.param; });

TEST_P(ShippedDrug, ReadsWithItsNameAndASourceForEveryNumber) {
  const Drug drug = shipped_drug(GetParam());
  EXPECT_EQ(drug.name, GetParam());
  EXPECT_TRUE(drug.infusion);
  EXPECT_FALSE(drug.actions.empty());
}

TEST_P(ShippedDrug, GivesEveryBodyASetThatMakesAPatient) {
  const Drug drug = shipped_drug(GetParam());
  for (const std::string body : {"healthy", "septic", "another"}) {
    const KineticSet& set = drug.set("", body);
    EXPECT_GT(individual(drug, set, ordinary_adult(), {}).clearance, 0.0);
    EXPECT_EQ(structure_of(drug, set, {}).actions.size(), drug.actions.size());
  }
}

TEST_P(ShippedDrug, DrawsPeopleFromEverySet) {
  const Drug drug = shipped_drug(GetParam());
  for (const KineticSet& set : drug.sets) {
    const std::vector<std::string> names = random_effect_names(drug, set);
    for (std::uint32_t person = 0; person < 50; ++person) {
      RandomStream random({3, 0, person, Stream::kinetics, 0});
      std::vector<double> deviates(names.size());
      for (double& d : deviates) d = random.normal();
      const RandomEffects etas = random_effects(drug, set, deviates);
      EXPECT_NO_THROW(individual(drug, set, ordinary_adult(), etas)) << set.name;
      EXPECT_EQ(etas.size(), names.size());
    }
  }
}

/// A usual dose of each drug: infusion in its own unit, bolus.
struct UsualDose {
  std::string drug;
  std::string infusion;
  std::string bolus;
  friend std::ostream& operator<<(std::ostream& out, const UsualDose& dose) {
    return out << dose.drug;
  }
};

class DoseSlip : public ::testing::TestWithParam<UsualDose> {};

const UsualDose usual[] = {
    {"angiotensin2", "20 ng/kg/min", ""},          {"clonidine", "50 ug/h", "150 ug"},
    {"dexmedetomidine", "0.7 ug/kg/h", "1 ug/kg"}, {"epinephrine", "0.2 ug/kg/min", "50 ug"},
    {"esmolol", "100 ug/kg/min", "500 ug/kg"},     {"landiolol", "10 ug/kg/min", "100 ug/kg"},
    {"methylene_blue", "0.5 mg/kg/h", "2 mg/kg"},  {"norepinephrine", "0.3 ug/kg/min", "0.1 ug/kg"},
    {"phenylephrine", "1 ug/kg/min", "100 ug"},    {"propofol", "2 mg/kg/h", "1 mg/kg"},
    {"vasopressin", "0.03 U/min", "1 U"},
};
INSTANTIATE_TEST_SUITE_P(Models, DoseSlip, ::testing::ValuesIn(usual),
                         [](const auto& p) { return p.param.drug; });

void expect_slips_outside(const std::optional<DoseRange>& range, const Dose& dose) {
  ASSERT_TRUE(range);
  EXPECT_EQ(range->per_kg, dose.per_kg);
  EXPECT_GE(dose.value, range->low);
  EXPECT_LE(dose.value, range->high);
  for (const double slip : {60.0, 1000.0}) {
    EXPECT_GT(dose.value * slip, range->high);
    EXPECT_LT(dose.value / slip, range->low);
  }
}

TEST_P(DoseSlip, OfSixtyOrAThousandFallsOutsideTheUsualRange) {
  const Drug drug = shipped_drug(GetParam().drug);
  expect_slips_outside(drug.infusion, parse_dose_rate(GetParam().infusion, drug.units));
  if (GetParam().bolus.empty()) return;
  expect_slips_outside(drug.bolus, parse_dose_amount(GetParam().bolus, drug.units));
}

TEST(DoseSlips, AreTriedForEveryDrugThatShips) {
  std::vector<std::string> tried;
  for (const UsualDose& dose : usual) tried.push_back(dose.drug);
  EXPECT_EQ(tried, shipped_names());
}

/// A pressor that nobody has heard of: agonist at V1a, partial agonist at alpha-1, beta blocker.
const char* const made_up = R"(
schema: pressor-drug/1
name: novopressin
title: A made-up pressor on known receptors
code: NOVO
dose: {unit: ug/min, infusion: [1 ug/min, 50 ug/min]}
concentration: {unit: ng/mL}
default_set: {default: only}
sets:
  only:
    title: Two compartments
    compartments: 2
    parameters:
      V1: {value: 10 L, source: assumed, grade: C}
      CL: {value: 2 L/min, source: assumed, grade: C}
      V2: {value: 30 L, source: assumed, grade: C}
      Q2: {value: 1 L/min, source: assumed, grade: C}
effect_sites:
  wall: {ke0: {value: 0.5 /min, source: assumed, grade: C}}
actions:
  - {receptor: V1a, site: wall, potency: {value: 4 ng/mL, source: assumed, grade: C}}
  - {receptor: alpha1, site: wall, efficacy: 0.6, potency: {value: 40 ng/mL, source: assumed, grade: C}}
  - {receptor: beta1_block, site: plasma, potency: {value: 8 ng/mL, source: assumed, grade: C}}
)";

TEST(NewDrug, OnKnownReceptorsNeedsAFileAndNoCode) {
  const Drug drug = load_drug(parse_document(made_up, "novopressin.yaml"), {});
  const KineticSet& set = drug.set("", "septic");
  const DrugStructure structure = structure_of(drug, set, {});
  const auto own = individual(drug, set, {}, {});
  ExactKinetics k(structure, own);
  k.run(10'000.0, 16.0);  // long enough for 8 ng/mL everywhere
  Drives<double> drives;
  add_drives(structure, own, k.state(), drives);
  EXPECT_NEAR(drives[Receptor::v1a], 2.0, 1e-6);
  EXPECT_NEAR(drives.bound(Receptor::alpha1), 0.2, 1e-6);
  EXPECT_NEAR(drives[Receptor::alpha1], 0.12, 1e-6);
  EXPECT_NEAR(drives[Receptor::beta1_block], 1.0, 1e-6);
  EXPECT_DOUBLE_EQ(drives.bound(Receptor::beta1), 0.0);
}

TEST(DrugWithoutReceptor, IsRefusedWithTheNearestName) {
  std::string text = made_up;
  text.replace(text.find("V1a"), 3, "V1b");
  EXPECT_THROW(load_drug(parse_document(text, "novopressin.yaml"), {}), InputError);
}

}  // namespace
}  // namespace pressor
