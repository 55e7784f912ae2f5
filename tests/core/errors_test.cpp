#include "pressor/core/errors.h"

#include <gtest/gtest.h>

#include <string>

namespace pressor {
namespace {

TEST(Problem, PrintsPlaceReasonExpectationSuggestionLineAndCaret) {
  const Problem problem{{"septic.yaml", 14, 11},
                        "design.arms[1].give[0].infusion",
                        "`0.7 ug/kg/mim` has an unknown unit",
                        "a rate",
                        "0.7 ug/kg/min",
                        "infusion: 0.7 ug/kg/mim  # a slip"};
  EXPECT_EQ(to_string(problem),
            "septic.yaml:14:11: error: design.arms[1].give[0].infusion: `0.7 ug/kg/mim` has an "
            "unknown unit; expected a rate; did you mean \"0.7 ug/kg/min\"?\n"
            "   14 | infusion: 0.7 ug/kg/mim  # a slip\n"
            "      |           ^~~~~~~~~~~~~");
}

TEST(Problem, LeavesOutWhatIsUnknown) {
  EXPECT_EQ(to_string(Problem{{}, "", "no such drug", "", "", ""}), "error: no such drug");
  EXPECT_EQ(to_string(Problem{{"a.yaml", 0, 0}, "x", "is missing", "", "", ""}),
            "a.yaml: error: x: is missing");
  EXPECT_EQ(to_string(Problem{{"a.yaml", 7, 0}, "", "is missing", "", "", "x: 1"}),
            "a.yaml:7: error: is missing");
}

std::string marks(const std::string& line, int column) {
  const std::string text = to_string(Problem{{"f", 1, column}, "", "bad", "", "", line});
  return text.substr(text.rfind("| ") + 2);
}

TEST(Problem, MarksOneYamlValue) {
  EXPECT_EQ(marks("{a: 12 mg, b: 3}", 5), "    ^~~~~");
  EXPECT_EQ(marks("[1, 27]", 5), "    ^~");
  EXPECT_EQ(marks("infusoin: 3", 1), "^~~~~~~~");
  EXPECT_EQ(marks("a: \"< 65 mmHg, x\"", 4), "   ^~~~~~~~~~~~~~");
  EXPECT_EQ(marks("a:", 4), "  ^");
  EXPECT_EQ(marks("\ta: 1", 5), "\t   ^");
}

TEST(Problem, CountsColumnsInCharacters) {
  EXPECT_EQ(marks("\u00B5\u00B5: 1 \u00B5g", 5), "    ^~~~");
}

TEST(Problem, CutsALongLineAroundItsMark) {
  const std::string line = std::string(500, 'a') + " bad, " + std::string(500, 'b');
  const std::string text = to_string(Problem{{"f", 1, 502}, "", "x", "", "", line});
  EXPECT_LT(text.size(), 400u);
  EXPECT_NE(text.find("...aaaa"), std::string::npos);
}

TEST(Errors, InputErrorTellsEveryProblem) {
  const InputError error({Problem{{"f", 1, 1}, "a", "is bad", "", "", ""},
                          Problem{{"f", 2, 1}, "b", "is worse", "", "", ""}});
  EXPECT_STREQ(error.what(), "f:1:1: error: a: is bad\nf:2:1: error: b: is worse");
  EXPECT_EQ(error.problems().size(), 2u);
}

TEST(Errors, IntegrationErrorTellsReasonAndTime) {
  const IntegrationError error("the step became too small", 12.5);
  EXPECT_EQ(error.time(), 12.5);
  EXPECT_STREQ(error.what(), "the step became too small at 12.5 min");
}

}  // namespace
}  // namespace pressor
