#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "bed.h"
#include "bolus_and_fluid.h"
#include "pumps.h"

namespace pressor::bedside {

/// Those who watch the monitor and act when a limit is crossed.
class Rescues {
 public:
  Rescues(Bed& bed, Pumps& pumps, BolusAndFluid& orders);

  /// Look number `number`: the reason to act, or nothing.
  std::optional<Reason> look(std::size_t rescue, std::uint32_t number,
                             std::span<const double> state);
  void act(std::size_t rescue, const Reason& reason);

 private:
  struct State {
    double since = std::numeric_limits<double>::infinity();
    double locked_until = never;
    double integral = 0.0;  ///< of MAP at the last look
    double looked = 0.0;    ///< min, last look
  };

  void plan(std::size_t rescue, std::uint32_t number);
  double sign(const Rescue& rescue, State& s, std::span<const double> state) const;
  std::uint16_t name_index(const std::string& name);

  Bed& bed_;
  Pumps& pumps_;
  BolusAndFluid& orders_;
  std::vector<State> states_;
};

}  // namespace pressor::bedside
