#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "clinic.h"

namespace pressor {
namespace {

TEST(EnsembleEngine, AgreesWithTheReferenceEngineToItsTolerance) {
  Clinic clinic(20);
  const auto runs = clinic.run(clinic.stays());
  RunSettings exact = clinic.settings;
  exact.tolerance = 1.0e-8;
  std::size_t flipped = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const PatientRun reference =
        simulate(clinic.cast, clinic.variables, clinic.patients[i], clinic.orders, exact, 11);
    ASSERT_EQ(runs[i].status, reference.status);
    bool same_decisions = true;
    for (std::size_t r = 0; r < reference.rows && same_decisions; ++r) {
      // A reading at the edge of a rounding step may decide otherwise: compared up to there.
      same_decisions = row(runs[i], clinic.variables, "NE_DOSE", r) ==
                       row(reference, clinic.variables, "NE_DOSE", r);
      const double map = row(reference, clinic.variables, "MAP", r);
      if (same_decisions) {
        EXPECT_NEAR(row(runs[i], clinic.variables, "MAP", r), map, 1.0e-3 * map) << i << " " << r;
      }
    }
    flipped += same_decisions ? 0 : 1;
  }
  EXPECT_LE(flipped, 2U);
}

TEST(EnsembleEngine, APatientsBytesDoNotDependOnHisNeighbours) {
  Clinic clinic(20);
  const std::vector<Stay> stays = clinic.stays();
  const auto together = clinic.run(stays);
  for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{19}}) {
    EXPECT_TRUE(same_bits(together[i], clinic.run({&stays[i], 1})[0])) << i;
  }
}

TEST(EnsembleEngine, DeathIsFoundAtTheMomentAtWhichTheHazardReachesItsLimit) {
  Clinic clinic(4);
  for (std::size_t i = 0; i < clinic.patients.size(); ++i) {
    clinic.patients[i].outcome = std::exp(-0.002 * static_cast<double>(i + 1));
  }
  const auto runs = clinic.run(clinic.stays());
  RunSettings exact = clinic.settings;
  exact.tolerance = 1.0e-8;
  std::size_t died = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const PatientRun reference =
        simulate(clinic.cast, clinic.variables, clinic.patients[i], clinic.orders, exact, 11);
    ASSERT_EQ(runs[i].status, reference.status);
    died += static_cast<std::size_t>(runs[i].status == Status::died);
    EXPECT_NEAR(runs[i].end, reference.end, 0.05);
    EXPECT_NEAR(runs[i].hazard, reference.hazard, 1.0e-6);
  }
  EXPECT_GT(died, 0U);
}

TEST(EnsembleEngine, APatientWhoFailsLeavesHisNeighboursAsTheyWere) {
  Clinic clinic(9);
  const auto before = clinic.run(clinic.stays());
  clinic.patients[4].baseline.parameters.drugs[1].clearance =
      std::numeric_limits<double>::quiet_NaN();
  const auto after = clinic.run(clinic.stays());
  EXPECT_EQ(after[4].status, Status::failed);
  EXPECT_THAT(after[4].failure, ::testing::HasSubstr("finite"));
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(i == 4 || same_bits(before[i], after[i])) << i;
  }
}

TEST(EnsembleEngine, ADrugAtDoseZeroChangesNotABit) {
  Clinic clinic(8);
  const auto control = clinic.run(clinic.stays());
  DrugOrder null;
  null.drug = 2;
  null.dose = {0.0, true};
  null.from = 65.0;
  clinic.orders.drugs.push_back(null);
  const auto treated = clinic.run(clinic.stays());
  for (std::size_t i = 0; i < control.size(); ++i) {
    for (std::size_t r = 0; r < control[i].rows; ++r) {
      const double a = row(control[i], clinic.variables, "MAP", r);
      const double b = row(treated[i], clinic.variables, "MAP", r);
      EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b)));
    }
    EXPECT_EQ(control[i].hazard, treated[i].hazard);
  }
}

}  // namespace
}  // namespace pressor
