#pragma once

#include <cstddef>
#include <cstdint>

#include "pressor/numerics/math.h"

/// Several patients side by side: every operation acts on each lane alone and gives there the same
/// bits as the operation on a double. With math.h, one right-hand side serves one patient and many.
///
/// Compilers turn the operations into vector instructions of the machine they compile for. The
/// second argument tags code that is compiled for one instruction set, so that the linker never
/// takes a function of another set for the same.
namespace pressor::numerics {

/// Instruction sets that lanes are compiled for (instruction_set.h). A tag exists only where the
/// compiler may use its instructions: two objects that disagree about a function of one name crash.
struct Portable {};
#ifdef __SSE4_2__
struct V2 {};
#endif
#ifdef __AVX2__
struct V3 {};
#endif
#ifdef __AVX512DQ__
struct V4 {};
#endif

namespace detail {

/// The compiler's vector types.
template <std::size_t width>
struct Vectors;
template <>
struct Vectors<2> {
  using Real [[gnu::vector_size(16)]] = double;
  using Integer [[gnu::vector_size(16)]] = std::int64_t;
  using Bits [[gnu::vector_size(16)]] = std::uint64_t;
};
template <>
struct Vectors<4> {
  using Real [[gnu::vector_size(32)]] = double;
  using Integer [[gnu::vector_size(32)]] = std::int64_t;
  using Bits [[gnu::vector_size(32)]] = std::uint64_t;
};
template <>
struct Vectors<8> {
  using Real [[gnu::vector_size(64)]] = double;
  using Integer [[gnu::vector_size(64)]] = std::int64_t;
  using Bits [[gnu::vector_size(64)]] = std::uint64_t;
};

}  // namespace detail

/// A truth value a lane.
template <std::size_t width, class Target = Portable>
struct Mask {
  using Vector = typename detail::Vectors<width>::Integer;
  Vector v;  ///< all bits set, or none
};

/// The bits of each lane's double.
template <std::size_t width, class Target = Portable>
struct LaneBits {
  using Vector = typename detail::Vectors<width>::Bits;
  Vector v;

  friend LaneBits operator&(const LaneBits& a, std::uint64_t b) { return {a.v & b}; }
  friend LaneBits operator|(const LaneBits& a, std::uint64_t b) { return {a.v | b}; }
  friend LaneBits operator+(const LaneBits& a, std::uint64_t b) { return {a.v + b}; }
  friend LaneBits operator-(const LaneBits& a, std::uint64_t b) { return {a.v - b}; }
  friend LaneBits operator-(const LaneBits& a, const LaneBits& b) { return {a.v - b.v}; }
  friend LaneBits operator<<(const LaneBits& a, int by) { return {a.v << by}; }
  friend LaneBits operator>>(const LaneBits& a, int by) { return {a.v >> by}; }
};

template <std::size_t width, class Target = Portable>
struct Lanes {
  using Vector = typename detail::Vectors<width>::Real;
  Vector v;

  Lanes() = default;  ///< zero when braces ask for it, else unset like a double
  /// The same number in every lane; implicit, so that formulas may mix lanes and numbers.
  Lanes(double x) : v(x - Vector{}) {}  // NOLINT(google-explicit-constructor)
  explicit Lanes(const Vector& x) : v(x) {}

