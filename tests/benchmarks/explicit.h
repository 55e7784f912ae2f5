#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "pressor/numerics/ensemble.h"

/// The explicit rival of numerics/ensemble.h, for measurement only: Dormand and Prince's pair of
/// orders 5 and 4 (1980, J Comput Appl Math 6:19), on the same lanes, each with its own clock and
/// step, over the same problem. Steps end at every time that is wanted: stability keeps them far
/// shorter than a minute anyway.
namespace pressor::benchmarks {

template <class Pack, class Problem>
class ExplicitEnsemble {
 public:
  ExplicitEnsemble(std::size_t states, Problem& problem, double tolerance)
      : problem_(problem), tolerance_(tolerance), n_(states), scratch_(n_), scratch_scale_(n_) {
    for (auto* v : {&y_, &scale_, &argument_}) v->resize(n_, Pack(0.0));
    for (auto& k : k_) k.resize(n_, Pack(0.0));
  }

  void run() {
    while (refill()) step();
  }

  [[nodiscard]] const numerics::EnsembleCounts& counts() const { return counts_; }

 private:
  static constexpr std::size_t width = numerics::lane_count<Pack>;
  static constexpr std::size_t stages = 7;
  static constexpr std::array<std::array<double, 6>, stages> a{
      {{},
       {1.0 / 5},
       {3.0 / 40, 9.0 / 40},
       {44.0 / 45, -56.0 / 15, 32.0 / 9},
       {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
       {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
       {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}}};
  static constexpr std::array<double, stages> c{0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
  static constexpr std::array<double, stages> e{
      71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

  struct Lane {
    numerics::LanePlan plan;
    double step = 0.01;
    double taken = 0.0;
    bool free = true;
    bool exhausted = false;
  };

  bool refill() {
    bool any = false;
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      if (lane.free && !lane.exhausted) {
        lane = Lane{};
        lane.exhausted = !problem_.begin(l, lane.plan, scratch_, scratch_scale_);
        lane.free = lane.exhausted;
        for (std::size_t i = 0; i < n_; ++i) {
          numerics::set_lane(y_[i], l, scratch_[i]);
          numerics::set_lane(scale_[i], l, scratch_scale_[i]);
        }
        fresh_ = true;
      }
      any = any || !lane.free;
    }
    return any;
  }

  /// One trial step of every lane.
  void step() {
    Pack time(0.0);
    Pack h(0.0);
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      lane.taken = lane.free ? 0.0 : std::min(lane.step, lane.plan.wanted - lane.plan.time);
      numerics::set_lane(time, l, lane.plan.time);
      numerics::set_lane(h, l, lane.taken);
    }
    if (fresh_) problem_.rates(time, y_.data(), k_[0].data());
    fresh_ = false;
    for (std::size_t s = 1; s < stages; ++s) {
      for (std::size_t i = 0; i < n_; ++i) {
        Pack sum = a[s][0] * k_[0][i];
        for (std::size_t j = 1; j < s; ++j) sum = sum + a[s][j] * k_[j][i];
        argument_[i] = y_[i] + h * sum;
      }
      problem_.rates(time + c[s] * h, argument_.data(), k_[s].data());
    }
    judge(h);
  }

  void judge(const Pack& h) {
    using numerics::abs;
    using numerics::max;
    using numerics::pow;
    using numerics::select;
    Pack worst(0.0);
    for (std::size_t i = 0; i < n_; ++i) {
      Pack error(0.0);
      for (std::size_t j = 0; j < stages; ++j) error = error + e[j] * k_[j][i];
      const Pack size = scale_[i] + max(abs(y_[i]), abs(argument_[i]));
      worst = max(abs(h * error) / size, worst);
    }
    const Pack ratio = worst / tolerance_;
    const auto accepted = ratio <= 1.0;
    const Pack factor = 0.9 * pow(max(ratio, Pack(1.0e-6)), Pack(-0.2));
    ++counts_.rounds;
    for (std::size_t i = 0; i < n_; ++i) {
      y_[i] = select(accepted, argument_[i], y_[i]);
      k_[0][i] = select(accepted, k_[6][i], k_[0][i]);
    }
    bool due = false;
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      if (lane.free) continue;
      ++counts_.trials;
      const double grown = lane.taken * std::clamp(numerics::lane(factor, l), 0.2, 5.0);
      const bool cut = lane.taken < lane.step;
      if (!numerics::lane(accepted, l)) {
        lane.step = grown;
        continue;
      }
      if (!cut) lane.step = grown;
      const bool arrived = lane.plan.time + lane.taken >= lane.plan.wanted - 1.0e-12;
      lane.plan.time = arrived ? lane.plan.wanted : lane.plan.time + lane.taken;
      due = due || arrived;
    }
    if (due) hand_over();
  }

  void hand_over() {
    numerics::Choice<Pack> same;
    Pack time(0.0);
    for (std::size_t l = 0; l < width; ++l) {
      same.set(l, l);
      numerics::set_lane(time, l, lanes_[l].plan.time);
    }
    problem_.read(same, time, y_.data());
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      if (lane.free || lane.plan.time < lane.plan.wanted) continue;
      for (std::size_t i = 0; i < n_; ++i) scratch_[i] = numerics::lane(y_[i], l);
      const numerics::Arrival arrival = problem_.arrive(l, l, lane.plan.time, scratch_);
      lane.plan.wanted = arrival.next;
      lane.free = arrival.finished;
      if (!arrival.changed) continue;
      fresh_ = true;
      lane.step = std::min(lane.step, 0.05);
      for (std::size_t i = 0; i < n_; ++i) numerics::set_lane(y_[i], l, scratch_[i]);
    }
  }

  Problem& problem_;
  double tolerance_;
  std::size_t n_;
  std::array<Lane, width> lanes_{};
  std::vector<Pack> y_, scale_, argument_;
  std::array<std::vector<Pack>, stages> k_;
  std::vector<double> scratch_, scratch_scale_;
  numerics::EnsembleCounts counts_;
  bool fresh_ = true;  ///< somebody's first slope is to be computed
};

}  // namespace pressor::benchmarks
