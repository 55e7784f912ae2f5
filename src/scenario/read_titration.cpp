#include "doses.h"
#include "order_readers.h"

namespace pressor {
namespace {

constexpr Range pressure_range{"mmHg", 30.0, 150.0};
constexpr Range span_range{"min", 0.0, 1440.0};

/// A dose that is a limit, when it is given.
void read_limit(const Value& value, const Drug& drug, Dose& dose) {
  if (value.present()) dose = read_rate_limit(value, drug);
}

TitrationStep read_step(Fields& in, const Drug& drug) {
  TitrationStep step;
  step.when = in.required("when").comparison("mmHg");
  step.factor = in.optional("factor").number(0.0, 4.0, 1.0);
  const Value at_least = in.optional("at_least");
  if (at_least.present()) step.at_least = read_rate_limit(at_least, drug);
  const Value at_most = in.optional("at_most");
  if (at_most.present()) step.at_most = read_rate_limit(at_most, drug);
  step.sustained = in.optional("sustained").quantity(span_range, 0.0);
  step.lockout = in.optional("lockout").quantity(span_range, 0.0);
  return step;
}

void read_target_band(const Value& target, Titration& titration) {
  const auto ends = target.pair();
  if (!ends) return;
  titration.low = ends->first.quantity(pressure_range, titration.low);
  titration.high = ends->second.quantity(pressure_range, titration.high);
  if (titration.low >= titration.high) target.problem("the low end is not below the high end");
}

void read_cuff(Fields& in, Titration& titration) {
  titration.cuff_time = in.optional("time").quantity({"min", 0.0, 15.0}, titration.cuff_time);
  titration.cuff_noise = in.optional("noise").quantity({"mmHg", 0.0, 20.0}, titration.cuff_noise);
  titration.cuff_rounding =
      in.optional("rounding").quantity({"mmHg", 0.0, 10.0}, titration.cuff_rounding);
}

void read_doses(Fields& in, const Drug& drug, bool inherited, Titration& titration) {
  read_limit(in.optional("smallest"), drug, titration.smallest);
  const Value largest = inherited ? in.optional("largest") : in.required("largest");
  if (largest.present()) titration.largest = read_rate(largest, drug, endless);
  const Value rounding = in.optional("rounding");
  if (rounding.present()) {
    const Dose dose = read_rate_limit(rounding, drug);
    titration.rounding = dose.value;
    titration.rounding_per_kg = dose.per_kg;
  }
  const Value start = in.optional("start");
  if (start.present()) titration.start = read_rate(start, drug, endless);
}

SecondAgent read_second(Fields& in, const Drug& first, Roster& roster) {
  SecondAgent agent;
  const auto drug = roster.index_of(in.required("drug"));
  const Value dose = in.required("dose");
  if (drug) {
    agent.drug = *drug;
    agent.dose = read_rate(dose, roster[*drug], endless);
  }
  agent.start_above = read_rate_limit(in.required("start_above"), first);
  agent.start_after = in.optional("start_after").quantity(span_range, 0.0);
  agent.stop_below = read_rate_limit(in.required("stop_below"), first);
  agent.stop_after = in.optional("stop_after").quantity(span_range, 0.0);
  return agent;
}

}  // namespace

void read_titration(Fields& in, const OrderContext& context, Titration& titration) {
  const bool inherited = !titration.steps.empty();
  const Value name = inherited ? in.optional("drug") : in.required("drug");
  const auto drug = name.present() ? context.roster.index_of(name) : titration.drug;
  if (!drug || *drug >= context.roster.size()) return in.accept_others();
  titration.drug = *drug;
  const Drug& first = context.roster[*drug];
  read_target_band(inherited ? in.optional("target") : in.required("target"), titration);
  const Value steps = inherited ? in.optional("steps") : in.required("steps");
  if (steps.present()) titration.steps.clear();
  for (const Value& item : steps.items()) {
    item.fields([&](Fields& step) { titration.steps.push_back(read_step(step, first)); });
  }
  titration.every = in.optional("every").quantity({"min", 0.1, 1440.0}, titration.every);
  in.optional("cuff").fields([&](Fields& cuff) { read_cuff(cuff, titration); });
  titration.missed = in.optional("missed").number(0.0, 0.95, titration.missed);
  read_doses(in, first, inherited, titration);
  titration.pump_delay =
      in.optional("pump_delay").quantity({"min", 0.0, 60.0}, titration.pump_delay);
  titration.line_delay =
      in.optional("line_delay").quantity({"min", 0.0, 60.0}, titration.line_delay);
  titration.from = read_start(in.optional("from"), context, titration.from);
  titration.until = in.optional("until").quantity(time_range, titration.until);
  in.optional("second").fields(
      [&](Fields& second) { titration.second = read_second(second, first, context.roster); });
}

}  // namespace pressor
