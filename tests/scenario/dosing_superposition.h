#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

/// Plasma concentrations by superposition of textbook formulas, without any code of the program:
/// Bertrand and Mentre, Mathematical expressions of the pharmacokinetic and pharmacodynamic models
/// implemented in the Monolix software, 2008, sections 1.1 to 1.3; the same in Gibaldi and Perrier,
/// Pharmacokinetics, 1982. After a unit bolus into the central compartment
///
///     C(t) = sum_i A_i exp(-l_i t)
///
/// and every other form of dose is the convolution of its input with that.
namespace pressor::testing {

constexpr double for_ever_before = -std::numeric_limits<double>::infinity();

/// One, two or three compartments; L, L/min, 1/min.
struct Disposition {
  int compartments = 1;
  double v1 = 1.0, cl = 1.0, v2 = 1.0, q2 = 0.0, v3 = 1.0, q3 = 0.0;
  double ka = 0.0;
};

/// What reaches a person: `amount` (ug) from `start` (min) over `duration` (0: at once), into the
/// central compartment or, to be absorbed at rate ka, into the depot. With start for_ever_before
/// `amount` is a rate (ug/min), and `duration` the time at which it ends.
struct GivenDose {
  double start = 0.0;
  double amount = 0.0;
  double duration = 0.0;
  bool depot = false;
};

/// Doses of the same kind, one every `interval`.
inline std::vector<GivenDose> train(double first, double interval, int count, GivenDose dose) {
  std::vector<GivenDose> doses;
  for (int k = 0; k < count; ++k) {
    dose.start = first + k * interval;
    doses.push_back(dose);
  }
  return doses;
}

inline std::vector<GivenDose> operator+(std::vector<GivenDose> a, const std::vector<GivenDose>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class Superposition {
 public:
  explicit Superposition(const Disposition& d) : d_(d) {
    if (d.compartments == 1) one();
    if (d.compartments == 2) two();
    if (d.compartments == 3) three();
  }

  /// Concentration (ng/mL) at `time`, all doses `lag` later than given.
  [[nodiscard]] double at(double time, const std::vector<GivenDose>& doses, double lag) const {
    double sum = 0.0;
    for (const GivenDose& dose : doses) sum += of(dose, time - lag);
    return sum;
  }

 private:
  void one() { add(1.0 / d_.v1, d_.cl / d_.v1); }

  void two() {
    const double k = d_.cl / d_.v1;
    const double k12 = d_.q2 / d_.v1;
    const double k21 = d_.q2 / d_.v2;
    const double sum = k12 + k21 + k;
    const double beta = 0.5 * (sum - std::sqrt(sum * sum - 4.0 * k21 * k));
    const double alpha = k21 * k / beta;
    add((alpha - k21) / (alpha - beta) / d_.v1, alpha);
    add((beta - k21) / (beta - alpha) / d_.v1, beta);
  }

  void three() {
    const double k = d_.cl / d_.v1;
    const double k12 = d_.q2 / d_.v1;
    const double k21 = d_.q2 / d_.v2;
    const double k13 = d_.q3 / d_.v1;
    const double k31 = d_.q3 / d_.v3;
    const double a0 = k * k21 * k31;
    const double a1 = k * k31 + k21 * k31 + k21 * k13 + k * k21 + k31 * k12;
    const double a2 = k + k12 + k13 + k21 + k31;
    const double p = a1 - a2 * a2 / 3.0;
    const double q = 2.0 * a2 * a2 * a2 / 27.0 - a1 * a2 / 3.0 + a0;
    const double r1 = std::sqrt(-p * p * p / 27.0);
    const double r2 = 2.0 * std::cbrt(r1);
    const double phi = std::acos(-q / 2.0 / r1) / 3.0;
    const double third = 2.0 * std::acos(-1.0) / 3.0;
    const std::array<double, 3> l{-(std::cos(phi) * r2 - a2 / 3.0),
                                  -(std::cos(phi + third) * r2 - a2 / 3.0),
                                  -(std::cos(phi + 2.0 * third) * r2 - a2 / 3.0)};
    for (std::size_t i = 0; i < 3; ++i) {
      const double others = (l[i] - l[(i + 1) % 3]) * (l[i] - l[(i + 2) % 3]);
      add((k21 - l[i]) * (k31 - l[i]) / others / d_.v1, l[i]);
    }
  }

  void add(double a, double l) { terms_.push_back({a, l}); }

  [[nodiscard]] double of(const GivenDose& dose, double time) const {
    if (dose.start == for_ever_before) return constant(dose.amount, time - dose.duration);
    const double t = time - dose.start;
    if (t < 0.0) return 0.0;
    double sum = 0.0;
    for (const Term& term : terms_) {
      sum += dose.duration > 0.0 ? dose.amount / dose.duration * run_in(term, t, dose)
             : dose.depot        ? dose.amount * absorbed(term, t)
                                 : dose.amount * term.a * std::exp(-term.l * t);
    }
    return sum;
  }

  /// A rate that ended `after` min ago.
  [[nodiscard]] double constant(double rate, double after) const {
    if (after <= 0.0) return rate / d_.cl;
    double sum = 0.0;
    for (const Term& term : terms_) sum += rate * term.a / term.l * std::exp(-term.l * after);
    return sum;
  }

  struct Term {
    double a = 0.0;
    double l = 0.0;
  };

  /// After a unit in the depot.
  [[nodiscard]] double absorbed(const Term& term, double t) const {
    if (d_.ka == term.l) return term.a * d_.ka * t * std::exp(-d_.ka * t);
    return term.a * d_.ka / (d_.ka - term.l) * (std::exp(-term.l * t) - std::exp(-d_.ka * t));
  }

  /// Under a unit rate.
  [[nodiscard]] double run_in(const Term& term, double t, const GivenDose& dose) const {
    const double running = std::min(t, dose.duration);
    const double after = t - running;
    const auto filled = [&](double l) { return (1.0 - std::exp(-l * running)) / l; };
    const double central = filled(term.l) * std::exp(-term.l * after);
    if (!dose.depot) return term.a * central;
    return term.a * d_.ka / (d_.ka - term.l) * (central - filled(d_.ka) * std::exp(-d_.ka * after));
  }

  Disposition d_;
  std::vector<Term> terms_;
};

}  // namespace pressor::testing
