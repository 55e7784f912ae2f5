#include "levels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "pressor/numerics/instruction_set.h"

namespace pressor::numerics::levels {
namespace {

using Work = void (*)(const SparsePlan&, std::span<const double>, Answer&);

struct Results {
  std::vector<double> functions;
  std::array<double, patients * outputs> places{};
};

Results results_of(Work work) {
  std::mt19937_64 random(3);
  std::vector<double> x(8'000);
  for (double& value : x) {
    const double unit = std::ldexp(static_cast<double>(random() >> 11), -53);
    value = std::exp(30.0 * unit - 15.0);
  }
  Pattern pattern{{false, true, false}, {true, true, false}, {true, false, true}};
  Results results;
  results.functions.resize(3 * x.size());
  Answer answer;
  answer.functions = results.functions;
  work(plan_sparse(pattern), x, answer);
  results.places = answer.places;
  return results;
}

void expect_bits_of_portable_code(InstructionSet needed, Work work) {
  if (best_instruction_set() < needed) {
    GTEST_SKIP() << "this machine has no " << instruction_set_name(needed);
  }
  const Results portable = results_of(levels::work<double>);
  const Results found = results_of(work);
  EXPECT_GT(std::abs(portable.places.back()), 0.0);
  EXPECT_EQ(found.functions, portable.functions);
  EXPECT_EQ(found.places, portable.places);
}

TEST(InstructionSets, LanesOnV2GiveTheBitsOfPortableCode) {
  expect_bits_of_portable_code(InstructionSet::v2, work_v2);
}
TEST(InstructionSets, LanesOnV3GiveTheBitsOfPortableCode) {
  expect_bits_of_portable_code(InstructionSet::v3, work_v3);
}
TEST(InstructionSets, LanesOnV4GiveTheBitsOfPortableCode) {
  expect_bits_of_portable_code(InstructionSet::v4, work_v4);
}

}  // namespace
}  // namespace pressor::numerics::levels
