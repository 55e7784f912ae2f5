#include "doses.h"
#include "order_readers.h"

namespace pressor {
namespace {

using Kind = DrugOrder::Kind;

constexpr Word<bool> pump_words[] = {{"typical", true}, {"own", false}};
constexpr Word<FluidOrder::Kind> fluid_words[] = {{"crystalloid", FluidOrder::Kind::crystalloid},
                                                  {"colloid", FluidOrder::Kind::colloid}};

/// From a sip to more blood than there is.
constexpr Range volume_range{"mL", 1.0, 8000.0};

void read_span(Fields& in, const OrderContext& context, DrugOrder& order) {
  const Value until = in.optional("until");
  order.from = read_start(in.optional("from"), context, 0.0);
  order.until = until.quantity(time_range, for_ever);
  if (order.until <= order.from) until.problem("`" + until.text() + "` is not after the start");
}

void read_infusion(Fields& in, const Value& rate, const OrderContext& context, bool steady,
                   DrugOrder& order) {
  order.kind = Kind::infusion;
  order.steady = steady || in.optional("steady").flag();
  if (order.steady && in.whole().node()->find("from") != nullptr) {
    in.optional("from").problem("what has been running for ever has no start", "no `from`");
  }
  read_span(in, context, order);
  const double duration = order.steady ? endless : order.until - order.from;
  order.dose = read_rate(rate, context.roster[order.drug], duration);
}

void read_target(Fields& in, const Value& target, const OrderContext& context, DrugOrder& order) {
  order.kind = Kind::target;
  read_span(in, context, order);
  order.target = read_concentration(target, context.roster[order.drug]);
  order.step = in.optional("step").quantity({"min", 0.05, 60.0}, order.step);
  order.typical_pump = in.optional("pump").choice(pump_words, true);
}

/// A bolus, once or at several times.
void read_boluses(Fields& in, const Value& amount, const OrderContext& context, DrugOrder order,
                  std::vector<DrugOrder>& orders) {
  order.kind = Kind::bolus;
  order.dose = read_amount(amount, context.roster[order.drug]);
  order.duration = in.optional("over").quantity({"min", 0.0, longest_bolus}, 0.0);
  const auto times = in.optional("at").one_or_more();
  for (const Value& at : times) {
    order.from = read_start(at, context, 0.0);
    orders.push_back(order);
  }
  if (times.empty()) orders.push_back(order);
}

}  // namespace

double read_start(const Value& value, const OrderContext& context, double absent) {
  const double start = value.quantity(time_range, absent);
  if (value.present() && start > context.horizon) {
    value.problem("`" + value.text() + "` is after the horizon", "nothing begins after it");
  }
  return start;
}

void read_gift(const Value& item, const OrderContext& context, bool steady,
               std::vector<DrugOrder>& orders) {
  item.fields([&](Fields& in) {
    const auto drug = context.roster.index_of(in.required("drug"));
    const Value infusion = in.optional("infusion");
    const Value bolus = steady ? Value(nullptr, {}, item.problems()) : in.optional("bolus");
    const Value target = steady ? Value(nullptr, {}, item.problems()) : in.optional("target");
    DrugOrder order;
    const int forms = int{infusion.present()} + int{bolus.present()} + int{target.present()};
    if (forms != 1) {
      item.problem(forms == 0 ? "no dose" : "more than one kind of dose",
                   steady ? "`infusion`" : "one of `infusion`, `bolus` or `target`");
    }
    if (!drug || forms != 1) return in.accept_others();
    order.drug = *drug;
    if (bolus.present()) return read_boluses(in, bolus, context, order, orders);
    if (infusion.present()) read_infusion(in, infusion, context, steady, order);
    if (target.present()) read_target(in, target, context, order);
    orders.push_back(order);
  });
}

FluidOrder read_fluid(Fields& in, const OrderContext& context, bool bleeding) {
  FluidOrder order;
  order.kind = bleeding ? FluidOrder::Kind::bleeding
                        : in.required("fluid").choice(fluid_words, FluidOrder::Kind::crystalloid);
  std::tie(order.volume, order.per_kg) = in.required("volume").scaled_quantity(volume_range, 0.0);
  order.from = read_start(in.optional("from"), context, 0.0);
  order.duration = in.optional("over").quantity({"min", 0.5, 2880.0}, order.duration);
  return order;
}

}  // namespace pressor