  friend Lanes operator+(const Lanes& a, const Lanes& b) { return Lanes(a.v + b.v); }
  friend Lanes operator-(const Lanes& a, const Lanes& b) { return Lanes(a.v - b.v); }
  friend Lanes operator*(const Lanes& a, const Lanes& b) { return Lanes(a.v * b.v); }
  friend Lanes operator/(const Lanes& a, const Lanes& b) { return Lanes(a.v / b.v); }
  friend Lanes operator-(const Lanes& a) { return Lanes(-a.v); }
  friend Mask<width, Target> operator<(const Lanes& a, const Lanes& b) { return {a.v < b.v}; }
  friend Mask<width, Target> operator>(const Lanes& a, const Lanes& b) { return {a.v > b.v}; }
  friend Mask<width, Target> operator<=(const Lanes& a, const Lanes& b) { return {a.v <= b.v}; }
  friend Mask<width, Target> operator>=(const Lanes& a, const Lanes& b) { return {a.v >= b.v}; }
  friend Mask<width, Target> operator==(const Lanes& a, const Lanes& b) { return {a.v == b.v}; }
};

template <std::size_t width, class Target>
Mask<width, Target> both(const Mask<width, Target>& a, const Mask<width, Target>& b) {
  return {a.v & b.v};
}
template <std::size_t width, class Target>
Mask<width, Target> either(const Mask<width, Target>& a, const Mask<width, Target>& b) {
  return {a.v | b.v};
}
template <std::size_t width, class Target>
Mask<width, Target> negate(const Mask<width, Target>& a) {
  return {~a.v};
}
template <std::size_t width, class Target>
Mask<width, Target> is_nan(const Lanes<width, Target>& x) {
  return {x.v != x.v};  // NOLINT(misc-redundant-expression)
}
template <std::size_t width, class Target>
bool any(const Mask<width, Target>& a) {
  std::int64_t joint = 0;
  for (std::size_t lane = 0; lane < width; ++lane) joint |= a.v[lane];
  return joint != 0;
}
/// True when the mask holds in every lane.
template <std::size_t width, class Target>
bool all(const Mask<width, Target>& a) {
  std::int64_t joint = -1;
  for (std::size_t lane = 0; lane < width; ++lane) joint &= a.v[lane];
  return joint != 0;
}

template <std::size_t width, class Target>
Lanes<width, Target> select(const Mask<width, Target>& mask, const Lanes<width, Target>& a,
                            const Lanes<width, Target>& b) {
  return Lanes<width, Target>(mask.v ? a.v : b.v);
}

template <std::size_t width, class Target>
LaneBits<width, Target> bits_of(const Lanes<width, Target>& x) {
  return {__builtin_bit_cast(typename LaneBits<width, Target>::Vector, x.v)};
}
template <std::size_t width, class Target>
Lanes<width, Target> from_bits(const LaneBits<width, Target>& bits) {
  return Lanes<width, Target>(__builtin_bit_cast(typename Lanes<width, Target>::Vector, bits.v));
}

template <std::size_t width, class Target>
Lanes<width, Target> abs(const Lanes<width, Target>& x) {
  return from_bits(bits_of(x) & 0x7FFF'FFFF'FFFF'FFFFU);
}
template <std::size_t width, class Target>
Lanes<width, Target> sqrt(const Lanes<width, Target>& x) {
  Lanes<width, Target> root{};
  for (std::size_t lane = 0; lane < width; ++lane) root.v[lane] = std::sqrt(x.v[lane]);
  return root;
}
template <std::size_t width, class Target>
Lanes<width, Target> min(const Lanes<width, Target>& a, const Lanes<width, Target>& b) {
  return select(b < a, b, a);
}
template <std::size_t width, class Target>
Lanes<width, Target> max(const Lanes<width, Target>& a, const Lanes<width, Target>& b) {
  return select(a < b, b, a);
}

/// How many patients a number holds, and the number of one of them; a double holds one.
template <class Pack>
inline constexpr std::size_t lane_count = 1;
template <std::size_t width, class Target>
inline constexpr std::size_t lane_count<Lanes<width, Target>> = width;

inline double lane(const double& x, std::size_t /*lane*/) { return x; }
inline bool lane(const bool& mask, std::size_t /*lane*/) { return mask; }
inline void set_lane(double& x, std::size_t /*lane*/, double value) { x = value; }
inline void set_lane(bool& mask, std::size_t /*lane*/, bool value) { mask = value; }
template <std::size_t width, class Target>
double lane(const Lanes<width, Target>& x, std::size_t lane) {
  return x.v[lane];
}
template <std::size_t width, class Target>
bool lane(const Mask<width, Target>& mask, std::size_t lane) {
  return mask.v[lane] != 0;
}
template <std::size_t width, class Target>
void set_lane(Lanes<width, Target>& x, std::size_t lane, double value) {
  x.v[lane] = value;
}
template <std::size_t width, class Target>
void set_lane(Mask<width, Target>& mask, std::size_t lane, bool value) {
  mask.v[lane] = value ? -1 : 0;
}

/// Copies a record of doubles, number by number, into one lane of the same record of Packs. Both
/// hold nothing but their numbers.
template <template <class> class Record, class Pack>
void set_lane(Record<Pack>& to, std::size_t lane, const Record<double>& from) {
  constexpr std::size_t count = sizeof(Record<double>) / sizeof(double);
  static_assert(count == sizeof(Record<Pack>) / sizeof(Pack));
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* source = reinterpret_cast<const double*>(&from);
  auto* target = reinterpret_cast<Pack*>(&to);
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  for (std::size_t i = 0; i < count; ++i) set_lane(target[i], lane, source[i]);
}

/// Which lane of one pack goes into each lane of another; a double has nothing to choose.
template <class Pack>
struct Choice {
  void set(std::size_t /*lane*/, std::size_t /*from*/) {}
};
template <std::size_t width, class Target>
struct Choice<Lanes<width, Target>> {
  typename detail::Vectors<width>::Integer from{};
  void set(std::size_t lane, std::size_t from_lane) {
    from[lane] = static_cast<std::int64_t>(from_lane);
  }
};
inline double choose(const double& x, const Choice<double>& /*choice*/) { return x; }
template <std::size_t width, class Target>
Lanes<width, Target> choose(const Lanes<width, Target>& x,
                            const Choice<Lanes<width, Target>>& choice) {
#if defined(__GNUC__) && !defined(__clang__)
  return Lanes<width, Target>(__builtin_shuffle(x.v, choice.from));
#else
  Lanes<width, Target> chosen{};
  for (std::size_t lane = 0; lane < width; ++lane) {
    chosen.v[lane] = x.v[static_cast<std::size_t>(choice.from[lane])];
  }
  return chosen;
#endif
}
/// The same for every number of a record that holds nothing but numbers.
template <template <class> class Record, class Pack>
void choose(Record<Pack>& to, const Record<Pack>& from, const Choice<Pack>& choice) {
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* source = reinterpret_cast<const Pack*>(&from);
  auto* target = reinterpret_cast<Pack*>(&to);
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  for (std::size_t i = 0; i < sizeof(to) / sizeof(Pack); ++i) {
    target[i] = choose(source[i], choice);
  }
}

/// What a comparison of two Packs gives.
template <class Pack>
using MaskOf = decltype(Pack() < Pack());

}  // namespace pressor::numerics
