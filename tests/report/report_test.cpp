#include "pressor/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "evidence.h"
#include "findings.h"
#include "leaning.h"
#include "outcome.h"
#include "pressor/core/errors.h"
#include "pressor/report/numbers.h"
#include "pressor/trial/witness.h"
#include "sections.h"
#include "small_result.h"

namespace pressor::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Evidence& trial() {
  static const Evidence evidence = open_evidence(testing::trial_result(), {});
  return evidence;
}

const Evidence& person() {
  static const Evidence evidence = open_evidence(testing::person_result(), {});
  return evidence;
}

std::string body_of(Section (*section)(const Evidence&), const Evidence& evidence) {
  return section(evidence).body.str();
}

TEST(Outcome, IsToldInWords) {
  EXPECT_EQ(outcome_of(trial(), 1).title, "Phenylephrine response at 90 min (MAP ratio)");
  EXPECT_EQ(outcome_of(trial(), 2).title, "Death by 28 d");
  EXPECT_EQ(outcome_of(person(), 0).title, "MAP at 2 h");
  EXPECT_EQ(primary_column(trial()), 1U);  // the published one
  EXPECT_EQ(primary_column(person()), std::nullopt);
  EXPECT_NEAR(*published_difference(trial(), outcome_of(trial(), 1), 1), -0.19, 1e-12);
}

TEST(Sections, QuestionNamesPeopleAndArms) {
  EXPECT_THAT(body_of(question_section, trial()),
              AllOf(HasSubstr("norepinephrine dose ≥ 0.25 µg/kg/min"),
                    HasSubstr("8 in each of 6 independent trials"),
                    HasSubstr("verum &lt;b&gt;: dexmedetomidine 1 µg/kg/h from 50 min")));
  EXPECT_THAT(body_of(question_section, person()),
              AllOf(HasSubstr("One described person"), HasSubstr("MAP 54 mmHg")));
}

TEST(Sections, AnswerHoldsTheMedianEstimateAndThePublishedFigure) {
  std::vector<double> estimates = trial().trial.comparisons.at(1).estimate;
  ASSERT_EQ(trial().trial.comparisons.at(1).column, 1U);
  ASSERT_EQ(estimates.size(), 6U);
  std::sort(estimates.begin(), estimates.end());
  EXPECT_THAT(body_of(answer_section, trial()),
              AllOf(HasSubstr("of the median trial was " +
                              signed_fixed((estimates[2] + estimates[3]) / 2.0, 2) + " (95 % of"),
                    HasSubstr("1.26 ± 0.23 against 1.45 ± 0.26, difference −0.19, p = 0.048")));
}

TEST(Sections, AnswerCountsTheTrialsAsExtremeAsThePublishedOneByTest) {
  const Comparisons& welch = trial().trial.comparisons.at(1);
  const auto share = [](auto count) { return percent(static_cast<double>(count) / 6.0); };
  const auto as_far = std::count_if(welch.estimate.begin(), welch.estimate.end(),
                                    [](double estimate) { return estimate <= -0.19; });
  const auto as_small =
      std::count_if(welch.p.begin(), welch.p.end(), [](double p) { return p <= 0.048; });
  EXPECT_THAT(body_of(answer_section, trial()),
              AllOf(HasSubstr("arose in " + share(as_far) + " by Welch&#39;s t test"),
                    HasSubstr("0.048 or less in " + share(as_small) + " by Welch&#39;s t test")));
}

TEST(Sections, AnswerOfOnePersonIsWhatWasMeasured) {
  const double map = person().endpoint(0).at(0);
  EXPECT_THAT(body_of(answer_section, person()),
              HasSubstr("<th scope=\"row\">MAP at 2 h, mmHg</th><td>" + fixed(map, 0) + "</td>"));
}

TEST(Sections, QuestionNamesTheMainComparisonAndThatNobodyChoseIt) {
  EXPECT_THAT(
      body_of(question_section, trial()),
      HasSubstr("Main comparison: Phenylephrine response at 90 min (MAP ratio); Welch&#39;s "
                "t test. The study calls no endpoint primary."));
}

