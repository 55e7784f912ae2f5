#include "pressor/pharmacology/dosing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "dosing_system.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Times that differ by the rounding of a change of units are the same.
double moment(double time) {
  constexpr double rounding = 1.0e-12;
  return rounding * std::max(1.0, std::abs(time));
}

/// Doses of one kind that are still to arrive.
struct Series {
  Arrival dose;
  double first = 0.0;
  double interval = 0.0;
  std::uint64_t count = 1;
  std::uint64_t done = 0;

  [[nodiscard]] double next() const {
    return done == count ? never : first + static_cast<double>(done) * interval;
  }
};

/// What is running in.
struct Running {
  std::size_t place = 0;
  double rate = 0.0;
  double end = 0.0;
};

double typical_amount(std::span<const DosingRecord> records) {
  double most = 0.0;
  for (const DosingRecord& record : records) {
    if (record.dose) most = std::max({most, record.dose->amount, record.dose->rate});
  }
  return most > 0.0 ? most : 1.0;
}

/// One person's history as it unfolds.
class Course {
 public:
  Course(const DosingModel& model, DosingEngine engine, double amount)
      : model_(model), system_(model, engine, amount) {}

  void begin(const DosingRecord& record) {
    now_ = record.time;
    clear(record.parameters);
  }

  void go_to(double time, const DosingParameters& p) {
    do {
      const double stop = std::min(time, std::max(now_, next_change()));
      system_.advance(p, stop - now_, input(p), state_);
      now_ = stop;
      do_what_is_due();
    } while (now_ < time);
  }

  void take(const DosingRecord& record) {
    if (record.reset) begin(record);
    if (record.dose) give(*record.dose, record.parameters);
    do_what_is_due();
  }

  [[nodiscard]] double now() const { return now_; }
  [[nodiscard]] const std::vector<double>& state() const { return state_; }

 private:
  /// Nothing but what the body makes.
  void clear(const DosingParameters& p) {
    series_.clear();
    running_.clear();
    state_.assign(model_.states(), 0.0);
    if (p.drug.production <= 0.0) return;
    steady_state(model_.drug, p.drug, 0.0, 1.0, 1.0, state_.data() + model_.central());
  }

  [[nodiscard]] std::vector<double> made(const DosingParameters& p) const {
    std::vector<double> rates(model_.states(), 0.0);
    rates[model_.central()] = p.drug.production;
    return rates;
  }

  [[nodiscard]] std::vector<double> input(const DosingParameters& p) const {
    std::vector<double> rates = made(p);
    for (const Running& infusion : running_) rates[infusion.place] += infusion.rate;
    return rates;
  }

  [[nodiscard]] double next_change() const {
    double next = never;
    for (const Series& series : series_) next = std::min(next, series.next());
    for (const Running& infusion : running_) next = std::min(next, infusion.end);
    return next;
  }

  void do_what_is_due() {
    const double until = now_ + moment(now_);
    std::erase_if(running_, [&](const Running& infusion) { return infusion.end <= until; });
    for (Series& series : series_) {
      for (; series.next() <= until; ++series.done) arrive(series.dose);
    }
    std::erase_if(series_, [](const Series& series) { return series.done == series.count; });
  }

  void arrive(const Arrival& dose) {
    if (dose.duration <= moment(now_)) {
      state_[dose.place] += dose.amount;
    } else {
      running_.push_back({dose.place, dose.rate(), now_ + dose.duration});
    }
  }

  void give(const DoseEvent& dose, const DosingParameters& p) {
    if (dose.amount <= 0.0) return hold(dose, p);
    const double lag = p.lag[dose.place];
    Series series{arrival(dose, p), now_ + lag, dose.interval, std::uint64_t{1} + dose.additional};
    if (dose.steady != SteadyDose::no) settle(dose, p, lag, series);
    series_.push_back(series);
  }

  static Arrival arrival(const DoseEvent& dose, const DosingParameters& p) {
    const double amount = dose.amount * p.share[dose.place];
    switch (dose.form) {
      case DoseForm::bolus:
        return {dose.place, amount, 0.0};
      case DoseForm::infusion:
        return {dose.place, amount, amount / dose.rate};
      case DoseForm::modelled_rate:
        return {dose.place, amount, amount / p.rate[dose.place]};
      case DoseForm::modelled_duration:
        return {dose.place, amount, p.duration[dose.place]};
    }
    return {};
  }

  /// A constant infusion that has been running for ever, until now.
  void hold(const DoseEvent& dose, const DosingParameters& p) {
    const double rate = dose.form == DoseForm::infusion ? dose.rate : p.rate[dose.place];
    std::vector<double> rates = background(dose, p);
    rates[dose.place] += rate;
    take_steady(dose, p, system_.constant(p, rates));
  }

