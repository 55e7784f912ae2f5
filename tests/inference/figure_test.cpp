#include "figure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pressor::inference {
namespace {

constexpr double gone = std::numeric_limits<double>::quiet_NaN();

/// Four people in one arm: pressure before and after, a death.
Outcomes four_people() {
  return {3, 1, {50, 100, 0, /**/ 60, 66, 1, /**/ 80, 40, 1, /**/ 70, gone, 0}};
}

EvidenceRow row(ObservableKind kind, Statistic statistic = Statistic::mean) {
  EvidenceRow made;
  made.reading.kind = kind;
  made.reading.first = {0, 0};
  made.reading.second = {0, 1};
  made.statistic = statistic;
  return made;
}

double figure(const EvidenceRow& what, const Outcomes& outcomes, bool crossed = false) {
  return Sample(what, outcomes, crossed).figure();
}

TEST(Figure, ReadsEachPatientAndLeavesOutThoseWithoutAReading) {
  EXPECT_DOUBLE_EQ(figure(row(ObservableKind::value), four_people()), 65.0);
  EXPECT_DOUBLE_EQ(figure(row(ObservableKind::change), four_people()), (50.0 + 6.0 - 40.0) / 3.0);
  EXPECT_NEAR(figure(row(ObservableKind::percent), four_people()), (100.0 + 10.0 - 50.0) / 3.0,
              1.0e-12);
  EXPECT_NEAR(figure(row(ObservableKind::ratio), four_people()), (2.0 + 1.1 + 0.5) / 3.0, 1.0e-12);
  EXPECT_EQ(Sample(row(ObservableKind::ratio), four_people(), false).size(), 3u);
}

TEST(Figure, KnowsTheHalfLifeOfAnExponential) {
  EvidenceRow fall = row(ObservableKind::half_life);
  fall.reading.apart = 30.0;
  EXPECT_NEAR(figure(fall, {2, 1, {8.0, 1.0}}), 10.0, 1.0e-12);
}

TEST(Figure, SummarisesAsAsked) {
  EXPECT_DOUBLE_EQ(figure(row(ObservableKind::ratio, Statistic::median), four_people()), 1.1);
  EXPECT_NEAR(figure(row(ObservableKind::value, Statistic::sd), four_people()),
              std::sqrt(500.0 / 3.0), 1.0e-12);
  EXPECT_NEAR(figure(row(ObservableKind::value, Statistic::log_sd),
                     {1, 1, {1.0, std::exp(1.0), std::exp(2.0)}}),
              1.0, 1.0e-12);
  EvidenceRow share = row(ObservableKind::percent, Statistic::share);
  share.limit = Comparison{Relation::less, -15.0};
  EXPECT_NEAR(figure(share, four_people()), 100.0 / 3.0, 1.0e-12);
}

TEST(Figure, LooksOnlyAmongThoseAskedFor) {
  EvidenceRow some = row(ObservableKind::value);
  some.among = {{{0, 0}, {Relation::greater, 55.0}}, {{0, 2}, {Relation::greater, 0.5}}};
  EXPECT_DOUBLE_EQ(figure(some, four_people()), 70.0);
}

TEST(Figure, ComparesGroupsWhereNobodyWasInBothArms) {
  EvidenceRow gap = row(ObservableKind::change);
  gap.reading.second = {1, 0};
  const Outcomes apart{1, 2, {1.4, gone, /**/ gone, 1.2, /**/ 1.6, gone}};
  EXPECT_NEAR(figure(gap, apart), 1.2 - 1.5, 1.0e-12);
  const Outcomes twins{1, 2, {1.4, 1.2, /**/ 1.6, 1.5}};
  EXPECT_NEAR(figure(gap, twins, true), -0.15, 1.0e-12);
}

TEST(Figure, TellsTheOddsRatioBetweenTwoGroups) {
  EvidenceRow odds = row(ObservableKind::value, Statistic::odds_ratio);
  odds.reading.first = {0, 1};
  odds.among = {{{0, 0}, {Relation::greater, 1.0}}};
  odds.against = {{{0, 0}, {Relation::less_equal, 0.0}}};
  // high 2 of 3 dead, low 1 of 4 dead, one between the groups
  const Outcomes people{2, 1, {2, 1, 2, 1, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0.5, 1}};
  EXPECT_NEAR(figure(odds, people), (2.0 / 1.0) / (1.0 / 3.0), 1.0e-8);
}

TEST(Figure, HasAnIntervalThatHoldsItAndNoneForOnePerson) {
  Outcomes many{1, 1, {}};
  for (int i = 0; i < 100; ++i) many.values.push_back(static_cast<double>(i));
  const EvidenceRow mean = row(ObservableKind::value);
  const auto interval = Sample(mean, many, false).interval().value();
  // standard error of the mean 2.9
  EXPECT_NEAR(interval[0], 49.5 - 1.96 * 2.9, 1.0);
  EXPECT_NEAR(interval[1], 49.5 + 1.96 * 2.9, 1.0);
  EXPECT_FALSE(Sample(mean, {1, 1, {3.0}}, false).interval().has_value());
}

}  // namespace
}  // namespace pressor::inference
