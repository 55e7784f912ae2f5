#include "pressor/cohort/matching.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "people.h"
#include "pressor/cohort/ordered.h"
#include "tilt.h"

namespace pressor {
namespace {

using Kind = MatchFigure::Kind;

/// The quantiles of a standard normal distribution at the middles of n equal shares.
Eigen::VectorXd normal_sample(Eigen::Index n) {
  Eigen::VectorXd x(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    x[i] = normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  }
  return x;
}

TEST(Tilt, OfANormalDistributionShiftsItsMeanByLambdaTimesTheVariance) {
  // x ~ N(10, 3^2) tilted by exp(lambda x) is N(10 + 9 lambda, 3^2).
  const Eigen::VectorXd x = 10.0 + 3.0 * normal_sample(100'000).array();
  const Eigen::MatrixXd features = x.array() - 14.0;
  const auto lambda = cohort::tilt(features);
  ASSERT_TRUE(lambda);
  EXPECT_NEAR((*lambda)[0], 4.0 / 9.0, 1e-3);
  const Eigen::VectorXd w = cohort::exponentials(features * *lambda, 0.0);
  EXPECT_NEAR(w.dot(x) / w.sum(), 14.0, 1e-8);
  EXPECT_NEAR(w.dot((x.array() - 14.0).square().matrix()) / w.sum(), 9.0, 0.05);
}

TEST(Tilt, OfANormalDistributionToAnotherMeanAndSdIsTheirDensityRatio) {
  // ln N(m, s) - ln N(0, 1) = x m/s^2 + x^2 (1 - 1/s^2)/2 + const.
  constexpr double m = 0.4;
  constexpr double s = 0.8;
  const Eigen::VectorXd x = normal_sample(200'000);
  Eigen::MatrixXd features(x.size(), 2);
  features.col(0) = x.array() - m;
  features.col(1) = x.array().square() - (m * m + s * s);
  const auto lambda = cohort::tilt(features);
  ASSERT_TRUE(lambda);
  EXPECT_NEAR((*lambda)[0], m / (s * s), 1e-3);
  EXPECT_NEAR((*lambda)[1], 0.5 * (1.0 - 1.0 / (s * s)), 1e-3);
}

TEST(Tilt, OfThreePointsIsSolvedByHand) {
  // Points -1, 0, 1 with mean 1/2: u = e^lambda solves (u - 1/u) = (u + 1 + 1/u)/2, u^2 - u - 3 = 0.
  const Eigen::MatrixXd features = Eigen::Vector3d(-1.5, -0.5, 0.5);
  const auto lambda = cohort::tilt(features);
  ASSERT_TRUE(lambda);
  EXPECT_NEAR((*lambda)[0], std::log((1.0 + std::sqrt(13.0)) / 2.0), 1e-8);
}

TEST(Tilt, OfTwoFiguresThatSayTheSameThingIsFound) {
  Eigen::MatrixXd features(1000, 2);
  features.col(0) = normal_sample(1000).array() - 0.3;
  features.col(1) = 2.0 * features.col(0);
  const auto lambda = cohort::tilt(features);
  ASSERT_TRUE(lambda);
  const Eigen::VectorXd w = cohort::exponentials(features * *lambda, 0.0);
  EXPECT_NEAR(w.dot(features.col(0)) / w.sum(), 0.0, 1e-8);
}

TEST(Tilt, OutsideTheHullOfThePointsThereIsNone) {
  const Eigen::MatrixXd features = normal_sample(1000).array() - 10.0;
  EXPECT_FALSE(cohort::tilt(features));
}

TEST(Tilt, EffectiveSizeIsTheNumberOfEqualWeights) {
  Eigen::VectorXd w = Eigen::VectorXd::Zero(10);
  w.head(4).setConstant(0.3);
  EXPECT_DOUBLE_EQ(cohort::effective_size(w), 4.0);
}

MatchFigure figure(Kind kind, const std::string& name, double target) {
  MatchFigure made;
  made.kind = kind;
  made.name = name;
  made.target = target;
  return made;
}

/// Age 70 (8), a quarter women, dose of quartiles 0.2 and 0.5, age and SAPS II correlated.
std::vector<MatchFigure> older_people() {
  std::vector<MatchFigure> figures{
      figure(Kind::mean, "age", 70.0),        figure(Kind::sd, "age", 8.0),
      figure(Kind::mean, "saps2", 60.0),      figure(Kind::sd, "saps2", 11.0),
      figure(Kind::quantile, "NE_DOSE", 0.2), figure(Kind::quantile, "NE_DOSE", 0.5),
      figure(Kind::share, "woman", 0.25),     figure(Kind::correlation, "age", 0.3)};
  figures[1].centre = 70.0;
  figures[3].centre = 60.0;
  figures[4].level = 0.25;
  figures[5].level = 0.75;
  figures[6].condition = {Relation::greater, 0.5};
  figures[7].centre = 70.0;
  figures[7].spread = 8.0;
  figures[7].other = "saps2";
  figures[7].other_centre = 60.0;
  figures[7].other_spread = 11.0;
  return figures;
}

const Cast& older_cast() {
  static const Cast once = [] {
    Cast cast = septic_cast();
    cast.where = {{"NE_DOSE", {Relation::greater_equal, 0.1}, ">= 0.1 ug/kg/min"}};
    cast.matching = match_population(cast, older_people());
    return cast;
  }();
  return once;
}

TEST(Matching, PeopleInWhomItWasNotFoundHaveTheFigures) {
  const Matching& matching = *older_cast().matching;
  EXPECT_GT(matching.effective, 1000.0);
  EXPECT_LT(matching.effective, Pilot::people);
  EXPECT_GT(matching.acceptance, 0.05);
  EXPECT_LE(matching.acceptance, 1.0);
  EXPECT_GE(matching.cut_off, 0.0);
  EXPECT_LT(matching.cut_off, 0.01);
  EXPECT_GE(matching.screened, matching.people);
  // Both samples have an error; the SD's is smaller than the mean's.
  for (std::size_t k = 0; k < matching.figures.size(); ++k) {
    EXPECT_LT(std::fabs(matching.misfit[k]), 4.0 * std::sqrt(2.0 / matching.effective)) << k;
  }
}

TEST(Matching, PeopleWhoAreTakenHaveTheFigures) {
  const Cast& cast = older_cast();
  constexpr std::uint32_t n = 4000;
  const Caster caster(cast);
  Screening screening;
  std::vector<double> age;
  std::vector<double> dose;
  double women = 0.0;
  double product = 0.0;
  run_in_order<std::pair<Patient, Screening>>(
      n, 0,
      [&](std::size_t i) {
        Screening own;
        Patient patient = caster.patient(77, 0, static_cast<std::uint32_t>(i), own);
        return std::pair{std::move(patient), own};
      },
      [&](std::size_t, const std::pair<Patient, Screening>& result) {
        const Covariates& c = result.first.covariates;
        age.push_back(c.age);
        dose.push_back(value_of(cast, result.first, "NE_DOSE"));
        women += c.woman ? 1.0 : 0.0;
        product += (c.age - 70.0) / 8.0 * (c.saps2 - 60.0) / 11.0;
        screening.add(result.second);
        return true;
      });
  double mean = 0.0;
  for (const double a : age) mean += a / n;
  double variance = 0.0;
  for (const double a : age) variance += (a - mean) * (a - mean) / n;
  // The people and the pilot that found the weights both have an error of sampling.
  const double error = std::sqrt(1.0 / n + 1.0 / cast.matching->effective);
  EXPECT_NEAR(mean, 70.0, 4.0 * 8.0 * error);
  EXPECT_NEAR(std::sqrt(variance), 8.0, 4.0 * 8.0 / std::sqrt(2.0) * error);
  EXPECT_NEAR(women / n, 0.25, 4.0 * std::sqrt(0.25 * 0.75) * error);
  EXPECT_NEAR(product / n, 0.3, 4.0 * 1.1 * error);
  const auto up_to = [&](double limit) {
    return static_cast<double>(
               std::count_if(dose.begin(), dose.end(), [&](double d) { return d <= limit; })) /
           n;
  };
  EXPECT_NEAR(up_to(0.2), 0.25, 4.0 * std::sqrt(0.25 * 0.75) * error);
  EXPECT_NEAR(up_to(0.5), 0.75, 4.0 * std::sqrt(0.25 * 0.75) * error);
  // Everybody who was drawn is counted once, and as many are left out as the pilot says.
  std::uint64_t out = screening.unsolvable + screening.unmatched;
  for (const std::uint64_t count : screening.ineligible) out += count;
  EXPECT_EQ(screening.screened, n + out);
  const double taken = static_cast<double>(n) / static_cast<double>(n + screening.unmatched);
  EXPECT_NEAR(taken, cast.matching->acceptance, 0.1 * cast.matching->acceptance);
}

TEST(Matching, APatientDependsOnHisSlotOnlyAndIsOneOfThoseWhoWouldBeDrawnWithoutIt) {
  const Cast& cast = older_cast();
  const Caster caster(cast);
  Screening screening;
  std::vector<Patient> many;
  for (std::uint32_t i = 0; i < 12; ++i) many.push_back(caster.patient(5, 3, i, screening));
  Screening alone;
  const Patient seventh = cast_patient(cast, 5, 3, 7, alone);
  EXPECT_EQ(seventh.attempt, many[7].attempt);
  EXPECT_EQ(seventh.drawn, many[7].drawn);
  EXPECT_EQ(seventh.baseline.state, many[7].baseline.state);
  Cast free = cast;
  free.matching.reset();
  int at_once = 0;
  for (std::uint32_t i = 0; i < 12; ++i) {
    const Patient unmatched = cast_patient(free, 5, 3, i, alone);
    EXPECT_LE(unmatched.attempt, many[i].attempt);
    if (unmatched.attempt != many[i].attempt) continue;
    EXPECT_EQ(unmatched.drawn, many[i].drawn);
    ++at_once;
  }
  EXPECT_GT(at_once, 0);
}

TEST(Matching, OfFiguresThatThePopulationHasTakesEverybody) {
  Cast cast = septic_cast();
  cast.matching = match_population(cast, {});
  EXPECT_DOUBLE_EQ(cast.matching->acceptance, 1.0);
  EXPECT_DOUBLE_EQ(cast.matching->effective, Pilot::people);
}

TEST(Matching, AFigureOutOfReachIsNamedWithWhatPeopleHave) {
  const Cast cast = septic_cast();
  const std::vector<MatchFigure> figures{figure(Kind::mean, "saps2", 60.0),
                                         figure(Kind::mean, "age", 94.0),
                                         figure(Kind::share, "woman", 0.3)};
  try {
    (void)match_population(cast, figures);
    FAIL() << "people of 94 years";
  } catch (const UnreachableFigure& error) {
    EXPECT_EQ(error.figure(), 1U);
    EXPECT_NEAR(error.reach().own, 65.0, 1.0);
    EXPECT_LT(error.reach().low, 40.0);
    EXPECT_GT(error.reach().high, 88.0);
    EXPECT_LT(error.reach().high, 94.0);
    EXPECT_FALSE(error.reach().alone);
  }
}

TEST(Matching, FiguresThatContradictEachOtherAreToldApartFromOnesOutOfReach) {
  const Cast cast = septic_cast();
  MatchFigure median = figure(Kind::quantile, "age", 80.0);
  MatchFigure sd = figure(Kind::sd, "age", 1.0);
  sd.centre = 65.0;
  try {
    (void)match_population(cast, {figure(Kind::mean, "age", 65.0), sd, median});
    FAIL() << "half are older than 80 with a mean of 65 and an SD of 1";
  } catch (const UnreachableFigure& error) {
    EXPECT_EQ(error.figure(), 2U);
    EXPECT_TRUE(error.reach().alone);
  }
}

}  // namespace
}  // namespace pressor
