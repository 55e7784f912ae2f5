#include "pressor/trial/primary.h"

#include <gtest/gtest.h>

namespace pressor {
namespace {

/// A response at 0, 6 and 12 h by two tests each, and death at 28 and 90 d.
class Primary : public ::testing::Test {
 protected:
  Primary() {
    Endpoint response;
    response.name = "response";
    response.measure.kind = MeasureKind::challenge_ratio;
    response.at = {0.0, 360.0, 720.0};
    response.compare = {pressor::Test::welch, pressor::Test::wilcoxon};
    Endpoint death;
    death.name = "death";
    death.measure.kind = MeasureKind::death;
    death.at = {28.0 * 1440.0, 90.0 * 1440.0};
    death.compare = {pressor::Test::chi2};
    study_.endpoints = {response, death};
    columns_ = endpoint_columns(study_.endpoints, {});
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      for (const PlannedTest& test : study_.endpoints[columns_[c].endpoint].compare) {
        Comparisons one;
        one.test = test_text(test);
        one.column = c;
        comparisons_.push_back(one);
      }
    }
  }

  /// `response@6h by welch`.
  [[nodiscard]] std::string chosen() const {
    const auto k = primary_comparison(study_, columns_, comparisons_);
    if (!k) return "nothing";
    return columns_[comparisons_[*k].column].name + " by " + comparisons_[*k].test;
  }
  void publish(const std::string& column) {
    ObservedResult observed;
    observed.endpoint = column;
    study_.observed.push_back(observed);
  }

  Study study_;
  std::vector<EndpointColumn> columns_;
  std::vector<Comparisons> comparisons_;
};

TEST_F(Primary, IsTheLastTimeOfTheFirstEndpointWhereNothingElseIsSaid) {
  EXPECT_FALSE(names_primary(study_));
  EXPECT_EQ(chosen(), "response@12h by welch");
}

TEST_F(Primary, IsTheFirstPublishedColumnWhereNoneIsNamed) {
  publish("death@28d");
  EXPECT_EQ(chosen(), "death@28d by chi2");
  publish("response@6h");
  EXPECT_EQ(chosen(), "response@6h by welch");
}

TEST_F(Primary, IsTheEndpointThatTheStudyCallsSo) {
  publish("response@6h");
  study_.endpoints[1].primary = true;
  EXPECT_TRUE(names_primary(study_));
  EXPECT_EQ(chosen(), "death@90d by chi2");
  publish("death@28d");
  EXPECT_EQ(chosen(), "death@28d by chi2");
}

TEST_F(Primary, IsTheTimeThatTheStudyNames) {
  publish("response@6h");
  study_.endpoints[0].primary = true;
  study_.endpoints[0].primary_at = 720.0;
  EXPECT_EQ(chosen(), "response@12h by welch");
}

TEST_F(Primary, IsNothingWhereNothingIsCompared) {
  comparisons_.clear();
  EXPECT_EQ(chosen(), "nothing");
}

}  // namespace
}  // namespace pressor
