#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <string>

#include "pressor/core/quantity.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

TEST(ParseNumber, ReadsPlainDecimals) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("-0.5"), -0.5);
  EXPECT_EQ(parse_number("+5"), 5.0);
  EXPECT_EQ(parse_number("1.500"), 1.5);
  EXPECT_EQ(parse_number(".25"), 0.25);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  EXPECT_EQ(parse_number("1.25E-2"), 0.0125);
  EXPECT_EQ(parse_number("0e5"), 0.0);
  EXPECT_EQ(parse_number("20250228"), 20250228.0);
}

TEST(ParseNumber, RefusesWhatIsNotOnePlainDecimal) {
  for (const char* text : {"",      " ",        "nan",    "NaN",      "inf",
                           "-inf",  "infinity", ".nan",   ".inf",     "0x10",
                           "010",   "00",       "-01",    "00.5",     "1.",
                           ".",     "-",        "+",      "e5",       ".e5",
                           "1e",    "1e+",      "1e.5",   "1e5.0",    "1,5",
                           "1 ",    " 1",       "1 2",    "12mg",     "--1",
                           "+-1",   "-+1",      "- 1",    "1-",       "1.2.",
                           "1.2.3", "1e999",    "-1e999", "1e-999",   "1e99999",
                           "1_000", "1'000",    "1d5",    "1f",       "0b1",
                           "0o7",   "1/2",      "50%",    "\xC2\xBD", "\xEF\xBC\x91",
                           "one",   "~",        "true",   "1e5e5",    "0x1p3",
                           "1\n",   "$1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << '"' << text << '"';
  }
  EXPECT_EQ(parse_number(std::string_view("1\0", 2)), std::nullopt);
}

TEST(ParseNumber, RoundsCorrectly) {
  // Halfway cases and extremes, from IEEE 754 by hand.
  EXPECT_EQ(parse_number("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(parse_number("9007199254740993.0000000000000000000000001"), 9007199254740994.0);
  EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(parse_number("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse_number("2.2250738585072014e-308"), std::numeric_limits<double>::min());
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1e401"), 1.0);
}

TEST(FormatNumber, IsShort) {
  EXPECT_EQ(format_number(0.0), "0");
  EXPECT_EQ(format_number(-0.0), "-0");
  EXPECT_EQ(format_number(65.0), "65");
  EXPECT_EQ(format_number(0.1), "0.1");
  EXPECT_EQ(format_number(-1234.5), "-1234.5");
  EXPECT_EQ(format_number(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(format_number(1e15), "1000000000000000");
  EXPECT_EQ(format_number(1.5e20), "1.5e20");
  EXPECT_EQ(format_number(0.00002), "0.00002");
  EXPECT_EQ(format_number(2.5e-7), "2.5e-7");
  EXPECT_EQ(format_number(5e-324), "4.94065645841247e-324");
  EXPECT_EQ(format_number(std::nan("")), "nan");
  EXPECT_EQ(format_number(-HUGE_VAL), "-inf");
}

/// Any finite double: random bits.
double any_double(RandomStream& random) {
  for (;;) {
    const std::uint64_t bits =
        (std::uint64_t{random.below(~0u)} << 32) | std::uint64_t{random.below(~0u)};
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof value);
    if (std::isfinite(value)) return value;
  }
}

TEST(FormatNumber, ReadsBackAsTheSameDouble) {
  RandomStream random({.seed = 1});
  for (int i = 0; i < 20'000; ++i) {
    const double value = i % 2 == 0 ? any_double(random) : std::exp(20.0 * random.normal());
    const std::string text = format_number(value);
    ASSERT_EQ(parse_number(text), value) << text;
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    ASSERT_LE(text.size(), 25u) << text;
  }
}

TEST(FormatNumber, KeepsDecimalsOfUpToFifteenDigits) {
  RandomStream random({.seed = 2});
  for (int i = 0; i < 5'000; ++i) {
    const std::string digits = std::to_string(1 + random.below(999'999'999));
    const std::string text = "0." + digits + "1";
    EXPECT_EQ(format_number(*parse_number(text)), text);
  }
}

/// Makes a locale with a decimal comma in a folder of its own and switches the process to it.
class GermanLocale : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = std::filesystem::path(::testing::TempDir()) / "pressor_locale";
    std::filesystem::create_directories(folder);
    const std::string path = (folder / "de_DE.utf8").string();
    const std::string command = "localedef -i de_DE -f UTF-8 '" + path + "' 2>/dev/null";
    if (!std::filesystem::exists(path) && std::system(command.c_str()) != 0) {
      GTEST_SKIP() << "no locale sources here (Debian package locales)";
    }
    setenv("LOCPATH", folder.c_str(), 1);
    ASSERT_NE(std::setlocale(LC_ALL, "de_DE.utf8"), nullptr);
    ASSERT_STREQ(std::localeconv()->decimal_point, ",");
  }
  void TearDown() override {
    std::setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
  }
};

TEST_F(GermanLocale, DoesNotChangeHowNumbersAreReadAndWritten) {
  EXPECT_EQ(parse_number("1.500"), 1.5);
  EXPECT_EQ(parse_number("1,5"), std::nullopt);
  EXPECT_EQ(parse_number("1.25e-7"), 1.25e-7);
  EXPECT_EQ(format_number(1234.5), "1234.5");
  EXPECT_EQ(format_number(2.5e-7), "2.5e-7");
  EXPECT_EQ(in_unit(parse_quantity("0.5 mg"), "ug"), 500.0);
}

}  // namespace
}  // namespace pressor
