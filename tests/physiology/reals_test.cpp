#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "people.h"

/// The right-hand side must run on lanes and dual numbers: nothing may branch on a
/// number, but to leave out what no lane needs. Strict
/// is a number that cannot be asked: its comparisons give a mask that is no bool, and it does not
/// turn back into a double. That the template compiles for it is half of the test.
namespace pressor {
namespace strict {

struct Mask {
  bool value = false;
};

struct Strict {
  double value = 0.0;
  Strict() = default;
  Strict(double x) : value(x) {}  // NOLINT(google-explicit-constructor): as lanes and duals do

  friend Strict operator+(Strict a, Strict b) { return a.value + b.value; }
  friend Strict operator-(Strict a, Strict b) { return a.value - b.value; }
  friend Strict operator*(Strict a, Strict b) { return a.value * b.value; }
  friend Strict operator/(Strict a, Strict b) { return a.value / b.value; }
  friend Strict operator-(Strict a) { return -a.value; }
  friend Mask operator<(Strict a, Strict b) { return {a.value < b.value}; }
  friend Mask operator>(Strict a, Strict b) { return {a.value > b.value}; }
  friend Mask operator<=(Strict a, Strict b) { return {a.value <= b.value}; }
  friend Mask operator>=(Strict a, Strict b) { return {a.value >= b.value}; }
  friend Mask operator==(Strict a, Strict b) { return {a.value == b.value}; }
};

Strict select(Mask mask, Strict a, Strict b) { return mask.value ? a : b; }
Mask both(Mask a, Mask b) { return {a.value && b.value}; }
Mask either(Mask a, Mask b) { return {a.value || b.value}; }
Mask negate(Mask a) { return {!a.value}; }
bool any(Mask a) { return a.value; }
bool all(Mask a) { return a.value; }
Mask is_nan(Strict a) { return {numerics::is_nan(a.value)}; }
Strict min(Strict a, Strict b) { return numerics::min(a.value, b.value); }
Strict max(Strict a, Strict b) { return numerics::max(a.value, b.value); }
Strict abs(Strict a) { return numerics::abs(a.value); }
Strict sqrt(Strict a) { return numerics::sqrt(a.value); }
Strict exp(const Strict& a) { return numerics::exp(a.value); }
Strict log(const Strict& a) { return numerics::log(a.value); }
Strict pow(const Strict& a, const Strict& g) { return numerics::pow(a.value, g.value); }

}  // namespace strict

namespace {

using strict::Strict;

/// The same record, number by number.
template <template <class> class Record>
Record<Strict> strictly(const Record<double>& from) {
  static_assert(sizeof(Record<Strict>) == sizeof(Record<double>));
  static_assert(sizeof(Strict) == sizeof(double));
  Record<Strict> to;
  std::memcpy(static_cast<void*>(&to), &from, sizeof(from));
  return to;
}

TEST(RightHandSide, NeverBranchesOnANumberAndGivesTheSameBits) {
  const std::vector<Limit> limits{{Watched::map, 65.0, true, 0.5},
                                  {Watched::heart_rate, 120.0, false, 1.0}};
  const std::vector<DrugChoice> drugs{{"norepinephrine", "li2024"},
                                      {"phenylephrine", ""},
                                      {"dexmedetomidine", "icu_flow"},
                                      {"propofol", ""},
                                      {"esmolol", ""}};
  for (std::uint32_t n = 0; n < 20; ++n) {
    const Person who = relative(person("septic", drugs, limits), n);
    Course course(who, 1.0e-6);
    course.in.fluids.bleeding = 60.0;
    course.infuse("DEX", 2.0);
    course.infuse("PROP", 2000.0);
    course.run(7.0);
    const Parameters<Strict> parameters = strictly(course.parameters);
    Inputs<Strict> in = strictly(course.in);
    in.time = course.time();
    const std::vector<Strict> state(course.state.begin(), course.state.end());
    std::vector<Strict> rates(state.size());
    derivatives(who.model, parameters, in, state.data(), rates.data());
    const std::vector<double> expected = course.rates();
    for (std::size_t k = 0; k < rates.size(); ++k) EXPECT_EQ(rates[k].value, expected[k]) << k;
  }
}

}  // namespace
}  // namespace pressor
