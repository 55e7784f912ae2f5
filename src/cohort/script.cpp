#include "pressor/cohort/script.h"

#include <algorithm>
#include <cmath>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// Times of rows lie on the bedside's grid, so that a row and a stop at one moment are one moment.
double on_grid(double time) { return (time + 0x1.8p22) - 0x1.8p22; }

/// Precision with which a moment of death is found, min.
constexpr double moment = 1.0e-8;

/// First argument at which an increasing function reaches 0, known to lie in (a, b]: regula falsi
/// in the Illinois form, to `moment`, from the side on which the function is not negative.
template <class Function>
double crossing(const Function& f, double a, double fa, double b, double fb) {
  int side = 0;
  while (b - a > moment) {
    const double secant = b - fb * (b - a) / (fb - fa);
    const double inset = 0.1 * moment;
    const double t =
        std::isfinite(secant) ? std::clamp(secant, a + inset, b - inset) : 0.5 * (a + b);
    const double ft = f(t);
    if (ft >= 0.0) {
      b = t;
      fb = ft;
      if (side == 1) fa *= 0.5;
      side = 1;
    } else {
      a = t;
      fa = ft;
      if (side == -1) fb *= 0.5;
      side = -1;
    }
  }
  return b;
}

bool same(const Inputs<double>& a, const Inputs<double>& b) {
  return a.infusion == b.infusion && a.fluids.crystalloid == b.fluids.crystalloid &&
         a.fluids.colloid == b.fluids.colloid && a.fluids.bleeding == b.fluids.bleeding &&
         a.steroid == b.steroid;
}

Orders with_steroid(Orders orders, const Cast& cast, const Patient& patient) {
  if (patient.hypothesis < cast.hypotheses.size() && cast.hypotheses[patient.hypothesis].steroid) {
    orders.steroids.push_back({0.0, for_ever});
  }
  return orders;
}

}  // namespace

PatientScript::PatientScript(const Cast& cast, const std::vector<Variable>& variables,
                             const Patient& patient, const Orders& orders,
                             const RunSettings& settings, std::uint64_t seed)
    : cast_(cast),
      variables_(variables),
      patient_(patient),
      settings_(settings),
      orders_(with_steroid(orders, cast, patient)),
      bed_(cast.model, patient.baseline.parameters, orders_,
           {patient.covariates.weight, patient.infusions, patient.typical_drugs},
           {seed, patient.replicate, patient.index, Stream::measurement, patient.attempt}),
      limit_(settings.mortality ? -std::log(patient.outcome) : for_ever),
      state_(patient.baseline.state) {
  run_.rows = grid_size(settings);
  constexpr float missing = std::numeric_limits<float>::quiet_NaN();
  run_.values.assign(variables.size() * run_.rows, missing);
  run_.limits.assign(2 * cast.model.limits().size() * run_.rows,
                     std::numeric_limits<double>::quiet_NaN());
  read_state_ = inside_ = state_;
  plan_columns();
  note(0.0, observe(cast.model, patient.baseline.parameters, 0.0, state_.data()));
  keep_moment(0.0);
  act(state_);
}

double PatientScript::row_time(std::size_t row) const {
  return on_grid(static_cast<double>(row) * settings_.every);
}

double PatientScript::next_stop() const {
  return std::min(std::max(bed_.next_stop(), now_), settings_.horizon);
}

double PatientScript::next_reading(double time) const {
  return std::min(next_mark(time), next_stop());
}

double PatientScript::next_mark(double time) const {
  const double minute = static_cast<double>(static_cast<std::int64_t>(time)) + 1.0;
  std::size_t row = std::max(row_, static_cast<std::size_t>(time / settings_.every));
  while (row < run_.rows && row_time(row) <= time) ++row;
  return row < run_.rows ? std::min(minute, row_time(row)) : minute;
}

double PatientScript::next_wanted(double time) const {
  const double mark = next_mark(time);
  const double stop = next_stop();
  return stop > time ? std::min(mark, stop) : mark;
}

double PatientScript::hazard(double time, std::span<const double> state) const {
  const BodyState<double> s = load_body(state.data());
  return cumulative_hazard(patient_.baseline.parameters.body.survival, time, s.lactate,
                           s.hazard_correction, s.pressure_hazard);
}

/// When MAP fell below arrest_map, on the line between two readings; for_ever while it is above.
double PatientScript::low_pressure_since(double time, double map) const {
  if (map >= arrest_map) return for_ever;
  if (low_since_ < for_ever || seen_.map < arrest_map) return std::min(low_since_, read_time_);
  return read_time_ + (time - read_time_) * (seen_.map - arrest_map) / (seen_.map - map);
}

void PatientScript::note(double time, const Signals& seen) {
  low_since_ = low_pressure_since(time, seen.map);
  read_time_ = time;
  seen_ = seen;
}

/// Whole minutes are readings of every engine.
void PatientScript::keep_moment(double time) {
  const std::size_t kept = run_.moments.size();
  if (kept < settings_.moments.size() && time >= settings_.moments[kept]) {
    run_.moments.push_back(read_state_);
  }
}

double PatientScript::heart_rate(double time, std::span<const double> state) const {
  return observe(cast_.model, patient_.baseline.parameters, time, state.data()).heart_rate;
}

