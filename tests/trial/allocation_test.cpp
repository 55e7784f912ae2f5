#include "pressor/trial/allocation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "people.h"

namespace pressor {
namespace {

using Method = AllocationPlan::Method;

Study study_of(Method method, std::uint32_t patients, std::vector<double> ratio = {1.0, 1.0}) {
  Study study;
  study.cast = septic_cast();
  study.patients = patients;
  study.allocation.method = method;
  for (std::size_t a = 0; a < ratio.size(); ++a) {
    study.arms.push_back({"arm" + std::to_string(a), {}, ratio[a]});
  }
  return study;
}

Allocation allocated(const Study& study, std::uint32_t replicate = 0) {
  return allocate(study, Caster(study.cast), replicate);
}

TEST(Allocation, BlocksKeepArmsEvenAfterEveryBlockAndNeverFurtherApartThanHalfABlock) {
  Study study = study_of(Method::permuted_block, 500);
  study.allocation.blocks = {4, 6};
  for (std::uint32_t replicate = 0; replicate < 10; ++replicate) {
    int lead = 0;
    for (const std::uint32_t arm : allocated(study, replicate).arm) {
      lead += arm == 0 ? 1 : -1;
      EXPECT_LE(std::abs(lead), 3);
    }
  }
}

TEST(Allocation, ABlockOfOneSizeIsEvenAtItsEnd) {
  Study study = study_of(Method::permuted_block, 120, {2.0, 1.0});
  study.allocation.blocks = {6};
  const auto arms = allocated(study).arm;
  std::map<std::vector<std::uint32_t>, int> orders;
  for (std::size_t b = 0; b < arms.size(); b += 6) {
    const std::vector<std::uint32_t> block(arms.begin() + static_cast<std::ptrdiff_t>(b),
                                           arms.begin() + static_cast<std::ptrdiff_t>(b + 6));
    EXPECT_EQ(std::count(block.begin(), block.end(), 0U), 4);
    ++orders[block];
  }
  EXPECT_GT(orders.size(), 5U);  // 15 orders are possible
}

TEST(Allocation, EveryOrderOfABlockOfFourIsEquallyLikely) {
  Study study = study_of(Method::permuted_block, 4);
  study.allocation.blocks = {4};
  const Caster caster(study.cast);
  std::map<std::vector<std::uint32_t>, int> orders;
  constexpr int n = 3000;
  for (std::uint32_t r = 0; r < n; ++r) ++orders[allocate(study, caster, r).arm];
  ASSERT_EQ(orders.size(), 6U);
  for (const auto& [order, count] : orders) {
    EXPECT_NEAR(count, n / 6.0, 4.0 * std::sqrt(n * (1.0 / 6.0) * (5.0 / 6.0)));
  }
}

TEST(Allocation, SimpleAllocationFollowsTheRatio) {
  const Study study = study_of(Method::simple, 4000, {3.0, 1.0});
  const auto arms = allocated(study).arm;
  EXPECT_NEAR(static_cast<int>(std::count(arms.begin(), arms.end(), 1U)), 1000,
              4.0 * std::sqrt(4000 * 3.0 / 16.0));
}

TEST(Allocation, StrataHaveBlocksOfTheirOwn) {
  Study study = study_of(Method::stratified, 400);
  study.centres = 5;
  study.allocation.blocks = {4};
  study.allocation.strata = {{"centre", {}}, {"woman", {}}};
  const Caster caster(study.cast);
  const Allocation out = allocate(study, caster, 0);
  std::map<std::pair<std::uint32_t, bool>, int> lead;
  Screening s;
  for (std::uint32_t i = 0; i < study.patients; ++i) {
    const Patient patient = caster.patient(study.seed, 0, i, s);
    int& own = lead[{out.centre[i], patient.covariates.woman}];
    own += out.arm[i] == 0 ? 1 : -1;
    EXPECT_LE(std::abs(own), 2);
  }
  EXPECT_EQ(lead.size(), 10U);
}

TEST(Allocation, MinimizationKeepsEveryLevelEvenerThanChance) {
  Study study = study_of(Method::minimization, 200);
  study.centres = 4;
  study.allocation.strata = {{"centre", {}}, {"NE_DOSE", {0.25, 0.5}}};
  const Caster caster(study.cast);
  double imbalance = 0.0;
  for (std::uint32_t r = 0; r < 5; ++r) {
    const Allocation out = allocate(study, caster, r);
    std::map<std::uint32_t, int> lead;
    for (std::uint32_t i = 0; i < study.patients; ++i) {
      lead[out.centre[i]] += out.arm[i] == 0 ? 1 : -1;
    }
    for (const auto& [centre, d] : lead) imbalance += std::abs(d) / 20.0;
  }
  // By chance |difference| of 50 patients is sqrt(50 * 2 / pi) = 5.6 on average.
  EXPECT_LT(imbalance, 3.0);
}

TEST(Allocation, IsTheSameWheneverAskedAndDiffersBetweenReplicates) {
  const Study study = study_of(Method::permuted_block, 40);
  EXPECT_EQ(allocated(study, 3).arm, allocated(study, 3).arm);
  EXPECT_NE(allocated(study, 3).arm, allocated(study, 4).arm);
}

TEST(Allocation, PatientsComeAtTheirRateToEveryCentreAsAPoissonProcess) {
  Study study = study_of(Method::permuted_block, 4000);
  study.centres = 4;
  study.enrolment_rate = 0.02;
  const Allocation out = allocated(study);
  EXPECT_NEAR(out.enrolled.back(), 4000 / 0.02, 4.0 * std::sqrt(4000.0) / 0.02);
  EXPECT_TRUE(std::is_sorted(out.enrolled.begin(), out.enrolled.end()));
  // Gaps at one centre are exponential: mean 200 min, and a share of 1 - 1/e below the mean.
  double last = 0.0;
  std::vector<double> gaps;
  for (std::size_t i = 0; i < out.enrolled.size(); ++i) {
    if (out.centre[i] != 2) continue;
    gaps.push_back(out.enrolled[i] - last);
    last = out.enrolled[i];
  }
  const auto n = static_cast<double>(gaps.size());
  const auto below = static_cast<double>(
      std::count_if(gaps.begin(), gaps.end(), [](double gap) { return gap < 200.0; }));
  EXPECT_NEAR(last / n, 200.0, 4.0 * 200.0 / std::sqrt(n));
  EXPECT_NEAR(below / n, 1.0 - std::exp(-1.0), 4.0 * std::sqrt(0.25 / n));
}

TEST(Allocation, ThePaceOfEnrolmentChangesNoArmAndNoCentre) {
  Study study = study_of(Method::simple, 50);
  study.centres = 3;
  const Allocation at_once = allocated(study);
  study.enrolment_rate = 0.1;
  const Allocation paced = allocated(study);
  EXPECT_EQ(at_once.arm, paced.arm);
  EXPECT_EQ(at_once.centre, paced.centre);
  EXPECT_EQ(at_once.enrolled, std::vector<double>(50, 0.0));
}

TEST(Allocation, DoesNotLookAtPhysiology) {
  Study study = study_of(Method::permuted_block, 60);
  study.centres = 3;
  study.allocation.strata = {{"centre", {}}};
  const Allocation before = allocated(study);
  study.cast.where = {{"NE_DOSE", {Relation::greater, 0.5}, ""}};
  study.cast.population->draws.pop_back();
  const Allocation after = allocated(study);
  EXPECT_EQ(before.arm, after.arm);
  EXPECT_EQ(before.centre, after.centre);
}

TEST(Allocation, APlanThatCannotBeKeptIsNamed) {
  const std::vector<double> even{1.0, 1.0};
  const std::vector<double> two_to_one{2.0, 1.0};
  AllocationPlan plan;
  EXPECT_FALSE(allocation_problem(plan, even));
  EXPECT_TRUE(allocation_problem(plan, two_to_one));  // a block of 4 holds no 2:1
  plan.blocks = {3, 6};
  EXPECT_FALSE(allocation_problem(plan, two_to_one));
  plan.method = Method::minimization;
  EXPECT_TRUE(allocation_problem(plan, even));
  plan.method = Method::stratified;
  EXPECT_TRUE(allocation_problem(plan, two_to_one));
}

}  // namespace
}  // namespace pressor
