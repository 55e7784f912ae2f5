#include "pressor/report/verify_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

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

/// The rows over a dose, the last without a published figure.
std::vector<Experiment> drawn_experiments() {
  auto made = experiments();
  const auto figure = std::make_shared<const EvidenceFigure>(
      EvidenceFigure{"doses", "Pressure <by dose>", "dose", "ug/kg/min", 0.1, {{"MAP", "mmHg"}}});
  for (std::size_t i = 0; i < made[0].rows.size(); ++i) {
    made[0].rows[i].place =
        FigurePlace{figure, "all", 0.2 + 0.1 * static_cast<double>(i), {}, {}, {}};
  }
  made[0].rows[0].set = EvidenceSet::fit;
  return made;
}

std::size_t count_of(const std::string& page, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(VerifyPage, DrawsWhatWasPublishedOverADoseWithTheSimulatedFigures) {
  const References references{
      {"author2000",
       {"author2000", "Author A et al.", "A study", "J Med 1:1", "2000", "10.1/x", {}, {}, {}}}};
  const std::string page = verify_page(drawn_experiments(), results(), references);
  EXPECT_THAT(page, HasSubstr("figure id=\"sample_file-doses\""));
  EXPECT_THAT(page, HasSubstr("Pressure &lt;by dose&gt;"));
  EXPECT_THAT(page, HasSubstr("dose, µg/kg/min"));
  EXPECT_EQ(count_of(page, "class=\"diamond s0\""), 3u);  // two figures and a direction
  EXPECT_EQ(count_of(page, "class=\"dot miss s0\""), 1u);
  EXPECT_THAT(page, HasSubstr("Author A et al. A study. J Med 1:1. 2000. doi 10.1/x."));
  EXPECT_THAT(page, HasSubstr("May have chosen a parameter (fit): A1; only compared (predict): "
                              "A2, A3. Missed: A2."));
  EXPECT_THAT(page, HasSubstr("Diamonds: published (bars: SD). Triangles: published direction"));
}

TEST(VerifyPage, PutsFiguresOverWordsSideBySide) {
  auto made = experiments();
  const auto figure = std::make_shared<const EvidenceFigure>(
      EvidenceFigure{"arms", "Arms", "arm", {}, {}, {{"MAP", "mmHg"}}});
  for (std::size_t i = 0; i < 2; ++i) {
    FigurePlace place;
    place.figure = figure;
    place.word = i == 0 ? "placebo" : "treated";
    made[0].rows[i].place = place;
  }
  const std::string page = verify_page(made, results(), {});
  EXPECT_THAT(page, HasSubstr(">placebo</text>"));
  EXPECT_THAT(page, HasSubstr(">treated</text>"));
  EXPECT_EQ(count_of(page, "class=\"line s0\""), 1u);  // in the legend of the distances only
  EXPECT_THAT(page, HasSubstr("Dots: simulated (bars: 95 % interval over samples of patients)"));
}

}  // namespace
}  // namespace pressor
