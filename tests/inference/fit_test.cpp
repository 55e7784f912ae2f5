#include "pressor/inference/fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pressor/core/errors.h"
#include "pressor/scenario/load_calibration.h"

/// Calibration on made-up rows: one septic patient whose norepinephrine is raised.
namespace pressor {
namespace {

using ::testing::HasSubstr;

const std::string evidence = R"yaml(schema: pressor-evidence/1
name: made_up
title: Made-up rows
experiments:
  - name: raised
    population: septic shock
    scenario:
      horizon: 40 min
      patient: {body: septic}
      protocol: {give: [{drug: norepinephrine, infusion: 0.6 ug/kg/min}]}
      endpoints:
        - {name: map, measure: at(MAP), at: 40 min}
        - {name: hr, measure: at(HR), at: 40 min}
        - {name: co, measure: at(CO), at: 40 min}
    rows:
      - {id: M1, source: jhanji2009, mark: READ, what: pressure, observable: map@40min, published: 80 ± 2 mmHg, set: fit, tolerance: one SD}
      - {id: M2, source: jhanji2009, mark: READ, what: rate, observable: hr@40min, published: 100 ± 2 /min, set: fit, tolerance: one SD}
      - {id: M3, source: jhanji2009, mark: READ, what: flow, observable: co@40min, published: 7 ± 0.2 L/min, set: fit, tolerance: one SD}
      - {id: M4, source: jhanji2009, mark: READ, what: pressure rises, observable: map@40min, direction: rises, set: fit}
)yaml";

const std::string calibration_text = R"yaml(schema: pressor-calibration/1
name: made_up
title: Made-up calibration
rows: [made_up]
starts: 2
parameters:
  - {body: septic, name: afterload_pressure, prior: 200 mmHg, log_sd: 1, between: [60 mmHg, 600 mmHg]}
  - {body: septic, name: beta_rate, prior: 0.14, log_sd: 1, between: [0.01, 1]}
  - {body: healthy, name: lactate_production, prior: 0.02 mmol/min/kg, log_sd: 0.3, between: [0.01 mmol/min/kg, 0.04 mmol/min/kg]}
)yaml";

/// The shipped models and the made-up evidence.
const Library& library() {
  static const Library all = [] {
    Node models;
    models.kind = Node::Kind::mapping;
    Node files = models;
    files.entries.push_back({"made_up", 0, 0, parse_document(evidence, "made_up.yaml").root});
    models.entries.push_back({"evidence", 0, 0, files});
    Document scenario;
    scenario.root.kind = Node::Kind::mapping;
    scenario.root.entries.push_back({"models", 0, 0, models});
    return Library({PRESSOR_SOURCE_DIR "/models"}).with(scenario);
  }();
  return all;
}

FitQuestion question() {
  static const Calibration calibration =
      load_calibration(parse_document(calibration_text, "made_up.yaml"), library());
  return calibration.question;
}

bool go_on(const FitProgress& /*progress*/) { return true; }

/// Rows that say exactly what the model does at these values, their SDs shrunk.
FitQuestion made_of(const std::vector<double>& truth, double shrink) {
  FitQuestion asked = question();
  const FitPoint point = fit_point(asked, truth, 1);
  for (const RowResult& result : point.rows) {
    EvidenceRow& row = asked.experiments[result.experiment].rows[result.row];
    if (!row.published) continue;
    row.published->value = result.simulated;
    row.published->sd = shrink * row.published->sd.value();
  }
  return asked;
}

TEST(Fit, FindsTheParametersThatMadeTheRows) {
  const std::vector<double> truth{140.0, 0.25, 0.02};
  const auto found = fit(made_of(truth, 0.02), 1, go_on);  // so that the priors count for little
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->after.values[0], truth[0], 0.01 * truth[0]);
  EXPECT_NEAR(found->after.values[1], truth[1], 0.02 * truth[1]);
  EXPECT_LT(found->after.misfit, 0.1);
  EXPECT_GT(found->before.misfit, 100.0);
  ASSERT_EQ(found->starts.size(), 2u);
  EXPECT_TRUE(found->starts[0].converged);
}

TEST(Fit, KeepsToThePriorWhatNoRowCanSee) {
  const auto found = fit(question(), 1, go_on);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->after.values[2], 0.02, 1.0e-4);
  EXPECT_NEAR(found->estimates[2].variance_ratio, 1.0, 1.0e-3);
  EXPECT_FALSE(found->estimates[2].identified());
  EXPECT_NEAR(found->estimates[2].standard_error, 0.3 * found->after.values[2], 1.0e-4);
  EXPECT_TRUE(found->estimates[0].identified());
  for (const ParameterEstimate& estimate : found->estimates) {
    EXPECT_LT(std::abs(estimate.step_left), 0.02);  // it is a minimum
  }
}

TEST(Fit, TellsOfAPointThatIsNoMinimumHowFarTheMinimumIs) {
  FitQuestion asked = made_of({190.0, 0.14, 0.02}, 1.0);
  asked.parameters[0].prior = 190.0;
  const FitPoint aside = fit_point(asked, {190.0 * std::exp(0.04), 0.14, 0.02}, 1);
  const auto estimates = estimates_at(asked, aside, 1, go_on);
  ASSERT_TRUE(estimates.has_value());
  EXPECT_NEAR((*estimates)[0].step_left, -0.04, 0.01);
}

