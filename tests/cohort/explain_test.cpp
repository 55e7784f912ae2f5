#include "pressor/cohort/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "people.h"

namespace pressor {
namespace {

/// A described septic patient who gets phenylephrine from 10 min on.
struct Bed {
  Bed() : cast(described_cast("septic", {"norepinephrine", "phenylephrine"})) {
    Screening screening;
    patient = cast_patient(cast, 1, 0, 0, screening);
    settings.horizon = 40.0;
    DrugOrder order;
    order.drug = 1;
    order.dose = {1.0, true};
    order.from = 10.0;
    orders.drugs = {order};
  }
  [[nodiscard]] std::vector<Snapshot> at(const std::vector<double>& times) const {
    return snapshots(cast, patient, orders, settings, 1, times);
  }

  Cast cast;
  Patient patient;
  RunSettings settings;
  Orders orders;
};

double share(const std::vector<CauseShare>& shares, const std::string& cause) {
  const auto found = std::find_if(shares.begin(), shares.end(), [&](const CauseShare& s) {
    return s.cause.find(cause) != std::string::npos;
  });
  return found == shares.end() ? 0.0 : found->map;
}

TEST(Snapshots, AreTheStatesOfTheRun) {
  const Bed bed;
  const auto found = bed.at({0.0, 10.0, 35.0});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(found[0].seen.map, bed.patient.observed.map, 1e-6);
  EXPECT_NEAR(found[1].seen.map, found[0].seen.map, 1e-3);
  const std::vector<Variable> variables = study_variables(bed.cast);
  const PatientRun run = simulate(bed.cast, variables, bed.patient, bed.orders, bed.settings, 1);
  EXPECT_NEAR(found[2].seen.map, row(run, variables, "MAP", 35), 1e-4);
}

TEST(Explain, SharesAddUpToTheChange) {
  const Bed bed;
  const auto found = bed.at({9.0, 35.0});
  const auto shares = explain_change(bed.cast, bed.patient, found[0], found[1]);
  std::array<double, 3> sum{};
  for (const CauseShare& one : shares) {
    sum[0] += one.map;
    sum[1] += one.output;
    sum[2] += one.resistance;
  }
  EXPECT_GT(found[1].seen.map - found[0].seen.map, 3.0);
  EXPECT_NEAR(sum[0], found[1].seen.map - found[0].seen.map, 1e-9);
  EXPECT_NEAR(sum[1], found[1].seen.output - found[0].seen.output, 1e-9);
  EXPECT_NEAR(sum[2], found[1].seen.resistance - found[0].seen.resistance, 1e-6);
}

TEST(Explain, TheDrugRaisesAndTheReflexLowers) {
  const Bed bed;
  const auto found = bed.at({9.0, 35.0});
  const auto shares = explain_change(bed.cast, bed.patient, found[0], found[1]);
  EXPECT_EQ(shares.front().cause, "phenylephrine at alpha1");
  EXPECT_GT(share(shares, "phenylephrine at alpha1"), 3.0);
  EXPECT_LT(share(shares, "reflex on the heart rate"), 0.0);
}

TEST(Explain, TheWayBackIsTheOpposite) {
  const Bed bed;
  const auto found = bed.at({9.0, 35.0});
  const auto there = explain_change(bed.cast, bed.patient, found[0], found[1]);
  const auto back = explain_change(bed.cast, bed.patient, found[1], found[0]);
  for (const CauseShare& one : there) EXPECT_NEAR(share(back, one.cause), -one.map, 1e-9);
}

TEST(Explain, NothingChangesNothing) {
  const Bed bed;
  const auto found = bed.at({9.0});
  EXPECT_THAT(explain_change(bed.cast, bed.patient, found[0], found[0]), ::testing::IsEmpty());
}

}  // namespace
}  // namespace pressor
