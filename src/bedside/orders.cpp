#include "pressor/bedside/orders.h"

#include "pressor/core/errors.h"

namespace pressor {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw ParameterError(what);
}

void check_drug(std::size_t drug, std::size_t drugs) {
  require(drug < drugs, "an order names drug " + std::to_string(drug) + " of " +
                            std::to_string(drugs) + " in the study");
}

void check_order(const DrugOrder& order, std::size_t drugs) {
  check_drug(order.drug, drugs);
  require(order.dose.value >= 0.0, "a dose must not be negative");
  require(order.from >= 0.0, "an order cannot begin before the start");
  require(order.duration >= 0.0, "a bolus cannot last less than nothing");
  require(order.kind != DrugOrder::Kind::target || order.step > 0.0,
          "a target-controlled pump must be set at intervals above 0 min");
}

void check_fluid(const FluidOrder& order) {
  require(order.volume >= 0.0, "a volume must not be negative");
  require(order.duration > 0.0, "fluid and bleeding must last longer than 0 min");
  require(order.from >= 0.0, "an order cannot begin before the start");
}

void check_titration(const Titration& rule, std::size_t drugs) {
  check_drug(rule.drug, drugs);
  if (rule.second) check_drug(rule.second->drug, drugs);
  require(rule.every > 0.0, "a titration must check at intervals above 0 min");
  require(rule.from >= 0.0, "a titration cannot begin before the start");
}

void check_challenge(const Challenge& order, std::size_t drugs) {
  check_drug(order.drug, drugs);
  require(!order.ladder.empty(), "a challenge needs at least one step");
  require(order.step > 0.0 && order.reading > 0.0,
          "a challenge needs steps and readings longer than 0 min");
}

void check_rescue(const Rescue& rescue, std::size_t drugs) {
  require(rescue.every > 0.0, "a rescue must look at intervals above 0 min");
  for (const std::size_t drug : rescue.stop) check_drug(drug, drugs);
  if (rescue.fluid) check_fluid(*rescue.fluid);
  if (!rescue.give) return;
  check_order(*rescue.give, drugs);
  require(rescue.give->kind == DrugOrder::Kind::bolus, "a rescue gives a bolus");
}

}  // namespace

void check_orders(const Orders& orders, std::size_t drugs) {
  for (const DrugOrder& order : orders.drugs) check_order(order, drugs);
  for (const FluidOrder& order : orders.fluids) check_fluid(order);
  for (const Titration& rule : orders.titrations) check_titration(rule, drugs);
  for (const Challenge& order : orders.challenges) check_challenge(order, drugs);
  for (const Rescue& rescue : orders.rescues) check_rescue(rescue, drugs);
}

}  // namespace pressor