TEST(Fit, RefusesARowOfAnotherSet) {
  for (const EvidenceSet set : {EvidenceSet::predict, EvidenceSet::never_fitted}) {
    FitQuestion asked = question();
    asked.experiments[0].rows[1].set = set;
    try {
      (void)fit(asked, 1, go_on);
      FAIL() << set_name(set);
    } catch (const ParameterError& error) {
      EXPECT_THAT(error.what(), HasSubstr("`M2` is of the set"));
    }
  }
}

TEST(Fit, SimulatesTheSameForAnyNumberOfThreads) {
  const FitQuestion asked = question();
  const std::vector<double> values{170.0, 0.2, 0.02};
  EXPECT_EQ(fit_point(asked, values, 1).objective(), fit_point(asked, values, 3).objective());
}

TEST(Fit, StopsWhenAsked) {
  unsigned told = 0;
  const auto found = fit(question(), 1, [&](const FitProgress& progress) {
    EXPECT_LE(progress.evaluations, progress.most);
    return ++told < 4;
  });
  EXPECT_FALSE(found.has_value());
  EXPECT_EQ(told, 4u);
}

TEST(Fit, CountsWhatCannotBeSimulatedAsALargeError) {
  FitQuestion asked = question();
  const FitPoint whole = fit_point(asked, {200.0, 0.14, 0.02}, 1);
  asked.study = [](std::size_t, const std::vector<double>&) -> Study {
    throw ParameterError("no such body");
  };
  const FitPoint point = fit_point(asked, {200.0, 0.14, 0.02}, 1);
  EXPECT_EQ(point.misfit, 3.0 * failed_error * failed_error);  // M4 has no weight
  EXPECT_EQ(point.rows[0].failure, "no such body");
  EXPECT_EQ(point.penalty, whole.penalty);
}

EvidenceRow row_with(Published figure) {
  EvidenceRow row;
  row.published = figure;
  row.lowest = figure.value - 2.0;
  row.highest = figure.value + 2.0;
  return row;
}

TEST(Fit, WeighsARowByItsSdElseItsIntervalElseItsTolerance) {
  EXPECT_DOUBLE_EQ(row_weight_sd(row_with({10.0, 3.0, {}, false, {}})).value(), 3.0);
  const std::array<double, 2> ends{8.0, 14.0};
  EXPECT_NEAR(row_weight_sd(row_with({10.0, {}, ends, false, {}})).value(), 3.0 / 1.96, 1.0e-4);
  EXPECT_NEAR(row_weight_sd(row_with({10.0, {}, ends, true, {}})).value(), 3.0 / 0.6745, 1.0e-3);
  EXPECT_DOUBLE_EQ(row_weight_sd(row_with({10.0, {}, {}, false, {}})).value(), 2.0);
  EvidenceRow direction;
  direction.lowest = 0.0;
  EXPECT_FALSE(row_weight_sd(direction).has_value());
}

TEST(Fit, CountsWhatADirectionLacksInItsSteps) {
  EvidenceRow rises;
  rises.direction = "rises";
  rises.lowest = std::nextafter(0.0, 1.0);
  RowResult result;
  result.simulated = -3.0;
  EXPECT_FALSE(weighted_error(rises, result).has_value());
  rises.step = 2.0;
  EXPECT_NEAR(weighted_error(rises, result).value(), -2.5, 1.0e-12);
  result.simulated = 1.0;
  EXPECT_NEAR(weighted_error(rises, result).value(), -0.5, 1.0e-12);
  result.simulated = 5.0;
  EXPECT_EQ(weighted_error(rises, result).value(), 0.0);
  EvidenceRow falls;
  falls.direction = "falls";
  falls.highest = std::nextafter(1.0, 0.0);
  falls.step = 0.1;
  EXPECT_NEAR(weighted_error(falls, result).value(), 41.0, 1.0e-9);
  result.simulated = 0.9;
  EXPECT_NEAR(weighted_error(falls, result).value(), 0.0, 1.0e-9);
  result.simulated = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(weighted_error(falls, result).value(), failed_error);
}

TEST(Fit, CountsAParameterInSdsOfItsPrior) {
  const FreeParameter logarithmic{"a", "1", 2.0, 0.5, true, 0.1, 10.0, 2.0};
  EXPECT_NEAR(logarithmic.value(1.0), 2.0 * std::exp(0.5), 1.0e-12);
  EXPECT_NEAR(logarithmic.coordinate(logarithmic.value(-0.7)), -0.7, 1.0e-12);
  const FreeParameter plain{"b", "1", 2.0, 0.5, false, 0.0, 10.0, 2.0};
  EXPECT_DOUBLE_EQ(plain.value(2.0), 3.0);
  EXPECT_DOUBLE_EQ(plain.coordinate(1.0), -2.0);
}

}  // namespace
}  // namespace pressor
