#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "pressor/bedside/orders.h"

/// The members of every order as values that compare. The bindings name all of them: one that is
/// added does not compile until it stands here.
namespace pressor::trial {

/// Overloads in a class see each other whatever their order.
struct Order {
  static auto members(const Dose& x) {
    const auto& [value, per_kg] = x;
    return std::tuple(value, per_kg);
  }

  static auto members(const Comparison& x) {
    const auto& [relation, limit] = x;
    return std::tuple(relation, limit);
  }

  template <class T>
  static auto members(const std::optional<T>& x) {
    return x ? std::optional(members(*x)) : std::nullopt;
  }

  static auto members(const DrugOrder& x) {
    const auto& [drug, kind, dose, from, until, duration, target, step, steady, typical] = x;
    return std::tuple(drug, kind, members(dose), from, until, duration, target, step, steady,
                      typical);
  }

  static auto members(const FluidOrder& x) {
    const auto& [kind, volume, per_kg, from, duration] = x;
    return std::tuple(kind, volume, per_kg, from, duration);
  }

  static auto members(const SteroidOrder& x) {
    const auto& [from, until] = x;
    return std::tuple(from, until);
  }

  static auto members(const TitrationStep& x) {
    const auto& [when, factor, at_least, at_most, sustained, lockout] = x;
    return std::tuple(members(when), factor, members(at_least), members(at_most), sustained,
                      lockout);
  }

  static auto members(const SecondAgent& x) {
    const auto& [drug, dose, start_above, start_after, stop_below, stop_after] = x;
    return std::tuple(drug, members(dose), members(start_above), start_after, members(stop_below),
                      stop_after);
  }

  template <class T>
  static auto all_members(const std::vector<T>& items) {
    std::vector<decltype(members(items.front()))> all;
    for (const T& item : items) all.push_back(members(item));
    return all;
  }

  static auto members(const Titration& x) {
    const auto& [drug, low, high, steps, every, cuff_time, cuff_noise, cuff_rounding, missed,
                 smallest, largest, rounding, rounding_per_kg, start, pump_delay, line_delay, from,
                 until, second] = x;
    return std::tuple(drug, low, high, all_members(steps), every, cuff_time, cuff_noise,
                      cuff_rounding, missed, members(smallest), members(largest), rounding,
                      rounding_per_kg, members(start), pump_delay, line_delay, from, until,
                      members(second));
  }

  static auto members(const Challenge& x) {
    const auto& [drug, at, ladder, step, baseline, reading, wash_out, stop_map, stop_rate] = x;
    return std::tuple(drug, at, all_members(ladder), step, baseline, reading, wash_out,
                      members(stop_map), members(stop_rate));
  }

  static auto members(const Rescue& x) {
    const auto& [name, sign, when, every, sustained, stop, hold, give, fluid, lockout] = x;
    return std::tuple(name, sign, members(when), every, sustained, stop, hold, members(give),
                      members(fluid), lockout);
  }
};

/// Whether two orders say the same.
template <class T>
bool same_order(const T& a, const T& b) {
  return Order::members(a) == Order::members(b);
}

}  // namespace pressor::trial
