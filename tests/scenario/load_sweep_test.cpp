#include "pressor/scenario/load_sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Library& shipped() {
  static const Library library({PRESSOR_SOURCE_DIR "/models"});
  return library;
}

std::string scenario_with(const std::string& sweep) {
  return R"(schema: pressor/1
name: swept
title: A patient on norepinephrine
horizon: 30 min
patient: {body: septic}
protocol: {give: [{drug: norepinephrine, infusion: 0.3 ug/kg/min}]}
endpoints: [{name: map, measure: at(MAP), at: 30 min}]
)" + sweep;
}

LoadedSweep load(const std::string& sweep, const std::vector<std::string>& overrides = {}) {
  return load_sweep(parse_document(scenario_with(sweep), "swept.yaml"), shipped(),
                    {overrides, false});
}

std::string first_problem(const std::string& sweep) {
  try {
    (void)load(sweep);
  } catch (const InputError& error) {
    return to_string(error.problems().front());
  }
  return "no problem";
}

double infusion(const Study& study) { return study.arms[0].orders.drugs.back().dose.value; }

TEST(LoadSweep, AGridHasEveryLevelWithEveryOther) {
  const LoadedSweep loaded = load(R"(sweep:
  axes:
    dose: {path: "protocol.give[0].infusion", values: [0.1 ug/kg/min, 0.2 ug/kg/min]}
    weight: {path: patient.weight, from: 60 kg, to: 100 kg, steps: 3}
)");
  ASSERT_EQ(loaded.plan.points(), 6U);
  EXPECT_THAT(loaded.plan.axes[1].numbers, ElementsAre(60.0, 80.0, 100.0));
  EXPECT_EQ(loaded.plan.axes[1].unit, "kg");
  EXPECT_THAT(loaded.plan.levels_at(4), ElementsAre(1U, 1U));
  EXPECT_DOUBLE_EQ(infusion(loaded.study_at(4)), 0.2);
  EXPECT_DOUBLE_EQ(loaded.study_at(4).cast.person.at("weight"), 80.0);
}

TEST(LoadSweep, AListTakesLevelsTogether) {
  const LoadedSweep loaded = load(R"(sweep:
  method: list
  axes:
    dose: {path: "protocol.give[0].infusion", values: [0.1 ug/kg/min, 0.2 ug/kg/min]}
    weight: {path: patient.weight, values: [60 kg, 90 kg]}
)");
  ASSERT_EQ(loaded.plan.points(), 2U);
  EXPECT_DOUBLE_EQ(loaded.study_at(1).cast.person.at("weight"), 90.0);
}

TEST(LoadSweep, ALogarithmicScaleHasEvenRatios) {
  const LoadedSweep loaded = load(
      "sweep: {axes: {dose: {path: \"protocol.give[0].infusion\", from: 0.1 ug/kg/min, to: 1.6 "
      "ug/kg/min, steps: 5, scale: log}}}\n");
  const std::vector<double>& doses = loaded.plan.axes[0].numbers;
  for (std::size_t i = 1; i < doses.size(); ++i) EXPECT_NEAR(doses[i] / doses[i - 1], 2.0, 1e-12);
  EXPECT_EQ(doses.back(), 1.6);
}

TEST(LoadSweep, FillingDesignsStayWithinTheirIntervals) {
  for (const std::string method : {"sobol", "latin_hypercube"}) {
    const LoadedSweep loaded = load("sweep: {method: " + method + R"(, points: 16, axes: {
    dose: {path: "protocol.give[0].infusion", from: 0.1 ug/kg/min, to: 1 ug/kg/min, scale: log},
    belief: {path: hypothesis, values: [none, harm]}}}
)");
    ASSERT_EQ(loaded.plan.points(), 16U) << method;
    int harm = 0;
    for (std::size_t i = 0; i < 16; ++i) {
      EXPECT_GE(loaded.plan.axes[0].numbers[i], 0.1);
      EXPECT_LE(loaded.plan.axes[0].numbers[i], 1.0);
      harm += loaded.plan.axes[1].levels[i] == "harm" ? 1 : 0;
    }
    EXPECT_NEAR(harm, 8, 1);
  }
}

TEST(LoadSweep, AValueStandsInAText) {
  const LoadedSweep loaded = load(
      "sweep: {axes: {limit: {path: protocol.challenge.stop.MAP, as: \">= {}\", values: [110 mmHg, "
      "120 mmHg]}}}\n",
      {"protocol.challenge={base: ladder_challenge, at: 0 min}", "horizon=60 min"});
  EXPECT_EQ(loaded.plan.points(), 2U);
}

TEST(LoadSweep, TheResolvedScenarioHoldsSweepAndModelsOfAllPoints) {
  const LoadedSweep loaded =
      load("sweep: {axes: {belief: {path: hypothesis, values: [none, harm]}}}\n");
  const Document again = parse_document(to_yaml(loaded.resolved.root), "again");
  const LoadedSweep repeated = load_sweep(again, Library({}, again), {});
  EXPECT_EQ(repeated.plan.points(), 2U);
  EXPECT_EQ(repeated.study_at(1).cast.hypotheses[0].name, "harm");
}

TEST(LoadSweep, RefusesWhatItWouldNotKeep) {
  const std::string sweep = "sweep: {axes: {a: {path: seed, values: [1]}}}\n";
  EXPECT_THROW((void)load(sweep, {"pulsatile={at: 10 min}"}), ParameterError);
  EXPECT_THROW((void)load(sweep, {"uncertainty={draws: 2}"}), ParameterError);
}

TEST(LoadSweep, TellsWhatIsWrongAndWhere) {
  EXPECT_THAT(first_problem("sweep: {axes: {a: {path: patient.weight, values: [60 mmHg]}}}\n"),
              AllOf(HasSubstr("swept.yaml:8:"), HasSubstr("a = 60 mmHg")));
  EXPECT_THAT(first_problem("sweep: {axes: {a: {path: patient.weigth, values: [60 kg]}}}\n"),
              HasSubstr("weight"));
  EXPECT_THAT(first_problem("sweep: {axes: {a: {path: patient.weight}}}\n"),
              HasSubstr("`values`, or `from` and `to`"));
  EXPECT_THAT(first_problem("sweep: {axes: {a: {path: seed, from: 0, to: 3, scale: log}}}\n"),
              HasSubstr("logarithmic scale from or to zero"));
  EXPECT_THAT(first_problem("sweep: {axes: {a: {path: seed, from: 1 kg, to: 3 g}}}\n"),
              HasSubstr("not in the unit of `from`"));
  EXPECT_THAT(first_problem("sweep: {axis: {}, axes: {arm: {path: seed, values: [1]}}}\n"),
              HasSubstr("axis"));
  EXPECT_THAT(first_problem("sweep: {axes: {arm: {path: seed, values: [1]}}}\n"),
              HasSubstr("`arm` is taken"));
  EXPECT_THAT(first_problem("sweep: {points: 9, axes: {a: {path: seed, values: [1]}}}\n"),
              HasSubstr("levels of the axes are the points"));
  EXPECT_THAT(first_problem("sweep: {method: list, axes: {a: {path: seed, values: [1]}, b: {path: "
                            "horizon, values: [1 h, 2 h]}}}\n"),
              HasSubstr("unlike numbers of levels"));
}

}  // namespace
}  // namespace pressor
