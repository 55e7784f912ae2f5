#include "pressor/scenario/overrides.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

Document sample() {
  return parse_document("{a: 1, arms: [{name: placebo}, {name: drug, dose: 1 ug/min}]}", "s.yaml");
}

Node overridden(const std::vector<std::string>& assignments) {
  Document document = sample();
  apply_overrides(document, assignments);
  return document.root;
}

TEST(Overrides, ReplaceAndCreateAlongAPath) {
  const Node root = overridden({"a=2", "b.c.d=x y", "arms[1].dose=3 ug/min", "arms[placebo].n=4"});
  EXPECT_EQ(root.find("a")->text, "2");
  EXPECT_EQ(root.find("b")->find("c")->find("d")->text, "x y");
  EXPECT_EQ(root.find("arms")->items[1].find("dose")->text, "3 ug/min");
  EXPECT_EQ(root.find("arms")->items[0].find("n")->text, "4");
}

TEST(Overrides, TheLastOneWins) { EXPECT_EQ(overridden({"a=2", "a=3"}).find("a")->text, "3"); }

TEST(Overrides, ReadYamlWhereItLooksLikeIt) {
  const Node root = overridden({"a={x: [1, 2]}", "b=>= 65 mmHg", "c='q'", "d="});
  EXPECT_EQ(root.find("a")->find("x")->items[1].text, "2");
  EXPECT_EQ(root.find("b")->text, ">= 65 mmHg");
  EXPECT_EQ(root.find("c")->text, "q");
  EXPECT_EQ(root.find("d"), nullptr);
}

TEST(Overrides, AppendOneItemPastTheEnd) {
  EXPECT_EQ(overridden({"arms[2].name=third"}).find("arms")->items[2].find("name")->text, "third");
}

TEST(Overrides, NameThemselvesAsTheSourceOfWhatTheyChange) {
  const Node root = overridden({"a=oops", "b.c=1"});
  EXPECT_EQ(root.find("a")->place().file, "--set a");
  EXPECT_EQ(root.find("a")->excerpt(), "oops");
  EXPECT_EQ(root.find("b")->place().file, "--set b.c");
}

TEST(Overrides, RefuseWhatCannotBeAppliedAllAtOnce) {
  Document document = sample();
  const std::vector<std::string> bad{"noequals",       "=1",
                                     "a.b=1",          "a[0]=1",
                                     "arms[4]=1",      "arms[x]=1",
                                     "a..b=1",         "arms[0=1",
                                     "a.=1",           "b={x",
                                     "arms[]=1",       "b=[1,1",
                                     "c={x: 1, x: 2}", "arms[99999999999]=1"};
  try {
    apply_overrides(document, bad);
    FAIL() << "nothing was refused";
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems().size(), bad.size());
  }
}

}  // namespace
}  // namespace pressor
