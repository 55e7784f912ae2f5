#include "rescues.h"

#include <algorithm>

namespace pressor::bedside {

Rescues::Rescues(Bed& bed, Pumps& pumps, BolusAndFluid& orders)
    : bed_(bed), pumps_(pumps), orders_(orders), states_(bed.orders.rescues.size()) {
  for (std::size_t i = 0; i < states_.size(); ++i) plan(i, 1);
}

void Rescues::plan(std::size_t rescue, std::uint32_t number) {
  bed_.agenda.add({.time = static_cast<double>(number) * bed_.orders.rescues[rescue].every,
                   .what = What::look,
                   .index = static_cast<std::uint16_t>(rescue),
                   .number = number});
}

double Rescues::sign(const Rescue& rescue, State& s, std::span<const double> state) const {
  if (rescue.sign == Rescue::Sign::heart_rate) return heart_rate(bed_, state);
  const double integral = pressure_integral(state);
  const double mean = (integral - s.integral) / (bed_.now - s.looked);
  s.integral = integral;
  s.looked = bed_.now;
  return mean;
}

std::optional<Reason> Rescues::look(std::size_t rescue, std::uint32_t number,
                                    std::span<const double> state) {
  const Rescue& order = bed_.orders.rescues[rescue];
  State& s = states_[rescue];
  plan(rescue, number + 1);
  const double seen = sign(order, s, state);
  if (!order.when.holds(seen)) {
    s.since = std::numeric_limits<double>::infinity();
    return std::nullopt;
  }
  s.since = std::min(s.since, bed_.now);
  const double held = bed_.now - s.since;
  if (held < order.sustained - 1.0e-6 || bed_.now < s.locked_until) return std::nullopt;
  const bool map = order.sign == Rescue::Sign::map;
  return Reason{.cause = map ? Cause::rescue_map : Cause::rescue_rate,
                .relation = order.when.relation,
                .name = name_index(order.name),
                .seen = seen,
                .limit = order.when.limit,
                .after = held};
}

void Rescues::act(std::size_t rescue, const Reason& reason) {
  const Rescue& order = bed_.orders.rescues[rescue];
  states_[rescue].locked_until = bed_.now + order.lockout - 1.0e-6;
  bed_.note(EventKind::rescue, Event::no_drug, reason.seen, reason);
  const Reason by{.cause = Cause::by_rescue, .name = reason.name};
  for (const std::size_t drug : order.stop) pumps_.stop(drug, order.hold, by);
  orders_.give_for(rescue);
}

std::uint16_t Rescues::name_index(const std::string& name) {
  std::vector<std::string>& names = bed_.chart.names;
  const auto known = std::find(names.begin(), names.end(), name);
  const auto index = static_cast<std::uint16_t>(known - names.begin());
  if (known == names.end()) names.push_back(name);
  return index;
}

}  // namespace pressor::bedside
