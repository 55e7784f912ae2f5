#include <algorithm>

#include "doses.h"
#include "order_readers.h"

namespace pressor {
namespace {

/// `0.5, 1, 2 ug/kg/min`: numbers that share the unit of the last.
std::vector<Node> split_ladder(const Node& node) {
  std::vector<Node> steps;
  const std::string unit = node.text.substr(node.text.find_last_of(',') + 1);
  const std::size_t number = unit.find_first_not_of(' ');
  const std::size_t space = number == std::string::npos ? number : unit.find(' ', number);
  const std::string behind = space == std::string::npos ? std::string{} : unit.substr(space);
  for (std::size_t at = 0; at < node.text.size();) {
    const std::size_t comma = std::min(node.text.find(',', at), node.text.size());
    Node step = node;
    step.text = node.text.substr(at, comma - at);
    step.text.erase(0, step.text.find_first_not_of(' '));
    if (comma < node.text.size()) step.text += behind;
    steps.push_back(std::move(step));
    at = comma + 1;
  }
  return steps;
}

void read_ladder(const Value& ladder, const Drug& drug, Challenge& challenge) {
  if (!ladder.present()) return;
  challenge.ladder.clear();
  if (ladder.is_text()) {
    for (const Node& step : split_ladder(*ladder.node())) {
      const Value value(&step, ladder.path(), ladder.problems());
      challenge.ladder.push_back(read_rate(value, drug, endless));
    }
  } else {
    for (const Value& step : ladder.items()) {
      challenge.ladder.push_back(read_rate(step, drug, endless));
    }
  }
  const auto falls = [](const Dose& a, const Dose& b) { return a.value >= b.value; };
  const auto& steps = challenge.ladder;
  if (std::adjacent_find(steps.begin(), steps.end(), falls) != steps.end()) {
    ladder.problem("a ladder that does not rise", "doses from low to high");
  }
}

void read_stop(Fields& in, Challenge& challenge) {
  const Value map = in.optional("MAP");
  if (map.present()) challenge.stop_map = map.comparison("mmHg");
  const Value rate = in.optional("HR");
  if (rate.present()) challenge.stop_rate = rate.comparison("1/min");
}

void read_when(const Value& when, Rescue& rescue) {
  when.fields([&](Fields& in) {
    const Value map = in.optional("MAP");
    const Value rate = in.optional("HR");
    if (map.present() == rate.present()) when.problem("not one sign", "either `MAP` or `HR`");
    rescue.sign = map.present() ? Rescue::Sign::map : Rescue::Sign::heart_rate;
    rescue.when = map.present() ? map.comparison("mmHg") : rate.comparison("1/min");
  });
}

double length(const Challenge& challenge) {
  return challenge.baseline + challenge.step * static_cast<double>(challenge.ladder.size());
}

}  // namespace

void read_challenge(Fields& in, const OrderContext& context, Challenge& challenge) {
  const bool inherited = !challenge.ladder.empty();
  const Value name = inherited ? in.optional("drug") : in.required("drug");
  const auto drug = name.present() ? context.roster.index_of(name) : challenge.drug;
  if (!drug || *drug >= context.roster.size()) return in.accept_others();
  challenge.drug = *drug;
  const Value at = in.optional("at");  // a protocol file leaves it to the scenario
  if (at.present()) challenge.at.clear();
  for (const Value& time : at.one_or_more()) {
    challenge.at.push_back(read_start(time, context, 0.0));
  }
  read_ladder(inherited ? in.optional("ladder") : in.required("ladder"), context.roster[*drug],
              challenge);
  challenge.step = in.optional("step").quantity({"min", 1.0, 240.0}, challenge.step);
  challenge.baseline = in.optional("baseline").quantity({"min", 0.5, 60.0}, challenge.baseline);
  const Value reading = in.optional("reading");
  challenge.reading = reading.quantity({"min", 0.1, 60.0}, challenge.reading);
  if (challenge.reading > challenge.step) reading.problem("a reading longer than its step");
  challenge.wash_out = in.optional("wash_out").quantity({"min", 0.0, 1440.0}, challenge.wash_out);
  in.optional("stop").fields([&](Fields& stop) { read_stop(stop, challenge); });
}

void check_challenges(const std::vector<Challenge>& challenges, double horizon,
                      const Value& where) {
  std::vector<std::pair<double, double>> spans;
  for (const Challenge& challenge : challenges) {
    if (challenge.at.empty()) where.problem("a challenge without `at`", "one or more times");
    for (const double at : challenge.at) {
      spans.emplace_back(at, at + length(challenge) + challenge.wash_out);
      if (at + length(challenge) <= horizon) continue;
      where.problem("the challenge at " + format_number(at) + " min ends at " +
                        format_number(at + length(challenge)) + " min, after the horizon",
                    "a horizon of at least that, or an earlier challenge");
    }
  }
  std::sort(spans.begin(), spans.end());
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].first >= spans[i - 1].second) continue;
    where.problem("the challenge at " + format_number(spans[i].first) +
                      " min begins in the one before, which is washed out at " +
                      format_number(spans[i - 1].second) + " min",
                  "challenges one after the other");
  }
}

void read_rescue(Fields& in, const OrderContext& context, Rescue& rescue) {
  const bool inherited = !rescue.name.empty();
  rescue.name = (inherited ? in.optional("name") : in.required("name")).text(rescue.name);
  read_when(inherited ? in.optional("when") : in.required("when"), rescue);
  rescue.every = in.optional("every").quantity({"min", 0.1, 1440.0}, rescue.every);
  rescue.sustained = in.optional("sustained").quantity({"min", 0.0, 1440.0}, rescue.sustained);
  const Value stop = in.optional("stop");
  if (stop.present()) rescue.stop.clear();
  for (const Value& name : stop.one_or_more()) {
    const auto drug = context.roster.index_of(name);
    if (drug) rescue.stop.push_back(*drug);
  }
  rescue.hold = in.optional("hold").quantity({"min", 1.0, 86400.0}, rescue.hold);
  const Value give = in.optional("give");
  std::vector<DrugOrder> gifts;
  if (give.present()) read_gift(give, context, false, gifts);
  if (!gifts.empty() && (gifts.size() > 1 || gifts[0].kind != DrugOrder::Kind::bolus)) {
    give.problem("a rescue gives one bolus", "`bolus`");
  }
  if (!gifts.empty()) rescue.give = gifts[0];
  in.optional("fluid").fields(
      [&](Fields& fluid) { rescue.fluid = read_fluid(fluid, context, false); });
  rescue.lockout = in.optional("lockout").quantity({"min", 0.0, 1440.0}, rescue.lockout);
}

}  // namespace pressor
