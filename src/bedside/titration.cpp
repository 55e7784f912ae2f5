#include "titration.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "titration_rule.h"

namespace pressor::bedside {
namespace {

constexpr double not_now = std::numeric_limits<double>::infinity();
/// min; what sums of intervals may be off.
constexpr double instant = 1.0e-6;

StreamKey with_stream(StreamKey key, Stream stream) {
  key.stream = stream;
  return key;
}

/// Draw number of a check: the same in every arm, whatever was missed or rested before.
std::uint32_t draw_of(std::size_t titration, std::uint32_t number) {
  return (static_cast<std::uint32_t>(titration) << 24U) | number;
}

double check_time(const Titration& rule, std::uint32_t number) {
  return rule.from + static_cast<double>(number) * rule.every;
}

/// Since when something is so, that was so since `since` and is so now or not.
double since_when(bool is_so, double since, double now) {
  if (!is_so) return not_now;
  return std::min(since, now);
}

Reason compared(Cause cause, const Comparison& when, double seen, bool per_kg) {
  return {.cause = cause,
          .relation = when.relation,
          .per_kg = per_kg,
          .seen = seen,
          .limit = when.limit};
}

}  // namespace

Titrations::Titrations(Bed& bed, Pumps& pumps, const StreamKey& key)
    : bed_(bed),
      pumps_(pumps),
      noise_(with_stream(key, Stream::measurement)),
      protocol_(with_stream(key, Stream::protocol)),
      states_(bed.orders.titrations.size()) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Titration& rule = bed_.orders.titrations[i];
    const auto index = static_cast<std::uint16_t>(i);
    states_[i].since.assign(rule.steps.size(), not_now);
    states_[i].windows.resize(static_cast<std::size_t>(rule.cuff_time / rule.every) + 2);
    bed_.agenda.add({.time = rule.from, .what = What::take_over, .index = index});
    bed_.agenda.add({.time = rule.until, .what = What::hand_back, .index = index});
    plan_cuff(i, 0);
    plan_check(i, 0);
  }
}

void Titrations::plan_check(std::size_t titration, std::uint32_t number) {
  const Titration& rule = bed_.orders.titrations[titration];
  if (check_time(rule, number) >= rule.until) return;
  bed_.agenda.add({.time = check_time(rule, number),
                   .what = What::check,
                   .index = static_cast<std::uint16_t>(titration),
                   .number = number});
}

void Titrations::plan_cuff(std::size_t titration, std::uint32_t number) {
  const Titration& rule = bed_.orders.titrations[titration];
  if (rule.cuff_time <= 0.0 || check_time(rule, number) >= rule.until) return;
  bed_.agenda.add({.time = std::max(0.0, check_time(rule, number) - rule.cuff_time),
                   .what = What::cuff_opens,
                   .index = static_cast<std::uint16_t>(titration),
                   .number = number});
}

void Titrations::take_over(std::size_t titration) {
  const Titration& rule = bed_.orders.titrations[titration];
  State& s = states_[titration];
  s.active = true;
  pumps_.own(rule.drug, static_cast<int>(titration));
  s.above_since = s.below_since = not_now;
  watch_level(rule, s);
}

void Titrations::hand_back(std::size_t titration) {
  const Titration& rule = bed_.orders.titrations[titration];
  const int self = static_cast<int>(titration);
  State& s = states_[titration];
  s.active = false;
  if (pumps_.owner(rule.drug) == self) pumps_.hand_back(rule.drug);
  if (s.second_on && pumps_.owner(rule.second->drug) == self) pumps_.hand_back(rule.second->drug);
}

void Titrations::open_cuff(std::size_t titration, std::uint32_t number,
                           std::span<const double> state) {
  std::vector<Window>& windows = states_[titration].windows;
  windows[number % windows.size()] = {bed_.now, pressure_integral(state)};
  plan_cuff(titration, number + 1);
}

void Titrations::forget() {
  for (State& s : states_) {
    std::fill(s.since.begin(), s.since.end(), not_now);
    s.hold.reset();
  }
}

/// Mean over the cuff time, with noise, rounded; the true value where there was no time yet.
double Titrations::charted(std::size_t titration, std::uint32_t number,
                           std::span<const double> state) const {
  const Titration& rule = bed_.orders.titrations[titration];
  const std::vector<Window>& windows = states_[titration].windows;
  const Window& window = windows[number % windows.size()];
  const double minutes = rule.cuff_time > 0.0 ? bed_.now - window.time : 0.0;
  double map = minutes > 0.0 ? (pressure_integral(state) - window.integral) / minutes
                             : arterial_pressure(bed_, state);
  if (rule.cuff_noise > 0.0) map += rule.cuff_noise * noise_.normal_at(draw_of(titration, number));
  return rule.cuff_rounding > 0.0 ? std::round(map / rule.cuff_rounding) * rule.cuff_rounding : map;
}

void Titrations::check(std::size_t titration, std::uint32_t number, bool at_rest,
                       std::span<const double> state) {
  const Titration& rule = bed_.orders.titrations[titration];
  State& s = states_[titration];
  if (!s.active) return;
  plan_check(titration, number + 1);
  if (at_rest || pumps_.owner(rule.drug) != static_cast<int>(titration)) return;
  if (rule.missed > 0.0 && protocol_.uniform_at(draw_of(titration, number)) < rule.missed) {
    return bed_.note(EventKind::titration, rule.drug, 0.0, {.cause = Cause::missed});
  }
  const double map = charted(titration, number, state);
  bed_.chart.readings.push_back({bed_.now, map});
  follow_lines(rule, s, map);
  decide(titration, map);
  if (rule.second) second_agent(titration);
}

