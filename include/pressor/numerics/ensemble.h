#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "pressor/numerics/dependence.h"
#include "pressor/numerics/duals.h"
#include "pressor/numerics/ensemble_contract.h"
#include "pressor/numerics/lanes.h"
#include "pressor/numerics/rosenbrock.h"
#include "pressor/numerics/sparse.h"

/// Many patients through one stiff right-hand side, several at a time and each on his own clock.
///
/// A lane carries one patient: state, time, step. One round is one trial step of every lane; steps
/// are accepted lane by lane, and a lane whose patient is done takes the next one. Steps run across
/// readings: all that fall into the steps of a round are interpolated and read in batches as wide
/// as a Pack, then handed over one by one; only where that changes something does the lane begin
/// again there, and what was read of it beyond is dropped. Lanes never read each other: a patient's
/// bytes do not depend on his lane, his neighbours or the number of lanes.
///
/// The Jacobian is computed for all lanes together, every `jacobian_every` rounds; new patients
/// begin in such a round, so that its age follows from a patient's own rounds.
namespace pressor::numerics {

/// Pattern of the Jacobian of a right-hand side `rates(time, state, rates)` that takes Dependence.
template <class Rates>
Pattern jacobian_pattern(std::size_t states, const Rates& rates) {
  std::vector<Dependence> state(states);
  std::vector<Dependence> result(states);
  for (std::size_t i = 0; i < states; ++i) state[i] = Dependence::variable(i);
  rates(state.data(), result.data());
  Pattern pattern(states, std::vector<bool>(states, false));
  for (std::size_t i = 0; i < states; ++i) {
    for (std::size_t j = 0; j < states; ++j) pattern[i][j] = result[i].on(j);
  }
  return pattern;
}

/// Pack is Lanes or double. A Problem has
///
///     std::size_t states();
///     template <class Number>                                  // Pack, or Dual over Pack
///     void rates(const Pack& time, const Number* state, Number* rates);
///     bool begin(std::size_t lane, LanePlan& plan, std::span<double> state,
///                std::span<double> scale);                     // false: no patient is left
///     double next(std::size_t lane, double time);              // wanted after `time`, as it is
///     now void read(const Choice<Pack>& lanes, const Pack& time, const Pack* state); Arrival
///     arrive(std::size_t slot, std::size_t lane, double time, std::span<double> state); void
///     fail(std::size_t lane, double time, LaneFailure failure);
///
/// `scale` is a typical size of each state: a step's error is measured against tolerance x (scale +
/// |state|); infinity keeps a state out of it. `read` sees a batch, slot by slot of the lanes that
/// are chosen; `arrive` then acts on the slots in order of time.
template <class Pack, class Problem, std::size_t directions = 10>
class Ensemble {
 public:
  Ensemble(const SparsePlan& plan, Problem& problem, const EnsembleSettings& settings)
      : plan_(plan),
        problem_(problem),
        settings_(settings),
        n_(plan.size),
        factors_(plan),
        scratch_(n_),
        scratch_scale_(n_) {
    for (auto* states : {&y_, &next_, &f_, &before_, &inside_, &scale_, &argument_}) {
      states->resize(n_, Pack(0.0));
    }
    for (auto& u : u_) u.resize(n_, Pack(0.0));
    jacobian_.resize(plan.sources.size(), Pack(0.0));
    dual_state_.resize(n_);
    dual_rates_.resize(n_);
  }

  /// Runs until the problem has no patient left.
  void run() {
    while (refill()) {
      for (std::uint32_t age = 0; age < settings_.jacobian_every && busy(); ++age) round(age == 0);
    }
  }

  [[nodiscard]] const EnsembleCounts& counts() const { return counts_; }

 private:
  using Mask = MaskOf<Pack>;
  using Number = Dual<Pack, directions>;
  static constexpr std::size_t width = lane_count<Pack>;
  static constexpr double infinity = std::numeric_limits<double>::infinity();

