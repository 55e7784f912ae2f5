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
/// A lane carries one patient: state, time, step, next stop. One round is one trial step of every
/// lane; steps are accepted lane by lane, and a lane whose patient is done takes the next one.
/// Steps run across stops: at a stop the interpolated state is handed to the problem, and only when
/// that changes something does the lane begin again there. Lanes never read each other: a patient's
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
///     void observe(const MaskOf<Pack>& due, const Pack& time, const Pack* state);
///     double next_output(std::size_t lane);                    // after observe
///     StopResult stop(std::size_t lane, double time, std::span<double> state);
///     void fail(std::size_t lane, double time, LaneFailure failure);
///
/// `scale` is a typical size of each state: a step's error is measured against tolerance x (scale +
/// |state|); infinity keeps a state out of it. At one time `observe` comes before `stop`.
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

  /// Hands out what falls into the accepted steps, in order of time, then moves on to their ends.
  void deliver() {
    Mask due = accepted_;
    Pack x = Pack(0.0);
    while (next_due(due, x)) {
      interpolate(x);
      hand_out(due, x);
    }
    for (std::size_t i = 0; i < n_; ++i) y_[i] = select(accepted_, next_[i], y_[i]);
    for (std::size_t l = 0; l < width; ++l) {
      if (numerics::lane(accepted_, l)) lanes_[l].plan.time += lane_of(taken_, l);
    }
  }

  /// The lanes with something due inside their step, and where in the step, 0..1.
  bool next_due(Mask& due, Pack& x) {
    bool found = false;
    for (std::size_t l = 0; l < width; ++l) {
      const LanePlan& plan = lanes_[l].plan;
      const double next = std::min(plan.stop, plan.output);
      const double length = lane_of(taken_, l);
      const bool inside = numerics::lane(accepted_, l) && next <= plan.time + length;
      set_lane(due, l, inside);
      set_lane(x, l, inside ? (next - plan.time) / length : 0.0);
      found = found || inside;
    }
    return found;
  }

  /// Equation (3) of rosenbrock.h.
  void interpolate(const Pack& x) {
    std::array<Pack, rosenbrock_stages> w{};
    for (std::size_t j = 0; j < rosenbrock_stages; ++j) {
      const auto& c = ros34pw2.w[j];
      w[j] = x * (c[0] + x * (c[1] + x * c[2]));
    }
    for (std::size_t i = 0; i < n_; ++i) {
      Pack y = y_[i];
      for (std::size_t j = 0; j < rosenbrock_stages; ++j) y = y + w[j] * u_[j][i];
      inside_[i] = y;
    }
  }

  void hand_out(const Mask& due, const Pack& x) {
    Mask wanted = due;
    bool any_wanted = false;
    Pack time = time_;
    for (std::size_t l = 0; l < width; ++l) {
      const LanePlan& plan = lanes_[l].plan;
      const bool output = numerics::lane(due, l) && plan.output <= plan.stop;
      set_lane(wanted, l, output);
      if (output) set_lane(time, l, plan.output);
      any_wanted = any_wanted || output;
      counts_.outputs += output ? 1 : 0;
    }
    if (any_wanted) problem_.observe(wanted, time, inside_.data());
    for (std::size_t l = 0; l < width; ++l) {
      if (!numerics::lane(due, l)) continue;
      if (numerics::lane(wanted, l)) {
        lanes_[l].plan.output = problem_.next_output(l);
      } else {
        stop(l, lane_of(x, l));
      }
    }
  }

  /// A lane's stop, at the fraction x of its step.
  void stop(std::size_t l, double x) {
    Lane& lane = lanes_[l];
    const double time = lane.plan.stop;
    for (std::size_t i = 0; i < n_; ++i) scratch_[i] = lane_of(inside_[i], l);
    const StopResult result = problem_.stop(l, time, scratch_);
    lane.plan.stop = result.next;
    if (!result.finished && !result.changed) return;
    set_lane(accepted_, l, false);
    lane.plan.time = time;
    lane.active = !result.finished;
    lane.restarted = true;
    for (std::size_t i = 0; i < n_; ++i) {
      set_lane(before_[i], l, slope_inside(i, l, x));
      set_lane(y_[i], l, scratch_[i]);
    }
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
  std::vector<Pack> y_, next_, f_, before_, inside_, scale_, argument_;
  std::array<std::vector<Pack>, rosenbrock_stages> u_;
  std::vector<Pack> jacobian_;
  std::vector<Number> dual_state_, dual_rates_;
  std::vector<double> scratch_, scratch_scale_;
};

}  // namespace pressor::numerics
