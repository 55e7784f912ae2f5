#include "pressor/scenario/csv.h"

#include <gtest/gtest.h>

#include <string>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Places of all problems, `line:column`.
std::string problems_of(const std::string& text) {
  std::string places;
  try {
    (void)parse_csv(text, "t.csv");
  } catch (const InputError& error) {
    for (const Problem& p : error.problems()) {
      places += std::to_string(p.place.line) + ':' + std::to_string(p.place.column) + ' ';
    }
  }
  return places;
}

TEST(Csv, KeepsTheTextAndPlaceOfEveryCell) {
  const Csv csv = parse_csv(
      "\xEF\xBB\xBF"
      "a, b ,c\r\nµ,\"x, \"\"y\"\"\", 3 \r\n.,NA,\r\n",
      "t.csv");
  EXPECT_EQ(csv.names, (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_EQ(csv.rows.size(), 2U);
  EXPECT_EQ(csv.rows[0][1].text, "x, \"y\"");
  EXPECT_EQ(csv.rows[0][2].text, "3");
  EXPECT_EQ(csv.rows[0][1].column, 3);  // characters, not bytes
  for (const Cell& cell : csv.rows[1]) EXPECT_TRUE(cell.missing());
  EXPECT_EQ(csv.find("c"), 2U);
  EXPECT_EQ(csv.find("d"), 3U);
}

TEST(Csv, TellsAllRaggedRowsAndBadNamesAtOnce) {
  EXPECT_EQ(problems_of("a,a,\n1,2\n1,2,3\n1,2,3,4\n"), "1:3 1:5 2:1 4:1 ");
}

TEST(Csv, RefusesWhatIsNoTable) {
  EXPECT_EQ(problems_of(""), "1:1 ");
  EXPECT_EQ(problems_of("a,b\n"), "1:1 ");
  EXPECT_EQ(problems_of("a,b\n1,\"2\n"), "2:3 ");
  EXPECT_EQ(problems_of("a,b\n1,\"2\"x\n"), "2:6 ");
  EXPECT_EQ(problems_of("a,b\n1,2\"\n"), "2:3 ");
  EXPECT_EQ(problems_of("a,b\n1,\xFF\n"), "2:3 ");
  EXPECT_EQ(problems_of(std::string("a,b\n1,\0\n", 8)), "2:3 ");
  EXPECT_THROW((void)read_csv("/no/such/table.csv"), FileNotFound);
}

}  // namespace
}  // namespace pressor