/// Only the first line whose condition holds counts: `<= 75` after `<= 70` means 71 to 75.
void Titrations::follow_lines(const Titration& rule, State& s, double map) const {
  bool decided = false;
  for (std::size_t line = 0; line < rule.steps.size(); ++line) {
    const bool decides = !decided && rule.steps[line].when.holds(map);
    s.since[line] = since_when(decides, s.since[line], bed_.now);
    decided = decided || decides;
  }
}

void Titrations::decide(std::size_t titration, double map) {
  const Titration& rule = bed_.orders.titrations[titration];
  State& s = states_[titration];
  const auto deciding =
      std::find_if(s.since.begin(), s.since.end(), [](double since) { return since != not_now; });
  if (deciding == s.since.end()) return s.hold.reset();
  const auto line = static_cast<std::size_t>(deciding - s.since.begin());
  const TitrationStep& step = rule.steps[line];
  const double old = pumps_.asked(rule.drug);
  const double dose = next_dose(rule, step, old, bed_.weight);
  const bool nothing_to_do = step.factor == 1.0 || (step.factor < 1.0 && old <= 0.0);
  if (nothing_to_do) return s.hold.reset();
  Reason reason = compared(Cause::rule, step.when, map, rule.rounding_per_kg);
  const double unit = rule.rounding_per_kg ? bed_.weight : 1.0;
  reason.before = old / unit;
  reason.after = dose / unit;
  if (dose == old) reason.cause = Cause::at_bound;
  if (held_back(rule, step, line, s, reason) || dose == old) {
    return note_hold(rule, s, {line, reason.cause}, map, reason);
  }
  change(rule, s, dose, reason);
}

bool Titrations::held_back(const Titration& rule, const TitrationStep& step, std::size_t line,
                           State& s, Reason& reason) const {
  if (pumps_.held(rule.drug)) {
    reason.cause = Cause::drug_stopped;
    return true;
  }
  const double held = bed_.now - s.since[line];
  const double passed = bed_.now - (step.factor > 1.0 ? s.last_up : s.last_down);
  const bool unsustained = held < step.sustained - instant;
  const bool locked = passed < step.lockout - instant;
  if (!unsustained && !locked) return false;
  reason.cause = unsustained ? Cause::unsustained : Cause::locked;
  reason.before = unsustained ? held : passed;
  reason.after = unsustained ? step.sustained : step.lockout;
  return true;
}

/// Once for each reason, not at every check that it holds back.
void Titrations::note_hold(const Titration& rule, State& s, const Hold& hold, double map,
                           const Reason& reason) {
  if (s.hold == hold) return;
  s.hold = hold;
  bed_.note(EventKind::titration, rule.drug, map, reason);
}

void Titrations::change(const Titration& rule, State& s, double dose, Reason reason) {
  (dose > pumps_.asked(rule.drug) ? s.last_up : s.last_down) = bed_.now;
  s.hold.reset();
  pumps_.ask(rule.drug, dose, rule.pump_delay, reason);
  watch_level(rule, s);
}

/// Since when the first drug has been above or below the thresholds of the second agent.
void Titrations::watch_level(const Titration& rule, State& s) {
  if (!rule.second) return;
  const double dose = pumps_.asked(rule.drug);
  const SecondAgent& second = *rule.second;
  const bool above = dose > second.start_above.absolute(bed_.weight);
  const bool below = dose < second.stop_below.absolute(bed_.weight);
  s.above_since = since_when(above, s.above_since, bed_.now);
  s.below_since = since_when(below, s.below_since, bed_.now);
}

void Titrations::second_agent(std::size_t titration) {
  const Titration& rule = bed_.orders.titrations[titration];
  const SecondAgent& second = *rule.second;
  State& s = states_[titration];
  watch_level(rule, s);  // a rescue may have stopped the first drug
  if (s.second_on && pumps_.held(second.drug)) s.second_on = false;
  if (pumps_.held(second.drug)) return;
  if (!s.second_on && bed_.now - s.above_since >= second.start_after - instant) {
    set_second(titration, true);
  } else if (s.second_on && bed_.now - s.below_since >= second.stop_after - instant) {
    set_second(titration, false);
  }
}

void Titrations::set_second(std::size_t titration, bool on) {
  const Titration& rule = bed_.orders.titrations[titration];
  const SecondAgent& second = *rule.second;
  State& s = states_[titration];
  const Dose& limit = on ? second.start_above : second.stop_below;
  const double unit = limit.per_kg ? bed_.weight : 1.0;
  const Reason reason{.cause = Cause::first_drug,
                      .relation = on ? Relation::greater : Relation::less,
                      .per_kg = limit.per_kg,
                      .seen = pumps_.asked(rule.drug) / unit,
                      .limit = limit.value,
                      .after = bed_.now - (on ? s.above_since : s.below_since)};
  s.second_on = on;
  if (!on) return pumps_.release(second.drug, reason);
  pumps_.own(second.drug, static_cast<int>(titration));
  pumps_.ask(second.drug, second.dose.absolute(bed_.weight), rule.pump_delay, reason);
}

}  // namespace pressor::bedside
