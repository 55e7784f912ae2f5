#include "pressor/numerics/matrix_exponential.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pressor::numerics {
namespace {

using Three = SmallMatrix<3>;

TEST(MatrixExponential, OfADiagonalIsTheExponentialOfEach) {
  Three m{};
  m[0][0] = -300.0;
  m[1][1] = 0.5;
  m[2][2] = -1.0e-6;
  const Three e = exponential(m, 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(e[i][i] / std::exp(m[i][i]), 1.0, 1e-12);
  EXPECT_EQ(e[0][1], 0.0);
}

TEST(MatrixExponential, OfARotationTurns) {
  Three m{};
  m[0][1] = -2.0;
  m[1][0] = 2.0;
  const Three e = exponential(m, 2);
  EXPECT_NEAR(e[0][0], std::cos(2.0), 1e-14);
  EXPECT_NEAR(e[1][0], std::sin(2.0), 1e-14);
  EXPECT_EQ(e[2][2], 0.0);  // not in use
}

TEST(MatrixExponential, OfANilpotentMatrixIsAPolynomial) {
  Three m{};
  m[1][0] = 7.0;
  m[2][1] = 5.0;
  const Three e = exponential(m, 3);
  EXPECT_NEAR(e[2][0], 17.5, 1e-12);
  EXPECT_NEAR(e[1][0], 7.0, 1e-13);
}

/// A' = -k A into B' = k A - k B, equal constants: B = k t exp(-k t), where a sum of exponentials
/// divides by 0.
TEST(MatrixExponential, TakesEqualRateConstants) {
  Three m{};
  const double kt = 40.0;
  m[0][0] = m[1][1] = -kt;
  m[1][0] = kt;
  EXPECT_NEAR(exponential(m, 2)[1][0] / (kt * std::exp(-kt)), 1.0, 1e-12);
}

}  // namespace
}  // namespace pressor::numerics
