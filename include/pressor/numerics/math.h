#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

/// exp, log and pow from plain IEEE additions, multiplications and divisions, written once for one
/// patient (double) and for lanes (lanes.h): the same bits in either, on every machine.
///
///     exp(a + b) = 2^k e^r,  k = round(a log2 e),  r = a - k ln2 + b,  |r| <= 0.3467       (1)
///     log(x)     = k ln2 + 2 s + s^3 P(s^2),  x = 2^k m,  m in (0.707, 1.415),
///                  s = (m - 1)/(m + 1)                                                   (2)
///     pow(x, g)  = exp(g log x), log x as an unevaluated sum of two numbers               (3)
///
/// A Pack is double or Lanes: arithmetic, comparisons that give a mask, select(mask, a, b),
/// bits_of and from_bits. Nothing branches on a value. The polynomials are our own minimax fits
/// (Remez in 113-bit arithmetic); their errors are 3.6e-18 in (1) and 1.6e-20 of 2 s in (2).
///
/// Largest error seen against 64-bit significands over the range of doubles: exp 0.92, log 0.56
/// ulp; pow 0.95 ulp for |g log x| <= 50./// libm is not used: its results differ between
/// processors.
namespace pressor::numerics {

inline std::uint64_t bits_of(double x) { return __builtin_bit_cast(std::uint64_t, x); }
inline double from_bits(std::uint64_t bits) { return __builtin_bit_cast(double, bits); }

/// a where the mask holds, else b.
inline double select(bool mask, double a, double b) { return mask ? a : b; }

/// Masks of one patient; lanes.h has the same for eight.
inline bool both(bool a, bool b) { return a && b; }
inline bool either(bool a, bool b) { return a || b; }
inline bool negate(bool a) { return !a; }
/// Where x is not a number.
inline bool is_nan(double x) { return std::isnan(x); }
inline bool any(bool a) { return a; }
inline bool all(bool a) { return a; }

inline double abs(double x) { return std::fabs(x); }
/// Correctly rounded by IEEE 754.
inline double sqrt(double x) { return std::sqrt(x); }

/// The smaller (larger) of two; a NaN in `a` survives.
inline double min(double a, double b) { return b < a ? b : a; }
inline double max(double a, double b) { return a < b ? b : a; }

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double ln2_high = 0x1.62e42fefa38p-1;  ///< 42 bits: k ln2_high is exact
inline constexpr double ln2_low = 0x1.ef35793c7673p-45;

/// Two numbers whose sum is meant.
template <class Pack>
struct Sum {
  Pack high{};
  Pack low{};
};

/// x with 26 bits: products of two such numbers are exact.
template <class Pack>
Pack head(const Pack& x) {
  return from_bits(bits_of(x) & 0xFFFF'FFFF'F800'0000U);
}

/// (e^r - 1 - r) / r^2 for |r| <= 0.3467.
template <class Pack>
Pack exp_tail(const Pack& r) {
  const Pack r2 = r * r;
  const Pack r4 = r2 * r2;
  const Pack p01 = 0x1.000000000000ap-1 + r * 0x1.55555555554fap-3;
  const Pack p23 = 0x1.5555555550853p-5 + r * 0x1.1111111127cacp-7;
  const Pack p45 = 0x1.6c16c18433bf9p-10 + r * 0x1.a01a012a26d42p-13;
  const Pack p67 = 0x1.a01999f0959bp-16 + r * 0x1.71df259477f49p-19;
  const Pack p89 = 0x1.28ad8dc38fce8p-22 + r * 0x1.ad7f4b8f50b21p-26;
  return (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
}

/// (1); `low` is small against `high`.
template <class Pack>
Pack exp_of_sum(const Pack& high, const Pack& low) {
  constexpr double round = 0x1.8p52;  // adding it leaves the nearest integer in the last bits
  const Pack shifted = high * 0x1.71547652b82fep0 + round;
  const Pack k = shifted - round;
  const Pack upper = high - k * ln2_high;
  const Pack lower = k * ln2_low - low;
  const Pack r = upper - lower;
  const Pack lost = (upper - r) - lower;
  const Pack e = 1.0 + (r + (lost + r * r * exp_tail(r)));
  // 2^k in two factors, so that the range of k does not exceed that of exponents.
  const auto biased = bits_of(shifted) + 2048U;  // last 12 bits: k + 2048 > 0
  const auto exponent = biased & 0xFFFU;
  const auto half = exponent >> 1;
  const Pack scale1 = from_bits((half - 1U) << 52);             // 2^(half - 1024)
  const Pack scale2 = from_bits((exponent - half - 1U) << 52);  // 2^(exponent - half - 1024)
  // Beyond the range of doubles k is void. Decided here, comparisons do not delay the rest.
  const auto beyond = either(high > 710.0, high < -746.0);
  const Pack edge = select(high > 0.0, Pack(infinity), Pack(0.0));
  return select(beyond, edge, e * scale1 * scale2);
}

/// P(z) of (2).
template <class Pack>
Pack log_tail(const Pack& z) {
  const Pack z2 = z * z;
  const Pack z4 = z2 * z2;
  const Pack p01 = 0x1.5555555555555p-1 + z * 0x1.9999999999e02p-2;
  const Pack p23 = 0x1.249249242b0b5p-2 + z * 0x1.c71c72593d81p-3;
  const Pack p45 = 0x1.745cde218d634p-3 + z * 0x1.3b20af021ae41p-3;
  const Pack p67 = 0x1.0f5c7ad90897fp-3 + z * 0x1.0f65dca23eeap-3;
  return (p01 + z2 * p23) + z4 * (p45 + z2 * p67);
}

/// (2) for positive normal x, relative error of the sum about 2^-60.
template <class Pack>
Sum<Pack> log_as_sum(const Pack& x) {
  constexpr double two52 = 0x1p52;
  const auto bits = bits_of(x);
  // The exponent's bits, and one more where the mantissa is above 0x1.6a09e667f3bcdp0.
  const auto biased = (bits + (0x000F'FFFF'FFFF'FFFFU - 0x0006'A09E'667F'3BCDU)) >> 52;
  const Pack k = from_bits(biased | 0x4330'0000'0000'0000U) - (two52 + 1023.0);
  const Pack m = from_bits((bits - (biased << 52)) + 0x3FF0'0000'0000'0000U);

  const Pack f = m - 1.0;
  const Pack t = m + 1.0;
  const Pack reciprocal = 1.0 / t;
  const Pack s = f * reciprocal;
  const Pack s_high = head(s);
  const Pack t_high = head(t);
  const Pack t_low = m - (t_high - 1.0);
  const Pack s_low = ((f - s_high * t_high) - s_high * t_low) * reciprocal;
  const Pack z = s * s;

  const Pack whole = k * ln2_high;
  const Pack twice = s_high + s_high;
  const Pack high = whole + twice;
  const Pack lost = twice - (high - whole);
  return {high, lost + (k * ln2_low + ((s_low + s_low) + s * z * log_tail(z)))};
}

}  // namespace detail

/// e^x. Overflows to infinity, underflows through subnormal numbers to 0.
template <class Pack>
Pack exp(const Pack& x) {
  return detail::exp_of_sum(x, Pack(0.0));
}

/// ln x: -infinity at 0, NaN below; also for subnormal x.
template <class Pack>
Pack log(const Pack& x) {
  const auto tiny = x < std::numeric_limits<double>::min();
  const auto sum = detail::log_as_sum(select(tiny, x * 0x1p54, x));
  const Pack value = sum.high + (sum.low - select(tiny, Pack(0x1.2b708872320e2p+5), Pack(0.0)));
  const Pack edge = select(x < 0.0, Pack(std::numeric_limits<double>::quiet_NaN()),
                           select(x == 0.0, Pack(-detail::infinity), x));
  const auto inside = both(x > 0.0, x < detail::infinity);
  return select(inside, value, edge);
}

/// x^g for normal x > 0. 0 at x = 0 (whatever g); NaN below and where x is not finite.
template <class Pack>
Pack pow(const Pack& x, const Pack& g) {
  const auto sum = detail::log_as_sum(x);
  const Pack log_head = detail::head(sum.high + sum.low);
  const Pack log_rest = (sum.high - log_head) + sum.low;
  const Pack g_head = detail::head(g);
  const Pack value = detail::exp_of_sum(g_head * log_head, (g - g_head) * log_head + g * log_rest);
  // 0 x is 0 for a finite x and carries infinity and NaN on as NaN.
  const Pack carry = 0.0 * x;
  const Pack edge =
      select(x < 0.0, Pack(std::numeric_limits<double>::quiet_NaN()), Pack(0.0)) + carry;
  return select(x > 0.0, value + carry, edge);
}

}  // namespace pressor::numerics
