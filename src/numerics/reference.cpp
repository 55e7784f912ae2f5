#include "pressor/numerics/reference.h"

#include <algorithm>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>
#include <vector>

#include "pressor/core/errors.h"

namespace pressor::numerics {
namespace {

namespace odeint = boost::numeric::odeint;

using State = std::vector<double>;
using Stepper = odeint::runge_kutta_dopri5<State>;

bool finite(const State& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

/// Largest error of a step relative to what is allowed. States come scaled, so that the absolute
/// tolerance is the same number for all. A step that is not finite is far too long.
class ErrorChecker {
 public:
  using value_type = double;
  using algebra_type = Stepper::algebra_type;
  using operations_type = Stepper::operations_type;

  explicit ErrorChecker(double tolerance) : tolerance_(tolerance) {}

  double error(algebra_type& /*algebra*/, const State& old, const State& /*rates*/,
               const State& difference, double /*step*/) const {
    double largest = 0.0;
    for (std::size_t i = 0; i < old.size(); ++i) {
      const double e = std::fabs(difference[i]) / (1.0 + std::fabs(old[i]));
      if (!std::isfinite(e)) return not_finite;
      largest = std::max(largest, e);
    }
    return largest / tolerance_;
  }

 private:
  static constexpr double not_finite = 1.0e6;
  double tolerance_;
};

using Controlled = odeint::controlled_runge_kutta<Stepper, ErrorChecker>;

/// One call: scaled states x = y / scale, and what watches over them.
class Integration {
 public:
  Integration(const RightHandSide& f, double from, std::span<const double> state,
              std::span<const double> scale, const ReferenceSettings& settings)
      : f_(f),
        scale_(scale),
        settings_(settings),
        controlled_(ErrorChecker(settings.tolerance)),
        time_(from),
        x_(state.size()),
        rates_(state.size()),
        next_(state.size()),
        next_rates_(state.size()),
        y_(state.size()) {
    for (std::size_t i = 0; i < x_.size(); ++i) x_[i] = state[i] / scale[i];
    (*this)(x_, rates_, time_);
    if (!finite(x_)) fail("the state is not finite");
    if (!finite(rates_)) fail("the right-hand side is not finite");
  }

  /// The right-hand side in scaled states, counted.
  void operator()(const State& x, State& rates, double time) {
    if (++evaluations_ > settings_.evaluations) {
      fail("more than " + std::to_string(settings_.evaluations) +
           " evaluations of the right-hand side");
    }
    f_(time, unscaled(x).data(), rates.data());
    for (std::size_t i = 0; i < rates.size(); ++i) rates[i] /= scale_[i];
  }

  void run(double to, std::span<const double> times, const Observer& observe) {
    std::size_t due = 0;
    double step = std::min(first_step(), to - time_);
    while (time_ < to) {
      const double begin = time_;
      advance(to, step);
      while (due < times.size() && times[due] <= time_) {
        observe(due, at(times[due], begin));
        ++due;
      }
      std::swap(x_, next_);
      std::swap(rates_, next_rates_);
    }
  }

  void read(std::span<double> state) const {
    for (std::size_t i = 0; i < x_.size(); ++i) state[i] = x_[i] * scale_[i];
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const { throw IntegrationError(reason, time_); }

  const State& unscaled(const State& x) {
    for (std::size_t i = 0; i < x.size(); ++i) y_[i] = x[i] * scale_[i];
    return y_;
  }

  /// A step after which the first trial is likely to be accepted.
  [[nodiscard]] double first_step() const {
    double fastest = 0.0;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      fastest = std::max(fastest, std::fabs(rates_[i]) / (1.0 + std::fabs(x_[i])));
    }
    return std::pow(settings_.tolerance, 0.2) / std::max(fastest, 1.0e-3);
  }

  /// One accepted step that ends at `to` or before; writes next_ and next_rates_.
  void advance(double to, double& step) {
    const double begin = time_;
    for (;;) {
      const bool last = step >= to - begin;
      if (last) step = to - begin;
      double time = begin;
      const auto result =
          controlled_.try_step(std::ref(*this), x_, rates_, time, next_, next_rates_, step);
      if (result == odeint::success) {
        time_ = last ? to : time;
        return;
      }
      if (step < settings_.smallest_step) {
        fail(finite(next_rates_) ? "the step fell below its smallest size"
                                 : "the right-hand side is not finite");
      }
    }
  }

  /// State inside the step from `begin` to now.
  std::span<const double> at(double time, double begin) {
    if (time == time_) return unscaled(next_);
    inside_.resize(x_.size());
    controlled_.stepper().calc_state(time, inside_, x_, rates_, begin, next_, next_rates_, time_);
    return unscaled(inside_);
  }

  const RightHandSide& f_;
  std::span<const double> scale_;
  const ReferenceSettings& settings_;
  Controlled controlled_;
  double time_;
  std::size_t evaluations_ = 0;
  State x_, rates_, next_, next_rates_, y_, inside_;
};

}  // namespace

void integrate_reference(const RightHandSide& f, double from, double to, std::span<double> state,
                         std::span<const double> scale, std::span<const double> times,
                         const Observer& observe, const ReferenceSettings& settings) {
  if (!(from < to)) return;
  Integration integration(f, from, state, scale, settings);
  integration.run(to, times, observe);
  integration.read(state);
}

}  // namespace pressor::numerics
