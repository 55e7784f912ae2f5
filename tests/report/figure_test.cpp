#include "pressor/report/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pressor::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Plot plot() {
  return Plot({100.0, 50.0, 200.0, 100.0}, number_axis("x", 0.0, 10.0), number_axis("y", 0.0, 1.0));
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

TEST(Plot, PutsPointsWhereTheAxesSay) {
  Plot made = plot();
  EXPECT_EQ(made.place_x(5.0), 200.0);
  EXPECT_EQ(made.place_y(1.0), 50.0);
  made.line({{0.0, 0.0}, {10.0, 1.0}}, "s0");
  EXPECT_THAT(made.markup().str(), HasSubstr("d=\"M100 150L300 50\""));
}

TEST(Plot, InterruptsALineAtMissingValues) {
  Plot made = plot();
  made.line({{0.0, 0.0}, {2.0, 0.5}, {4.0, std::nan("")}, {6.0, 0.5}, {8.0, 0.0}}, "s0");
  EXPECT_THAT(made.markup().str(), HasSubstr("d=\"M100 150L140 100M220 100L260 150\""));
}

TEST(Plot, DrawsNothingForWhatIsMissing) {
  Plot made = plot();
  const std::string before = made.markup().str();
  made.line({{0.0, std::nan("")}}, "s0");
  made.dot({1.0, std::nan("")}, "s0");
  made.bar(0.0, 1.0, 0.0, "s0");
  made.vertical(11.0, "outside", "null");
  made.whisker(1.0, std::nan(""), 2.0, "s0");
  EXPECT_EQ(made.markup().str(), before);
}

TEST(Plot, KeepsWhatLiesOutsideAtItsEdge) {
  Plot made = plot();
  made.line({{0.0, -5.0}, {10.0, 7.0}}, "s0");
  EXPECT_THAT(made.markup().str(), HasSubstr("d=\"M100 150L300 50\""));
}

TEST(Plot, StepsGoAcrossBeforeTheyGoUp) {
  Plot made = plot();
  made.steps({{0.0, 0.0}, {5.0, 1.0}}, "s0");
  EXPECT_THAT(made.markup().str(), HasSubstr("d=\"M100 150L200 150L200 50\""));
}

TEST(Plot, LabelsEveryTickOfBothAxesOnce) {
  const std::string markup = plot().markup().str();
  EXPECT_EQ(count(markup, "class=\"tick\""),
            number_axis("x", 0.0, 10.0).ticks.size() + number_axis("y", 0.0, 1.0).ticks.size());
  EXPECT_THAT(markup, HasSubstr(">x</text>"));
  EXPECT_THAT(markup, HasSubstr(">y</text>"));
}

TEST(Figure, IsAPictureWithWordsForThoseWhoCannotSeeIt) {
  Figure figure("f", "Pressure over time", 400.0, 200.0);
  figure.add(plot());
  const std::string markup = figure.markup(text("caption")).str();
  EXPECT_THAT(markup, HasSubstr("role=\"img\" aria-labelledby=\"f-title\""));
  EXPECT_THAT(markup, HasSubstr("<title id=\"f-title\">Pressure over time</title>"));
  EXPECT_THAT(markup, HasSubstr("<figcaption>caption</figcaption>"));
  EXPECT_THAT(markup, Not(HasSubstr("<script")));
}

TEST(Figure, DataForTheScriptCannotEndTheScript) {
  Figure figure("f", "about", 400.0, 200.0);
  Plot made = plot();
  made.trace("</script><b>", "mmHg", {0.0, 1.0}, {0.5, std::nan("")}, 1);
  figure.add(made);
  const std::string markup = figure.markup({}).str();
  EXPECT_THAT(markup, HasSubstr("\\u003c/script>\\u003cb>"));
  EXPECT_EQ(count(markup, "</script>"), 1U);
  EXPECT_THAT(markup, HasSubstr("[0.5,null]"));
}

TEST(Figure, LegendsStartANewRowWhereTheyDoNotFit) {
  Figure figure("f", "about", 300.0, 200.0);
  figure.legend({{"a rather long name of an arm", "s0", false}, {"another long name", "s1", true}});
  const std::string markup = figure.markup({}).str();
  EXPECT_THAT(markup, HasSubstr("y=\"14.0\""));
  EXPECT_THAT(markup, HasSubstr("y=\"34.0\""));
}

}  // namespace
}  // namespace pressor::report
