#include "pressor/output/result_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "own_folder.h"
#include "pressor/core/errors.h"
#include "sample.h"

namespace pressor {
namespace {

namespace fs = std::filesystem;
using sample::Kept;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ResultRowsTest : public sample::InOwnFolder {
 protected:
  ResultRowsTest() { sample::write(path_, 20, Kept::first_half); }
};

TEST_F(ResultRowsTest, NumbersOfEveryTypeAreThoseWritten) {
  const ResultRows rows(path_);
  const std::vector<double> weights = rows.numbers("/patients/weight");
  const std::vector<double> arms = rows.numbers("/patients/arm");
  ASSERT_EQ(weights.size(), 20U);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    EXPECT_EQ(weights[i], 60.0 + static_cast<double>(i));
    EXPECT_EQ(arms[i], static_cast<double>(i % 2));
  }
  EXPECT_EQ(rows.numbers("/patients/patient").at(7), 7.0);
  EXPECT_TRUE(std::isinf(rows.numbers("/patients/death_time").at(0)));
}

TEST_F(ResultRowsTest, ARowOfTrajectoriesIsReadAlone) {
  const ResultRows rows(path_);
  EXPECT_THAT(rows.shape("/trajectories/HR"), ElementsAre(10U, sample::grid));
  const std::vector<double> row = rows.numbers("/trajectories/HR", 3, 1);
  ASSERT_EQ(row.size(), sample::grid);
  for (std::size_t t = 0; t < row.size(); ++t) {
    EXPECT_EQ(row[t], static_cast<double>(sample::value(3, 2, t)));
  }
  EXPECT_THROW((void)rows.numbers("/trajectories/HR", 10, 1), OutputError);
}

TEST_F(ResultRowsTest, CategoriesAreReadAsTheirMeanings) {
  const ResultRows rows(path_);
  EXPECT_EQ(rows.texts("/patients/status").at(0), "survived");
  EXPECT_EQ(rows.texts("/patients/status").at(4), "died");
  EXPECT_EQ(rows.texts("/events/drug").at(0), "norepinephrine");
  EXPECT_EQ(rows.texts("/endpoints/pe_ratio@6h.missing").at(3), "died");
  EXPECT_EQ(rows.texts("/model/name").at(0), "norepinephrine.severity.V1");
}

TEST_F(ResultRowsTest, AttributesAreReadAndAbsentOnesAreEmpty) {
  const ResultRows rows(path_);
  EXPECT_EQ(rows.note("/trajectories/MAP", "units"), "mmHg");
  EXPECT_EQ(rows.note("/patients", "ineligible"), "NE_DOSE >= 0.25 ug/kg/min: 29");
  EXPECT_EQ(rows.count("/patients", "screened"), 1234U);
  EXPECT_EQ(rows.note("/nowhere", "units"), "");
  EXPECT_EQ(rows.count("/patients", "nothing"), 0U);
}

TEST_F(ResultRowsTest, NamesComeInTheOrderInWhichTheyWereWritten) {
  const ResultRows rows(path_);
  EXPECT_THAT(rows.names("/trajectories"),
              ElementsAre("time", "patient", "arm", "replicate", "MAP", "NE_DOSE", "HR"));
  EXPECT_THAT(rows.names("/nowhere"), IsEmpty());
  EXPECT_TRUE(rows.has("/summary/MAP"));
  EXPECT_FALSE(rows.has("/summary/PMSF"));
  EXPECT_FALSE(rows.has("/nowhere/at/all"));
}

TEST_F(ResultRowsTest, WhatIsNotThereOrOfAnotherKindIsToldByItsPath) {
  const ResultRows rows(path_);
  const auto refusal = [&](auto&& ask) -> std::string {
    try {
      (void)ask();
    } catch (const OutputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_THAT(refusal([&] { return rows.numbers("/patients/wieght"); }),
              HasSubstr("/patients/wieght is missing"));
  EXPECT_THAT(refusal([&] { return rows.numbers("/model/name"); }), HasSubstr("no numbers"));
  EXPECT_THAT(refusal([&] { return rows.texts("/patients/weight"); }), HasSubstr("no texts"));
}

}  // namespace
}  // namespace pressor
