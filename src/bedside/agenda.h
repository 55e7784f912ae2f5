#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace pressor::bedside {

/// What falls due. At equal times the order of this list decides: what is under way arrives first,
/// then schedules, then the challenge, then those who look and decide.
enum class What : std::uint8_t {
  vein_rate,
  vein_bolus,
  cuff_opens,
  pump_setting,
  spread_end,
  fluid_end,
  infusion_edge,
  bolus,
  fluid,
  steroid_on,
  steroid_off,
  take_over,
  hand_back,
  hold_end,
  challenge_mark,
  challenge_start,
  look,
  check,
  target_step,
};

struct Due {
  double time = 0.0;         ///< min
  What what = What::check;   ///< what to do
  std::uint16_t index = 0;   ///< drug, order, titration, rescue: by `what`
  std::uint32_t number = 0;  ///< which check or look, or which generation of a pump
  double value = 0.0;        ///< rate or amount
  std::uint32_t sequence = 0;
};

/// Times are kept on a grid of 2^-30 min, so that sums which differ in the last bit meet. Adding
/// the anchor leaves no finer bits; holds for 2^21 min, four years.
inline double on_grid(double minutes) {
  constexpr double anchor = 0x1.8p22;
  return (minutes + anchor) - anchor;
}

/// Everything that is going to happen, in order. A handful of lines, and what is added is mostly
/// near: a sorted list is faster than a heap.
class Agenda {
 public:
  Agenda() { latest_first_.reserve(32); }
  /// Leaves out what never happens (time not finite).
  void add(Due due);
  [[nodiscard]] double next() const {
    return latest_first_.empty() ? std::numeric_limits<double>::infinity()
                                 : latest_first_.back().time;
  }
  /// The first that is wanted.
  template <class Wanted>
  [[nodiscard]] double next(const Wanted& wanted) const {
    const auto found = std::find_if(latest_first_.rbegin(), latest_first_.rend(), wanted);
    return found == latest_first_.rend() ? std::numeric_limits<double>::infinity() : found->time;
  }
  Due take();
  void clear() { latest_first_.clear(); }

 private:
  std::vector<Due> latest_first_;
  std::uint32_t added_ = 0;
};

}  // namespace pressor::bedside