TEST(Sections, PowerIsThatOfTheTablesAndCountsEveryTrial) {
  const Operating& operating = trial().trial.operating.at(1);
  EXPECT_EQ(operating.significant.of, 6U);
  const std::string share = share_words(operating.significant.count, 6);
  EXPECT_THAT(body_of(answer_section, trial()), HasSubstr("p &lt; 0.05 in " + share));
  EXPECT_THAT(body_of(replicates_section, trial()), HasSubstr("(first bar) in " + share));
}

TEST(Sections, FlowCountsEveryRandomizedPatientOnce) {
  const std::string flow = body_of(flow_section, trial());
  EXPECT_THAT(flow, AllOf(HasSubstr("<b>Randomized</b>: 8"), HasSubstr("<b>control</b>: 4"),
                          HasSubstr("<b>verum &lt;b&gt;</b>: 4"),
                          HasSubstr("not norepinephrine dose ≥ 0.25")));
}

TEST(Sections, BaselineHasEveryArmAndStandardizedDifferences) {
  EXPECT_THAT(body_of(baseline_section, trial()),
              AllOf(HasSubstr("control, first trial"), HasSubstr("Std. diff."),
                    HasSubstr("SAPS II"), HasSubstr("Phenylephrine response at 0 h")));
  EXPECT_THAT(baseline_section(person()).absent, Not(IsEmpty()));
}

TEST(Sections, ResultsNameTheTestBesideEveryEstimate) {
  EXPECT_THAT(body_of(results_section, trial()),
              AllOf(HasSubstr("Welch&#39;s t test"), HasSubstr("Fisher&#39;s exact test"),
                    HasSubstr("Dargent"), HasSubstr("published")));
}

TEST(Sections, FiguresAreThereForATrial) {
  EXPECT_THAT(body_of(replicates_section, trial()), HasSubstr("class=\"bar"));
  EXPECT_THAT(body_of(course_section, trial()),
              AllOf(HasSubstr("MAP, mmHg"), HasSubstr("band s1")));
  EXPECT_THAT(body_of(challenge_section, trial()), HasSubstr("challenge at 90 min"));
  EXPECT_THAT(body_of(twins_section, trial()), HasSubstr("individual effect"));
  EXPECT_THAT(body_of(patient_section, trial()), HasSubstr("Decision log"));
  EXPECT_THAT(mechanism_section(trial()).body.str(), IsEmpty());
}

TEST(Sections, DesignTellsSizesAndLooksWithTheirErrors) {
  EXPECT_THAT(body_of(design_section, trial()),
              AllOf(HasSubstr("the first 4, 8 patients"),
                    HasSubstr("after 4 patients, by chi-square test without continuity correction "
                              "of Death by 28 d, for benefit (error 0.05 two-sided, spent like "
                              "O&#39;Brien and Fleming); futility (conditional power of 20 % or "
                              "less under the trend so far)")));
  EXPECT_THAT(body_of(stopping_section, trial()),
              AllOf(HasSubstr("Futility below"), HasSubstr("instead of 8")));
}

TEST(Sections, PowerCurveDrawsThePrimaryTestsAndTheFirstOfEachOtherEndpoint) {
  const std::string curve = body_of(sizes_section, trial());
  EXPECT_THAT(curve, AllOf(HasSubstr("Phenylephrine response at 90 min (MAP ratio), Welch"),
                           HasSubstr("Death by 28 d, chi-square test"), Not(HasSubstr("Fisher")),
                           Not(HasSubstr("response at 0 h"))));
}

TEST(Sections, OnePersonIsExplained) {
  EXPECT_THAT(body_of(mechanism_section, person()),
              AllOf(HasSubstr("Why the pressure moved"), HasSubstr("norepinephrine in plasma"),
                    HasSubstr("arteriolar activation through alpha-1 receptors")));
  EXPECT_THAT(flow_section(person()).absent, Not(IsEmpty()));
  EXPECT_THAT(challenge_section(person()).absent, HasSubstr("no challenge"));
}

