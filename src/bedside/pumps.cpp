#include "pumps.h"

#include <algorithm>
#include <cmath>

namespace pressor::bedside {
namespace {

/// Of a rate: less is the rounding of sums.
constexpr double negligible = 1.0e-9;

bool is_infusion(const DrugOrder& order) { return order.kind != DrugOrder::Kind::bolus; }

bool due(const DrugOrder& order, double now) {
  return on_grid(order.from) <= now && now < on_grid(order.until);
}

}  // namespace

Pumps::Pumps(Bed& bed, const BedPatient& patient)
    : bed_(bed), pumps_(bed.model.drugs().size()), rates_(pumps_.size(), 0.0) {
  bed_.chart.delivered.assign(pumps_.size(), 0.0);
  find_transport();
  find_base(patient);
  find_models(patient);
}

void Pumps::find_transport() {
  for (std::size_t d = 0; d < pumps_.size(); ++d) {
    double line = 0.0;
    for (const Titration& t : bed_.orders.titrations) {
      const bool concerned = t.drug == d || (t.second && t.second->drug == d);
      if (concerned) line = std::max(line, t.line_delay);
    }
    pumps_[d].transport = on_grid(bed_.model.drugs()[d].lag + line);
  }
}

/// What runs for ever at the start is either a steady order, which has an end, or the base.
void Pumps::find_base(const BedPatient& patient) {
  for (std::size_t d = 0; d < pumps_.size(); ++d) {
    Pump& pump = pumps_[d];
    const double running = d < patient.infusions.size() ? patient.infusions[d] : 0.0;
    double ordered = 0.0;
    for (const DrugOrder& order : bed_.orders.drugs) {
      if (order.drug == d && order.steady) ordered += order.dose.absolute(bed_.weight);
    }
    const double rest = running - ordered;
    pump.base = rest > negligible * running ? rest : 0.0;
    pump.infusion = pump.asked = rates_[d] = running;
    if (bed_.model.bystander(d)) {
      bed_.bystanders.begin(d, running);
    } else {
      bed_.inputs.infusion[d] = running;
    }
    if (running > 0.0) {
      bed_.note(EventKind::dose_change, d, running, {.cause = Cause::running});
    }
  }
}

void Pumps::find_models(const BedPatient& patient) {
  for (const DrugOrder& order : bed_.orders.drugs) {
    Pump& pump = pumps_[order.drug];
    if (order.kind != DrugOrder::Kind::target || pump.model) continue;
    const auto& parameters = order.typical_pump && order.drug < patient.pump_models.size()
                                 ? patient.pump_models[order.drug]
                                 : bed_.parameters.drugs[order.drug];
    pump.model.emplace(bed_.model.drugs()[order.drug], parameters, pump.infusion);
  }
}

const DrugOrder* Pumps::deciding(std::size_t drug) const {
  const DrugOrder* latest = nullptr;
  double from = pumps_[drug].base_from;
  for (const DrugOrder& order : bed_.orders.drugs) {
    if (order.drug != drug || !is_infusion(order) || !due(order, bed_.now)) continue;
    if (on_grid(order.from) < from) continue;
    from = on_grid(order.from);
    latest = &order;
  }
  return latest;
}

/// Whether the orders of the drug speak of its rate by weight.
bool Pumps::told_per_kg(std::size_t drug) const {
  const auto& orders = bed_.orders.drugs;
  return std::any_of(orders.begin(), orders.end(), [&](const DrugOrder& order) {
    return order.drug == drug && order.kind == DrugOrder::Kind::infusion && order.dose.per_kg;
  });
}

void Pumps::follow_schedule(std::size_t drug, Cause cause) {
  const Pump& pump = pumps_[drug];
  if (pump.owner != nobody || held(drug)) return;
  const DrugOrder* order = deciding(drug);
  if (order != nullptr && order->kind == DrugOrder::Kind::target) return;  // its steps decide
  const double rate = order != nullptr ? order->dose.absolute(bed_.weight) : pump.base;
  const bool per_kg = told_per_kg(drug);
  const double unit = per_kg ? bed_.weight : 1.0;
  set_infusion(
      drug, rate,
      {.cause = cause, .per_kg = per_kg, .before = pump.infusion / unit, .after = rate / unit});
}

void Pumps::target_step(std::size_t order) {
  const DrugOrder& target = bed_.orders.drugs[order];
  Pump& pump = pumps_[target.drug];
  if (pump.owner != nobody || held(target.drug) || deciding(target.drug) != &target) return;
  settle(target.drug);
  const double wanted = pump.model->rate_for(target.target, target.step);
  // Boluses that are being given count towards the target.
  set_infusion(target.drug, std::max(0.0, wanted - pump.spread - pump.ladder),
               {.cause = Cause::target, .limit = target.target});
}

void Pumps::hand_back(std::size_t drug) {
  Pump& pump = pumps_[drug];
  pump.base = pump.asked;
  pump.base_from = bed_.now;
  pump.owner = nobody;
  follow_schedule(drug, Cause::order);
}

void Pumps::release(std::size_t drug, const Reason& reason) {
  Pump& pump = pumps_[drug];
  pump.owner = nobody;
  const DrugOrder* order = deciding(drug);
  if (order != nullptr && order->kind == DrugOrder::Kind::target) return;
  set_infusion(drug, order != nullptr ? order->dose.absolute(bed_.weight) : pump.base, reason);
}

void Pumps::ask(std::size_t drug, double rate, double delay, const Reason& reason) {
  Pump& pump = pumps_[drug];
  pump.asked = rate;
  if (delay <= 0.0) return set_infusion(drug, rate, reason);
  auto slot =
      std::find_if(settings_.begin(), settings_.end(), [](const Setting& s) { return !s.used; });
  if (slot == settings_.end()) slot = settings_.insert(slot, Setting{});
  *slot = {pump.generation, true, reason};
  bed_.agenda.add({.time = bed_.now + delay,
                   .what = What::pump_setting,
                   .index = static_cast<std::uint16_t>(drug),
                   .number = static_cast<std::uint32_t>(slot - settings_.begin()),
                   .value = rate});
}

void Pumps::take_up(std::size_t drug, std::uint32_t number, double rate) {
  Setting& setting = settings_[number];
  setting.used = false;
  if (setting.generation != pumps_[drug].generation) return;
  pumps_[drug].infusion = rate;
  refresh(drug, setting.reason);
}

void Pumps::set_infusion(std::size_t drug, double rate, const Reason& reason) {
  pumps_[drug].infusion = pumps_[drug].asked = rate;
  refresh(drug, reason);
}

void Pumps::give_bolus(const DrugOrder& order) {
  if (held(order.drug)) return;
  Pump& pump = pumps_[order.drug];
  const double amount = order.dose.absolute(bed_.weight);
  const double end = on_grid(bed_.now + order.duration);
  const Reason reason{.cause = Cause::bolus_order, .seen = amount, .limit = order.duration};
  if (end <= bed_.now) {
    bed_.note(EventKind::bolus, order.drug, amount, reason);
    return push(order.drug, amount);
  }
  const double rate = amount / (end - bed_.now);
  pump.spread += rate;
  ++pump.boluses;
  bed_.agenda.add({.time = end,
                   .what = What::spread_end,
                   .index = static_cast<std::uint16_t>(order.drug),
                   .number = pump.generation,
                   .value = rate});
  refresh(order.drug, reason);
}

void Pumps::push(std::size_t drug, double amount) {
  settle(drug);
  Pump& pump = pumps_[drug];
  bed_.chart.delivered[drug] += amount;
  if (pump.model) pump.model->push(amount);
  bed_.agenda.add({.time = bed_.now + pump.transport,
                   .what = What::vein_bolus,
                   .index = static_cast<std::uint16_t>(drug),
                   .value = amount});
}

void Pumps::end_spread(std::size_t drug, std::uint32_t number, double rate) {
  Pump& pump = pumps_[drug];
  if (number != pump.generation) return;
  --pump.boluses;
  pump.spread = pump.boluses == 0 ? 0.0 : pump.spread - rate;
  refresh(drug, {.cause = Cause::bolus_given});
}

void Pumps::set_ladder(std::size_t drug, double rate, const Reason& reason) {
  pumps_[drug].ladder = rate;
  refresh(drug, reason);
}

void Pumps::stop(std::size_t drug, double hold, const Reason& reason) {
  Pump& pump = pumps_[drug];
  pump.infusion = pump.asked = pump.spread = pump.ladder = 0.0;
  pump.boluses = 0;
  ++pump.generation;
  pump.held_until = std::max(pump.held_until, on_grid(bed_.now + hold));
  bed_.agenda.add(
      {.time = pump.held_until, .what = What::hold_end, .index = static_cast<std::uint16_t>(drug)});
  refresh(drug, reason);
}

void Pumps::close() {
  for (std::size_t d = 0; d < pumps_.size(); ++d) {
    settle(d);
    rates_[d] = 0.0;
  }
}

void Pumps::arrive(std::size_t drug, double rate) {
  if (bed_.model.bystander(drug)) return bed_.bystanders.arrive(drug, bed_.now, rate);
  bed_.inputs.infusion[drug] = rate;
}

/// Brings ledger and pump model up to now at the rate that has been running.
void Pumps::settle(std::size_t drug) {
  Pump& pump = pumps_[drug];
  const double minutes = bed_.now - pump.settled;
  bed_.chart.delivered[drug] += rates_[drug] * minutes;
  if (pump.model) pump.model->advance(minutes, rates_[drug]);
  pump.settled = bed_.now;
}

/// Charts a new rate of the pump and sends it on its way to the vein.
void Pumps::refresh(std::size_t drug, const Reason& reason) {
  const Pump& pump = pumps_[drug];
  const double rate = pump.infusion + pump.spread + pump.ladder;
  if (rate == rates_[drug]) return;
  settle(drug);
  rates_[drug] = rate;
  bed_.note(EventKind::dose_change, drug, rate, reason);
  if (pump.transport <= 0.0) return arrive(drug, rate);
  bed_.agenda.add({.time = bed_.now + pump.transport,
                   .what = What::vein_rate,
                   .index = static_cast<std::uint16_t>(drug),
                   .value = rate});
}

}  // namespace pressor::bedside