  /// What a lane does beside numbers that all lanes have in common.
  struct Lane {
    LanePlan plan;
    std::uint64_t rounds = 0;
    bool active = false;
    bool restarted = false;  ///< inputs or state have just changed
    bool rejected = false;   ///< the last trial was
    bool exhausted = false;  ///< the problem had no patient for it
  };

  [[nodiscard]] bool busy() const {
    return std::any_of(lanes_.begin(), lanes_.end(), [](const Lane& l) { return l.active; });
  }

  /// Gives every free lane a patient. False when all are done.
  bool refill() {
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      if (lane.active || lane.exhausted) continue;
      lane = Lane{};
      if (!problem_.begin(l, lane.plan, scratch_, scratch_scale_)) {
        lane.exhausted = true;
        continue;
      }
      lane.active = true;
      lane.restarted = true;
      set_lane(step_, l, settings_.largest_step);
      for (std::size_t i = 0; i < n_; ++i) {
        set_lane(y_[i], l, scratch_[i]);
        set_lane(scale_[i], l, scratch_scale_[i]);
        set_lane(before_[i], l, 0.0);
      }
    }
    return busy();
  }

  /// One trial step of every lane.
  void round(bool new_jacobian) {
    ++counts_.rounds;
    for (std::size_t l = 0; l < width; ++l) set_lane(time_, l, lanes_[l].plan.time);
    problem_.rates(time_, y_.data(), f_.data());
    if (new_jacobian) collect_jacobian();
    choose_step();
    factors_.factorise(jacobian_, 1.0 / (step_ * ros34pw2.gamma));
    stage<0>();
    stage<1>();
    stage<2>();
    stage<3>();
    judge();
    deliver();
  }

  /// J column by column from dual numbers, as many directions at a time as a Dual has.
  void collect_jacobian() {
    ++counts_.jacobians;
    for (std::size_t first = 0; first < plan_.directions; first += directions) {
      for (std::size_t i = 0; i < n_; ++i) {
        const std::size_t direction = plan_.direction_of[i];
        const bool seeded = direction >= first && direction < first + directions;
        dual_state_[i] = seeded ? Number::variable(y_[i], direction - first) : Number(y_[i]);
      }
      problem_.rates(time_, dual_state_.data(), dual_rates_.data());
      for (std::size_t k = 0; k < plan_.sources.size(); ++k) {
        const SparsePlan::Source& s = plan_.sources[k];
        if (s.direction >= first && s.direction < first + directions) {
          jacobian_[k] = dual_rates_[s.row].slope(s.direction - first);
        }
      }
    }
  }

  /// After a change of the rates by D (relative to the states' sizes, 1/min) no step is longer than
  /// (100 tolerance)^(1/3) (0.1/D)^(1/2): tuned on septic patients; the error estimate has the last
  /// word.
  void choose_step() {
    Pack change = Pack(0.0);
    for (std::size_t i = 0; i < n_; ++i) {
      change = max(abs(f_[i] - before_[i]) / (scale_[i] + abs(y_[i])), change);
    }
    const double factor = pow(100.0 * settings_.tolerance, 1.0 / 3.0);
    const Pack shortened = factor * sqrt(0.1 / max(change, Pack(1.0e-12)));
    const Pack limit = max(shortened, Pack(0.02));
    for (std::size_t l = 0; l < width; ++l) {
      Lane& lane = lanes_[l];
      if (!lane.restarted) continue;
      set_lane(step_, l, min(lane_of(step_, l), lane_of(limit, l)));
      lane.restarted = false;
    }
    step_ = min(step_, Pack(settings_.largest_step));
  }

  static double lane_of(const Pack& x, std::size_t l) { return numerics::lane(x, l); }

