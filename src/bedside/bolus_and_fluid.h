#pragma once

#include <array>
#include <cstddef>

#include "bed.h"

namespace pressor::bedside {

/// Schedules of drugs, and what hangs beside the pumps: fluids, bleeding, steroids.
class BolusAndFluid {
 public:
  explicit BolusAndFluid(Bed& bed);

  /// Orders of a rescue count behind the scheduled ones.
  [[nodiscard]] const FluidOrder& fluid(std::size_t index) const;
  [[nodiscard]] const DrugOrder& drug(std::size_t index) const;

  void give_for(std::size_t rescue);
  void start_fluid(std::size_t index);
  void end_fluid(std::size_t kind, double rate);
  void steroid(int change);

 private:
  void schedule_drug(std::size_t index);
  double& rate_of(std::size_t kind);

  Bed& bed_;
  std::array<int, 3> bags_{};  ///< running, by kind
  int steroids_ = 0;
};

}  // namespace pressor::bedside
