#include "pressor/inference/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pressor/scenario/load_evidence.h"

namespace pressor {
namespace {

using ::testing::HasSubstr;

const Library& shipped() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

/// One septic patient whose dose is found, and a small cohort.
const std::string sample = R"yaml(schema: pressor-evidence/1
name: sample
title: A sample
figures:
  - {name: raised, title: Raised, x: {title: time, unit: min}, y: {title: MAP, unit: mmHg}}
experiments:
  - name: raised
    population: septic shock
    scenario:
      horizon: 40 min
      patient: {body: septic}
      protocol: {give: [{drug: norepinephrine, infusion: 0.4 ug/kg/min}]}
      endpoints:
        - {name: map, measure: at(MAP), at: [0 min, 40 min]}
        - {name: dose, measure: at(NE_DOSE), at: 40 min}
    adjust: {drug: norepinephrine, between: [0.05 ug/kg/min, 3 ug/kg/min], so_that: map@40min, is: 80 mmHg}
    rows:
      - {id: A1, source: jhanji2009, mark: READ, what: pressure, observable: map@40min, published: 80 ± 1 mmHg, set: fit, tolerance: one SD, figure: {in: raised, x: 40 min, curve: [{x: 0 min, y: map@0h}]}}
      - {id: A2, source: jhanji2009, mark: READ, what: dose, observable: dose@40min, published: 9 ± 1 ug/kg/min, set: predict, tolerance: one SD}
  - name: cohort
    population: septic shock
    scenario:
      horizon: 20 min
      population: septic_shock
      design: {enrol: 12}
      endpoints:
        - {name: map, measure: at(MAP), at: [0 min, 20 min]}
    rows:
      - {id: B1, source: jhanji2009, mark: READ, what: pressure stays, observable: "change(map@0h, map@20min)", direction: unchanged, tolerance: {within: 1 mmHg, reason: nothing is done}, set: never fitted}
)yaml";

std::vector<Experiment> experiments(const std::string& text = sample) {
  return load_evidence(parse_document(text, "sample.yaml"), shipped());
}

std::vector<RowResult> results(const std::vector<Experiment>& asked, unsigned threads = 1) {
  return verify(asked, threads, [](std::size_t, std::size_t) { return true; });
}

TEST(Verify, FindsTheDoseThatBringsThePressureAndReadsItsRows) {
  const auto asked = experiments();
  const auto found = results(asked);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_NEAR(found[0].simulated, 80.0, 1.0e-2);
  EXPECT_TRUE(found[0].within);
  EXPECT_GT(found[1].simulated, 0.3);  // more than holds him at 66 mmHg
  EXPECT_LT(found[1].simulated, 1.0);
  EXPECT_FALSE(found[0].interval.has_value());
}

TEST(Verify, ReadsThePointsOfTheLineBesideTheRow) {
  const auto found = results(experiments());
  ASSERT_EQ(found[0].curve.size(), 1u);
  EXPECT_NEAR(found[0].curve[0], 66.0, 1.0e-6);  // the typical septic patient at rest
  EXPECT_TRUE(std::isnan(found[0].half_dose));
  EXPECT_TRUE(found[1].curve.empty());
}

TEST(Verify, ReadsTheCurveOfALadderAndItsHalfMaximalDose) {
  const std::string ladder = R"yaml(schema: pressor-evidence/1
name: ladder
title: A ladder
figures:
  - {name: steps, title: Steps, x: {title: dose, unit: ug/kg/min}, y: {title: rise, unit: mmHg}}
experiments:
  - name: steps
    population: health
    scenario:
      horizon: 25 min
      patient: {body: healthy}
      protocol:
        give:
          - {drug: phenylephrine, infusion: 0.5 ug/kg/min, from: 5 min}
          - {drug: phenylephrine, infusion: 1 ug/kg/min, from: 10 min}
          - {drug: phenylephrine, infusion: 2 ug/kg/min, from: 15 min}
          - {drug: phenylephrine, infusion: 4 ug/kg/min, from: 20 min}
      endpoints:
        - {name: map, measure: at(MAP), at: [5 min, 10 min, 15 min, 20 min, 25 min]}
    rows:
      - {id: L1, source: bellissant2000, mark: READ, what: Emax, observable: {ladder: emax, rest: map@5min, steps: [map@10min, map@15min, map@20min, map@25min], doses: [0.5 ug/kg/min, 1 ug/kg/min, 2 ug/kg/min, 4 ug/kg/min]}, published: 84 ± 18 mmHg, set: fit, tolerance: one SD, figure: {in: steps}}
)yaml";
  const auto found = results(experiments(ladder));
  const std::vector<double>& curve = found.at(0).curve;
  ASSERT_EQ(curve.size(), 4u);
  EXPECT_GT(curve[0], 0.0);
  EXPECT_TRUE(std::is_sorted(curve.begin(), curve.end()));
  const double half = found[0].half_dose;
  EXPECT_GT(half, 0.125);
  EXPECT_LT(half, 16.0);
  EXPECT_LT(curve.back(), found[0].simulated);  // the plateau lies above the last step
}

TEST(Verify, ReportsAMissAsAMissWithItsSizeInPublishedSds) {
  const auto asked = experiments();
  const auto found = results(asked);
  EXPECT_FALSE(found[1].within);
  EXPECT_NEAR(error_in_sds(asked[0].rows[1], found[1]).value(), found[1].simulated - 9.0, 1.0e-12);
  EXPECT_FALSE(error_in_sds(asked[1].rows[0], found[2]).has_value());
}

TEST(Verify, CountsBySet) {
  const auto asked = experiments();
  const auto counts = count_sets(asked, results(asked));
  EXPECT_EQ(counts[static_cast<std::size_t>(EvidenceSet::fit)].within, 1u);
  EXPECT_EQ(counts[static_cast<std::size_t>(EvidenceSet::predict)].rows, 1u);
  EXPECT_EQ(counts[static_cast<std::size_t>(EvidenceSet::predict)].within, 0u);
  EXPECT_EQ(counts[static_cast<std::size_t>(EvidenceSet::never_fitted)].within, 1u);
}

TEST(Verify, SaysTheSameForAnyNumberOfThreads) {
  const auto asked = experiments();
  const auto one = results(asked, 1);
  const auto three = results(asked, 3);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].simulated, three[i].simulated);
    EXPECT_EQ(one[i].interval, three[i].interval);
  }
  EXPECT_EQ(one[2].patients, 12u);
  EXPECT_TRUE(one[2].interval.has_value());
}

TEST(Verify, MakesARowOfAnAimThatNoDoseReaches) {
  std::string text = sample;
  text.replace(text.find("is: 80 mmHg"), 11, "is: 300 mmHg");
  const auto found = results(experiments(text));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_THAT(found[0].failure, HasSubstr("no dose gives map@40min = 300 mmHg"));
  EXPECT_TRUE(std::isnan(found[0].simulated));
  EXPECT_FALSE(found[0].within);
}

TEST(Verify, StopsWhenAsked) {
  const auto asked = experiments();
  const auto found = verify(asked, 1, [](std::size_t, std::size_t) { return false; });
  EXPECT_LT(found.size(), 3u);
}

}  // namespace
}  // namespace pressor
