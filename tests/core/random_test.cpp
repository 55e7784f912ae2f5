#include "pressor/core/random.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace pressor {
namespace {

/// What uniform_at makes of the first two words of a Philox block.
double from_words(std::uint64_t first, std::uint64_t second) {
  return (static_cast<double>((first << 32 | second) >> 12) + 0.5) / 4503599627370496.0;
}

StreamKey key_of(std::uint64_t seed, std::uint32_t word1, std::uint32_t patient,
                 std::uint32_t replicate) {
  return {seed, replicate, patient, static_cast<Stream>(word1 & 0xFF), word1 >> 8};
}

// Random123 1.14, tests/kat_vectors, philox4x32 10: counter words 0-3, key words 0-1.
TEST(RandomStream, GivesTheKnownAnswersOfPhilox4x32) {
  EXPECT_EQ(RandomStream(key_of(0, 0, 0, 0)).uniform_at(0), from_words(0x6627e8d5, 0xe169c58d));
  EXPECT_EQ(RandomStream(key_of(~0ull, ~0u, ~0u, ~0u)).uniform_at(~0u),
            from_words(0x408f276d, 0x41c83b0e));
  EXPECT_EQ(RandomStream(key_of(0x299f31d0a4093822, 0x85a308d3, 0x13198a2e, 0x03707344))
                .uniform_at(0x243f6a88),
            from_words(0xd16cfe09, 0x94fdcceb));
}

TEST(RandomStream, AgreesWithTheLibraryOfItsAuthors) {
  RandomStream keys({.seed = 41});
  const auto word = [&] { return keys.below(~0u); };
  for (int i = 0; i < 1'000; ++i) {
    const r123::Philox4x32::ctr_type counter{{word(), word(), word(), word()}};
    const r123::Philox4x32::key_type key{{word(), word()}};
    const auto expected = r123::Philox4x32()(counter, key);
    const std::uint64_t seed = (std::uint64_t{key[1]} << 32) | key[0];
    EXPECT_EQ(RandomStream(key_of(seed, counter[1], counter[2], counter[3])).uniform_at(counter[0]),
              from_words(expected[0], expected[1]));
  }
}

TEST(RandomStream, ADrawIsTheSameInWhateverOrderItIsAskedFor) {
  RandomStream forward({.seed = 7, .patient = 3});
  const RandomStream at({.seed = 7, .patient = 3});
  std::vector<double> draws;
  for (int i = 0; i < 100; ++i) draws.push_back(i % 2 == 0 ? forward.uniform() : forward.normal());
  for (std::uint32_t i = 100; i-- > 0;) {
    EXPECT_EQ(draws[i], i % 2 == 0 ? at.uniform_at(i) : at.normal_at(i));
  }
}

TEST(RandomStream, DifferentKeysShareNoNumber) {
  std::vector<double> all;
  const StreamKey base{.seed = 1};
  for (std::uint32_t i = 0; i < 1000; ++i) {
    StreamKey key = base;
    all.push_back(RandomStream(key).uniform_at(i));
    key.patient = i + 1;
    all.push_back(RandomStream(key).uniform_at(0));
    key = base;
    key.replicate = i + 1;
    all.push_back(RandomStream(key).uniform_at(0));
    key = base;
    key.attempt = i + 1;
    all.push_back(RandomStream(key).uniform_at(0));
    key = base;
    key.seed = (i + 2ull) << 32;
    all.push_back(RandomStream(key).uniform_at(0));
  }
  for (std::uint32_t s = 1; s < 8; ++s) {
    all.push_back(RandomStream({.seed = 1, .stream = static_cast<Stream>(s)}).uniform_at(0));
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(RandomStream, UniformsFillTheOpenUnitIntervalEvenly) {
  constexpr int n = 200'000;
  constexpr std::size_t bins = 100;
  std::vector<int> count(bins);
  RandomStream stream({.seed = 42});
  for (int i = 0; i < n; ++i) {
    const double u = stream.uniform();
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++count[static_cast<std::size_t>(u * bins)];
  }
  double chi2 = 0.0;
  for (const int c : count) chi2 += std::pow(c - n / 100.0, 2) / (n / 100.0);
  EXPECT_LT(chi2, 148.2);  // 99.9% quantile of chi-squared, 99 degrees of freedom
  EXPECT_GT(chi2, 60.0);   // 0.1% quantile 61.1
}

TEST(RandomStream, NormalsHaveTheMomentsOfTheStandardNormal) {
  constexpr int n = 200'000;
  double sum = 0.0;
  double sum2 = 0.0;
  double sum4 = 0.0;
  RandomStream stream({.seed = 43});
  for (int i = 0; i < n; ++i) {
    const double z = stream.normal();
    sum += z;
    sum2 += z * z;
    sum4 += z * z * z * z;
  }
  // Four standard errors of each moment.
  EXPECT_NEAR(sum / n, 0.0, 4.0 / std::sqrt(n));
  EXPECT_NEAR(sum2 / n, 1.0, 4.0 * std::sqrt(2.0 / n));
  EXPECT_NEAR(sum4 / n, 3.0, 4.0 * std::sqrt(96.0 / n));
}

TEST(RandomStream, NeighboursInEachPartOfTheKeyAreUncorrelated) {
  constexpr std::uint32_t n = 50'000;
  const auto correlation = [](auto other) {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < n; ++i) {
      sum += RandomStream({.seed = 5, .patient = i}).normal_at(0) * other(i);
    }
    return sum / n;
  };
  const double limit = 4.0 / std::sqrt(n);
  EXPECT_NEAR(
      correlation([](auto i) { return RandomStream({.seed = 5, .patient = i + 1}).normal_at(0); }),
      0.0, limit);
  EXPECT_NEAR(
      correlation([](auto i) { return RandomStream({.seed = 5, .patient = i}).normal_at(1); }), 0.0,
      limit);
  EXPECT_NEAR(correlation([](auto i) {
                return RandomStream({.seed = 5, .replicate = 1, .patient = i}).normal_at(0);
              }),
              0.0, limit);
  EXPECT_NEAR(
      correlation([](auto i) { return RandomStream({.seed = 6, .patient = i}).normal_at(0); }), 0.0,
      limit);
  EXPECT_NEAR(
      correlation([](auto i) {
        return RandomStream({.seed = 5, .patient = i, .stream = Stream::kinetics}).normal_at(0);
      }),
      0.0, limit);
}

TEST(RandomStream, BelowTakesEachValueEquallyOften) {
  constexpr int n = 70'000;
  std::vector<int> count(7);
  RandomStream stream({.seed = 44});
  for (int i = 0; i < n; ++i) ++count.at(stream.below(7));
  for (const int c : count) EXPECT_NEAR(c, n / 7, 4.0 * std::sqrt(n / 7.0));
  EXPECT_EQ(stream.below(1), 0u);
}

// 50-digit values of sqrt(2) erfinv(2 p - 1), rounded to 20 digits.
TEST(NormalQuantile, AgreesWithValuesOfHighPrecision) {
  const std::vector<std::pair<double, double>> reference{
      {1e-300, -37.047096299361199237},  {1e-100, -21.273453560965324294},
      {1e-16, -8.2220822161304356152},   {1e-12, -7.0344838253011319326},
      {1e-11, -6.7060231554951362961},   {1e-06, -4.7534243088228989573},
      {0.001, -3.0902323061678135354},   {0.0249, -1.9616778690637860161},
      {0.025, -1.9599639845400542118},   {0.075, -1.4395314709384559349},
      {0.1, -1.2815515655446004353},     {0.25, -0.6744897501960817432},
      {0.4, -0.25334710313579974132},    {0.499, -0.0025066308995717662317},
      {0.501, 0.0025066308995717662317}, {0.6, 0.25334710313579974132},
      {0.8, 0.8416212335729143638},      {0.925, 1.4395314709384562291},
      {0.95, 1.6448536269514722843},     {0.975, 1.9599639845400538556},
      {0.99, 2.3263478740408407676},     {0.9999, 3.7190164854557083867},
  };
  for (const auto& [p, z] : reference) {
    EXPECT_NEAR(normal_quantile(p), z, 2e-15 * std::abs(z)) << p;
  }
  EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(NormalQuantile, IsOddAndTheInverseOfTheDistributionFunction) {
  RandomStream stream({.seed = 45});
  for (int i = 0; i < 20'000; ++i) {
    const double p = stream.uniform();
    const double z = normal_quantile(p);
    EXPECT_NEAR(normal_cdf(z), p, 4e-16 + 1e-14 * p);
    EXPECT_EQ(normal_quantile(0.5 + (p - 0.5)), -normal_quantile(0.5 - (p - 0.5)));
  }
}

TEST(NormalQuantile, IncreasesAcrossTheBordersOfItsPieces) {
  for (const double border : {0.075, 0.925, std::exp(-25.0), 1.0 - std::exp(-25.0)}) {
    const double step = 1e-4 * std::min(border, 1.0 - border);
    EXPECT_LT(normal_quantile(border - step), normal_quantile(border + step)) << border;
  }
}

TEST(NormalCdf, AgreesWithKnownValues) {
  EXPECT_DOUBLE_EQ(normal_cdf(0.0), 0.5);
  EXPECT_NEAR(normal_cdf(1.0), 0.84134474606854294859, 3.4e-15);
  EXPECT_NEAR(normal_cdf(-1.0), 0.15865525393145705141, 6.3e-16);
  EXPECT_NEAR(normal_cdf(1.96), 0.97500210485177956379, 3.9e-15);
  EXPECT_NEAR(normal_cdf(-3.0), 0.0013498980316300945267, 5.4e-18);
  EXPECT_NEAR(normal_cdf(5.0), 0.99999971334842812081, 4.0e-15);
  EXPECT_NEAR(normal_cdf(-10.0), 7.619853024160526066e-24, 3.0e-38);
}

}  // namespace
}  // namespace pressor
