#include "bolus_and_fluid.h"

namespace pressor::bedside {
namespace {

std::uint16_t small(std::size_t index) { return static_cast<std::uint16_t>(index); }

}  // namespace

BolusAndFluid::BolusAndFluid(Bed& bed) : bed_(bed) {
  const Orders& orders = bed_.orders;
  for (std::size_t i = 0; i < orders.drugs.size(); ++i) schedule_drug(i);
  for (std::size_t i = 0; i < orders.fluids.size(); ++i) {
    bed_.agenda.add({.time = orders.fluids[i].from, .what = What::fluid, .index = small(i)});
  }
  for (const SteroidOrder& course : orders.steroids) {
    bed_.agenda.add({.time = course.from, .what = What::steroid_on});
    bed_.agenda.add({.time = course.until, .what = What::steroid_off});
  }
}

void BolusAndFluid::schedule_drug(std::size_t index) {
  const DrugOrder& order = bed_.orders.drugs[index];
  if (order.kind == DrugOrder::Kind::bolus) {
    return bed_.agenda.add({.time = order.from, .what = What::bolus, .index = small(index)});
  }
  bed_.agenda.add({.time = order.from, .what = What::infusion_edge, .index = small(order.drug)});
  bed_.agenda.add({.time = order.until, .what = What::infusion_edge, .index = small(order.drug)});
  if (order.kind == DrugOrder::Kind::target) {
    bed_.agenda.add({.time = order.from, .what = What::target_step, .index = small(index)});
  }
}

const FluidOrder& BolusAndFluid::fluid(std::size_t index) const {
  const std::size_t scheduled = bed_.orders.fluids.size();
  return index < scheduled ? bed_.orders.fluids[index]
                           : *bed_.orders.rescues[index - scheduled].fluid;
}

const DrugOrder& BolusAndFluid::drug(std::size_t index) const {
  const std::size_t scheduled = bed_.orders.drugs.size();
  return index < scheduled ? bed_.orders.drugs[index]
                           : *bed_.orders.rescues[index - scheduled].give;
}

void BolusAndFluid::give_for(std::size_t rescue) {
  const Rescue& order = bed_.orders.rescues[rescue];
  if (order.give) {
    bed_.agenda.add({.time = bed_.now + order.give->from,
                     .what = What::bolus,
                     .index = small(bed_.orders.drugs.size() + rescue)});
  }
  if (order.fluid) {
    bed_.agenda.add({.time = bed_.now + order.fluid->from,
                     .what = What::fluid,
                     .index = small(bed_.orders.fluids.size() + rescue)});
  }
}

double& BolusAndFluid::rate_of(std::size_t kind) {
  FluidInputs<double>& fluids = bed_.inputs.fluids;
  switch (static_cast<FluidOrder::Kind>(kind)) {
    case FluidOrder::Kind::crystalloid:
      return fluids.crystalloid;
    case FluidOrder::Kind::colloid:
      return fluids.colloid;
    case FluidOrder::Kind::bleeding:
      break;
  }
  return fluids.bleeding;
}

void BolusAndFluid::start_fluid(std::size_t index) {
  const FluidOrder& order = fluid(index);
  const auto kind = static_cast<std::size_t>(order.kind);
  const double volume = order.per_kg ? order.volume * bed_.weight : order.volume;
  const double end = on_grid(bed_.now + order.duration);
  const double rate = volume / (end - bed_.now);
  ++bags_[kind];
  rate_of(kind) += rate;
  bed_.note(EventKind::fluid, kind, rate_of(kind), {.cause = Cause::fluid_order});
  bed_.agenda.add({.time = end, .what = What::fluid_end, .index = small(kind), .value = rate});
}

void BolusAndFluid::end_fluid(std::size_t kind, double rate) {
  --bags_[kind];
  rate_of(kind) = bags_[kind] == 0 ? 0.0 : rate_of(kind) - rate;
  bed_.note(EventKind::fluid, kind, rate_of(kind), {.cause = Cause::fluid_given});
}

void BolusAndFluid::steroid(int change) {
  steroids_ += change;
  bed_.inputs.steroid = steroids_ > 0 ? 1.0 : 0.0;
}

}  // namespace pressor::bedside
