#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "people.h"
#include "pressor/trial/endpoint.h"
#include "pressor/trial/follow_up.h"

namespace pressor {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A run written by hand: MAP and NE_DOSE as functions of time, a row a minute.
struct Bench {
  Cast cast = described_cast("septic", {"norepinephrine", "phenylephrine"},
                             {{Watched::map, 65.0, true, 0.1}});
  std::vector<Variable> variables;
  Patient patient;
  Orders orders;
  PatientRun run;
  double withdrawn = infinity;
  double death = infinity;

  explicit Bench(
      std::size_t minutes, const std::function<double(double)>& map,
      const std::function<double(double)>& dose = [](double) { return 0.3; }) {
    for (const Variable& v : study_variables(cast)) {
      if (v.name == "MAP" || v.name == "NE_DOSE") variables.push_back(v);
    }
    Screening s;
    patient = cast_patient(cast, 1, 0, 0, s);
    run.rows = minutes + 1;
    run.end = static_cast<double>(minutes);
    for (const auto& f : {map, dose}) {
      for (std::size_t r = 0; r < run.rows; ++r) {
        run.values.push_back(static_cast<float>(f(static_cast<double>(r))));
      }
    }
    // MAP below 65 from minute 10 on, 2 mmHg deep.
    for (const double depth : {1.0, 2.0}) {
      for (std::size_t r = 0; r < run.rows; ++r) {
        run.limits.push_back(depth * std::max(0.0, static_cast<double>(r) - 10.0));
      }
      run.final_limits.push_back(depth * std::max(0.0, run.end - 10.0));
    }
  }

  /// Death at a time between two rows.
  void die(double time) {
    run.end = death = time;
    run.status = Status::died;
    for (std::size_t v = 0; v < 2; ++v) {
      for (std::size_t r = 0; r < run.rows; ++r) {
        if (static_cast<double>(r) <= time) continue;
        run.values[v * run.rows + r] = std::numeric_limits<float>::quiet_NaN();
        run.limits[v * run.rows + r] = std::numeric_limits<double>::quiet_NaN();
      }
      run.final_limits[v] = (1.0 + static_cast<double>(v)) * std::max(0.0, time - 10.0);
    }
  }

  [[nodiscard]] EndpointValue at(Endpoint endpoint, double time) const {
    const MeasuredRun measured{cast, variables, patient, orders, run, 1.0, death, 1, withdrawn, {}};
    endpoint.name = "x";
    return measure(measured, endpoint, {0, time, column_name("x", time), ""});
  }

  [[nodiscard]] EndpointValue over(MeasureKind kind, double from, double to,
                                   const std::string& variable = "MAP",
                                   std::optional<Comparison> limit = {},
                                   std::size_t index = Measure::from_rows) const {
    Endpoint endpoint;
    endpoint.measure = {kind, variable, limit, index, ""};
    endpoint.window = {from, to};
    return at(endpoint, to);
  }

