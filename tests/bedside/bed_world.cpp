#include "bed_world.h"

#include <algorithm>
#include <limits>

namespace pressor::testing {
namespace {

/// HR = 1 + Hs; MAP rises with blood volume; drugs act, but nothing reaches their potency.
Parameters<double> dictated_body() {
  Parameters<double> p{};
  p.body.circulation.arterial_compliance = 1.5;
  p.body.circulation.venous_compliance = 80.0;
  p.body.circulation.cardiac_compliance = 12.0;
  p.body.circulation.softness = 1.0;
  HeartParameters<double>& heart = p.body.heart;
  heart.intrinsic_rate = 1.0;
  heart.sympathetic_rate = 1.0;
  heart.stroke_reference = 200.0;
  heart.filling_pressure = 3.5;
  heart.filling_slope = 1.2;
  heart.intrathoracic_pressure = -3.0;
  heart.afterload_pressure = 1000.0;
  heart.contractility = 1.0;
  heart.filling_time = 0.1;
  heart.systole = 0.3;
  heart.shortest_diastole = 0.02;
  p.body.vessels.arteriolar_reference = 0.0145;
  p.body.vessels.venous_reference = 0.001;
  p.body.vessels.unstressed_reference = 3500.0;
  p.body.alpha1.transduction = 20.0;
  p.body.alpha1.slope = 1.4;
  for (DrugParameters<double>& drug : p.drugs) {
    drug.volume = {1.0, 1.0, 1.0};
    drug.clearance = 1.0;
    drug.potency.fill(std::numeric_limits<double>::infinity());
  }
  return p;
}

Model plain_model(std::size_t drugs) {
  std::vector<DrugStructure> structures(drugs);
  for (std::size_t d = 0; d < drugs; ++d) {
    structures[d].name = structures[d].code = "D" + std::to_string(d);
    structures[d].actions = {Action{}};
  }
  return {structures, {}};
}

double value_on(const Path& path, double time) {
  double value = path.front().second;
  for (const auto& [from, next] : path) {
    if (from <= time) value = next;
  }
  return value;
}

double integral_of(const Path& path, double from, double to) {
  double sum = 0.0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const double begin = std::max(from, path[i].first);
    const double end = i + 1 < path.size() ? std::min(to, path[i + 1].first) : to;
    if (end > begin) sum += path[i].second * (end - begin);
  }
  return sum;
}

}  // namespace

World::World(std::size_t drugs) : model(plain_model(drugs)), parameters(dictated_body()) {
  patient.weight = 80.0;
  patient.infusions.assign(drugs, 0.0);
}

/// A state with just this MAP and HR.
void World::show(double map_now, double rate_now) {
  BodyState<double> body = load_body(state.data());
  body.rate_drive = rate_now - 1.0;
  body.alpha1_coupling = 1.0;
  store_body(body, state.data());
  if (shown_ == map_now) return;
  shown_ = map_now;
  double low = 0.0;
  double high = 20000.0;
  for (int i = 0; i < 60; ++i) {
    body.blood_volume = 0.5 * (low + high);
    store_body(body, state.data());
    const double arterial = respond(model, parameters, state.data()).circulation.arterial;
    (arterial < map_now ? low : high) = body.blood_volume;
  }
}

void World::integrate(double from, double to, const Bedside& bed) {
  BodyState<double> body = load_body(state.data());
  body.pressure_integral += integral_of(map, from, to);
  store_body(body, state.data());
  for (std::size_t d = 0; d < model.drugs().size(); ++d) {
    state[model.drug_at(d)] += bed.inputs().infusion[d] * (to - from);
  }
  const std::span<const double> pumps = bed.pump_rates();
  stretches.push_back({from, to, {pumps.begin(), pumps.end()}, bed.inputs()});
  show(value_on(map, to), value_on(rate, to));
}

Chart World::run(double horizon) {
  state.assign(model.states(), 0.0);
  shown_ = 0.0;
  show(value_on(map, 0.0), value_on(rate, 0.0));
  stretches.clear();
  Bedside bed(model, parameters, orders, patient, key);
  double now = 0.0;
  while (now < horizon) {
    const double to = std::min(bed.next_stop(), horizon);
    integrate(now, to, bed);
    bed.act(to, state);
    now = to;
  }
  bed.close(horizon);
  return bed.chart();
}

double World::pump_at(std::size_t drug, double time) const {
  for (const Stretch& s : stretches) {
    if (s.from <= time && time < s.to) return s.pumps[drug];
  }
  return 0.0;
}

double World::vein_at(std::size_t drug, double time) const {
  for (const Stretch& s : stretches) {
    if (s.from <= time && time < s.to) return s.inputs.infusion[drug];
  }
  return 0.0;
}

std::vector<Event> events_of(const Chart& chart, EventKind kind) {
  std::vector<Event> found;
  for (const Event& event : chart.events) {
    if (event.kind == kind) found.push_back(event);
  }
  return found;
}

Titration simple_rule() {
  Titration rule;
  rule.steps = {{.when = {Relation::less, 65.0}, .factor = 1.25, .at_least = {}, .at_most = {}},
                {.when = {Relation::greater, 75.0}, .factor = 0.8, .at_least = {}, .at_most = {}}};
  rule.largest = per_kg(3.0);
  rule.start = per_kg(0.05);
  return rule;
}

}  // namespace pressor::testing
