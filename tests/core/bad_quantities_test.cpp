#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "pressor/core/errors.h"
#include "pressor/core/quantity.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

struct Slip {
  const char* text;
  const char* suggestion;  ///< empty: none can be given
};

void PrintTo(const Slip& slip, std::ostream* out) { *out << '"' << slip.text << '"'; }

class BadQuantity : public ::testing::TestWithParam<Slip> {};

TEST_P(BadQuantity, IsRefusedWithHelp) {
  const auto& [text, suggestion] = GetParam();
  try {
    (void)parse_quantity(text);
    FAIL() << '"' << text << "\" was read";
  } catch (const QuantityError& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    EXPECT_FALSE(error.expected().empty());
    EXPECT_EQ(error.suggestion(), suggestion) << text;
    if (error.suggestion().empty()) return;
    EXPECT_NO_THROW(parse_quantity(error.suggestion()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, BadQuantity,
    ::testing::Values(
        Slip{"", ""}, Slip{"   ", ""}, Slip{"mmHg", ""}, Slip{"/min", ""}, Slip{"nan mmHg", ""},
        Slip{".nan", ""}, Slip{"NaN", ""}, Slip{"inf", ""}, Slip{"-inf min", ""}, Slip{".inf", ""},
        Slip{"infinity", ""}, Slip{"one mg", ""}, Slip{"- 5 mmHg", ""}, Slip{"--5 mmHg", ""},
        Slip{"+-5 mmHg", ""}, Slip{"-", ""}, Slip{"+", ""}, Slip{".", ""}, Slip{"e5 mg", ""},
        Slip{".e5", ""}, Slip{"~", ""}, Slip{"true", ""}, Slip{"$5", ""}, Slip{"< 5 mmHg", ""},
        Slip{"\u00BD mg", ""}, Slip{"\uFF11 mg", ""}, Slip{"0,5 mg", "0.5 mg"}, Slip{"1,5", "1.5"},
        Slip{"1,000 mg", ""}, Slip{"1,2,3 mg", ""}, Slip{"010 mg", "10 mg"}, Slip{"007", "7"},
        Slip{"00.5 mg", "0.5 mg"}, Slip{"00", "0"}, Slip{"1. mg", ""}, Slip{"1.2.3 mg", ""},
        Slip{"1e999 mg", ""}, Slip{"1e-999", ""}, Slip{"5 1", ""}, Slip{"0x10", ""},
        Slip{"0x10 mg", ""}, Slip{"1e mg", ""}, Slip{"1 e3 mg", ""}, Slip{"1_000 mg", ""},
        Slip{"1'000 mg", ""}, Slip{"1 000 mg", ""}, Slip{"1 2", ""}, Slip{"1-2 mg", ""},
        Slip{"1 - 2 mg", ""}, Slip{"1..2 mg", ""}, Slip{"5 mg 5", ""}, Slip{"5;", ""},
        Slip{"1/2 mg", ""}));

INSTANTIATE_TEST_SUITE_P(
    Units, BadQuantity,
    ::testing::Values(
        Slip{"65 mmhg", "65 mmHg"}, Slip{"65 mmHG", "65 mmHg"}, Slip{"65 mHg", "65 mmHg"},
        Slip{"65 torr", "65 mmHg"}, Slip{"12 KPA", "12 kPa"}, Slip{"5 MG", "5 mg"},
        Slip{"5 UG", "5 ug"}, Slip{"500 ml", "500 mL"}, Slip{"500 cc", "500 mL"},
        Slip{"5 l/min", "5 L/min"}, Slip{"0.5 ug/kg/mn", "0.5 ug/kg/min"},
        Slip{"0.5 ug/kg/mins", "0.5 ug/kg/min"}, Slip{"0.5 ug/kg/minute", "0.5 ug/kg/min"},
        Slip{"0.5 ug/Kg/min", "0.5 ug/kg/min"}, Slip{"0.5 ug / kg / min", "0.5 ug/kg/min"},
        Slip{"0.5 ug per kg per min", "0.5 ug/kg/min"}, Slip{"0.5 ug/kg.min", "0.5 ug/kg/min"},
        Slip{"0.5 ug/kg*min", "0.5 ug/kg/min"}, Slip{"0.5 gamma/kg/min", "0.5 ug/kg/min"},
        Slip{"5 micrograms/h", "5 ug/h"}, Slip{"0.03 units/min", "0.03 U/min"},
        Slip{"0.03 u/min", "0.03 U/min"}, Slip{"6 hours", "6 h"}, Slip{"6 hr", "6 h"},
        Slip{"6 H", "6 h"}, Slip{"3 days", "3 d"}, Slip{"30 sec", "30 s"},
        Slip{"5 minutes", "5 min"}, Slip{"2 weeks", "2 week"}, Slip{"1 years", "1 year"},
        Slip{"80 bpm", "80 1/min"}, Slip{"80 beats/min", "80 1/min"},
        Slip{"2 L/min/m^2", "2 L/min/m2"}, Slip{"900 dyne.s/cm5", "900 dyn.s/cm5"},
        Slip{"900 dyn*s/cm5", "900 dyn.s/cm5"}, Slip{"10 percent", "10 %"},
        Slip{"10 cmh2o", "10 cmH2O"}, Slip{"2 mmol/l", "2 mmol/L"}, Slip{"2 mmoll", "2 mmol"},
        Slip{"70 kilo", ""}, Slip{"3 furlong", ""}, Slip{"3 \u20AC", ""}, Slip{"5 ug//min", ""},
        Slip{"5 ug/", ""}, Slip{"5 /", ""}, Slip{"5 .", ""}, Slip{"5 mg.", ""}, Slip{"5 mg/1", ""},
        Slip{"5 kg2m", ""}, Slip{"5 m0", ""}, Slip{"5 min--1", ""}, Slip{"5 Mg", "5 mg"},
        Slip{"5 L9.L9", ""}, Slip{"5 ug/a/b/c/d/e/f/g/h", ""}, Slip{"5 (ug/kg)/min", "5 ug/kg/min"},
        Slip{"5 ug/{kg}", ""}, Slip{"5 %%", ""}, Slip{"5 mg @ 3 mL/h", ""},
        Slip{"5 mg/mL @ 3 mL", ""}, Slip{"5 mg/mL @ 3", ""}, Slip{"5 mg/mL @", ""},
        Slip{"@ 3 mL/h", ""}, Slip{"5 mg/mL @ 3 ml/h", "5 mg/mL @ 3 mL/h"},
        Slip{"5 mmHg @ 3 mL/h", ""}, Slip{"5 mg/mL @ 3 mL/h @ 3 mL/h", ""}));

TEST(BadQuantities, OfAnyLengthAreRefused) {
  for (const char c : {'0', '9', 'e', '.', '-', ',', '/', 'm', '@', ' ', '\xB5', '\x01'}) {
    for (const std::size_t n : {1u, 119u, 121u, 100'000u}) {
      const bool number = (n == 1 && c == '0') || (n < 120 && c == '9');
      if (!number) {
        EXPECT_THROW(parse_quantity(std::string(n, c)), QuantityError) << c << ' ' << n;
      }
      const bool metre = n == 1 && c == 'm';
      if (!metre) {
        EXPECT_THROW(parse_unit(std::string(n, c)), QuantityError) << c << ' ' << n;
      }
    }
  }
}

/// Text over the letters that quantities are made of.
std::string random_text(RandomStream& random) {
  static const std::string letters = "0123456789.,+-eE /%@gkmuncLUhsdMmolinHP\u00B5\u00B1<>=";
  std::string text(random.below(24), ' ');
  for (char& c : text) c = letters[random.below(static_cast<std::uint32_t>(letters.size()))];
  return text;
}

TEST(BadQuantities, EveryTextIsReadOrRefusedWithHelp) {
  RandomStream random({.seed = 3});
  int read = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string text = random_text(random);
    try {
      const Quantity quantity = parse_quantity(text);
      EXPECT_TRUE(std::isfinite(quantity.value) && quantity.unit.factor > 0.0) << text;
      ++read;
    } catch (const QuantityError& error) {
      EXPECT_FALSE(error.expected().empty()) << text;
    }
  }
  EXPECT_GT(read, 0);
}

TEST(GoodQuantities, KeepTheirValueWhenWrittenAndReadAgain) {
  const std::vector<std::string> units{"mmHg", "kPa",  "cmH2O",     "ug/kg/min", "mg/h", "U/min",
                                       "nmol", "mL/h", "dyn.s/cm5", "L/min/m2",  "%",    "h"};
  RandomStream random({.seed = 4});
  for (int i = 0; i < 5'000; ++i) {
    const std::string& unit = units[random.below(static_cast<std::uint32_t>(units.size()))];
    const double value = std::exp(10.0 * random.normal());
    const Quantity quantity = parse_quantity(format_number(value) + ' ' + unit);
    EXPECT_EQ(quantity.value, value);
    EXPECT_EQ(in_unit(quantity, unit), value);
  }
}

TEST(GoodQuantities, ComeBackFromAnotherUnit) {
  const DrugUnits drug{.molar_mass = 169.18, .ug_per_unit = 1.9};
  const std::vector<std::vector<std::string>> families{
      {"mmHg", "kPa", "cmH2O", "Pa"},
      {"ug/kg/min", "mg/kg/h", "nmol/kg/s", "U/kg/d"},
      {"ng/mL", "nM", "mU/L", "g/dL", "umol/mL"},
      {"dyn.s/cm5", "mmHg.min/L", "kPa.s/mL"}};
  RandomStream random({.seed = 5});
  for (const auto& family : families) {
    for (const std::string& from : family) {
      for (const std::string& to : family) {
        const double value = std::exp(3.0 * random.normal());
        const Quantity there = parse_quantity(format_number(value) + ' ' + from);
        const std::string text = format_number(in_unit(there, to, drug)) + ' ' + to;
        EXPECT_NEAR(in_unit(parse_quantity(text), from, drug), value, 1e-15 * 8 * value)
            << from << " to " << to;
      }
    }
  }
}

}  // namespace
}  // namespace pressor
