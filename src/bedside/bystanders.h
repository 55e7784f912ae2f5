#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "linear_kinetics.h"
#include "pressor/physiology/body.h"

namespace pressor::bedside {

/// Drugs in the patient that nothing there notices (Model::bystander), followed in closed form from
/// dose to dose. No integrator sees them, so that giving one changes no bit of anything else.
class Bystanders {
 public:
  Bystanders(const Model& model, const Parameters<double>& parameters);

  [[nodiscard]] bool any() const { return any_; }
  /// `rate` (ug/min) has been running for ever.
  void begin(std::size_t drug, double rate);
  /// From `time` (min) on `rate` reaches the vein.
  void arrive(std::size_t drug, double time, double rate);
  void push(std::size_t drug, double time, double amount);
  /// Amounts, then effect sites, at `time`, which never goes back.
  std::span<const double> state(std::size_t drug, double time);

 private:
  struct Followed {
    LinearKinetics kinetics;
    double rate = 0.0;
    double time = 0.0;
  };
  Followed& at(std::size_t drug, double time);

  const Model& model_;
  const Parameters<double>& parameters_;
  bool any_ = false;
  std::vector<std::optional<Followed>> drugs_;
};

}  // namespace pressor::bedside
