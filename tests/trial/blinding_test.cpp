#include "pressor/trial/blinding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace pressor {
namespace {

TEST(Blinding, GivesEveryArmALetterOfItsOwn) {
  const auto labels = blinded_labels(3, 5);
  EXPECT_EQ(std::set<std::string>(labels.begin(), labels.end()),
            (std::set<std::string>{"A", "B", "C", "D", "E"}));
  EXPECT_EQ(blinded_labels(3, 5), labels);
}

TEST(Blinding, LetsTheSeedDecideWhichArmIsA) {
  int first = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) first += blinded_labels(seed, 2)[0] == "A";
  EXPECT_NEAR(first, 500, 4.0 * std::sqrt(250.0));
}

}  // namespace
}  // namespace pressor
