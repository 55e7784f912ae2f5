#include "pressor/report/verify_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace pressor {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A hit, a miss with an interval, and a direction.
std::vector<Experiment> experiments() {
  Experiment experiment;
  experiment.file = "sample_file";
  for (const char* id : {"A1", "A2", "A3"}) {
    EvidenceRow row;
    row.id = id;
    row.what = "pressure <" + row.id + ">";
    row.source = "author2000";
    row.unit = "mmHg";
    row.population = "septic shock";
    row.lowest = 60.0;
    row.highest = 100.0;
    row.published = Published{70.0, 10.0, {}, false, {}};
    experiment.rows.push_back(row);
  }
  experiment.rows[2].published.reset();
  experiment.rows[2].direction = "rises";
  return {experiment};
}

std::vector<RowResult> results() {
  std::vector<RowResult> made(3);
  for (std::size_t i = 0; i < made.size(); ++i) made[i].row = i;
  made[0].simulated = 75.0;
  made[0].within = true;
  made[1].simulated = 200.0;
  made[1].interval = {190.0, 210.0};
  made[2].simulated = 3.0;
  made[2].within = true;
  return made;
}

TEST(VerifyPage, MeasuresDistanceInTolerancesOfTheRow) {
  const EvidenceRow row = experiments()[0].rows[0];
  EXPECT_EQ(in_tolerances(row, 70.0), 0.0);
  EXPECT_EQ(in_tolerances(row, 100.0), 1.0);
  EXPECT_EQ(in_tolerances(row, 60.0), -1.0);
  EXPECT_EQ(in_tolerances(row, 85.0), 0.5);
  EXPECT_TRUE(std::isnan(in_tolerances(experiments()[0].rows[2], 1.0)));
  EXPECT_TRUE(std::isnan(in_tolerances(row, std::nan(""))));
}

TEST(VerifyPage, ShowsMissesLikeHitsAndEscapesWhatRowsSay) {
  const std::string page = verify_page(experiments(), results(), {});
  EXPECT_THAT(page, HasSubstr("2 of 3 published rows within their tolerance"));
  EXPECT_THAT(page, HasSubstr("Sample file"));
  EXPECT_THAT(page, HasSubstr("MISS"));
  EXPECT_THAT(page, HasSubstr("200 (190 to 210)"));
  EXPECT_THAT(page, HasSubstr("pressure &lt;A1&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("pressure <A1>")));
}

}  // namespace
}  // namespace pressor
