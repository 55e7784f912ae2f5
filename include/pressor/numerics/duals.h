#pragma once

#include <array>
#include <cstddef>
#include <type_traits>

#include "pressor/numerics/lanes.h"
#include "pressor/numerics/math.h"
#include "pressor/numerics/root.h"

/// Forward dual numbers: a value with its derivatives in `directions` directions, over double or
/// Lanes. The Jacobian of a right-hand side comes from the same template as the right-hand side.
///
///     f(v + d e) = f(v) + f'(v) d e                                                    (1)
///
/// A number that does not vary (a parameter, a constant) has no derivatives and costs nothing.
/// Comparisons look at values only; select takes the derivatives of the branch taken.
namespace pressor::numerics {

template <class Pack, std::size_t directions>
class Dual {
 public:
  // User-provided so that `Dual{}` does not clear derivatives that nobody will read.
  Dual() : value_(0.0) {}                // NOLINT(modernize-use-equals-default)
  Dual(double value) : value_(value) {}  // NOLINT(google-explicit-constructor)
  Dual(const Pack& value)                // NOLINT(google-explicit-constructor)
      requires(!std::is_same_v<Pack, double>)
      : value_(value) {}

  /// The number `value` with derivative `slope` in one direction and 0 in the others.
  static Dual variable(const Pack& value, std::size_t direction) {
    Dual x(value);
    x.varies_ = true;
    for (Pack& d : x.slopes_) d = Pack(0.0);
    x.slopes_[direction] = Pack(1.0);
    return x;
  }

  [[nodiscard]] const Pack& value() const { return value_; }
  [[nodiscard]] bool varies() const { return varies_; }
  [[nodiscard]] Pack slope(std::size_t direction) const {
    return varies_ ? slopes_[direction] : Pack(0.0);
  }

  /// Makes one lane of a number that does not vary.
  friend void set_lane(Dual& x, std::size_t lane, double value) {
    using numerics::set_lane;
    set_lane(x.value_, lane, value);
    x.varies_ = false;
  }

  /// f(a), given f and f' at a's value.
  static Dual chain(const Dual& a, const Pack& value, const Pack& slope) {
    Dual x(value);
    if (a.varies_) x.set_slopes([&](std::size_t i) { return slope * a.slopes_[i]; });
    return x;
  }
  /// f(a, b), given f and its partial derivatives.
  static Dual chain(const Dual& a, const Dual& b, const Pack& value, const Pack& by_a,
                    const Pack& by_b) {
    if (!b.varies_) return chain(a, value, by_a);
    if (!a.varies_) return chain(b, value, by_b);
    Dual x(value);
    x.set_slopes([&](std::size_t i) { return by_a * a.slopes_[i] + by_b * b.slopes_[i]; });
    return x;
  }

  friend Dual operator+(const Dual& a, const Dual& b) {
    Dual x(a.value_ + b.value_);
    if (a.varies_ && b.varies_) {
      x.set_slopes([&](std::size_t i) { return a.slopes_[i] + b.slopes_[i]; });
    } else if (a.varies_ || b.varies_) {
      x.copy_slopes(a.varies_ ? a : b);
    }
    return x;
  }
  friend Dual operator-(const Dual& a, const Dual& b) {
    Dual x(a.value_ - b.value_);
    if (a.varies_ && b.varies_) {
      x.set_slopes([&](std::size_t i) { return a.slopes_[i] - b.slopes_[i]; });
    } else if (a.varies_) {
      x.copy_slopes(a);
    } else if (b.varies_) {
      x.set_slopes([&](std::size_t i) { return -b.slopes_[i]; });
    }
    return x;
  }
  friend Dual operator-(const Dual& a) { return chain(a, -a.value_, Pack(-1.0)); }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return chain(a, b, a.value_ * b.value_, b.value_, a.value_);
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const Pack inverse = 1.0 / b.value_;
    const Pack ratio = a.value_ / b.value_;
    return chain(a, b, ratio, inverse, -ratio * inverse);
  }

  friend auto operator<(const Dual& a, const Dual& b) { return a.value_ < b.value_; }
  friend auto operator>(const Dual& a, const Dual& b) { return a.value_ > b.value_; }
  friend auto operator<=(const Dual& a, const Dual& b) { return a.value_ <= b.value_; }
  friend auto operator>=(const Dual& a, const Dual& b) { return a.value_ >= b.value_; }
  friend auto operator==(const Dual& a, const Dual& b) { return a.value_ == b.value_; }

  template <class Mask>
  friend Dual select(const Mask& mask, const Dual& a, const Dual& b) {
    using numerics::select;
    Dual x(select(mask, a.value_, b.value_));
    if (a.varies_ || b.varies_) {
      x.set_slopes([&](std::size_t i) { return select(mask, a.slope(i), b.slope(i)); });
    }
    return x;
  }
  friend Dual min(const Dual& a, const Dual& b) { return select(b < a, b, a); }
  friend Dual max(const Dual& a, const Dual& b) { return select(a < b, b, a); }
  friend Dual abs(const Dual& a) { return select(a.value_ < Pack(0.0), -a, a); }
  friend Dual sqrt(const Dual& a) {
    using numerics::sqrt;
    const Pack root = sqrt(a.value_);
    return chain(a, root, 0.5 / root);
  }
  friend Dual exp(const Dual& a) {
    using numerics::exp;
    const Pack value = exp(a.value_);
    return chain(a, value, value);
  }
  friend Dual log(const Dual& a) {
    using numerics::log;
    return chain(a, log(a.value_), 1.0 / a.value_);
  }
  /// For a > 0, as pow of math.h.
  friend Dual pow(const Dual& a, const Dual& g) {
    using numerics::log;
    using numerics::pow;
    const Pack value = pow(a.value_, g.value_);
    const Pack by_base = g.value_ * value / a.value_;
    if (!g.varies_) return chain(a, value, by_base);
    return chain(a, g, value, by_base, value * log(a.value_));
  }

 private:
  template <class F>
  void set_slopes(const F& f) {
    varies_ = true;
    for (std::size_t i = 0; i < directions; ++i) slopes_[i] = f(i);
  }
  void copy_slopes(const Dual& a) {
    varies_ = true;
    slopes_ = a.slopes_;
  }

  Pack value_;
  bool varies_ = false;
  std::array<Pack, directions> slopes_;
};

/// Root of a function of a Dual: found with values, then differentiated implicitly,
/// q' = -(df at q)/slope.
template <class Pack, std::size_t directions, class Function>
Dual<Pack, directions> increasing_root(const Function& f, const Dual<Pack, directions>& low,
                                       const Dual<Pack, directions>& high,
                                       const Dual<Pack, directions>& guess) {
  using Number = Dual<Pack, directions>;
  struct Values {
    Pack value;
    Pack slope;
  };
  const auto values = [&](const Pack& q) {
    const auto c = f(Number(q));
    return Values{c.value.value(), c.slope.value()};
  };
  const Pack q = increasing_root(values, low.value(), high.value(), guess.value());
  const auto c = f(Number(q));
  const Number inside = Number::chain(c.value, q, -1.0 / c.slope.value());
  // A function without root leaves q at an end of the bracket, and q moves with that end.
  const Pack near = 0x1p-44 * abs(high.value() - low.value());
  const auto at_low = both(c.value.value() >= Pack(0.0), q - low.value() <= near);
  const auto at_high = both(c.value.value() <= Pack(0.0), high.value() - q <= near);
  return select(at_low, low, select(at_high, high, inside));
}

}  // namespace pressor::numerics
