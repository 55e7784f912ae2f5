#pragma once

#include "read_orders.h"

/// One reader a section of the bedside vocabulary. A reader changes only what its keys say, so that
/// it can stand on what a base said.
namespace pressor {

/// What every reader needs.
struct OrderContext {
  Roster& roster;
  double horizon = 0.0;  ///< min
};

/// A moment or a span of a study: up to 60 days.
inline constexpr Range time_range{"min", 0.0, 86400.0};

/// A moment at which something begins.
double read_start(const Value& value, const OrderContext& context, double absent);

void read_gift(const Value& item, const OrderContext& context, bool steady,
               std::vector<DrugOrder>& orders);
FluidOrder read_fluid(Fields& in, const OrderContext& context, bool bleeding);
void read_titration(Fields& in, const OrderContext& context, Titration& titration);
void read_challenge(Fields& in, const OrderContext& context, Challenge& challenge);
void read_rescue(Fields& in, const OrderContext& context, Rescue& rescue);

}  // namespace pressor
