#include "pressor/core/quantity.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

const DrugUnits norepinephrine{.molar_mass = 169.18};
const DrugUnits vasopressin{.molar_mass = 1084.23, .ug_per_unit = 1.0 / 0.53};

double in(const std::string& text, std::string_view unit, const DrugUnits& drug = {}) {
  return in_unit(parse_quantity(text), unit, drug);
}

struct Golden {
  const char* text;
  const char* unit;
  double value;
};

void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.text; }

class Conversion : public ::testing::TestWithParam<Golden> {};

TEST_P(Conversion, GivesTheGoldenValue) {
  const auto& [text, unit, value] = GetParam();
  EXPECT_DOUBLE_EQ(in(text, unit), value);
}

INSTANTIATE_TEST_SUITE_P(
    Units, Conversion,
    ::testing::Values(
        Golden{"0.4", "1", 0.4}, Golden{"3 %", "1", 0.03}, Golden{"57%", "1", 0.57},
        Golden{"6 h", "min", 360}, Golden{"30 s", "min", 0.5}, Golden{"90 d", "h", 2160},
        Golden{"2 week", "d", 14}, Golden{"1 y", "d", 365.25}, Golden{"250 ms", "s", 0.25},
        Golden{"55 /min", "1/min", 55}, Golden{"0.12 1/h", "/min", 0.002},
        Golden{"5.2 L/min", "mL/min", 5200}, Golden{"2.2 L/min/m2", "mL/min/m2", 2200},
        Golden{"500 uL", "mL", 0.5}, Golden{"2 dL", "mL", 200}, Golden{"175 cm", "m", 1.75},
        Golden{"12 mm", "cm", 1.2}, Golden{"1 m2", "cm2", 10'000}, Golden{"2 cm3", "mL", 2},
        Golden{"12 kPa", "Pa", 12'000}, Golden{"133.322387415 Pa", "mmHg", 1},
        Golden{"98.0665 Pa", "cmH2O", 1}, Golden{"1.2 ug/kg/h", "ug/kg/min", 0.02},
        Golden{"0.7 mcg/kg/min", "ug/kg/h", 42}, Golden{"0.7 \u00B5g/kg/min", "ug/kg/min", 0.7},
        Golden{"0.7 \u03BCg/kg/min", "ug/kg/min", 0.7}, Golden{"1 ug/L", "ng/mL", 1},
        Golden{"250 pg/mL", "ng/mL", 0.25}, Golden{"30 mU/min", "U/min", 0.03},
        Golden{"2 IU/h", "U/h", 2}, Golden{"5 mM", "mmol/L", 5}, Golden{"3 nM", "nmol/L", 3},
        Golden{"4 mmol/L", "umol/mL", 4}, Golden{"4 g/dL", "g/L", 40},
        Golden{"1 mmol", "umol", 1000}, Golden{"80 mL/kg", "L/kg", 0.08},
        Golden{"10 mL.min-1.kg-1", "mL/min/kg", 10}, Golden{"2 L/min/m\u00B2", "L/min/m2", 2},
        Golden{"16 ug/mL @ 12 mL/h", "ug/min", 3.2}, Golden{"1e-3 g", "mg", 1},
        Golden{"-5 mmHg", "mmHg", -5}, Golden{"  70 kg ", "kg", 70}));

// model.md, invariant 15: each conversion that changes the kind of unit, once.
TEST(Conversion, BetweenResistanceUnits) {
  // 1 mmHg min/L = 133.322387415 Pa x 60 s / 1e-3 m3; 1 dyn s/cm5 = 1e5 Pa s/m3.
  EXPECT_NEAR(in("1 mmHg.min/L", "dyn.s/cm5"), 79.993432449, 1e-9);
  EXPECT_NEAR(in("1200 dyn.s/cm5", "mmHg.min/L"), 15.001231526, 1e-8);
}

TEST(Conversion, BetweenMassAndMolarConcentrations) {
  EXPECT_DOUBLE_EQ(in("1 nmol/L", "ng/mL", norepinephrine), 0.16918);
  EXPECT_DOUBLE_EQ(in("10 nM", "pg/mL", norepinephrine), 1691.8);
  EXPECT_DOUBLE_EQ(in("0.16918 ng/mL", "nmol/L", norepinephrine), 1.0);
  EXPECT_DOUBLE_EQ(in("500 nmol", "ug", norepinephrine), 84.59);
}

TEST(Conversion, BetweenActivityAndMass) {
  EXPECT_DOUBLE_EQ(in("0.53 U", "ug", vasopressin), 1.0);
  EXPECT_DOUBLE_EQ(in("2 ug", "mU", vasopressin), 1060.0);
  EXPECT_DOUBLE_EQ(in("53 U", "nmol", vasopressin), 1e5 / 1084.23);
}

TEST(Conversion, AValueInItsOwnUnitIsUntouched) {
  for (const char* number : {"0.1", "0.3", "1.7", "5.55e-7", "123456.789"}) {
    for (const char* unit : {"ug/kg/min", "dyn.s/cm5", "%", "pg/mL", "cmH2O", "mL/mmHg/kg"}) {
      EXPECT_EQ(in(std::string(number) + ' ' + unit, unit), *parse_number(number));
    }
  }
}

TEST(Conversion, RefusesAnotherDimension) {
  for (const auto& [text, unit] :
       std::vector<std::pair<const char*, const char*>>{{"65 mL", "mmHg"},
                                                        {"1 g", "kg"},
                                                        {"70 kg", "g"},
                                                        {"1 ug/kg/min", "ug/min"},
                                                        {"1 ug/min", "ug/kg/min"},
                                                        {"1 nmol/L", "ng/mL"},
                                                        {"1 U/min", "ug/min"},
                                                        {"3 %", "mmHg"},
                                                        {"5 mL", "1"}}) {
    EXPECT_THROW(in(text, unit), QuantityError) << text << " in " << unit;
  }
  EXPECT_THROW(in("1 nmol/L", "ng/mL", {.ug_per_unit = 2.0}), QuantityError);
}

TEST(Conversion, ABareNumberLacksItsUnit) {
  try {
    in("65", "mmHg");
    FAIL();
  } catch (const QuantityError& error) {
    EXPECT_STREQ(error.what(), "`65` has no unit");
    EXPECT_EQ(error.expected(), "a quantity in mmHg");
    EXPECT_EQ(error.suggestion(), "65 mmHg");
  }
}

TEST(DoseRate, ReadsEveryWayOfWritingIt) {
  const DrugUnits drug = vasopressin;
  const auto value = [&](const char* text) { return parse_dose_rate(text, drug); };
  EXPECT_DOUBLE_EQ(value("0.5 ug/kg/min").value, 0.5);
  EXPECT_TRUE(value("0.5 ug/kg/min").per_kg);
  EXPECT_DOUBLE_EQ(value("0.5 ug/min/kg").absolute(80), 40);
  EXPECT_DOUBLE_EQ(value("1 ug/kg/h").absolute(60), 1);
  EXPECT_DOUBLE_EQ(value("2 mg/kg/h").value, 2000.0 / 60);
  EXPECT_DOUBLE_EQ(value("35 ug/min").absolute(70), 35);
  EXPECT_FALSE(value("35 ug/min").per_kg);
  EXPECT_DOUBLE_EQ(value("0.03 U/min").value, 0.03 / 0.53);
  EXPECT_DOUBLE_EQ(value("1 nmol/kg/min").value, 1.08423);
  EXPECT_DOUBLE_EQ(value("16 ug/mL @ 12 mL/h").value, 3.2);
  EXPECT_DOUBLE_EQ(value("0.2 U/mL @ 0.15 mL/kg/h").value, 0.2 * 0.15 / 60 / 0.53);
  EXPECT_TRUE(value("0.2 U/mL @ 0.15 mL/kg/h").per_kg);
}

TEST(DoseRate, RefusesWhatIsNone) {
  for (const char* text : {"0.5", "0.5 ug", "0.5 ug/kg", "-1 ug/min", "1 ug/kg/kg/min", "1 mL/h",
                           "16 ug @ 12 mL/h", "16 ug/mL @ 12 mL", "16 ug/mL @ ", "@ 12 mL/h",
                           "1 U/min", "1 ug/m2/min", "1 mmHg", "1 ug/mL @ 2 mL/h @ 3 mL/h"}) {
    EXPECT_THROW(parse_dose_rate(text, norepinephrine), QuantityError) << text;
  }
}

TEST(DoseAmount, ReadsMassMolarAndActivity) {
  EXPECT_DOUBLE_EQ(parse_dose_amount("1 mg", {}).value, 1000);
  EXPECT_DOUBLE_EQ(parse_dose_amount("1 ug/kg", {}).absolute(70), 70);
  EXPECT_DOUBLE_EQ(parse_dose_amount("10 nmol", norepinephrine).value, 1.6918);
  EXPECT_DOUBLE_EQ(parse_dose_amount("1 U", vasopressin).value, 1 / 0.53);
  EXPECT_THROW(parse_dose_amount("1 ug/min", {}), QuantityError);
  EXPECT_THROW(parse_dose_amount("1", {}), QuantityError);
}

TEST(ComparisonText, HoldsOnTheRightSideOfItsLimit) {
  struct Case {
    const char* text;
    bool below, equal, above;
  };
  for (const Case& c :
       {Case{"< 65 mmHg", true, false, false}, Case{"<= 65 mmHg", true, true, false},
        Case{"> 65 mmHg", false, false, true}, Case{">= 65 mmHg", false, true, true},
        Case{"\u2264 65 mmHg", true, true, false}, Case{">=65 mmHg", false, true, true}}) {
    const Comparison comparison = parse_comparison(c.text, "mmHg");
    EXPECT_EQ(comparison.holds(64.9), c.below) << c.text;
    EXPECT_EQ(comparison.holds(65.0), c.equal) << c.text;
    EXPECT_EQ(comparison.holds(65.1), c.above) << c.text;
  }
  EXPECT_DOUBLE_EQ(parse_comparison("> 1 nmol/L", "ng/mL", norepinephrine).limit, 0.16918);
}

TEST(ComparisonText, RefusesWhatIsNone) {
  for (const char* text : {"65 mmHg", "= 65 mmHg", "=> 65 mmHg", "== 65 mmHg", "<", "< mmHg",
                           "< 65 mL", "<< 65 mmHg", "", "between 1 and 2"}) {
    EXPECT_THROW(parse_comparison(text, "mmHg"), QuantityError) << text;
  }
  try {
    parse_comparison("<= 65", "mmHg");
    FAIL();
  } catch (const QuantityError& error) {
    EXPECT_EQ(error.suggestion(), "<= 65 mmHg");
  }
}

TEST(SpreadText, ReadsCentreAndSpread) {
  for (const char* text : {"1.26 \u00B1 0.23", "1.26 +- 0.23", "1.26 +/- 0.23", "1.26\u00B10.23"}) {
    const Spread spread = parse_spread(text, "1");
    EXPECT_EQ(spread.centre, 1.26);
    EXPECT_EQ(spread.spread, 0.23);
  }
  EXPECT_EQ(parse_spread("0.048", "1").spread, std::nullopt);
  EXPECT_EQ(parse_spread("-1.5 +- 0.5", "1").centre, -1.5);
  for (const char* text : {"6 +- 2 h", "6 h +- 2", "6 h +- 2 h", "360 min +- 2 h"}) {
    EXPECT_EQ(parse_spread(text, "min").centre, 360.0) << text;
    EXPECT_EQ(parse_spread(text, "min").spread, 120.0) << text;
  }
}

TEST(SpreadText, RefusesWhatIsNone) {
  for (const char* text : {"1 +-", "+- 1", "1 +- -1", "1 +- 2 +- 3", "", "1 ~ 2", "1 +- 2 mL"}) {
    EXPECT_THROW(parse_spread(text, "1"), QuantityError) << text;
  }
  EXPECT_THROW(parse_spread("83 +- 12", "mmHg"), QuantityError);
}

TEST(Nearest, FindsSlipsOfTheKeyboard) {
  const std::vector<std::string> words{"infusion", "bolus", "from", "until", "MAP"};
  EXPECT_EQ(nearest("infusoin", words), "infusion");
  EXPECT_EQ(nearest("bolsu", words), "bolus");
  EXPECT_EQ(nearest("form", words), "from");
  EXPECT_EQ(nearest("map", words), "MAP");
  EXPECT_EQ(nearest("untill", words), "until");
}

TEST(Nearest, TakesAnAbbreviationOfOneWord) {
  const std::vector<std::string> words{"dexmedetomidine", "phenylephrine", "phentolamine"};
  EXPECT_EQ(nearest("Dex", words), "dexmedetomidine");
  EXPECT_EQ(nearest("phen", words), std::nullopt);
  EXPECT_EQ(nearest("de", words), std::nullopt);
}

TEST(Nearest, SuggestsNothingThatIsFar) {
  const std::vector<std::string> words{"infusion", "bolus", "d"};
  EXPECT_EQ(nearest("rate", words), std::nullopt);
  EXPECT_EQ(nearest("x", words), std::nullopt);
  EXPECT_EQ(nearest("", words), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'a'), words), std::nullopt);
  EXPECT_EQ(nearest("bolus", {}), std::nullopt);
}

TEST(Nearest, PrefersTheCandidateWithTheSameCapitals) {
  EXPECT_EQ(nearest("mu", {"MU", "mU", "mg"}), "mU");
}

}  // namespace
}  // namespace pressor