  /// Equation (1) of rosenbrock.h.
  template <std::size_t s>
  void stage() {
    const Rosenbrock& r = ros34pw2;
    if constexpr (s == 0) {
      u_[0] = f_;
    } else {
      for (std::size_t i = 0; i < n_; ++i) {
        Pack y = y_[i];
        for (std::size_t j = 0; j < s; ++j) y = y + r.a[s][j] * u_[j][i];
        argument_[i] = y;
      }
      problem_.rates(time_ + r.alpha[s] * step_, argument_.data(), u_[s].data());
      std::array<Pack, s> c{};
      for (std::size_t j = 0; j < s; ++j) c[j] = r.c[s][j] / step_;
      for (std::size_t i = 0; i < n_; ++i) {
        Pack rest = u_[s][i];
        for (std::size_t j = 0; j < s; ++j) rest = rest + c[j] * u_[j][i];
        u_[s][i] = rest;
      }
    }
    factors_.solve(u_[s]);
  }

  /// Equation (2): new states, relative errors, which lanes accept, and the steps that come next.
  void judge() {
    const Rosenbrock& r = ros34pw2;
    Pack worst = Pack(0.0);
    Pack sum = Pack(0.0);  // carries what is not finite
    for (std::size_t i = 0; i < n_; ++i) {
      Pack y = y_[i];
      Pack error = Pack(0.0);
      for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
        y = y + r.m[j] * u_[j][i];
        error = error + r.e[j] * u_[j][i];
      }
      next_[i] = y;
      const Pack relative = abs(error) / (scale_[i] + max(abs(y_[i]), abs(y)));
      worst = max(relative, worst);
      sum = sum + (relative + 0.0 * y);
    }
    finite_ = sum < infinity;
    const Pack e = select(finite_, worst / settings_.tolerance, Pack(1.0e6));
    accepted_ = e <= 1.0;
    const Pack factor = 0.9 * pow(max(e, Pack(1.0e-6)), Pack(-1.0 / 3.0));
    taken_ = step_;
    step_ = step_ * min(max(factor, Pack(0.2)), Pack(5.0));
    for (std::size_t l = 0; l < width; ++l) settle(l);
  }

  /// Books one lane's trial and its failures.
  void settle(std::size_t l) {
    Lane& lane = lanes_[l];
    const bool accepted = numerics::lane(accepted_, l) && lane.active;
    set_lane(accepted_, l, accepted);
    if (!lane.active) return;
    ++counts_.trials;
    counts_.accepted += accepted ? 1 : 0;
    // No growth right after a rejection.
    if (lane.rejected && accepted) set_lane(step_, l, min(lane_of(step_, l), lane_of(taken_, l)));
    lane.rejected = !accepted;
    const bool finite = numerics::lane(finite_, l);
    if (!accepted && lane_of(step_, l) < settings_.smallest_step) {
      fail(l, finite ? LaneFailure::step_collapse : LaneFailure::not_finite);
    } else if (++lane.rounds >= settings_.rounds) {
      fail(l, LaneFailure::budget);
    }
  }

  void fail(std::size_t l, LaneFailure failure) {
    lanes_[l].active = false;
    set_lane(accepted_, l, false);
    problem_.fail(l, lanes_[l].plan.time, failure);
  }

  /// Hands out what is wanted within the accepted steps, then moves on to their ends.
  void deliver() {
    while (fill_slots()) {
      interpolate();
      ++counts_.batches;
      problem_.read(choice_, slot_time_, inside_.data());
      hand_over();
    }
    for (std::size_t i = 0; i < n_; ++i) y_[i] = select(accepted_, next_[i], y_[i]);
    for (std::size_t l = 0; l < width; ++l) {
      if (numerics::lane(accepted_, l)) lanes_[l].plan.time += lane_of(taken_, l);
    }
  }

  /// Lane by lane, the times wanted within the accepted steps, as if nothing were to change there.
  bool fill_slots() {
    slots_ = 0;
    for (std::size_t l = 0; l < width; ++l) {
      if (!numerics::lane(accepted_, l)) continue;
      const double begin = lanes_[l].plan.time;
      const double length = lane_of(taken_, l);
      double time = lanes_[l].plan.wanted;
      for (; slots_ < width && time <= begin + length; time = problem_.next(l, time)) {
        fill_slot(slots_, l, time, (time - begin) / length);
        ++slots_;
      }
    }
    // The rest repeats the first: its reading takes as long.
    if (slots_ == 0) return false;
    for (std::size_t s = slots_; s < width; ++s) {
      fill_slot(s, slot_lane_[0], lane_of(slot_time_, 0), lane_of(slot_place_, 0));
    }
    return true;
  }

  void fill_slot(std::size_t slot, std::size_t l, double time, double place) {
    slot_lane_[slot] = l;
    choice_.set(slot, l);
    set_lane(slot_time_, slot, time);
    set_lane(slot_place_, slot, place);
  }

  /// Equation (3) of rosenbrock.h in every slot.
  void interpolate() {
    std::array<Pack, rosenbrock_stages> w{};
    for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
      const auto& c = ros34pw2.w[j];
      w[j] = slot_place_ * (c[0] + slot_place_ * (c[1] + slot_place_ * c[2]));
    }
    for (std::size_t i = 0; i < n_; ++i) {
      Pack y = choose(y_[i], choice_);
      for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
        y = y + w[j] * choose(u_[j][i], choice_);
      }
      inside_[i] = y;
    }
  }

  void hand_over() {
    std::array<bool, width> void_from_here{};
    for (std::size_t s = 0; s < slots_; ++s) {
      const std::size_t l = slot_lane_[s];
      // An arrival may have changed the lane, or what is wanted of it next.
      const double time = lane_of(slot_time_, s);
      if (!void_from_here[l] && time == lanes_[l].plan.wanted) {
        void_from_here[l] = arrive(s, l, time);
      }
    }
  }

  /// Hands over one slot; true when the lane begins again there, or is free.
  bool arrive(std::size_t slot, std::size_t l, double time) {
    ++counts_.readings;
    for (std::size_t i = 0; i < n_; ++i) scratch_[i] = lane_of(inside_[i], slot);
    Lane& lane = lanes_[l];
    const Arrival arrival = problem_.arrive(slot, l, time, scratch_);
    lane.plan.wanted = arrival.next;
    if (!arrival.finished && !arrival.changed) return false;
    set_lane(accepted_, l, false);
    lane.plan.time = time;
    lane.active = !arrival.finished;
    lane.restarted = true;
    for (std::size_t i = 0; i < n_; ++i) {
      set_lane(before_[i], l, slope_inside(i, l, lane_of(slot_place_, slot)));
      set_lane(y_[i], l, scratch_[i]);
    }
    return true;
  }

  /// Derivative of (3) by time.
  [[nodiscard]] double slope_inside(std::size_t i, std::size_t l, double x) const {
    double slope = 0.0;
    for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
      const auto& c = ros34pw2.w[j];
      slope += (c[0] + x * (2.0 * c[1] + x * 3.0 * c[2])) * lane_of(u_[j][i], l);
    }
    return slope / lane_of(taken_, l);
  }

  const SparsePlan& plan_;
  Problem& problem_;
  EnsembleSettings settings_;
  std::size_t n_;
  SparseFactors<Pack> factors_;
  EnsembleCounts counts_;
  std::array<Lane, width> lanes_{};
  Pack time_{};
  Pack step_{};   ///< of the next trial
  Pack taken_{};  ///< of the last trial
  Mask accepted_{};
  Mask finite_{};
  std::size_t slots_ = 0;  ///< filled; each holds one reading of one lane
  std::array<std::size_t, width> slot_lane_{};
  Choice<Pack> choice_{};
  Pack slot_time_{};
  Pack slot_place_{};  ///< in the lane's step, 0..1
  std::vector<Pack> y_, next_, f_, before_, inside_, scale_, argument_;
  std::array<std::vector<Pack>, rosenbrock_stages> u_;
  std::vector<Pack> jacobian_;
  std::vector<Number> dual_state_, dual_rates_;
  std::vector<double> scratch_, scratch_scale_;
};

}  // namespace pressor::numerics
