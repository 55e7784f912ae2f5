#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "command.h"

namespace pressor::testing {
namespace {

using ::testing::HasSubstr;

TEST(Verify, TellsRowsAsJsonAndDoesTheSameOnAnyNumberOfThreads) {
  const Said one = pressor("verify --only T10.HR --json --quiet --threads 1");
  ASSERT_EQ(one.code, 0) << one.err;
  const auto rows = nlohmann::json::parse(one.out).at("rows");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("id"), "T10.HR");
  EXPECT_EQ(rows[0].at("set"), "fit");
  EXPECT_TRUE(rows[0].at("within").is_boolean());
  EXPECT_EQ(pressor("verify --only T10.HR --json --quiet --threads 2").out, one.out);
}

TEST(Verify, PrintsATableAndTheCountOfEachSet) {
  const Said said = pressor("verify --only T10.HR");
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("T10.HR"));
  EXPECT_THAT(said.out, HasSubstr("within the tolerance that was written down beforehand"));
}

TEST(Verify, WritesAPageAndDoesNotReplaceOneUnasked) {
  const auto folder = fresh_folder();
  ASSERT_EQ(pressor("verify --only T10.HR --quiet --html page.html", folder).code, 0);
  EXPECT_THAT(read_file(folder / "page.html"), HasSubstr("T10.HR"));
  EXPECT_EQ(pressor("verify --only T10.HR --quiet --html page.html", folder).code, 74);
  EXPECT_EQ(pressor("verify --only T10.HR --quiet --html page.html --force", folder).code, 0);
}

TEST(Verify, NamesTheRowThatWasProbablyMeant) {
  const Said said = pressor("verify --only T10.RH");
  EXPECT_EQ(said.code, 66);
  EXPECT_THAT(said.err, HasSubstr("did you mean \"T10."));
  EXPECT_EQ(pressor("verify --set fitt").code, 2);
}

}  // namespace
}  // namespace pressor::testing
