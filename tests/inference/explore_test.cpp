#include "pressor/inference/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pressor/core/errors.h"
#include "pressor/core/random.h"
#include "pressor/statistics/sample_size.h"

namespace pressor {
namespace {

using ::testing::HasSubstr;

/// Outcomes of SD 1 that hang together with the baseline (correlation 0.8), and an effect.
TwinPool made_pool(std::size_t people, double effect) {
  TwinPool pool;
  pool.columns = {{"before", "1"}, {"age", "year"}};
  for (std::uint32_t person = 0; person < people; ++person) {
    RandomStream random({21, person, 0, Stream::outcome, 0});
    const double before = random.normal();
    const double without = 0.8 * before + 0.6 * random.normal();
    pool.people.push_back({{before, 40.0 + person % 50}, {without, without + effect}});
  }
  return pool;
}

std::vector<std::size_t> everybody(const TwinPool& pool) {
  std::vector<std::size_t> all(pool.people.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

DrawPlan plan_of(std::vector<std::uint32_t> sizes, std::uint32_t trials) {
  return {std::move(sizes), {TrialTest::welch, TrialTest::ancova}, "before", trials, 5};
}

TEST(DrawnTrials, HaveThePowerOfTheTTestAndOfItsAdjustedForm) {
  const TwinPool pool = made_pool(20000, 0.5);
  const auto found = drawn_trials(pool, everybody(pool), plan_of({32, 64, 128}, 2000), 0.5);
  const std::vector<std::uint32_t> sizes{32, 64, 128};
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    const ArmSizes arms{sizes[s] / 2.0, sizes[s] / 2.0};
    EXPECT_NEAR(found[0][s].told, t_test_power(arms, 0.5, 1.0, 0.05), 0.035) << sizes[s];
    EXPECT_NEAR(found[1][s].told, ancova_power(arms, 0.5, 1.0, 0.8, 0.05), 0.035) << sizes[s];
    EXPECT_LE(found[0][s].expected, sizes[s]);
    EXPECT_NEAR(found[0][s].told_early, found[0][s].told, 0.05);
  }
  EXPECT_LT(found[1][2].expected, 100.0);  // the effect is seen at an earlier look
  EXPECT_EQ(found[0][0].expected, 32.0);
}

TEST(DrawnTrials, WithoutAnEffectAreSignificantInFiveOfAHundred) {
  const TwinPool pool = made_pool(20000, 0.0);
  const auto found = drawn_trials(pool, everybody(pool), plan_of({32, 64}, 4000), 0.0);
  for (const auto& test : found) {
    for (const DrawnTrials& one : test) {
      EXPECT_NEAR(one.told, 0.05, 0.012);
      EXPECT_NEAR(one.told_early, 0.05, 0.014);
    }
  }
}

TEST(DrawnTrials, ASignificantResultInTheWrongDirectionTellsNothing) {
  const TwinPool pool = made_pool(2000, 0.5);
  const auto found = drawn_trials(pool, everybody(pool), plan_of({128}, 200), -0.5);
  EXPECT_LT(found[0][0].told, 0.01);
}

TEST(DrawnTrials, NeedEnoughPeople) {
  const TwinPool pool = made_pool(40, 0.5);
  const auto found = drawn_trials(pool, everybody(pool), plan_of({32, 64}, 50), 0.5);
  EXPECT_FALSE(std::isnan(found[0][0].told));
  EXPECT_TRUE(std::isnan(found[0][1].told));
}

TEST(DrawnTrials, LeaveOutWhoHasNoOutcome) {
  TwinPool pool = made_pool(4000, 0.5);
  for (std::size_t i = 0; i < pool.people.size(); i += 2) pool.people[i].outcome[1] = std::nan("");
  const auto found = drawn_trials(pool, everybody(pool), plan_of({64}, 500), 0.5);
  EXPECT_GT(found[1][0].told, 0.5);
  EXPECT_NEAR(mean_effect(pool, everybody(pool)), 0.5, 1e-12);
}

TEST(EntryRules, TakeThoseOfWhomAllHolds) {
  const TwinPool pool = made_pool(1000, 0.0);
  const EntryRule rule{
      "old",
      "",
      {{"age", parse_comparison(">= 80 year", "year")}, {"before", parse_comparison("< 0", "1")}}};
  for (const std::size_t person : people_taken(pool, rule)) {
    EXPECT_GE(pool.people[person].known[1], 80.0);
    EXPECT_LT(pool.people[person].known[0], 0.0);
  }
  EXPECT_NEAR(static_cast<double>(people_taken(pool, rule).size()), 100.0, 30.0);
  EXPECT_THROW((void)people_taken(pool, {"x", "", {{"outcome", {}}}}), ParameterError);
}

TEST(Benefit, IsToldByThirds) {
  TwinPool pool = made_pool(3000, 0.0);
  for (TwinPerson& one : pool.people) one.outcome[1] = one.outcome[0] + 0.01 * one.known[1];
  const auto thirds = effects_by_thirds(pool, 1);
  ASSERT_EQ(thirds.size(), 3U);
  EXPECT_EQ(thirds[0].low, 40.0);
  EXPECT_EQ(thirds[2].high, 89.0);
  EXPECT_NEAR(thirds[0].mean, 0.48, 0.01);
  EXPECT_NEAR(thirds[2].mean, 0.81, 0.01);
  EXPECT_EQ(thirds[0].above, 1.0);
  EXPECT_EQ(thirds[0].n + thirds[1].n + thirds[2].n, 3000U);
}

/// One design, two entry rules, two tests, three sizes; the second test needs fewer patients, the
/// second rule takes half of the people.
ExploreFindings found_of() {
  ExploreFindings of;
  of.outcome = "map@1h";
  of.designs = {"as it was"};
  of.entries = {"everybody", "responsive"};
  of.entry_texts = {"", "map@0h >= 1"};
  of.tests = {"welch", "ancova"};
  of.sizes = {32, 64, 128};
  of.own_size = 1;
  of.hypotheses = {"none", "some", "much"};
  of.weights = {0.5, 0.25, 0.25};
  of.acts = {0, 1, 1};
  of.effect = {0.0, 0.1, 0.2, 0.0, 0.1, 0.2};
  of.taken = {1.0, 1.0, 1.0, 0.5, 0.5, 0.5};
  for (const double told : {0.2, 0.4, 0.6, 0.3, 0.5, 0.85, 0.2, 0.5, 0.7, 0.4, 0.82, 0.95}) {
    of.trials.push_back({0.05, 0.05, 30.0});
    of.trials.push_back({told - 0.1, told, 30.0});
    of.trials.push_back({told + 0.1, told, 20.0});
  }
  return of;
}

TEST(ExploreFindings, WeighPowerByHypothesesThatHaveAnEffect) {
  const ExploreFindings of = found_of();
  EXPECT_NEAR(of.assurance_of({0, 1, 1, 1}), 0.82, 1e-12);
  EXPECT_NEAR(of.false_alarms({0, 0, 0, 0}), 0.05, 1e-12);
  EXPECT_NEAR(of.expected_of({0, 0, 0, 0}), 27.5, 1e-12);
  EXPECT_NEAR(of.asked_for_one({0, 1, 0, 0}), 2.0, 1e-12);
}

TEST(ExploreFindings, TheCheapestHasFewestPatients) {
  ExploreFindings of = found_of();
  const auto cheapest = of.cheapest();
  ASSERT_TRUE(cheapest.has_value());
  EXPECT_EQ(cheapest->entry, 1U);
  EXPECT_EQ(cheapest->test, 1U);
  EXPECT_EQ(of.sizes[cheapest->size], 64U);
  of.trials[5 * 3 + 1].told = std::nan("");
  EXPECT_EQ(of.largest({0, 0, 1, 0})->size, 1U);
  of.assurance = 0.99;
  EXPECT_FALSE(of.cheapest().has_value());
  EXPECT_EQ(of.sizes[of.best().size], 128U);
}

TEST(ExploreFindings, AreToldInSentences) {
  ExploreFindings of = found_of();
  of.benefit = {{{"age", "year"},
                 {{},
                  {{1, 2, 5, 0.1, 0, 1}, {2, 3, 5, 0.2, 0, 1}, {3, 4, 5, 0.3, 0, 1}},
                  {{1, 2, 5, 0.1, 0, 1}, {2, 3, 5, 0.2, 0, 1}, {3, 4, 5, 0.5, 0, 1}}}}};
  const auto told = explore_verdict(of);
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[0],
            "A trial of 64 patients, as it was, entry: everybody, by welch tells with probability "
            "40 %, if there is an effect of the drug on map@1h to be found.");
  EXPECT_THAT(told[1], HasSubstr("tells in 80 %: 64 patients, as it was, entry: responsive, by "
                                 "ancova (82 %; 128 people must be looked at for them)"));
  EXPECT_EQ(told[2],
            "Where nothing is to be found (mean effect 0), that trial is significant in 5 %.");
  EXPECT_THAT(told[3], HasSubstr("most by age: +0.1 on average in the lowest third, +0.4"));
}

}  // namespace
}  // namespace pressor
