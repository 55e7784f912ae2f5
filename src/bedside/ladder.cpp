#include "ladder.h"

#include <algorithm>
#include <cmath>

namespace pressor::bedside {
namespace {

constexpr double look_every = 1.0;  ///< min between two looks of the stop rules

Reason sign(Cause cause, const Comparison& rule, double seen) {
  return {.cause = cause, .relation = rule.relation, .seen = seen, .limit = rule.limit};
}

}  // namespace

Ladder::Ladder(Bed& bed, Pumps& pumps) : bed_(bed), pumps_(pumps) {
  for (std::size_t i = 0; i < bed_.orders.challenges.size(); ++i) {
    for (const double at : bed_.orders.challenges[i].at) {
      bed_.agenda.add(
          {.time = at, .what = What::challenge_start, .index = static_cast<std::uint16_t>(i)});
    }
  }
}

const Challenge& Ladder::order() const {
  return bed_.orders.challenges[bed_.chart.challenges.back().challenge];
}

void Ladder::plan(double time) {
  bed_.agenda.add({.time = time, .what = What::challenge_mark, .number = generation_});
}

void Ladder::start(std::size_t challenge, std::span<const double> state) {
  const std::size_t drug = bed_.orders.challenges[challenge].drug;
  const bool stopped = pumps_.held(drug);
  if (running() || stopped) {
    return bed_.note(EventKind::challenge_stop, drug, 0.0,
                     {.cause = stopped ? Cause::drug_stopped : Cause::challenge_running});
  }
  bed_.note(EventKind::challenge_start, drug, 0.0, {.cause = Cause::challenge});
  bed_.chart.challenges.push_back({.challenge = challenge, .start = bed_.now, .steps = {}});
  phase_ = Phase::baseline;
  ++generation_;
  marks_.assign(1, {bed_.now, pressure_integral(state)});
  plan(bed_.now + order().baseline);
}

bool Ladder::mark(std::uint32_t generation, std::span<const double> state) {
  if (generation != generation_ || !running()) return false;
  if (phase_ == Phase::baseline) {
    begin_ladder(state);
  } else if (phase_ == Phase::ladder) {
    mark_step(state);
  } else {
    finish(true, Cause::washed_out);
  }
  return !running();
}

void Ladder::begin_ladder(std::span<const double> state) {
  const Mark& first = marks_.front();
  const double minutes = bed_.now - first.time;
  ChallengeResult& r = result();
  r.baseline_map = minutes > 0.0 ? (pressure_integral(state) - first.integral) / minutes
                                 : arterial_pressure(bed_, state);
  const auto started =
      std::find_if(bed_.chart.events.rbegin(), bed_.chart.events.rend(),
                   [](const Event& e) { return e.kind == EventKind::challenge_start; });
  started->value = r.baseline_map;
  phase_ = Phase::ladder;
  ladder_start_ = bed_.now;
  step_ = 0;
  double seen = 0.0;
  Reason reason;
  if (stop_rule_holds(state, seen, reason)) {
    r.stopped = true;
    return wash_out(EventKind::challenge_stop, seen, reason);
  }
  marks_.assign(1, {bed_.now, pressure_integral(state)});
  begin_step();
}

void Ladder::begin_step() {
  const Challenge& c = order();
  const Dose& dose = c.ladder[step_];
  const Reason reason{.cause = Cause::ladder_step,
                      .per_kg = dose.per_kg,
                      .seen = static_cast<double>(step_ + 1),
                      .limit = static_cast<double>(c.ladder.size()),
                      .after = dose.value};
  const double rate = dose.absolute(bed_.weight);
  bed_.note(EventKind::challenge_step, c.drug, rate, reason);
  pumps_.set_ladder(c.drug, rate, reason);
  step_start_ = bed_.now;
  step_end_ = on_grid(ladder_start_ + static_cast<double>(step_ + 1) * c.step);
  plan_within_step();
}

/// The next full minute, the opening of the reading window or the end of the step.
void Ladder::plan_within_step() {
  const Challenge& c = order();
  double next = step_end_;
  const double opens = on_grid(std::max(step_end_ - c.reading, step_start_));
  if (opens > bed_.now) next = std::min(next, opens);
  if (c.stop_map || c.stop_rate) {
    const double minute = std::floor((bed_.now - ladder_start_) / look_every) + 1.0;
    next = std::min(next, on_grid(ladder_start_ + minute * look_every));
  }
  plan(next);
}

bool Ladder::full_minute() const {
  const double minutes = (bed_.now - ladder_start_) / look_every;
  return std::abs(minutes - std::round(minutes)) < 1.0e-8;
}

void Ladder::mark_step(std::span<const double> state) {
  marks_.push_back({bed_.now, pressure_integral(state)});
  const bool over = bed_.now >= step_end_;
  if (over) read_step();
  double seen = 0.0;
  Reason reason;
  if ((over || full_minute()) && stop_rule_holds(state, seen, reason)) {
    if (!over) read_step();
    result().stopped = true;
    return wash_out(EventKind::challenge_stop, seen, reason);
  }
  if (!over) return plan_within_step();
  if (++step_ == order().ladder.size()) {
    return wash_out(EventKind::challenge_step, 0.0, {.cause = Cause::ladder_over});
  }
  marks_.assign(1, marks_.back());
  begin_step();
}

/// MAP over the last `reading` minutes of the step, or since its start where it was shorter.
void Ladder::read_step() {
  const double from = bed_.now - order().reading;
  auto opened = std::find_if(marks_.rbegin() + 1, marks_.rend(),
                             [&](const Mark& m) { return m.time <= from + 1.0e-8; });
  if (opened == marks_.rend()) --opened;
  const Mark& last = marks_.back();
  const double mean = (last.integral - opened->integral) / (last.time - opened->time);
  result().steps.push_back({order().ladder[step_].absolute(bed_.weight), mean});
}

bool Ladder::stop_rule_holds(std::span<const double> state, double& seen, Reason& reason) const {
  const Challenge& c = order();
  if (c.stop_map) {
    seen = arterial_pressure(bed_, state);
    reason = sign(Cause::sign_map, *c.stop_map, seen);
    if (c.stop_map->holds(seen)) return true;
  }
  if (!c.stop_rate) return false;
  seen = heart_rate(bed_, state);
  reason = sign(Cause::sign_rate, *c.stop_rate, seen);
  return c.stop_rate->holds(seen);
}

void Ladder::wash_out(EventKind kind, double value, const Reason& reason) {
  const Challenge& c = order();
  bed_.note(kind, c.drug, value, reason);
  pumps_.set_ladder(c.drug, 0.0, reason);
  phase_ = Phase::wash_out;
  if (c.wash_out <= 0.0) return finish(true, Cause::washed_out);
  plan(bed_.now + c.wash_out);
}

void Ladder::finish(bool complete, Cause cause) {
  const ChallengeResult& r = result();
  result().complete = complete;
  bed_.note(EventKind::challenge_end, order().drug, r.valid() ? r.ratio() : 0.0, {.cause = cause});
  phase_ = Phase::none;
  ++generation_;
}

void Ladder::abort(const Reason& reason, std::span<const double> state) {
  if (phase_ == Phase::ladder && bed_.now > step_start_) {
    marks_.push_back({bed_.now, pressure_integral(state)});
    read_step();
  }
  if (phase_ != Phase::wash_out) {
    result().stopped = true;
    bed_.note(EventKind::challenge_stop, order().drug, reason.seen, reason);
    pumps_.set_ladder(order().drug, 0.0, reason);
  }
  finish(true, reason.cause);
}

void Ladder::close() {
  if (running()) finish(false, Cause::closed);
}

}  // namespace pressor::bedside