  [[nodiscard]] EndpointValue point(MeasureKind kind, double time,
                                    const std::string& variable = "MAP") const {
    Endpoint endpoint;
    endpoint.measure = {kind, variable, {}, Measure::from_rows, ""};
    return at(endpoint, time);
  }
};

double ramp(double t) { return 80.0 - 0.5 * t; }

TEST(Measure, ValueChangeAndRatioAreReadAtTheirTime) {
  const Bench bench(60, ramp);
  EXPECT_NEAR(bench.point(MeasureKind::value_at, 20.0).value, 70.0, 1e-5);
  EXPECT_NEAR(bench.point(MeasureKind::value_at, 20.5).value, 69.75, 1e-5);
  EXPECT_NEAR(bench.point(MeasureKind::change, 20.0).value, -10.0, 1e-5);
  EXPECT_NEAR(bench.point(MeasureKind::ratio, 20.0).value, 70.0 / 80.0, 1e-6);
}

TEST(Measure, ADoseHoldsUntilTheNextRow) {
  const Bench bench(60, ramp, [](double t) { return t < 10.0 ? 0.2 : 0.4; });
  EXPECT_NEAR(bench.point(MeasureKind::value_at, 9.9, "NE_DOSE").value, 0.2, 1e-6);
  EXPECT_NEAR(bench.point(MeasureKind::value_at, 10.0, "NE_DOSE").value, 0.4, 1e-6);
}

TEST(Measure, ExtremesAndMeanAreOfTheWindow) {
  const Bench bench(60, ramp);
  EXPECT_NEAR(bench.over(MeasureKind::maximum, 10.0, 20.0).value, 75.0, 1e-5);
  EXPECT_NEAR(bench.over(MeasureKind::minimum, 10.0, 20.0).value, 70.0, 1e-5);
  EXPECT_NEAR(bench.over(MeasureKind::mean, 10.0, 20.0).value, 72.5, 1e-5);
}

TEST(Measure, TimeAndAreaBeyondALimitComeFromTheIntegrals) {
  const Bench bench(60, ramp);
  const Comparison below{Relation::less, 65.0};
  EXPECT_NEAR(bench.over(MeasureKind::time_below, 0.0, 40.0, "MAP", below, 0).value, 30.0, 1e-9);
  EXPECT_NEAR(bench.over(MeasureKind::area_below, 20.5, 40.0, "MAP", below, 0).value, 39.0, 1e-9);
}

TEST(Measure, TimeAndAreaOfOtherVariablesComeFromRows) {
  const Bench bench(60, ramp, [](double t) { return 0.01 * t; });
  const Comparison above{Relation::greater, 0.3};
  EXPECT_NEAR(bench.over(MeasureKind::time_above, 0.0, 60.0, "NE_DOSE", above).value, 30.0, 1.0);
  EXPECT_NEAR(bench.over(MeasureKind::area_above, 0.0, 60.0, "NE_DOSE", above).value,
              0.5 * 0.01 * 30.0 * 30.0, 0.02);
}

TEST(Measure, TimeToIsFoundBetweenRowsAndCensoredWhenItDoesNotHappen) {
  const Bench bench(60, ramp);
  const auto found =
      bench.over(MeasureKind::time_to, 10.0, 60.0, "MAP", Comparison{Relation::less, 64.75});
  EXPECT_NEAR(found.value, 30.5 - 10.0, 1e-4);
  const auto never =
      bench.over(MeasureKind::time_to, 0.0, 60.0, "MAP", Comparison{Relation::less, 40.0});
  EXPECT_EQ(never.missing, Missing::censored);
  EXPECT_TRUE(std::isnan(never.value));
}

TEST(Measure, AnyIsOneOrZero) {
  const Bench bench(60, ramp);
  const auto any = [&](double limit) {
    return bench.over(MeasureKind::any, 0.0, 60.0, "MAP", Comparison{Relation::less, limit}).value;
  };
  EXPECT_EQ(any(51.0), 1.0);
  EXPECT_EQ(any(50.0), 0.0);  // MAP ends at 50 exactly
}

TEST(Measure, WhatADeadPatientDidNotReachIsMissingAndWhatHeLivedThroughCounts) {
  Bench bench(60, ramp);
  bench.die(30.5);
  EXPECT_EQ(bench.point(MeasureKind::value_at, 40.0).missing, Missing::died);
  EXPECT_EQ(bench.point(MeasureKind::value_at, 30.0).missing, Missing::present);
  EXPECT_NEAR(bench.over(MeasureKind::maximum, 0.0, 60.0).value, 80.0, 1e-5);
  EXPECT_NEAR(bench.over(MeasureKind::minimum, 0.0, 60.0).value, 65.0, 1e-5);
  EXPECT_NEAR(
      bench.over(MeasureKind::time_below, 0.0, 60.0, "MAP", Comparison{Relation::less, 65.0}, 0)
          .value,
      20.5, 1e-9);
  EXPECT_EQ(bench.over(MeasureKind::maximum, 40.0, 60.0).missing, Missing::died);
  EXPECT_EQ(
      bench.over(MeasureKind::time_to, 0.0, 60.0, "MAP", Comparison{Relation::less, 40.0}).missing,
      Missing::died);
}

TEST(Measure, AFailedPatientHasNoValuesAfterHisFailure) {
  Bench bench(60, ramp);
  bench.die(30.0);
  bench.run.status = Status::failed;
  bench.death = infinity;
  EXPECT_EQ(bench.point(MeasureKind::value_at, 40.0).missing, Missing::failed);
  EXPECT_EQ(bench.over(MeasureKind::maximum, 0.0, 60.0).missing, Missing::failed);
  EXPECT_EQ(bench.point(MeasureKind::death, 40.0).missing, Missing::failed);
  EXPECT_EQ(bench.point(MeasureKind::value_at, 20.0).missing, Missing::present);
}

TEST(Measure, APatientWhoLeftIsNotSeenAnyMore) {
  Bench bench(60, ramp);
  bench.withdrawn = 25.0;
  EXPECT_EQ(bench.point(MeasureKind::value_at, 30.0).missing, Missing::withdrawn);
  EXPECT_EQ(bench.point(MeasureKind::death, 60.0).missing, Missing::withdrawn);
  EXPECT_EQ(bench.point(MeasureKind::death, 20.0).value, 0.0);
}

TEST(Measure, DeathCountsFromItsMomentOn) {
  Bench bench(60, ramp);
  bench.die(30.5);
  EXPECT_EQ(bench.point(MeasureKind::death, 30.0).value, 0.0);
  EXPECT_EQ(bench.point(MeasureKind::death, 31.0).value, 1.0);
  EXPECT_EQ(bench.point(MeasureKind::death, 100000.0).value, 1.0);
}

TEST(Measure, TheDoseIsWhatThePumpAndPushesGaveInTheWindow) {
  Bench bench(60, ramp);
  bench.patient.infusions[0] = 20.0;
  const auto event = [&](double time, EventKind kind, double value) {
    Event e;
    e.time = time;
    e.kind = kind;
    e.drug = 0;
    e.value = value;
    bench.run.chart.events.push_back(e);
  };
  event(10.0, EventKind::dose_change, 30.0);
  event(15.0, EventKind::bolus, 100.0);
  event(40.0, EventKind::dose_change, 0.0);
  EXPECT_NEAR(bench.over(MeasureKind::dose, 0.0, 60.0, "norepinephrine").value,
              20.0 * 10.0 + 30.0 * 30.0 + 100.0, 1e-9);
  EXPECT_NEAR(bench.over(MeasureKind::dose, 5.0, 12.0, "NE").value, 100.0 + 60.0, 1e-9);
}

TEST(Measure, VasopressorFreeDaysAreAliveAndOffAllTitratedDrugs) {
  Bench bench(2880, [](double) { return 70.0; });
  Titration titration;
  titration.drug = 0;
  titration.second = SecondAgent{1, {}, {}, 0.0, {}, 0.0};
  bench.orders.titrations = {titration};
  bench.patient.infusions = {20.0, 0.0};
  const auto event = [&](double time, std::size_t drug, double value) {
    Event e;
    e.time = time;
    e.drug = drug;
    e.value = value;
    bench.run.chart.events.push_back(e);
  };
  event(360.0, 1, 5.0);
  event(720.0, 0, 0.0);
  event(1440.0, 1, 0.0);
  EXPECT_NEAR(bench.point(MeasureKind::vasopressor_free, 2880.0).value, 1.0, 1e-12);
  EXPECT_NEAR(bench.point(MeasureKind::vasopressor_free, 1440.0).value, 0.0, 1e-12);
  bench.die(2160.0);
  EXPECT_NEAR(bench.point(MeasureKind::vasopressor_free, 2880.0).value, 0.5, 1e-12);
}

TEST(Measure, TheCompositeRanksEarlyDeathsLowest) {
  Bench alive(60, ramp);
  Bench early(60, ramp);
  Bench late(60, ramp);
  early.die(10.0);
  late.die(40.0);
  const auto rank = [](const Bench& b) { return b.point(MeasureKind::rank, 50.0).value; };
  EXPECT_LT(rank(early), rank(late));
  EXPECT_LT(rank(late), rank(alive));
  EXPECT_NEAR(rank(alive), 55.0, 1e-5);
}

TEST(Measure, ChartedValuesAreTheLastReadingOfTheCuff) {
  Bench bench(60, ramp);
  bench.run.chart.readings = {{5.0, 77.0}, {10.0, 76.0}, {15.0, 71.0}};
  Endpoint endpoint;
  endpoint.charted = true;
  endpoint.measure = {MeasureKind::value_at, "MAP", {}, Measure::from_rows, ""};
  EXPECT_EQ(bench.at(endpoint, 12.0).value, 76.0);
  EXPECT_EQ(bench.at(endpoint, 4.0).missing, Missing::not_measured);
  endpoint.measure.kind = MeasureKind::minimum;
  endpoint.window = {0.0, 60.0};
  EXPECT_EQ(bench.at(endpoint, 60.0).value, 71.0);
}

Endpoint any_of_death_and_low(double limit) {
  Endpoint endpoint;
  Measure death;
  death.kind = MeasureKind::death;
  Measure low;
  low.kind = MeasureKind::any;
  low.variable = "MAP";
  low.limit = Comparison{Relation::less, limit};
  endpoint.measure.kind = MeasureKind::any_of;
  endpoint.measure.parts = {death, low};
  return endpoint;
}

TEST(Composite, HappensWhenTheFirstOfItsPartsDoes) {
  Bench bench(60, [](double t) { return 80.0 - t; });
  const EndpointValue low = bench.at(any_of_death_and_low(65.0), 60.0);
  EXPECT_EQ(low.value, 1.0);
  EXPECT_TRUE(low.happened);
  EXPECT_NEAR(low.watched, 15.0, 1e-9);
  EXPECT_EQ(bench.at(any_of_death_and_low(15.0), 60.0).value, 0.0);
  EXPECT_NEAR(bench.at(any_of_death_and_low(15.0), 60.0).watched, 60.0, 1e-9);
  bench.die(10.5);
  const EndpointValue dead = bench.at(any_of_death_and_low(65.0), 60.0);
  EXPECT_TRUE(dead.happened);
  EXPECT_NEAR(dead.watched, 10.5, 1e-9);
}

TEST(Events, AreWatchedUntilThePatientLeaves) {
  Bench bench(60, [](double t) { return 80.0 - t; });
  bench.withdrawn = 30.0;
  const EndpointValue seen = bench.at(any_of_death_and_low(65.0), 60.0);
  EXPECT_EQ(seen.missing, Missing::present);  // it had happened before
  const EndpointValue unseen = bench.at(any_of_death_and_low(40.0), 60.0);
  EXPECT_EQ(unseen.missing, Missing::withdrawn);
  EXPECT_FALSE(unseen.happened);
  EXPECT_NEAR(unseen.watched, 30.0, 1e-9);
}

TEST(Events, OfATimeAreCensoredByDeath) {
  Bench bench(60, [](double) { return 80.0; });
  Endpoint endpoint;
  endpoint.measure = {MeasureKind::time_to, "MAP", Comparison{Relation::less, 65.0},
                      Measure::from_rows,   "",    {}};
  endpoint.window = {0.0, 60.0};
  EXPECT_EQ(bench.at(endpoint, 60.0).missing, Missing::censored);
  EXPECT_NEAR(bench.at(endpoint, 60.0).watched, 60.0, 1e-9);
  bench.die(20.5);
  const EndpointValue value = bench.at(endpoint, 60.0);
  EXPECT_EQ(value.missing, Missing::died);
  EXPECT_FALSE(value.happened);
  EXPECT_NEAR(value.watched, 20.5, 1e-9);
}

class ChallengeMeasures : public ::testing::Test {
 protected:
  ChallengeMeasures() : bench(60, ramp) {
    Challenge order;
    order.drug = 1;
    order.at = {6.0};
    bench.orders.challenges = {order};
    result.start = 6.0;
    result.baseline_map = 70.0;
    result.complete = true;
    for (const double dose : {0.5, 1.0, 2.0, 4.0, 8.0}) {
      result.steps.push_back(
          {dose * bench.patient.covariates.weight, 70.0 + 40.0 * dose / (2.0 + dose)});
    }
  }
  EndpointValue value(MeasureKind kind) {
    bench.run.chart.challenges = {result};
    return bench.point(kind, 6.0, "");
  }
  Bench bench;
  ChallengeResult result;
};

TEST_F(ChallengeMeasures, RatioAndRiseAreOfTheHighestStep) {
  EXPECT_NEAR(value(MeasureKind::challenge_ratio).value, 102.0 / 70.0, 1e-12);
  EXPECT_NEAR(value(MeasureKind::challenge_rise).value, 32.0, 1e-12);
}

TEST_F(ChallengeMeasures, AFitFindsTheCurveThatMadeTheSteps) {
  EXPECT_NEAR(value(MeasureKind::challenge_emax).value, 40.0, 1e-4);
  EXPECT_NEAR(value(MeasureKind::challenge_ed50).value, 2.0, 1e-5);
}

TEST_F(ChallengeMeasures, AreSilentOnACurveOfWhichOnlyTheFootWasSeen) {
  for (auto& step : result.steps) {
    const double dose = step.dose / bench.patient.covariates.weight;
    step.map = 70.0 + 127.0 * dose / (56.0 + dose);
  }
  EXPECT_EQ(value(MeasureKind::challenge_emax).missing, Missing::not_measured);
  EXPECT_EQ(value(MeasureKind::challenge_ed50).missing, Missing::not_measured);
}

TEST_F(ChallengeMeasures, ALineHasItsSlope) {
  for (auto& step : result.steps) {
    step.map = 70.0 + 3.0 * step.dose / bench.patient.covariates.weight;
  }
  EXPECT_NEAR(value(MeasureKind::challenge_slope).value, 3.0, 1e-12);
  EXPECT_EQ(value(MeasureKind::challenge_ed50).missing, Missing::not_measured);  // no bend
}

TEST_F(ChallengeMeasures, AreMissingWhenThePatientDiedBeforeTheFirstStepEnded) {
  result.steps.clear();
  result.complete = false;
  bench.die(10.0);
  EXPECT_EQ(value(MeasureKind::challenge_ratio).missing, Missing::died);
}

TEST(Columns, AreNamedByTheirTime) {
  EXPECT_EQ(column_name("pe_ratio", 360.0), "pe_ratio@6h");
  EXPECT_EQ(column_name("pe_ratio", 0.0), "pe_ratio@0h");
  EXPECT_EQ(column_name("death", 28.0 * 1440.0), "death@28d");
  EXPECT_EQ(column_name("death", 4320.0), "death@3d");
  EXPECT_EQ(column_name("map", 1440.0), "map@24h");
  EXPECT_EQ(column_name("map", 65.0), "map@65min");
}

TEST(Endpoints, ThatMakeNoSenseAreNamed) {
  const Cast cast = described_cast("septic", {"norepinephrine"});
  Endpoint e;
  e.measure = {MeasureKind::value_at, "MAP", {}, Measure::from_rows, ""};
  EXPECT_TRUE(endpoint_problem(e, cast, 60.0, 60.0));  // no time
  e.at = {60.0};
  EXPECT_FALSE(endpoint_problem(e, cast, 60.0, 60.0));
  e.at = {61.0};
  EXPECT_TRUE(endpoint_problem(e, cast, 60.0, 100.0));
  e.measure.kind = MeasureKind::death;
  EXPECT_FALSE(endpoint_problem(e, cast, 60.0, 100.0));
  e.compare = {pressor::Test::chi2};
  EXPECT_FALSE(endpoint_problem(e, cast, 60.0, 100.0));
  e.measure = {MeasureKind::maximum, "MAP", {}, Measure::from_rows, ""};
  e.at = {60.0};
  EXPECT_TRUE(endpoint_problem(e, cast, 60.0, 60.0));  // chi2 of pressures
  e.compare.clear();
  e.measure.variable = "PE_DOSE";
  EXPECT_TRUE(endpoint_problem(e, cast, 60.0, 60.0));
  e.measure = {MeasureKind::time_below, "MAP", {}, Measure::from_rows, ""};
  EXPECT_TRUE(endpoint_problem(e, cast, 60.0, 60.0));  // no limit
}

TEST(FollowUp, WithoutRisksDeathFollowsTheClosedFormOfTheBaseHazard) {
  const Cast cast = described_cast("septic", {"norepinephrine"});
  Screening s;
  Patient patient = cast_patient(cast, 1, 0, 0, s);
  const auto base = [](double minutes) {
    return 0.498 * (1.0 - std::exp(-std::pow(minutes / 1440.0 / 18.0, 0.92)));
  };
  PatientRun run;
  run.end = 60.0;
  run.hazard = base(60.0);
  run.lactate = 2.8;
  for (const double days : {0.1, 1.0, 3.0, 28.0, 89.0}) {
    patient.outcome = std::exp(-base(days * 1440.0));
    EXPECT_NEAR(death_time(patient, run, 90.0 * 1440.0), days * 1440.0, 1e-4) << days;
  }
  patient.outcome = std::exp(-base(91.0 * 1440.0));
  EXPECT_EQ(death_time(patient, run, 90.0 * 1440.0), infinity);
}

TEST(FollowUp, HighLactateAndSeverityFadeButKillSooner) {
  const Cast cast = described_cast("septic", {"norepinephrine"});
  Screening s;
  Patient patient = cast_patient(cast, 1, 0, 0, s);
  patient.outcome = 0.75;
  PatientRun run;
  run.end = 1440.0;
  run.hazard = 0.034;
  run.lactate = 2.8;
  const double calm = death_time(patient, run, 1e6);
  run.lactate = 8.0;
  const double ill = death_time(patient, run, 1e6);
  patient.baseline.parameters.body.survival.fading_risk = 0.6;
  const double worse = death_time(patient, run, 1e6);
  EXPECT_LT(ill, calm);
  EXPECT_LT(worse, ill);
}

}  // namespace
}  // namespace pressor
