#include "pressor/scenario/load_evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "slips.h"
#include "study_sample.h"

namespace pressor {
namespace {

using ::testing::HasSubstr;

/// One row of everything.
Document sample() {
  return parse_document(R"yaml(schema: pressor-evidence/1
name: sample
title: A sample
figures:
  - {name: pressures, title: Two pressures, x: {title: MAP held, unit: mmHg}, origin: 65 mmHg, y: {title: MAP, unit: mmHg}}
experiments:
  - name: raised
    population: septic shock
    scenario:
      horizon: 2 h
      patient: {body: septic}
      protocol: {give: [{drug: norepinephrine, infusion: 0.4 ug/kg/min, from: 1 h}]}
      design: {arms: [{name: low}, {name: high}]}
      endpoints:
        - {name: map, measure: at(MAP), at: [1 h, 2 h]}
        - {name: hr, measure: at(HR), at: [1 h, 2 h]}
    adjust:
      - {drug: norepinephrine, arm: high, from: 1 h, between: [0.05 ug/kg/min, 3 ug/kg/min], so_that: high.map@2h, is: 10 kPa}
    rows:
      - {id: T1, source: hamzaoui2010, mark: READ, what: pressure, observable: low.map@2h, published: 76 ± 9 mmHg, n: 105, set: fit, tolerance: one SD, figure: {in: pressures, x: 10 kPa, series: all, curve: [{x: 65 mmHg, y: low.map@1h}]}}
      - {id: T2, source: hamzaoui2010, mark: DERIVED, what: share, observable: "percent(low.map@1h, low.map@2h)", statistic: share, limit: "> 15 %", published: 37 %, ci: [22 %, 55 %], set: predict, tolerance: CI}
      - {id: T3, source: hamzaoui2010, mark: READ, what: sign, observable: "change(low.hr@1h, high.hr@2h)", direction: falls, set: never fitted}
)yaml",
                        "models/evidence/sample.yaml");
}

std::string problems_of(Document document) {
  try {
    (void)load_evidence(document, shipped_library());
    return "none";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::string problems_after(const std::string& change) {
  Document document = sample();
  apply_overrides(document, {change});
  return problems_of(document);
}

TEST(LoadEvidence, ReadsRowsWithTheirUnitsAndLimits) {
  const auto experiments = load_evidence(sample(), shipped_library());
  ASSERT_EQ(experiments.size(), 1u);
  EXPECT_EQ(experiments[0].file, "sample");
  const auto& rows = experiments[0].rows;
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].unit, "mmHg");
  EXPECT_DOUBLE_EQ(rows[0].lowest, 67.0);
  EXPECT_DOUBLE_EQ(rows[0].highest, 85.0);
  EXPECT_EQ(published_text(rows[0]), "76 ± 9");
  EXPECT_EQ(rows[1].unit, "%");
  EXPECT_DOUBLE_EQ(rows[1].highest, 55.0);
  EXPECT_EQ(published_text(rows[1]), "37 (22 to 55)");
  EXPECT_LT(rows[2].highest, 0.0);
  EXPECT_EQ(rows[2].reading.second.arm, 1u);
  const Adjustment& adjustment = experiments[0].adjustments.at(0);
  EXPECT_EQ(adjustment.arm, 1u);
  EXPECT_DOUBLE_EQ(adjustment.low, 0.05);
  EXPECT_NEAR(adjustment.aim, 75.0, 0.01);  // mmHg in 10 kPa
}

TEST(LoadEvidence, PutsARowIntoItsFigureInTheUnitOfTheAxis) {
  const auto experiments = load_evidence(sample(), shipped_library());
  const auto& place = experiments[0].rows[0].place;
  ASSERT_TRUE(place);
  EXPECT_EQ(place->figure->title, "Two pressures");
  EXPECT_EQ(place->figure->origin, 65.0);
  EXPECT_NEAR(place->x, 75.0, 0.01);  // mmHg in 10 kPa
  EXPECT_EQ(place->series, "all");
  ASSERT_EQ(place->curve.size(), 1u);
  EXPECT_EQ(place->curve[0].x, 65.0);
  EXPECT_EQ(place->curve[0].reading.unit, "mmHg");
  EXPECT_FALSE(experiments[0].rows[1].place);
}

TEST(LoadEvidence, TellsWhereASlipStands) {
  EXPECT_THAT(
      problems_of([] {
        Document document = sample();
        document.root.find("experiments")->items[0].find("rows")->items[0].entries[1].value.text =
            "hamzoui2010";
        return document;
      }()),
      HasSubstr("sample.yaml:20:"));
}

class EvidenceSlip : public ::testing::TestWithParam<Slip> {};

TEST_P(EvidenceSlip, IsRefusedWithAWordThatHelps) {
  const Slip slip = GetParam();
  const std::string said = problems_after(slip.set);
  EXPECT_THAT(said, HasSubstr(slip.path)) << said;
  EXPECT_THAT(said, HasSubstr(slip.word)) << said;
}

const Slip evidence_slips[] = {
    {"schema=pressor/1", "schema", "pressor-evidence/1"},
    {"experiments[0].row=[]", "experiments[0].row", "rows"},
    {"experiments[0].rows[0].source=hamzoui2010", "rows[0].source", "hamzaoui2010"},
    {"experiments[0].rows[0].mark=SEEN", "rows[0].mark", "READ"},
    {"experiments[0].rows[0].set=fitt", "rows[0].set", "fit"},
    {"experiments[0].rows[0].observable=map@2h", "rows[0].observable", "names no arm"},
    {"experiments[0].rows[0].observable=low.mpa@2h", "rows[0].observable", "map@2h"},
    {"experiments[0].rows[0].observable=fraction(low.map@1h, low.map@2h)", "rows[0].observable",
     "no observable"},
    {"experiments[0].rows[0].observable=change(low.map@1h, low.hr@2h)", "rows[0].observable",
     "same unit"},
    {"experiments[0].rows[0].published=76", "rows[0].published", "mmHg"},
    {"experiments[0].rows[0].published=76 /min", "rows[0].published", "mmHg"},
    {"experiments[0].rows[0].published=", "rows[0]", "one of `published`, `direction`"},
    {"experiments[0].rows[0].tolerance=", "rows[0]", "`tolerance` is missing"},
    {"experiments[0].rows[0].tolerance=CI", "rows[0].tolerance", "no tolerance of this row"},
    {"experiments[0].rows[0].tolerance={within: 5}", "rows[0].tolerance", "unit"},
    {"experiments[0].rows[0].tolerance={within: 5 mmHg}", "rows[0].tolerance", "`reason`"},
    {"experiments[0].rows[0].limit=> 3 mmHg", "rows[0].limit", "only a share"},
    {"experiments[0].rows[1].limit=", "rows[1]", "needs a `limit`"},
    {"experiments[0].rows[1].statistic=odds_ratio", "rows[1]", "one of `against` and `per`"},
    {"experiments[0].rows[2].direction=down", "rows[2].direction", "falls"},
    {"experiments[0].rows[2].direction=unchanged", "rows[2].direction", "how near"},
    {"experiments[0].adjust[0].drug=noradrenaline", "adjust[0].drug", "begins at that time"},
    {"experiments[0].adjust[0].from=2 h", "adjust[0].drug", "begins at that time"},
    {"experiments[0].adjust[0].between=[3 ug/kg/min, 1 ug/kg/min]", "adjust[0].between",
     "hold no dose"},
    {"experiments[0].adjust[0].is=75", "adjust[0].is", "unit"},
    {"figures[0].tittle=x", "figures[0].tittle", "title"},
    {"figures[0].x.unit=mmHgg", "figures[0].x.unit", "mmHg"},
    {"figures[0].origin=65", "figures[0].origin", "unit"},
    {"figures[0].y.unit=1/min", "rows[0].figure", "no axis in mmHg"},
    {"experiments[0].rows[0].figure=", "figures[0]", "no row stands in the figure `pressures`"},
    {"experiments[0].rows[0].figure.in=presures", "figure.in", "pressures"},
    {"experiments[0].rows[0].figure.x=", "rows[0].figure", "`x` is missing"},
    {"experiments[0].rows[0].figure.x=76", "figure.x", "unit"},
    {"experiments[0].rows[0].figure.x=76 /min", "figure.x", "mmHg"},
    {"experiments[0].rows[0].figure.serie=all", "figure.serie", "series"},
    {"experiments[0].rows[0].figure.curve=[{x: 65 mmHg, y: low.hr@1h}]", "figure.curve[0].y",
     "a reading in 1/min"},
    {"experiments[0].rows[0].figure.curve=[{x: 65 mmHg, y: low.mpa@1h}]", "figure.curve[0].y",
     "map@1h"},
    {"experiments[0].scenario.patient.body=sceptic", "patient.body", "septic"},
    {"experiments[0].scenario=norepinephrine_strt", "scenario", "norepinephrine_start"},
};

INSTANTIATE_TEST_SUITE_P(, EvidenceSlip, ::testing::ValuesIn(evidence_slips));

TEST(LoadEvidence, ReadsEveryShippedRowAndPutsThoseNeverFittedLast) {
  const auto all = load_all_evidence(shipped_library());
  ASSERT_FALSE(all.empty());
  bool last = false;
  for (const Experiment& experiment : all) {
    for (const EvidenceRow& row : experiment.rows) {
      EXPECT_LE(row.lowest, row.highest) << row.id;
      EXPECT_FALSE(row.tolerance.empty()) << row.id;
      if (row.set == EvidenceSet::never_fitted) last = true;
    }
    const bool none =
        std::none_of(experiment.rows.begin(), experiment.rows.end(),
                     [](const EvidenceRow& row) { return row.set == EvidenceSet::never_fitted; });
    EXPECT_FALSE(last && none) << experiment.name;
  }
}

}  // namespace
}  // namespace pressor
