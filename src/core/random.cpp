#include "pressor/core/random.h"

#include <array>
#include <cmath>

namespace pressor {
namespace {

using Word = std::uint32_t;
using Block = std::array<Word, 4>;

/// Philox4x32-10: ten rounds of multiplication and exchange, a Weyl sequence as round keys.
/// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011), section 3.3.
Block philox(Block counter, Word key0, Word key1) {
  constexpr std::uint64_t multiplier0 = 0xD2511F53;
  constexpr std::uint64_t multiplier1 = 0xCD9E8D57;
  constexpr Word weyl0 = 0x9E3779B9;  // golden ratio
  constexpr Word weyl1 = 0xBB67AE85;  // sqrt(3) - 1
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = multiplier0 * counter[0];
    const std::uint64_t product1 = multiplier1 * counter[2];
    counter = {static_cast<Word>(product1 >> 32) ^ counter[1] ^ key0, static_cast<Word>(product1),
               static_cast<Word>(product0 >> 32) ^ counter[3] ^ key1, static_cast<Word>(product0)};
    key0 += weyl0;
    key1 += weyl1;
  }
  return counter;
}

/// Horner's scheme; coefficients from the constant term up.
template <std::size_t n>
double polynomial(const std::array<double, n>& coefficients, double x) {
  double sum = coefficients[n - 1];
  for (std::size_t i = n - 1; i > 0; --i) sum = sum * x + coefficients[i - 1];
  return sum;
}

using Coefficients = std::array<double, 8>;

/// |p - 1/2| <= 0.425, in r = 0.425^2 - (p - 1/2)^2
constexpr Coefficients central_above{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                     1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                     4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                     3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr Coefficients central_below{1.0,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3};
/// r = sqrt(-ln(tail probability)) <= 5, in r - 1.6
constexpr Coefficients middle_above{1.42343711074968357734e0,  4.63033784615654529590e0,
                                    5.76949722146069140550e0,  3.64784832476320460504e0,
                                    1.27045825245236838258e0,  2.41780725177450611770e-1,
                                    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr Coefficients middle_below{1.0,
                                    2.05319162663775882187e0,
                                    1.67638483018380384940e0,
                                    6.89767334985100004550e-1,
                                    1.48103976427480074590e-1,
                                    1.51986665636164571966e-2,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
/// r > 5, in r - 5
constexpr Coefficients far_above{6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients far_below{1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

}  // namespace

double RandomStream::uniform_at(std::uint32_t draw) const {
  const Word stream = static_cast<Word>(key_.stream) + 256 * key_.attempt;
  const Block words = philox({draw, stream, key_.patient, key_.replicate},
                             static_cast<Word>(key_.seed), static_cast<Word>(key_.seed >> 32));
  const std::uint64_t bits = (std::uint64_t{words[0]} << 32) | words[1];
  // The middle of one of 2^52 equal cells: an odd multiple of 2^-53, so that neither 0 nor 1
  // occurs.
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

double RandomStream::normal_at(std::uint32_t draw) const {
  return normal_quantile(uniform_at(draw));
}

std::uint32_t RandomStream::below(std::uint32_t n) {
  return static_cast<std::uint32_t>(uniform() * n);
}

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(central_above, r) / polynomial(central_below, r);
  }
  const double r = std::sqrt(-std::log(q < 0.0 ? p : 1.0 - p));
  const double x = r <= 5.0 ? polynomial(middle_above, r - 1.6) / polynomial(middle_below, r - 1.6)
                            : polynomial(far_above, r - 5.0) / polynomial(far_below, r - 5.0);
  return q < 0.0 ? -x : x;
}

double normal_cdf(double x) {
  constexpr double inverse_root_two = 0.70710678118654752440;
  return 0.5 * std::erfc(-x * inverse_root_two);
}

}  // namespace pressor
