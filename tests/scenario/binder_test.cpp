#include "pressor/scenario/binder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace pressor {
namespace {

using ::testing::HasSubstr;

std::vector<Problem> problems_of(const std::string& text,
                                 const std::function<void(Fields&)>& read) {
  ProblemList problems;
  try {
    read_fields(parse_document(text, "test.yaml"), problems, read);
  } catch (const InputError& error) {
    return error.problems();
  }
  return {};
}

/// Reads key `x` of a text and gives its one problem.
Problem problem_with(const std::string& text, const std::function<void(const Value&)>& read) {
  const auto problems = problems_of(text, [&](Fields& in) { read(in.required("x")); });
  EXPECT_EQ(problems.size(), 1u) << text;
  return problems.empty() ? Problem{} : problems[0];
}

TEST(Binder, ReadsEachKindOfValue) {
  enum class Colour { red, blue };
  constexpr Word<Colour> colours[] = {{"red", Colour::red}, {"blue", Colour::blue}};
  const Document document = parse_document(
      "{a: 2 h, b: 0.25, c: 7, d: yes, e: blue, f: some text, g: 30 %, h: \"< 65 mmHg\"}", "f");
  ProblemList problems;
  read_fields(document, problems, [&](Fields& in) {
    EXPECT_DOUBLE_EQ(in.required("a").quantity({"min", 0, 1000}), 120.0);
    EXPECT_DOUBLE_EQ(in.required("b").number(0, 1), 0.25);
    EXPECT_EQ(in.required("c").integer(1, 10), 7u);
    EXPECT_TRUE(in.required("d").flag());
    EXPECT_EQ(in.required("e").choice(colours, Colour::red), Colour::blue);
    EXPECT_EQ(in.required("f").text(), "some text");
    EXPECT_DOUBLE_EQ(in.required("g").number(0, 1), 0.3);
    EXPECT_TRUE(in.required("h").comparison("mmHg").holds(64.0));
  });
}

TEST(Binder, GivesTheFallbackForWhatIsAbsent) {
  ProblemList problems;
  read_fields(parse_document("{a: 1}", "f"), problems, [](Fields& in) {
    EXPECT_EQ(in.required("a").integer(0, 9), 1u);
    EXPECT_DOUBLE_EQ(in.optional("b").quantity({"min"}, 5.0), 5.0);
    EXPECT_TRUE(std::isnan(in.optional("c").quantity({"min"})));
    EXPECT_EQ(in.optional("d").text("none"), "none");
    EXPECT_TRUE(in.optional("e").items().empty());
    in.optional("f").fields([](Fields&) { FAIL() << "an absent mapping has no fields"; });
  });
}

TEST(Binder, TellsAllProblemsOfAnInputAtOnce) {
  const auto problems = problems_of("{a: 5, b: {c: many, d: 1}, e: 3 furlong}", [](Fields& in) {
    (void)in.required("a").quantity({"mmHg"});
    in.required("b").fields([](Fields& b) { (void)b.required("c").integer(0, 9); });
    (void)in.required("e").quantity({"cm"});
    (void)in.required("missing");
  });
  ASSERT_EQ(problems.size(), 5u);
  EXPECT_EQ(problems[1].path, "b.c");
  EXPECT_EQ(problems[2].path, "b.d");
}

TEST(Binder, SuggestsTheNearestKeyAtThePlaceOfTheUnknownOne) {
  const auto problems = problems_of("drug: x\ngive:\n  infusoin: 1\n", [](Fields& in) {
    (void)in.required("drug");
    in.required("give").fields([](Fields& give) {
      (void)give.optional("infusion");
      (void)give.optional("bolus");
    });
  });
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "give.infusoin");
  EXPECT_EQ(problems[0].place.line, 3);
  EXPECT_EQ(problems[0].place.column, 3);
  EXPECT_EQ(problems[0].what, "unknown key `infusoin`");
  EXPECT_EQ(problems[0].expected, "`infusion` or `bolus`");
  EXPECT_EQ(problems[0].suggestion, "infusion");
  EXPECT_EQ(problems[0].excerpt, "  infusoin: 1");
}