PatientScript::End PatientScript::first_end(double time, const Signals& seen,
                                            const StateAt& state_at) {
  End first;
  const auto offer = [&](const End& end) {
    if (end.time < first.time) first = end;
  };
  if (seen.hazard >= limit_) {
    const auto excess = [&](double t) {
      state_at(t, inside_);
      return hazard(t, inside_) - limit_;
    };
    const double before = hazard(read_time_, read_state_) - limit_;
    const double now = seen.hazard - limit_;
    offer({crossing(excess, read_time_, before, time, now), Cause::hazard, limit_, limit_});
  }
  if (settings_.mortality && seen.heart_rate < arrest_rate) {
    const auto shortfall = [&](double t) {
      state_at(t, inside_);
      return arrest_rate - heart_rate(t, inside_);
    };
    const double before = arrest_rate - heart_rate(read_time_, read_state_);
    offer({crossing(shortfall, read_time_, before, time, arrest_rate - seen.heart_rate),
           Cause::sign_rate, arrest_rate, arrest_rate});
  }
  const double arrest = low_pressure_since(time, seen.map) + arrest_time;
  if (settings_.mortality && arrest <= time) {
    offer({std::max(arrest, read_time_), Cause::sign_map, seen.map, arrest_map});
  }
  return first;
}

void PatientScript::read(double time, std::span<const double> state, const Signals& seen,
                         const StateAt& state_at) {
  if (finished_ || time <= read_time_) return;
  const End end = first_end(time, seen, state_at);
  if (end.time < for_ever) {
    std::copy(state.begin(), state.end(), inside_.begin());
    if (end.time < time) state_at(end.time, inside_);
    die(end, inside_);
    return;
  }
  note(time, seen);
  std::copy(state.begin(), state.end(), read_state_.begin());
  keep_moment(time);
  // The row of a stop shows what is given from then on: arrive() records it.
  if (time >= next_stop()) return;
  bed_.pass(time);
  if (row_ < run_.rows && row_time(row_) <= time) record(time, seen, state);
}

bool PatientScript::arrive(std::span<double> state) {
  if (finished_) return false;
  now_ = next_stop();
  const Inputs<double> before = bed_.inputs();
  const bool pushed = act(state);
  return pushed || !same(before, bed_.inputs());
}

/// True when something was pushed into the state.
bool PatientScript::act(std::span<double> state) {
  bed_.pass(now_);
  if (bed_.next_stop() <= now_) bed_.act(now_, state, {seen_.map, seen_.heart_rate});
  const bool pushed = !std::equal(state.begin(), state.end(), read_state_.begin());
  if (pushed) {
    std::copy(state.begin(), state.end(), read_state_.begin());
    seen_ = observe(cast_.model, patient_.baseline.parameters, now_, state.data());
  }
  if (row_ < run_.rows && row_time(row_) <= now_) record(now_, seen_, state);
  if (now_ >= settings_.horizon) finish(now_, state);
  return pushed;
}

/// Where the variables of a row come from.
void PatientScript::plan_columns() {
  const auto& drugs = patient_.baseline.parameters.drugs;
  for (const Variable& v : variables_) {
    Column column{Column::signal, v.index, v.scale, v.index};
    if (v.kind == Variable::Kind::dose) {
      column.source = Column::dose;
    } else if (v.kind != Variable::Kind::signal) {
      const bool plasma = v.kind == Variable::Kind::concentration;
      const std::size_t compartments = cast_.model.drugs()[v.index].compartments;
      const bool bystander = cast_.model.bystander(v.index);
      column.source = bystander ? Column::bystander : Column::state;
      column.place = plasma ? 0 : compartments + v.site;
      if (!bystander) column.place += cast_.model.drug_at(v.index);
      if (plasma) column.factor /= drugs[v.index].volume[0];
    }
    if (v.per_kg) column.factor /= patient_.covariates.weight;
    columns_.push_back(column);
  }
}

void PatientScript::record(double time, const Signals& seen, std::span<const double> state) {
  const std::span<const double> rates = bed_.pump_rates();
  float* to = run_.values.data() + row_;
  for (const Column& c : columns_) {
    double value = 0.0;
    if (c.source == Column::signal) {
      value = seen.*signal_fields[c.place].member;
    } else if (c.source == Column::bystander) {
      value = bed_.bystander(c.drug, time)[c.place];
    } else {
      value = c.source == Column::dose ? rates[c.place] : state[c.place];
    }
    *to = static_cast<float>(value * c.factor);
    to += run_.rows;
  }
  const std::size_t integrals = 2 * cast_.model.limits().size();
  for (std::size_t k = 0; k < integrals; ++k) {
    run_.limits[k * run_.rows + row_] = state[body_state_count + k];
  }
  ++row_;
}

void PatientScript::die(const End& end, std::span<const double> state) {
  const bool by_hazard = end.cause == Cause::hazard;
  run_.status = by_hazard ? Status::died : Status::arrested;
  finish(end.time, state);
  Event event;
  event.time = end.time;
  event.kind = by_hazard ? EventKind::death : EventKind::arrest;
  event.value = end.seen;
  event.reason.cause = end.cause;
  event.reason.seen = end.seen;
  event.reason.limit = end.limit;
  run_.chart.events.push_back(event);
}

void PatientScript::finish(double time, std::span<const double> state) {
  finished_ = true;
  bed_.pass(time);
  bed_.close(time);
  run_.end = time;
  run_.hazard = hazard(time, state);
  run_.lactate = load_body(state.data()).lactate;
  const std::size_t integrals = 2 * cast_.model.limits().size();
  run_.final_limits.assign(
      state.begin() + static_cast<std::ptrdiff_t>(body_state_count),
      state.begin() + static_cast<std::ptrdiff_t>(body_state_count + integrals));
  run_.chart = bed_.chart();
}

void PatientScript::fail(double time, const std::string& reason) {
  if (finished_) return;
  run_.status = Status::failed;
  run_.failure = reason;
  finish(time, read_state_);
}

PatientRun PatientScript::take() { return std::move(run_); }

}  // namespace pressor
