#pragma once

#include "linear_kinetics.h"

namespace pressor::bedside {

/// What a target-controlled pump believes of its patient: linear kinetics without effect sites.
///
///     u = max(0, V1 target - (Phi(h) A)_1) / g_1(h)                        (1)
///
/// A, Phi and g as in linear_kinetics.h: plasma is at target at the end of a step h. As amounts are
/// never negative, (1) lies between 0 and V1 target / g_1(h).
class TargetPump {
 public:
  /// `running` (ug/min) has been infused for ever.
  TargetPump(const DrugStructure& drug, const DrugParameters<double>& parameters, double running)
      : volume_(parameters.volume[0]), believed_(drug, parameters, 0, running) {}

  void advance(double minutes, double rate) { believed_.advance(minutes, rate); }
  void push(double amount) { believed_.push(amount); }
  /// Equation (1); target in ng/mL, `step` in min.
  double rate_for(double target, double step);

 private:
  double volume_;  ///< L
  LinearKinetics believed_;
};

}  // namespace pressor::bedside
