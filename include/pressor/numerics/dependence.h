#pragma once

#include <bitset>

/// A number that knows nothing but the variables it depends on. Run through a right-hand side it
/// gives the pattern of the Jacobian, whatever the values: both branches of a select count.
namespace pressor::numerics {

inline constexpr std::size_t most_variables = 256;

/// What a comparison of two Dependences gives: it may fall either way.
struct Undecided {};
inline bool any(Undecided /*mask*/) { return true; }
inline bool all(Undecided /*mask*/) { return false; }

class Dependence {
 public:
  using Set = std::bitset<most_variables>;

  Dependence() = default;
  Dependence(double /*constant*/) {}  // NOLINT(google-explicit-constructor)
  static Dependence variable(std::size_t index) {
    Dependence x;
    x.on_.set(index);
    return x;
  }

  [[nodiscard]] bool on(std::size_t index) const { return on_.test(index); }

  friend Dependence operator+(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence operator-(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence operator*(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence operator/(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence operator-(const Dependence& a) { return a; }
  friend Undecided operator<(const Dependence& /*a*/, const Dependence& /*b*/) { return {}; }
  friend Undecided operator>(const Dependence& /*a*/, const Dependence& /*b*/) { return {}; }
  friend Undecided operator<=(const Dependence& /*a*/, const Dependence& /*b*/) { return {}; }
  friend Undecided operator>=(const Dependence& /*a*/, const Dependence& /*b*/) { return {}; }
  friend Undecided operator==(const Dependence& /*a*/, const Dependence& /*b*/) { return {}; }

  friend Dependence select(Undecided /*mask*/, const Dependence& a, const Dependence& b) {
    return join(a, b);
  }
  friend Dependence min(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence max(const Dependence& a, const Dependence& b) { return join(a, b); }
  friend Dependence abs(const Dependence& a) { return a; }
  friend Dependence sqrt(const Dependence& a) { return a; }
  friend Dependence exp(const Dependence& a) { return a; }
  friend Dependence log(const Dependence& a) { return a; }
  friend Dependence pow(const Dependence& a, const Dependence& g) { return join(a, g); }

 private:
  static Dependence join(const Dependence& a, const Dependence& b) {
    Dependence x;
    x.on_ = a.on_ | b.on_;
    return x;
  }
  Set on_;
};

/// A root depends on the function and on the bracket, not on the guess.
template <class Function>
Dependence increasing_root(const Function& f, const Dependence& low, const Dependence& high,
                           const Dependence& /*guess*/) {
  return f(low + high).value;
}

}  // namespace pressor::numerics
