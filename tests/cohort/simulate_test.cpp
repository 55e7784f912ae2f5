#include "pressor/cohort/simulate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "people.h"
#include "pressor/physiology/signals.h"

namespace pressor {
namespace {

constexpr std::size_t ne = 0;
constexpr std::size_t pe = 1;
constexpr std::size_t dex = 2;

Titration nurse() {
  Titration t;
  t.drug = ne;
  const auto step = [](Relation relation, double limit, double factor) {
    TitrationStep s;
    s.when = {relation, limit};
    s.factor = factor;
    return s;
  };
  t.steps = {step(Relation::less, 60.0, 1.25), step(Relation::less, 65.0, 1.1),
             step(Relation::greater, 75.0, 0.9)};
  t.cuff_noise = 2.0;
  t.largest = {3.0, true};
  t.rounding = 0.01;
  t.start = {0.05, true};
  return t;
}

Orders usual_orders() {
  Orders orders;
  orders.titrations = {nurse()};
  Challenge challenge;
  challenge.drug = pe;
  challenge.at = {60.0};
  challenge.ladder = {{0.5, true}, {1.0, true}, {2.0, true}};
  orders.challenges = {challenge};
  return orders;
}

struct Bed {
  Cast cast = septic_cast({{Watched::map, 65.0, true, 0.1}});
  std::vector<Variable> variables = study_variables(cast);
  Patient patient;
  Bed() {
    Screening s;
    patient = cast_patient(cast, 1, 0, 0, s);
    patient.outcome = 1.0e-9;
  }
  [[nodiscard]] PatientRun run(const Orders& orders, const RunSettings& settings) const {
    return simulate(cast, variables, patient, orders, settings, 1);
  }
};

/// A described septic patient whose hazard is the base hazard alone.
struct Quiet {
  Cast cast = described_cast("septic", {"norepinephrine"});
  std::vector<Variable> variables = study_variables(cast);
  Patient patient;
  Quiet() {
    Screening s;
    patient = cast_patient(cast, 1, 0, 0, s);
  }
  [[nodiscard]] double base_hazard_at(double days) const {
    return 0.498 * (1.0 - std::exp(-std::pow(days / 18.0, 0.92)));
  }
};

TEST(Simulate, APatientWhomNothingIsDoneToStaysAtHisBaseline) {
  const Bed bed;
  const PatientRun run = bed.run({}, {1440.0, 10.0, 1.0e-9});
  EXPECT_EQ(run.status, Status::survived);
  ASSERT_EQ(run.rows, 145U);
  for (std::size_t r = 0; r < run.rows; ++r) {
    EXPECT_NEAR(row(run, bed.variables, "MAP", r), bed.patient.observed.map, 1e-5);
  }
}

TEST(Simulate, ADrugAtDoseZeroChangesNotABit) {
  const Bed bed;
  Orders control = usual_orders();
  Orders null = control;
  DrugOrder order;
  order.drug = dex;
  order.dose = {0.0, true};
  order.from = 65.0;
  null.drugs.push_back(order);
  const RunSettings settings{180.0, 1.0};
  const PatientRun a = bed.run(control, settings);
  const PatientRun b = bed.run(null, settings);
  EXPECT_TRUE(a.values.size() == b.values.size() &&
              std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                         [](float x, float y) { return x == y; }));
  EXPECT_EQ(a.hazard, b.hazard);
  EXPECT_EQ(a.chart.delivered, b.chart.delivered);
}

TEST(Simulate, TheSameInputGivesTheSameBits) {
  const Bed bed;
  const RunSettings settings{240.0, 1.0};
  EXPECT_TRUE(same_bits(bed.run(usual_orders(), settings), bed.run(usual_orders(), settings)));
}

TEST(Simulate, TheOutputGridDecidesNothing) {
  const Bed bed;
  const PatientRun fine = bed.run(usual_orders(), {240.0, 0.5});
  const PatientRun coarse = bed.run(usual_orders(), {240.0, 5.0});
  for (std::size_t r = 0; r < coarse.rows; ++r) {
    EXPECT_EQ(row(coarse, bed.variables, "MAP", r), row(fine, bed.variables, "MAP", 10 * r));
    EXPECT_EQ(row(coarse, bed.variables, "NE_DOSE", r),
              row(fine, bed.variables, "NE_DOSE", 10 * r));
  }
  EXPECT_EQ(fine.final_limits, coarse.final_limits);
  EXPECT_EQ(fine.hazard, coarse.hazard);
}

TEST(Simulate, ARowShowsWhatIsGivenFromItsMomentOn) {
  const Bed bed;
  Orders orders;
  DrugOrder order;
  order.drug = pe;
  order.dose = {1.0, true};
  order.from = 10.0;
  order.until = 20.0;
  orders.drugs = {order};
  const PatientRun run = bed.run(orders, {30.0, 1.0});
  EXPECT_EQ(row(run, bed.variables, "PE_DOSE", 9), 0.0);
  EXPECT_FLOAT_EQ(static_cast<float>(row(run, bed.variables, "PE_DOSE", 10)), 1.0F);
  EXPECT_FLOAT_EQ(static_cast<float>(row(run, bed.variables, "PE_DOSE", 19)), 1.0F);
  EXPECT_EQ(row(run, bed.variables, "PE_DOSE", 20), 0.0);
  EXPECT_GT(row(run, bed.variables, "PE_CONC", 15), 0.0);
  EXPECT_NEAR(run.chart.delivered[pe], 10.0 * bed.patient.covariates.weight, 1e-6);
}

TEST(Simulate, LimitsAreTheTimeAndAreaBelow) {
  const Bed bed;
  Orders orders;
  FluidOrder bleed;
  bleed.kind = FluidOrder::Kind::bleeding;
  bleed.volume = 500.0;
  bleed.from = 10.0;
  orders.fluids = {bleed};
  const PatientRun run = bed.run(orders, {60.0, 0.05});
  double time = 0.0;
  double area = 0.0;
  for (std::size_t r = 1; r < run.rows; ++r) {
    const double below = 65.0 - row(run, bed.variables, "MAP", r);
    if (below > 0.0) time += 0.05;
    area += std::max(below, 0.0) * 0.05;
  }
  EXPECT_NEAR(run.final_limits[0], time, 0.1);
  EXPECT_NEAR(run.final_limits[1], area, 0.01 * area + 0.1);
  EXPECT_GT(time, 20.0);
}

TEST(Simulate, TheHazardOfAQuietPatientIsItsClosedForm) {
  const Quiet quiet;
  for (const double days : {1.0, 3.0, 7.0, 14.0}) {
    Patient patient = quiet.patient;
    patient.outcome = 1.0e-9;
    const PatientRun run =
        simulate(quiet.cast, quiet.variables, patient, {}, {days * 1440.0, 720.0}, 1);
    EXPECT_NEAR(run.hazard, quiet.base_hazard_at(days), 1e-6);
  }
  // Published with the model: 3.31, 8.35, 15.68 and 23.87% dead at 1, 3, 7 and 14 days.
  EXPECT_NEAR(1.0 - std::exp(-quiet.base_hazard_at(3.0)), 0.0835, 5e-5);
  EXPECT_NEAR(1.0 - std::exp(-quiet.base_hazard_at(14.0)), 0.2387, 5e-5);
}

TEST(Simulate, DeathIsFoundAtTheMomentAtWhichTheHazardReachesItsLimit) {
  const Quiet quiet;
  for (const double minutes : {0.013, 7.77, 61.5, 1000.25, 2880.0 - 1e-4}) {
    Patient patient = quiet.patient;
    patient.outcome = std::exp(-quiet.base_hazard_at(minutes / 1440.0));
    const PatientRun run = simulate(quiet.cast, quiet.variables, patient, {}, {2880.0, 5.0}, 1);
    EXPECT_EQ(run.status, Status::died);
    EXPECT_NEAR(run.end, minutes, 1e-6);
  }
}

TEST(Simulate, NothingIsRecordedOrGivenAfterDeath) {
  const Quiet quiet;
  Patient patient = quiet.patient;
  patient.outcome = std::exp(-quiet.base_hazard_at(90.5 / 1440.0));
  const PatientRun run = simulate(quiet.cast, quiet.variables, patient, {}, {180.0, 1.0}, 1);
  ASSERT_EQ(run.status, Status::died);
  for (std::size_t r = 0; r < run.rows; ++r) {
    EXPECT_EQ(std::isnan(row(run, quiet.variables, "MAP", r)), r > 90) << r;
  }
  EXPECT_NEAR(run.chart.delivered[ne], 90.5 * patient.infusions[ne], 1e-3);
  EXPECT_EQ(run.chart.events.back().kind, EventKind::death);
  EXPECT_EQ(run.chart.events.back().time, run.end);
  EXPECT_NEAR(run.hazard, -std::log(patient.outcome), 1e-12);
}

TEST(Simulate, WithoutMortalityNobodyDies) {
  const Quiet quiet;
  Patient patient = quiet.patient;
  patient.outcome = 1.0 - 1e-12;
  RunSettings settings{60.0, 1.0};
  settings.mortality = false;
  EXPECT_EQ(simulate(quiet.cast, quiet.variables, patient, {}, settings, 1).status,
            Status::survived);
}

TEST(Simulate, BleedingOutEndsInAnArrestFiveMinutesAfterPressureFellBelow30) {
  const Bed bed;
  Orders orders;
  FluidOrder bleed;
  bleed.kind = FluidOrder::Kind::bleeding;
  bleed.volume = 5000.0;
  bleed.from = 10.0;
  bleed.duration = 100.0;
  orders.fluids = {bleed};
  RunSettings settings{180.0, 0.05};
  Patient patient = bed.patient;
  patient.outcome = 1.0e-300;
  const PatientRun run = simulate(bed.cast, bed.variables, patient, orders, settings, 1);
  ASSERT_EQ(run.status, Status::arrested);
  std::size_t r = 0;
  while (row(run, bed.variables, "MAP", r) >= arrest_map) ++r;
  EXPECT_NEAR(run.end, static_cast<double>(r) * 0.05 + arrest_time, 0.1);
  EXPECT_EQ(run.chart.events.back().kind, EventKind::arrest);
}

TEST(Simulate, AHeartRateBelow20EndsInAnArrestAtOnce) {
  const Bed bed;
  Patient patient = bed.patient;
  patient.outcome = 1.0e-300;
  patient.baseline.parameters.body.heart.intrinsic_rate *= 0.15;  // a heart that stands still
  const PatientRun run = simulate(bed.cast, bed.variables, patient, {}, {60.0, 0.05}, 1);
  ASSERT_EQ(run.status, Status::arrested);
  EXPECT_LT(run.end, arrest_time);
  EXPECT_EQ(run.chart.events.back().kind, EventKind::arrest);
  EXPECT_EQ(run.chart.events.back().reason.cause, Cause::sign_rate);
}

TEST(Simulate, DeathStopsTitrationAndReadings) {
  const Bed bed;
  Patient patient = bed.patient;
  patient.outcome = 1.0 - 1.0e-4;
  const PatientRun run = simulate(bed.cast, bed.variables, patient, usual_orders(), {600.0}, 1);
  ASSERT_EQ(run.status, Status::died);
  ASSERT_LT(run.end, 590.0);
  for (const Event& event : run.chart.events) EXPECT_LE(event.time, run.end);
  for (const Reading& reading : run.chart.readings) EXPECT_LE(reading.time, run.end);
  for (const ChallengeResult& c : run.chart.challenges) EXPECT_LE(c.start, run.end);
}

TEST(Simulate, APatientWhoCannotBeIntegratedFailsWithAReasonAndNothingIsThrown) {
  const Bed bed;
  Patient patient = bed.patient;
  patient.baseline.parameters.drugs[pe].clearance = std::numeric_limits<double>::quiet_NaN();
  const PatientRun run = simulate(bed.cast, bed.variables, patient, usual_orders(), {120.0}, 1);
  EXPECT_EQ(run.status, Status::failed);
  EXPECT_THAT(run.failure, ::testing::HasSubstr("finite"));
  EXPECT_EQ(run.end, 0.0);
}

TEST(Simulate, ASteroidHypothesisRaisesTheResponse) {
  Bed bed;
  bed.cast.hypotheses = {{"steroid", 1.0, {}, true}};
  bed.patient.baseline.parameters.body.adaptation.steroid_relief = 0.2;
  const PatientRun run = bed.run({}, {180.0, 10.0});
  EXPECT_GT(row(run, bed.variables, "MAP", 18), bed.patient.observed.map + 3.0);
}

TEST(Simulate, VariablesAreInTheUnitsThatTheyName) {
  const Bed bed;
  const PatientRun run = bed.run({}, {10.0});
  EXPECT_NEAR(row(run, bed.variables, "NE_DOSE", 0), value_of(bed.cast, bed.patient, "NE_DOSE"),
              1e-6);
  const auto& dex_dose = bed.variables[index_of(bed.variables, "DEX_DOSE")];
  EXPECT_EQ(dex_dose.unit, "ug/kg/h");
  EXPECT_NEAR(dex_dose.scale, 60.0, 1e-12);
  EXPECT_TRUE(dex_dose.per_kg);
}

}  // namespace
}  // namespace pressor
