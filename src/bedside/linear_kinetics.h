#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "pressor/pharmacology/kinetics.h"

namespace pressor::bedside {

/// The kinetics of kinetics.h without production and interactions, in closed form:
///
///     A' = M A + e1 u,   A(t + h) = Phi(h) A(t) + g(h) u                    (1)
///
/// | symbol | name   | unit      | role                                                    |
/// |--------|--------|-----------|---------------------------------------------------------|
/// | A      | state  | ug, ng/mL | amounts of the compartments, then effect sites          |
/// | u      | rate   | ug/min    | input, constant over h                                  |
/// | Phi, g | -      | 1, min    | exact propagator of (1), from exp of the augmented matrix |
class LinearKinetics {
 public:
  static constexpr std::size_t most = max_compartments + max_sites;
  using State = std::array<double, most>;
  struct Propagator {
    double minutes = -1.0;
    std::array<State, most> phi{};
    State gain{};
  };

  /// Follows the compartments and the first `sites` effect sites; `running` (ug/min) has been
  /// infused for ever.
  LinearKinetics(const DrugStructure& drug, const DrugParameters<double>& parameters,
                 std::size_t sites, double running);

  void advance(double minutes, double rate);
  void push(double amount) { state_[0] += amount; }
  [[nodiscard]] std::span<const double> state() const { return {state_.data(), size_}; }
  /// The propagator over `minutes`; the last one is kept.
  const Propagator& over(double minutes);

 private:
  [[nodiscard]] Propagator propagator(double minutes) const;

  std::size_t compartments_;
  std::size_t size_;
  DrugParameters<double> p_;
  State state_{};
  Propagator last_;
};

}  // namespace pressor::bedside
