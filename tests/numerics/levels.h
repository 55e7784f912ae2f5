#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "pressor/numerics/ensemble.h"

/// The same work compiled for each instruction set; compared in levels_test.cpp.
namespace pressor::numerics::levels {

inline constexpr std::size_t states = 3;
inline constexpr std::size_t patients = 20;
inline constexpr std::size_t outputs = 11;

/// What one instruction set makes of the numbers `x` and of a small ensemble.
struct Answer {
  std::span<double> functions;  ///< exp, log, pow of each number of x
  std::array<double, patients * outputs> places{};
};

/// x' = y, y' = mu (1 - x^2) y - x (van der Pol), z' = 25 (x - z): stiff, and different for each
/// mu.
template <class Pack>
class VanDerPol {
 public:
  explicit VanDerPol(Answer& answer) : answer_(answer) {}

  template <class Number>
  void rates(const Pack& /*time*/, const Number* s, Number* r) {
    r[0] = s[1];
    r[1] = (1.0 - s[0] * s[0]) * s[1] * Number(mu_) - s[0];
    r[2] = (s[0] - s[2]) * 25.0;
  }
  bool begin(std::size_t l, LanePlan& plan, std::span<double> state, std::span<double> scale) {
    if (next_ == patients) return false;
    who_[l] = next_++;
    seen_[l] = 0;
    set_lane(mu_, l, 0.5 + 0.4 * static_cast<double>(who_[l]));
    for (std::size_t i = 0; i < states; ++i) state[i] = scale[i] = 1.0;
    plan = {0.0, 1.0};
    return true;
  }
  double next(std::size_t /*l*/, double time) { return time + 1.0; }
  void read(const Choice<Pack>& /*lanes*/, const Pack& /*time*/, const Pack* /*state*/) {}
  Arrival arrive(std::size_t /*slot*/, std::size_t l, double time, std::span<double> state) {
    answer_.places[who_[l] * outputs + seen_[l]++] = state[2];
    return {time + 1.0, false, seen_[l] == outputs};
  }
  void fail(std::size_t /*l*/, double /*time*/, LaneFailure /*failure*/) {}

 private:
  Answer& answer_;
  std::size_t next_ = 0;
  std::array<std::size_t, lane_count<Pack>> who_{};
  std::array<std::size_t, lane_count<Pack>> seen_{};
  Pack mu_{};
};

/// `x` holds a multiple of eight numbers.
template <class Pack>
void work(const SparsePlan& plan, std::span<const double> x, Answer& answer) {
  constexpr std::size_t width = lane_count<Pack>;
  for (std::size_t i = 0; i < x.size(); i += width) {
    Pack a;
    for (std::size_t l = 0; l < width; ++l) set_lane(a, l, x[i + l]);
    const std::array<Pack, 3> results{exp(a), log(a), pow(abs(a), Pack(1.37))};
    for (std::size_t k = 0; k < results.size(); ++k) {
      for (std::size_t l = 0; l < width; ++l) {
        answer.functions[k * x.size() + i + l] = lane(results[k], l);
      }
    }
  }
  VanDerPol<Pack> problem(answer);
  Ensemble<Pack, VanDerPol<Pack>, 3>(plan, problem, {}).run();
}

void work_v2(const SparsePlan& plan, std::span<const double> x, Answer& answer);
void work_v3(const SparsePlan& plan, std::span<const double> x, Answer& answer);
void work_v4(const SparsePlan& plan, std::span<const double> x, Answer& answer);

}  // namespace pressor::numerics::levels
