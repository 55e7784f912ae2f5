#include "pressor/cohort/population.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

#include "people.h"

namespace pressor {
namespace {

struct Moments {
  double mean = 0.0;
  double sd = 0.0;
};

Moments moments(const std::vector<double>& x) {
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / (n - 1.0))};
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const Moments a = moments(x);
  const Moments b = moments(y);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - a.mean) * (y[i] - b.mean);
  return sum / (static_cast<double>(x.size()) - 1.0) / a.sd / b.sd;
}

/// Mean and SD of a normal distribution cut at [low, high] (Johnson, Kotz, Balakrishnan
/// 1994, 13.10).
Moments cut_normal(double mean, double sd, double low, double high) {
  const auto density = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2.0 * M_PI); };
  const double a = (low - mean) / sd;
  const double b = (high - mean) / sd;
  const double left = std::isfinite(a) ? density(a) : 0.0;
  const double right = std::isfinite(b) ? density(b) : 0.0;
  const double inside = normal_cdf(b) - normal_cdf(a);
  const double shift = (left - right) / inside;
  const double bend =
      ((std::isfinite(a) ? a * left : 0.0) - (std::isfinite(b) ? b * right : 0.0)) / inside;
  return {mean + sd * shift, sd * std::sqrt(1.0 + bend - shift * shift)};
}

/// Scale on which a draw is normal.
double on_normal_scale(const Draw& draw, double value) {
  if (draw.distribution == Distribution::lognormal) return std::log(value);
  if (draw.distribution == Distribution::logitnormal) return std::log(value / (1.0 - value));
  return value;
}

double bound(const Draw& draw, double value) {
  if (draw.distribution != Distribution::normal && value <= 0.0) return -INFINITY;
  if (draw.distribution == Distribution::logitnormal && value >= 1.0) return INFINITY;
  return on_normal_scale(draw, value);
}

constexpr std::uint32_t sample_size = 3000;

/// Drawn people, none turned away: what is drawn is seen before anything can be rejected.
struct Sample {
  Cast cast = septic_cast();
  std::vector<double> severity;
  std::map<std::string, std::vector<double>> drawn;
  std::vector<bool> woman;
  Screening screening;

  Sample() {
    const Caster caster(cast);
    for (std::uint32_t i = 0; i < sample_size; ++i) {
      const Patient p = caster.patient(2024, 0, i, screening);
      severity.push_back(p.severity);
      woman.push_back(p.covariates.woman);
      for (std::size_t k = 0; k < p.drawn.size(); ++k) {
        drawn[cast.population->draws[k].name].push_back(p.drawn[k]);
      }
    }
  }
};

const Sample& sample() {
  static const Sample once;
  return once;
}

TEST(SepticPopulation, FewerThanTwoInAHundredLackABaseline) {
  EXPECT_LT(static_cast<double>(sample().screening.unsolvable), 0.02 * sample_size);
}

TEST(SepticPopulation, EveryDrawHasTheMomentsOfItsCutDistribution) {
  for (const Draw& draw : sample().cast.population->draws) {
    if (draw.distribution == Distribution::bernoulli || draw.woman) continue;
    std::vector<double> x;
    for (const double v : sample().drawn.at(draw.name)) {
      EXPECT_GE(v, draw.low) << draw.name;
      EXPECT_LE(v, draw.high) << draw.name;
      x.push_back(on_normal_scale(draw, v));
    }
    const Moments expected = cut_normal(on_normal_scale(draw, draw.centre), draw.spread,
                                        bound(draw, draw.low), bound(draw, draw.high));
    const Moments seen = moments(x);
    // Four standard errors of the mean; the SD's is sd / sqrt(2 n).
    EXPECT_NEAR(seen.mean, expected.mean, 4.0 * expected.sd / std::sqrt(sample_size)) << draw.name;
    EXPECT_NEAR(seen.sd, expected.sd, 4.0 * expected.sd / std::sqrt(2.0 * sample_size))
        << draw.name;
  }
}

TEST(SepticPopulation, EveryDrawIsCorrelatedWithSeverityAsAsked) {
  const double tolerance = 4.0 / std::sqrt(sample_size) + 0.02;  // cutting weakens it a little
  for (const Draw& draw : sample().cast.population->draws) {
    if (draw.distribution == Distribution::bernoulli || draw.woman) continue;
    std::vector<double> x;
    for (const double v : sample().drawn.at(draw.name)) x.push_back(on_normal_scale(draw, v));
    EXPECT_NEAR(correlation(x, sample().severity), draw.severity, tolerance) << draw.name;
  }
}

TEST(SepticPopulation, WomenAreAsManyAndAsTallAsAsked) {
  double women = 0.0;
  std::vector<double> heights;
  for (std::size_t i = 0; i < sample_size; ++i) {
    if (!sample().woman[i]) continue;
    women += 1.0;
    heights.push_back(sample().drawn.at("height")[i]);
  }
  EXPECT_NEAR(women / sample_size, 0.38, 4.0 * std::sqrt(0.38 * 0.62 / sample_size));
  EXPECT_NEAR(moments(heights).mean, 162.0, 4.0 * 7.0 / std::sqrt(women));
}

TEST(Population, OwnDeviatesAreCorrelatedAsAskedAndTheOthersStayAsTheyWere) {
  Cast cast = septic_cast();
  const Caster before(cast);
  Cast tied = cast;
  tied.population->correlations = {{"MAP", "HR", -0.6}, {"CVP", "HR", 0.3}};
  const Caster after(tied);
  std::vector<double> map;
  std::vector<double> rate;
  std::vector<double> cvp;
  const auto drawn = [&](const Patient& p, const std::string& name) {
    return value_of(cast, p, name);
  };
  constexpr std::uint32_t n = 1500;
  Screening s;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Patient p = after.patient(1, 0, i, s);
    map.push_back(drawn(p, "MAP"));
    rate.push_back(drawn(p, "HR"));
    cvp.push_back(drawn(p, "CVP"));
    if (i < 20) {
      const Patient q = before.patient(1, 0, i, s);
      EXPECT_TRUE(p.attempt != q.attempt || drawn(p, "MAP") == drawn(q, "MAP"));
    }
  }
  const double own = std::sqrt(1.0 - 0.25 * 0.25);  // HR shares a quarter with severity
  const double tolerance = 4.0 / std::sqrt(n);
  EXPECT_NEAR(correlation(map, rate), -0.6 * own, tolerance);
  EXPECT_NEAR(correlation(cvp, rate), 0.3 * own, tolerance);
  EXPECT_NEAR(correlation(map, cvp), 0.0, tolerance);
}

}  // namespace
}  // namespace pressor