TEST(Binder, WantsAUnitWhereThereIsADimension) {
  const Problem problem =
      problem_with("x: 65", [](const Value& x) { EXPECT_TRUE(std::isnan(x.quantity({"mmHg"}))); });
  EXPECT_THAT(problem.what, HasSubstr("`65` has no unit"));
  EXPECT_EQ(problem.expected, "a quantity in mmHg");
  EXPECT_EQ(problem.suggestion, "65 mmHg");
}

TEST(Binder, RefusesAnotherDimension) {
  problem_with("x: 65 mL", [](const Value& x) { (void)x.quantity({"mmHg"}); });
}

TEST(Binder, RefusesValuesOutsideTheirRangeAndNamesIt) {
  const Problem problem = problem_with("x: 900 mmHg", [](const Value& x) {
    (void)x.quantity({"mmHg", 20, 200});
  });
  EXPECT_THAT(problem.what, HasSubstr("outside the plausible range"));
  EXPECT_EQ(problem.expected, "20 to 200 mmHg");
}

TEST(Binder, AnImplausibleValueIsAWarningWhereItIsAllowed) {
  ProblemList problems;
  problems.allow_implausible();
  read_fields(parse_document("x: 900 mmHg", "f"), problems, [](Fields& in) {
    EXPECT_DOUBLE_EQ(in.required("x").quantity({"mmHg", 20, 200}), 900.0);
  });
  EXPECT_EQ(problems.warnings().size(), 1u);
}

TEST(Binder, ReadsPerKilogramWhereTheFieldMayScaleWithWeight) {
  ProblemList problems;
  read_fields(parse_document("{a: 70 mL/kg, b: 5 L}", "f"), problems, [](Fields& in) {
    const Range range{"mL", 1000, 10'000};
    EXPECT_EQ(in.required("a").scaled_quantity(range), std::pair(70.0, true));
    EXPECT_EQ(in.required("b").scaled_quantity(range), std::pair(5000.0, false));
  });
  problem_with("x: 700 mL/kg", [](const Value& x) { (void)x.scaled_quantity({"mL", 0, 10'000}); });
}

TEST(Binder, RefusesNumbersThatAreNone) {
  for (const char* text : {".nan", ".inf", "nan", "0x10", "1e999", "12mg", "", "1 2", "one"}) {
    problem_with("x: \"" + std::string(text) + "\"",
                 [](const Value& x) { (void)x.number(-1e300, 1e300); });
  }
  for (const char* text : {"-1", "1.5", "010", "11", "1e3", "99999999999999999999"}) {
    problem_with("x: " + std::string(text), [](const Value& x) { (void)x.integer(0, 10); });
  }
}

TEST(Binder, RefusesTheWrongKindOfValue) {
  EXPECT_EQ(problem_with("x: [1]", [](const Value& x) { (void)x.text(); }).what,
            "a list stands here");
  EXPECT_EQ(problem_with("x:", [](const Value& x) { (void)x.text(); }).what, "nothing stands here");
  problem_with("x: 1", [](const Value& x) { (void)x.items(); });
  problem_with("x: 1", [](const Value& x) { (void)x.pairs(); });
  problem_with("x: 1", [](const Value& x) { x.fields([](Fields&) {}); });
  problem_with("x: [1, 2, 3]", [](const Value& x) { EXPECT_FALSE(x.pair()); });
  EXPECT_EQ(problem_with("x: tru", [](const Value& x) { (void)x.flag(); }).suggestion, "true");
}

TEST(Binder, NumbersTheItemsOfAListInPaths) {
  const auto problems = problems_of("arms: [{give: 1}, {give: [1, no]}]", [](Fields& in) {
    for (const Value& arm : in.required("arms").items()) {
      arm.fields([](Fields& fields) {
        for (const Value& dose : fields.required("give").one_or_more()) (void)dose.integer(0, 9);
      });
    }
  });
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].path, "arms[1].give[1]");
}

TEST(Binder, RefusesADocumentThatIsNoMapping) {
  EXPECT_EQ(problems_of("[1, 2]", [](Fields&) {}).size(), 1u);
  EXPECT_EQ(problems_of("", [](Fields&) {}).size(), 1u);
}

}  // namespace
}  // namespace pressor