  /// What runs beside the doses of a steady state: when they come on top it is there already.
  [[nodiscard]] std::vector<double> background(const DoseEvent& dose,
                                               const DosingParameters& p) const {
    if (dose.steady == SteadyDose::replaces) return made(p);
    return std::vector<double>(model_.states(), 0.0);
  }

  void take_steady(const DoseEvent& dose, const DosingParameters& p,
                   const std::vector<double>& steady) {
    if (dose.steady == SteadyDose::replaces) {
      clear(p);
      state_ = steady;
    } else {
      for (std::size_t i = 0; i < state_.size(); ++i) state_[i] += steady[i];
    }
  }

  /// The same dose at now - interval, now - 2 interval ... : the state they left, those of them
  /// that are running in, and those that are still on their way.
  void settle(const DoseEvent& dose, const DosingParameters& p, double lag, Series& series) {
    const double interval = dose.interval;
    check_under_way(lag, series.dose.duration, interval);
    double whole = std::floor(lag / interval);
    double rest = lag - whole * interval;
    if (interval - rest <= moment(lag)) {
      rest = 0.0;
      whole += 1.0;
    }
    take_steady(dose, p,
                system_.periodic(p, series.dose, interval, interval - rest, background(dose, p)));
    for (double start = now_ + rest - interval;
         series.dose.duration > 0.0 && start + series.dose.duration > now_ + moment(now_);
         start -= interval) {
      running_.push_back({dose.place, series.dose.rate(), start + series.dose.duration});
    }
    series.first = now_ + rest;
    series.count += static_cast<std::uint64_t>(whole);
  }

  static void check_under_way(double lag, double duration, double interval) {
    if (std::max(lag, duration) <= most_under_way * interval) return;
    throw ParameterError("doses every " + std::to_string(interval) + " min would pile up: lag " +
                         std::to_string(lag) + " min, duration " + std::to_string(duration) +
                         " min");
  }

  const DosingModel& model_;
  DosingSystem system_;
  double now_ = 0.0;
  std::vector<double> state_;
  std::vector<Series> series_;
  std::vector<Running> running_;
};

void check_dose(const DosingModel& model, const DosingRecord& record) {
  const DoseEvent& dose = *record.dose;
  const auto positive = [](double x) { return std::isfinite(x) && x > 0.0; };
  const auto fail = [](const char* what) { throw ParameterError(what); };
  if (dose.place >= model.dosed()) fail("a dose into a compartment that is not there");
  if (!std::isfinite(dose.amount) || dose.amount < 0.0) fail("a dose below 0");
  const bool constant = dose.amount <= 0.0;
  if (constant && (dose.steady == SteadyDose::no || dose.additional > 0)) fail("a dose of nothing");
  const bool repeated = dose.additional > 0 || (dose.steady != SteadyDose::no && !constant);
  if (repeated && !positive(dose.interval)) fail("repeated doses without an interval");
  const DosingParameters& p = record.parameters;
  const bool timed = dose.form == DoseForm::bolus      ? !constant
                     : dose.form == DoseForm::infusion ? positive(dose.rate)
                     : dose.form == DoseForm::modelled_rate
                         ? positive(p.rate[dose.place])
                         : positive(p.duration[dose.place]) && !constant;
  if (!timed) fail("an infusion without rate or duration");
}

}  // namespace

std::vector<std::vector<double>> follow_doses(const DosingModel& model,
                                              std::span<const DosingRecord> records,
                                              CovariateRule rule, DosingEngine engine) {
  std::vector<std::vector<double>> states;
  Course course(model, engine, typical_amount(records));
  for (std::size_t i = 0; i < records.size(); ++i) {
    const DosingRecord& record = records[i];
    if (record.dose) check_dose(model, record);
    if (i == 0) {
      course.begin(record);
    } else if (record.time >= course.now()) {
      const bool earlier = rule == CovariateRule::carried_forward;
      course.go_to(record.time, records[earlier ? i - 1 : i].parameters);
    } else if (!record.reset) {
      throw ParameterError("time runs backwards without a reset");
    }
    course.take(record);
    states.push_back(course.state());
  }
  return states;
}

double dosed_concentration(const DosingModel& model, const DosingParameters& parameters,
                           const std::vector<double>& state, std::size_t index) {
  if (index >= model.dosed()) return state[index];
  return state[index] / parameters.drug.volume[index - model.central()];
}

}  // namespace pressor