TEST(Sections, CausesOfOnePersonsChangeAreThoseOfHisStates) {
  const Witness witness(person().study(), 0, 0);
  const auto states = witness.at(0, std::vector<double>{0.0, 120.0});
  const auto shares = witness.explain(states[0], states[1]);
  const double moved = states[1].seen.map - states[0].seen.map;
  EXPECT_GT(moved, 5.0);
  const std::string body = body_of(mechanism_section, person());
  EXPECT_THAT(body, AllOf(HasSubstr("What each drug, the reflex"),
                          HasSubstr("<th scope=\"row\">" + shares.front().cause + "</th><td>" +
                                    signed_fixed(shares.front().map, 1) + "</td>"),
                          HasSubstr("<th scope=\"row\">all</th><td>" + signed_fixed(moved, 1))));
  const Evidence blind = open_evidence(testing::person_result(), {.title = {}, .blinded = true});
  EXPECT_THAT(body_of(mechanism_section, blind), Not(HasSubstr("What each drug")));
}

TEST(Sections, MethodsSayWhatTheModelCannot) {
  EXPECT_THAT(body_of(methods_section, trial()),
              AllOf(HasSubstr("Virtual patients are not a sample of people"),
                    HasSubstr("Lactate is prognostic, not causal"), HasSubstr("Welch&#39;s t test"),
                    HasSubstr("Missing values")));
}

TEST(Sections, ParametersAreAllThereWithTheirSources) {
  const std::string body = body_of(parameters_section, trial());
  std::size_t found = 0;
  for (std::size_t at = body.find("scope=\"row\""); at != std::string::npos;
       at = body.find("scope=\"row\"", at + 1)) {
    ++found;
  }
  EXPECT_EQ(found, model_rows(trial().rows).size());
  EXPECT_THAT(body, HasSubstr("https://doi.org/10.1093/bja/aei259"));
}

TEST(Sections, ProvenanceHoldsTheHashesOfTheFile) {
  EXPECT_THAT(body_of(provenance_section, trial()),
              AllOf(HasSubstr(trial().info.result_hash), HasSubstr(trial().info.model_sha256),
                    HasSubstr("pressor run small.yaml")));
}

TEST(Leaning, NamesOnlyParametersThatTheModelHas) {
  const std::vector<ModelRow> model = model_rows(trial().rows);
  for (const Topic& topic : topics()) {
    for (const std::string& name : topic.parameters) {
      EXPECT_TRUE(std::any_of(model.begin(), model.end(),
                              [&](const ModelRow& row) { return row.short_name() == name; }))
          << topic.name << ": " << name;
    }
  }
}

TEST(Leaning, TellsThatDeathRestsOnAssumptions) {
  const std::vector<Leaning> found = leanings(trial(), model_rows(trial().rows));
  const auto death = std::find_if(found.begin(), found.end(),
                                  [](const Leaning& one) { return one.conclusion == "Death"; });
  ASSERT_NE(death, found.end());
  EXPECT_THAT(death->weak, ::testing::Contains("pressure_risk"));
}

TEST(Report, EscapesWhatTheFileSays) {
  const std::string page = make_report(testing::trial_result(), {});
  EXPECT_THAT(page, AllOf(HasSubstr("A &lt;script&gt;alert(1)&lt;/script&gt; &amp; trial"),
                          Not(HasSubstr("<script>alert")), Not(HasSubstr("verum <b>"))));
}

TEST(Report, IsTheSameEveryTime) {
  EXPECT_EQ(make_report(testing::trial_result(), {}), make_report(testing::trial_result(), {}));
}

TEST(Report, TakesATitle) {
  EXPECT_THAT(make_report(testing::person_result(), {"Mine & yours", false}),
              HasSubstr("<h1>Mine &amp; yours</h1>"));
}

TEST(Report, BlindedNamesNoArmAndNoTreatment) {
  const std::string page = make_report(testing::trial_result(), {{}, true});
  EXPECT_THAT(page, AllOf(HasSubstr("arm A"), HasSubstr("arm B"), Not(HasSubstr("verum")),
                          Not(HasSubstr("control")), Not(HasSubstr("exmedetomidine")),
                          Not(HasSubstr("small.yaml"))));
}

TEST(Report, OfAnAbsentOrBrokenFileIsAnError) {
  EXPECT_THROW((void)make_report("no_such.h5", {}), FileNotFound);
  EXPECT_THROW((void)make_report(PRESSOR_SOURCE_DIR "/README.md", {}), OutputError);
}

}  // namespace
}  // namespace pressor::report
