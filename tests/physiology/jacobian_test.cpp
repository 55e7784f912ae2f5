#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <complex>
#include <iostream>

#include "people.h"

namespace pressor {
namespace {

/// Central differences of the right-hand side at the state of `course`.
Eigen::MatrixXd jacobian(Course course, const Person& who) {
  const auto scales = state_scales(who.model, course.parameters);
  const auto n = static_cast<Eigen::Index>(course.state.size());
  Eigen::MatrixXd j(n, n);
  for (Eigen::Index k = 0; k < n; ++k) {
    const auto at = static_cast<std::size_t>(k);
    const double middle = course.state[at];
    const double h = 1.0e-6 * scales[at];
    course.state[at] = middle + h;
    const auto above = course.rates();
    course.state[at] = middle - h;
    const auto below = course.rates();
    course.state[at] = middle;
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto row = static_cast<std::size_t>(i);
      j(i, k) = (above[row] - below[row]) / (2.0 * h);
    }
  }
  return j;
}

std::vector<std::complex<double>> eigenvalues(const Person& who) {
  const Eigen::VectorXcd values = jacobian(Course(who), who).eigenvalues();
  std::vector<std::complex<double>> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.real() < b.real(); });
  return sorted;
}

/// model.md section 1: -33, -20 +- 2.7i, -7.7, -7.2, -2.9, ... /min in the septic default.
TEST(Jacobian, FastestRateOfTheSepticBodyIs33PerMinuteAndNothingGrows) {
  for (const char* body : {"septic", "healthy"}) {
    const auto values = eigenvalues(prototype_person(body));
    std::cout << "eigenvalues of the " << body << " body, 1/min:";
    double largest = 0.0;
    for (const auto& value : values) {
      if (std::abs(value) > 0.2)
        std::cout << ' ' << value.real()
                  << (value.imag() != 0.0 ? "+" + std::to_string(value.imag()) + "i" : "");
      largest = std::max(largest, std::abs(value));
      EXPECT_LT(value.real(), 1.0e-6);
    }
    std::cout << "\nspectral radius of the " << body << " body: " << largest << " /min\n";
    if (std::string(body) == "septic") {
      EXPECT_NEAR(values[0].real(), -33.0, 1.0);
      EXPECT_NEAR(values[1].real(), -20.0, 1.0);
      EXPECT_NEAR(std::abs(values[1].imag()), 2.7, 0.2);
    }
  }
}

TEST(Jacobian, StaysBelowFiftyPerMinuteInRandomPatients) {
  double largest = 0.0;
  for (std::uint32_t n = 0; n < 100; ++n) {
    for (const auto& value : eigenvalues(relative(person(n % 2 == 0 ? "septic" : "healthy"), n))) {
      largest = std::max(largest, std::abs(value));
    }
  }
  std::cout << "largest spectral radius of 100 random people: " << largest << " /min\n";
  EXPECT_LT(largest, 50.0);
}

}  // namespace
}  // namespace pressor
