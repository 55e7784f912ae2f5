#pragma once

#include <array>

#include "pressor/pharmacology/kinetics.h"

namespace pressor::bedside {

/// What a target-controlled pump believes of its patient: the linear model of kinetics.h without
/// production, interactions and effect sites.
///
///     A' = M A + e1 u,   A(t + h) = Phi(h) A(t) + g(h) u                    (1)
///     u  = max(0, V1 target - (Phi(h) A)_1) / g_1(h)                        (2)
///
/// | symbol | name  | unit   | role                                                          |
/// |--------|-------|--------|---------------------------------------------------------------|
/// | A      | amount | ug    | state                                                         |
/// | u      | rate  | ug/min | result of (2): plasma is at target at the end of a step h     |
/// | Phi, g | -     | 1, min | exact propagator of (1), from exp of the augmented matrix     |
///
/// As amounts are never negative, (2) lies between 0 and V1 target / g_1(h).
class TargetPump {
 public:
  /// `running` (ug/min) has been infused for ever.
  TargetPump(const DrugStructure& drug, const DrugParameters<double>& parameters, double running);

  void advance(double minutes, double rate);
  void push(double amount) { amount_[0] += amount; }
  /// Equation (2); target in ng/mL, `step` in min.
  double rate_for(double target, double step);

 private:
  using Amounts = std::array<double, max_compartments>;
  struct Propagator {
    double minutes = -1.0;
    std::array<Amounts, max_compartments> phi{};
    Amounts gain{};
  };
  [[nodiscard]] Propagator propagator(double minutes) const;
  const Propagator& cached(double minutes);

  std::size_t compartments_;
  DrugParameters<double> p_;
  Amounts amount_{};
  Propagator last_;
};

}  // namespace pressor::bedside
