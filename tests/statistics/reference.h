#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "pressor/statistics/result.h"

/// What R said (tests/statistics/reference/NAME.R), read from the record beside the script.
namespace pressor {

class Reference {
 public:
  explicit Reference(const std::string& name) {
    const std::string file =
        std::string(PRESSOR_SOURCE_DIR) + "/tests/statistics/reference/" + name + ".txt";
    std::ifstream in(file);
    if (!in) throw std::runtime_error("no record " + file);
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string key;
      words >> key;
      for (std::string word; words >> word;) {
        figures_[key].push_back(word == "NA" ? std::nan("") : std::stod(word));
      }
    }
  }

  const std::vector<double>& operator[](const std::string& key) const { return figures_.at(key); }

 private:
  std::map<std::string, std::vector<double>> figures_;
};

/// Equal to `relative`, or to its product with `scale` where the figure itself is near 0.
inline void expect_close(double value, double wanted, const std::string& what,
                         double relative = 1e-6, double scale = 0.0) {
  if (std::isnan(wanted) || std::isinf(wanted)) {
    EXPECT_EQ(std::isnan(value), std::isnan(wanted)) << what;
    EXPECT_EQ(std::isinf(value), std::isinf(wanted)) << what;
    return;
  }
  EXPECT_NEAR(value, wanted, relative * std::max(std::fabs(wanted), scale)) << what;
}

inline void expect_close(const std::vector<double>& values, const std::vector<double>& wanted,
                         const std::string& what, double relative = 1e-6, double scale = 0.0) {
  ASSERT_EQ(values.size(), wanted.size()) << what;
  for (std::size_t i = 0; i < values.size(); ++i) {
    expect_close(values[i], wanted[i], what + "[" + std::to_string(i) + "]", relative, scale);
  }
}

/// `wanted` holds estimate, interval, p and as many of statistic and df as R has.
inline void expect_result(const TestResult& r, const std::vector<double>& wanted,
                          const std::string& what, double relative = 1e-6) {
  std::vector<double> values{r.estimate, r.ci_low, r.ci_high, r.p, r.statistic, r.df};
  values.resize(wanted.size());
  expect_close(values, wanted, what, relative);
}

}  // namespace pressor
