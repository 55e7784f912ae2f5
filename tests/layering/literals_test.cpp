#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "literal_scanner.h"

/// Numbers of bodies and drugs stand in models/, with unit, source and grade. Here none may hide in
/// the equations.
namespace pressor {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Literal;
using testing::literals_of;

/// A number that is no property of a person or a drug, and why.
struct Allowed {
  const char* file;
  const char* text;
  const char* reason;
};

constexpr Allowed allowed[] = {
    {"include/pressor/pharmacology/dosing.h", "10'000.0",
     "doses of one series that may be on their way at once: refuses a data set"},
    {"src/pharmacology/dosing.cpp", "1.0e-12", "times closer than rounding are the same"},
    {"src/pharmacology/dosing_system.cpp", "1.0e-12", "tolerance of the integrator"},
    {"src/pharmacology/dosing_system.cpp", "1.0e-6",
     "part of a dose that is as good as nothing: the integrator's error scale"},
    {"include/pressor/pharmacology/drug.h", "4.0",
     "draws beyond four SD are folded in where a file names no other limit: a guard of the draw"},
    {"include/pressor/pharmacology/drug.h", "1.0e9", "stands for no upper bound"},
    {"include/pressor/pharmacology/kinetics.h", "1.0e9", "stands for no upper bound"},
    {"include/pressor/pharmacology/kinetics.h", "3", "room in a fixed array"},
    {"include/pressor/pharmacology/kinetics.h", "6", "room in a fixed array"},
    {"include/pressor/pharmacology/kinetics.h", "12", "room in a fixed array"},
    {"include/pressor/pharmacology/receptors.h", "12", "how many receptors the enumeration names"},
    {"include/pressor/physiology/body.h", "1.0e-6", "keeps a power of no flow finite"},
    {"include/pressor/physiology/body.h", "4", "how many quantities can have limits"},
    {"include/pressor/physiology/body.h", "3.0", "smooth step 3 x^2 - 2 x^3"},
    {"include/pressor/physiology/circulation.h", "1.0e-5",
     "below it log(1 + e) is its series: no digits are lost"},
    {"include/pressor/physiology/heart.h", "60.0", "seconds of a minute"},
    {"include/pressor/physiology/heart.h", "6.0", "derivative of the sixth power in (4)"},
    {"include/pressor/physiology/lactate.h", "1.0e-6", "keeps a power of no flow finite"},
    {"include/pressor/physiology/signals.h", "1333.22", "dyn/cm2 in one mmHg"},
    {"include/pressor/physiology/signals.h", "60.0", "seconds of a minute"},
    {"include/pressor/physiology/signals.h", "1000.0", "mL in one L"},
    {"include/pressor/physiology/signals.h", "100.0", "per cent of one"},
    {"include/pressor/physiology/vessels.h", "1.0e-9", "keeps a power of no coupling finite"},
    {"src/pharmacology/covariates.cpp", "8", "how many covariates the table names"},
    {"src/pharmacology/covariates.cpp", "100.0", "cm in one m"},
    {"src/pharmacology/covariates.cpp", "9270.0", "definition of fat-free mass, janmahasatian2005"},
    {"src/pharmacology/covariates.cpp", "8780.0", "definition of fat-free mass, janmahasatian2005"},
    {"src/pharmacology/covariates.cpp", "6680.0", "definition of fat-free mass, janmahasatian2005"},
    {"src/pharmacology/covariates.cpp", "244.0", "definition of fat-free mass, janmahasatian2005"},
    {"src/pharmacology/covariates.cpp", "216.0", "definition of fat-free mass, janmahasatian2005"},
    {"src/pharmacology/covariates.cpp", "3600.0", "definition of body surface, mosteller1987"},
    {"src/physiology/baseline.cpp", "200.0",
     "smallest unstressed volume that is believed (mL): refuses a baseline, enters no equation"},
    {"src/physiology/baseline.cpp", "100.0", "typical size of a state: the solver's error scale"},
    {"src/physiology/baseline.cpp", "10.0", "typical size of a state: the solver's error scale"},
    {"src/physiology/baseline.cpp", "0.1", "typical size of a state: the solver's error scale"},
    {"include/pressor/physiology/beat.h", "201", "how many points a waveform has"},
    {"include/pressor/physiology/beat.h", "1.0e-8", "tolerance of the integrator"},
    {"include/pressor/physiology/beat.h", "1.0e-5", "tolerance of a beat that repeats itself (mL)"},
    {"src/physiology/beat.cpp", "5", "readings between two points of a waveform"},
    {"src/physiology/beat.cpp", "100.0", "typical size of a state: the solver's error scale"},
    {"src/physiology/beat.cpp", "1000.0", "mL in one L"},
    {"src/physiology/beat.cpp", "3.0", "longest step of Newton's method, as a share"},
    {"src/physiology/beat.cpp", "40", "steps of Newton's method at most"},
    {"src/physiology/beat.cpp", "6", "halvings of one of its steps at most"},
    {"src/physiology/beat.cpp", "10", "beats before it starts"},
    {"src/physiology/beat.cpp", "1.0e-2", "differences of its Jacobian"},
    {"src/physiology/beat.cpp", "1.0e-4", "differences of its Jacobian"},
    {"src/physiology/beat.cpp", "110.0",
     "a first guess (mL): the steady beat does not depend on it"},
    {"src/physiology/beat.cpp", "20.0", "a first guess (mmHg)"},
    {"src/physiology/beat.cpp", "12.0", "a first guess (mmHg)"},
    {"src/physiology/pulsatile.cpp", "60.0", "seconds of a minute"},
    {"src/physiology/pulsatile_match.cpp", "60.0", "seconds of a minute"},
};

/// Numbers that every equation is made of.
bool is_plain(const std::string& text) {
  constexpr const char* plain[] = {"0", "1", "2", "0.0", "1.0", "2.0", "0.5"};
  return std::find(std::begin(plain), std::end(plain), text) != std::end(plain);
}

bool is_allowed(const std::string& file, const std::string& text) {
  return is_plain(text) ||
         std::any_of(std::begin(allowed), std::end(allowed),
                     [&](const Allowed& a) { return a.file == file && a.text == text; });
}

struct Source {
  std::string file;  ///< from the project's folder
  std::vector<Literal> literals;
};

std::vector<Source> equations() {
  namespace fs = std::filesystem;
  const fs::path root(PRESSOR_SOURCE_DIR);
  std::vector<Source> found;
  for (const char* folder : {"include/pressor/pharmacology", "include/pressor/physiology",
                             "src/pharmacology", "src/physiology"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path& path = entry.path();
      if (path.extension() != ".h" && path.extension() != ".cpp") continue;
      std::ifstream in(path);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      found.push_back({fs::relative(path, root).generic_string(), literals_of(text)});
    }
  }
  return found;
}

std::vector<std::string> texts(const std::string& code) {
  std::vector<std::string> found;
  for (const Literal& literal : literals_of(code)) found.push_back(literal.text);
  return found;
}

TEST(LiteralScanner, FindsAPlantedConstantOnItsLine) {
  const auto found = literals_of("double clearance(double flow) {\n  return 0.043 * flow;\n}\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].line, 2u);
  EXPECT_EQ(found[0].text, "0.043");
  EXPECT_FALSE(is_allowed("include/pressor/physiology/heart.h", "0.043"));
}

TEST(LiteralScanner, ReadsEveryWayToWriteANumber) {
  EXPECT_THAT(texts("a = 3 + .25 - 1.5e-3 * 1'000.5 / 0x1F + 7u + 2.f - 4e+2;"),
              ElementsAre("3", ".25", "1.5e-3", "1'000.5", "0x1F", "7u", "2.f", "4e+2"));
  EXPECT_THAT(texts("x = y-3.5+z;"), ElementsAre("3.5"));
}

TEST(LiteralScanner, LeavesOutNamesWordsAndRangesOfFields) {
  EXPECT_THAT(texts("alpha2b_slope = x1 + drive_v2;"), IsEmpty());
  EXPECT_THAT(texts("// 0.7\n/* 0.8\n0.9 */ say(\"1.1 \\\" 1.2\", '3');"), IsEmpty());
  EXPECT_THAT(
      texts("Field<Heart<double>>{&Heart<double>::rate, \"rate\", \"1\", 20.0, 300.0, {3}}"),
      IsEmpty());
  EXPECT_THAT(texts("Field{&Heart::rate, 20.0}, 21.5"), ElementsAre("21.5"));
  EXPECT_THAT(texts("MyField{20.0}; Field<Heart> made(30.0);"), ElementsAre("20.0", "30.0"));
}

TEST(Literals, NoNumberHidesInTheEquations) {
  const auto sources = equations();
  EXPECT_GT(sources.size(), 20u);
  for (const Source& source : sources) {
    for (const auto& [line, text] : source.literals) {
      EXPECT_TRUE(is_allowed(source.file, text))
          << source.file << ":" << line << ": " << text
          << " belongs into a model file with unit, source and grade; if it is mathematics, allow "
             "it in tests/layering/literals_test.cpp and say why";
    }
  }
}

TEST(Literals, EveryAllowedNumberIsStillThereAndSaysWhy) {
  const auto sources = equations();
  for (const Allowed& entry : allowed) {
    const bool met = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
      return source.file == entry.file &&
             std::any_of(source.literals.begin(), source.literals.end(),
                         [&](const Literal& literal) { return literal.text == entry.text; });
    });
    EXPECT_TRUE(met) << entry.text << " is not in " << entry.file;
    EXPECT_GT(std::string(entry.reason).size(), 5u) << entry.file << ": " << entry.text;
  }
}

}  // namespace
}  // namespace pressor
