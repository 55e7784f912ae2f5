#include "ward.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "clinic.h"
#include "pressor/cohort/ordered.h"
#include "pressor/numerics/instruction_set.h"

/// Whose neighbours, which lanes, threads and blocks: none of it may touch a patient's bytes.
namespace pressor {
namespace {

using numerics::Dependence;
using numerics::InstructionSet;

numerics::SparsePlan plan_of(const Model& model) {
  const auto parameters = std::make_unique<Parameters<Dependence>>();
  return numerics::plan_sparse(
      numerics::jacobian_pattern(model.states(), [&](const Dependence* state, Dependence* rates) {
        derivatives(model, *parameters, Inputs<Dependence>{}, state, rates);
      }));
}

struct Level {
  InstructionSet needs;
  void (*run)(const cohort::Round& round);
};

/// One, two, four and eight lanes, as far as this machine can.
std::vector<Level> levels() {
  std::vector<Level> all{{InstructionSet::portable, cohort::run_ward_portable}};
#if defined(__x86_64__)
  const InstructionSet best = numerics::best_instruction_set();
  for (const Level& level : {Level{InstructionSet::v2, cohort::run_ward_v2},
                             Level{InstructionSet::v3, cohort::run_ward_v3},
                             Level{InstructionSet::v4, cohort::run_ward_v4}}) {
    if (level.needs <= best) all.push_back(level);
  }
#endif
  return all;
}

void expect_same(const std::vector<PatientRun>& a, const std::vector<PatientRun>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(same_bits(a[i], b[i])) << i;
}

TEST(Ward, EveryInstructionSetGivesTheSameBytes) {
  const Clinic clinic(11);
  const auto expected = clinic.run();
  const numerics::SparsePlan plan = plan_of(clinic.cast.model);
  const std::vector<Stay> stays = clinic.stays();
  for (const Level& level : levels()) {
    std::vector<PatientRun> runs(stays.size());
    level.run({clinic.cast, clinic.settings, 11, plan, stays, runs});
    SCOPED_TRACE(numerics::instruction_set_name(level.needs));
    expect_same(runs, expected);
  }
}

TEST(Ward, ThreadsAndBlocksChangeNotAByte) {
  const Clinic clinic(23);
  const std::vector<Stay> stays = clinic.stays();
  const auto expected = clinic.run(stays);
  const Simulator simulator(clinic.cast, clinic.settings, 11);
  for (const unsigned threads : {1U, 2U, 7U}) {
    for (const std::size_t block : {std::size_t{1}, std::size_t{5}, std::size_t{8}, stays.size()}) {
      std::vector<PatientRun> runs;
      const auto produce = [&](std::size_t item) {
        const std::size_t first = item * block;
        const std::size_t n = std::min(block, stays.size() - first);
        return simulator.run(std::span(stays).subspan(first, n));
      };
      const auto consume = [&](std::size_t, std::vector<PatientRun>&& some) {
        std::move(some.begin(), some.end(), std::back_inserter(runs));
        return true;
      };
      run_in_order<std::vector<PatientRun>>((stays.size() + block - 1) / block, threads, produce,
                                            consume);
      SCOPED_TRACE(std::to_string(threads) + " threads, blocks of " + std::to_string(block));
      expect_same(runs, expected);
    }
  }
}

/// A clinic in which patient 4 comes to harm: he fails for `reason`, the others do not notice.
void expect_one_failure(const Clinic& clinic, const std::vector<PatientRun>& before,
                        const std::string& reason) {
  const auto after = clinic.run();
  EXPECT_EQ(after[4].status, Status::failed);
  EXPECT_THAT(after[4].failure, ::testing::HasSubstr(reason));
  EXPECT_LT(after[4].end, clinic.settings.horizon);
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(i == 4 || same_bits(before[i], after[i])) << i;
  }
}

TEST(Ward, ANumberThatIsNoneFailsItsPatientOnly) {
  Clinic clinic(9);
  const auto before = clinic.run();
  clinic.patients[4].baseline.parameters.drugs[1].volume[1] =
      std::numeric_limits<double>::quiet_NaN();
  expect_one_failure(clinic, before, "not finite");
}

TEST(Ward, AStateThatRunsToInfinityFailsItsPatientOnly) {
  Clinic clinic(9);
  // Phenylephrine makes itself, the faster the more there is of it: infinite in finite time.
  clinic.cast.model = [&] {
    std::vector<DrugStructure> drugs = clinic.cast.model.drugs();
    drugs[1].interactions = {{1, 1.0e-4}};
    return Model(drugs, clinic.cast.model.limits());
  }();
  const auto before = clinic.run();
  clinic.patients[4].baseline.parameters.drugs[1].clearance = -20.0;
  expect_one_failure(clinic, before, "the step fell below its smallest size");
}

TEST(Ward, AUsedUpBudgetFailsItsPatientOnly) {
  Clinic clinic(9);
  clinic.settings.budget = 1'500;
  const auto before = clinic.run();
  for (const PatientRun& run : before) EXPECT_NE(run.status, Status::failed) << run.failure;
  // A site that comes and goes within a second and a restart each minute.
  DrugOrder order;
  order.drug = 1;
  order.dose = {0.01, true};
  Orders busy = clinic.orders;
  for (int k = 0; k < 960; ++k) {
    order.from = 0.25 * k;
    order.until = order.from + 0.125;
    busy.drugs.push_back(order);
  }
  std::vector<Stay> stays = clinic.stays();
  stays[4].orders = &busy;
  const auto after = clinic.run(stays);
  EXPECT_EQ(after[4].status, Status::failed);
  EXPECT_THAT(after[4].failure, ::testing::HasSubstr("the budget of steps is used up"));
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(i == 4 || same_bits(before[i], after[i])) << i;
  }
}

}  // namespace
}  // namespace pressor
