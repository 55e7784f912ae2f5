#include "pressor/numerics/sparse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace pressor::numerics {
namespace {

class SparseTest : public ::testing::Test {
 protected:
  double uniform(double low, double high) {
    return low + (high - low) * std::ldexp(static_cast<double>(random_() >> 11), -53);
  }
  Pattern random_pattern(std::size_t size, double density) {
    Pattern pattern(size, std::vector<bool>(size, false));
    for (auto& row : pattern) {
      for (std::size_t j = 0; j < size; ++j) row[j] = uniform(0.0, 1.0) < density;
    }
    return pattern;
  }
  std::mt19937_64 random_{5};
};

TEST_F(SparseTest, ColumnsOfOneDirectionShareNoRow) {
  for (int i = 0; i < 50; ++i) {
    const Pattern pattern = random_pattern(20, 0.15);
    const SparsePlan plan = plan_sparse(pattern);
    for (const auto& row : pattern) {
      std::vector<int> met(plan.directions, 0);
      for (std::size_t j = 0; j < row.size(); ++j) {
        EXPECT_TRUE(!row[j] || met[plan.direction_of[j]]++ == 0);
      }
    }
  }
}

TEST_F(SparseTest, AnArrowNeedsNoFillAndFewDirections) {
  // One central compartment, nine around it.
  Pattern arrow(10, std::vector<bool>(10, false));
  for (std::size_t i = 0; i < 10; ++i) arrow[i][i] = arrow[0][i] = arrow[i][0] = true;
  EXPECT_EQ(plan_sparse(arrow).entries, 28U);
}

TEST_F(SparseTest, TheFactorsSolveTheSystem) {
  for (int i = 0; i < 100; ++i) {
    const std::size_t n = 1 + random_() % 25;
    const Pattern pattern = random_pattern(n, uniform(0.0, 0.5));
    const SparsePlan plan = plan_sparse(pattern);
    std::vector<double> jacobian;
    std::vector<std::vector<double>> dense(n, std::vector<double>(n, 0.0));
    const double shift = 30.0;
    for (std::size_t k = 0; k < n; ++k) dense[k][k] = shift;
    for (const SparsePlan::Source& s : plan.sources) {
      jacobian.push_back(uniform(-1.0, 1.0));
      for (std::size_t column = 0; column < n; ++column) {
        if (pattern[s.row][column] && plan.direction_of[column] == s.direction) {
          dense[s.row][column] -= jacobian.back();
        }
      }
    }
    std::vector<double> x(n);
    for (double& value : x) value = uniform(-1.0, 1.0);
    std::vector<double> b(n, 0.0);
    for (std::size_t r = 0; r < n; ++r) {
      for (std::size_t c = 0; c < n; ++c) b[r] += dense[r][c] * x[c];
    }
    SparseFactors<double> factors(plan);
    factors.factorise(jacobian, shift);
    factors.solve(b);
    for (std::size_t k = 0; k < n; ++k) EXPECT_NEAR(b[k], x[k], 1.0e-12);
  }
}

}  // namespace
}  // namespace pressor::numerics
