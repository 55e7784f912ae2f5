#include "pressor/trial/crossover.h"

#include <algorithm>
#include <set>

#include "pressor/trial/study.h"

namespace pressor {
namespace {

/// 0, 1, k-1, 2, k-2 ...: neighbours differ by 1, 2, 3 ... modulo k, each once when k is even.
std::vector<std::uint32_t> zigzag(std::uint32_t arms) {
  std::vector<std::uint32_t> order{0};
  for (std::uint32_t step = 1; order.size() < arms; ++step) {
    order.push_back(step);
    if (order.size() < arms) order.push_back(arms - step);
  }
  return order;
}

double treated_for(const Study& study) { return period_span(study) - study.crossover->wash_out; }

DrugOrder moved(DrugOrder order, double start, double treated) {
  order.until = start + std::min(order.until, treated);
  order.from += start;
  return order;
}

std::optional<std::string> periods_problem(const Study& study) {
  const Crossover& plan = *study.crossover;
  if (study.arms.size() < 2) return "a crossover needs two arms or more";
  if (plan.periods.size() != study.arms.size()) return "a crossover needs one period an arm";
  if (!(plan.periods.front() >= 0.0) || !(period_span(study) > 0.0)) {
    return "the periods of a crossover must start one after another, before the horizon";
  }
  if (!(plan.wash_out >= 0.0) || !(treated_for(study) > 0.0)) {
    return "the wash-out leaves no time for treatment";
  }
  if (study.twins) return "patients of a crossover are in every arm already: no twins";
  return std::nullopt;
}

std::optional<std::string> arm_problem(const Arm& arm, double treated) {
  const Orders& own = arm.orders;
  const bool more = !own.titrations.empty() || !own.challenges.empty() || !own.rescues.empty() ||
                    !own.steroids.empty();
  if (more) return "in a crossover, arm " + arm.name + " can only give drugs and fluids";
  for (const DrugOrder& order : own.drugs) {
    if (order.steady) return "in a crossover, nothing of arm " + arm.name + " can run before it";
    if (order.from >= treated) return "arm " + arm.name + " gives something after its treatment";
  }
  for (const FluidOrder& order : own.fluids) {
    if (order.from >= treated) return "arm " + arm.name + " gives something after its treatment";
  }
  return std::nullopt;
}

std::optional<std::string> endpoint_problem(const Endpoint& endpoint, double span) {
  const MeasureKind kind = endpoint.measure.kind;
  if (kind == MeasureKind::death || kind == MeasureKind::vasopressor_free ||
      kind == MeasureKind::rank) {
    return "endpoint " + endpoint.name + ": no period of a crossover owns a death";
  }
  std::vector<double> times = endpoint.at;
  if (endpoint.window) times.push_back((*endpoint.window)[1]);
  for (const double time : times) {
    if (time > span) return column_name(endpoint.name, time) + " lies beyond its period";
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> williams_sequences(std::uint32_t arms) {
  std::vector<std::uint32_t> first = zigzag(arms);
  std::vector<std::vector<std::uint32_t>> all;
  const std::size_t squares = arms % 2 == 0 ? 1 : 2;
  for (std::size_t square = 0; square < squares; ++square) {
    for (std::uint32_t shift = 0; shift < arms; ++shift) {
      std::vector<std::uint32_t> sequence;
      for (const std::uint32_t arm : first) sequence.push_back((arm + shift) % arms);
      all.push_back(std::move(sequence));
    }
    std::reverse(first.begin(), first.end());
  }
  return all;
}

double period_span(const Study& study) {
  const std::vector<double>& starts = study.crossover->periods;
  double span = study.horizon - starts.back();
  for (std::size_t p = 1; p < starts.size(); ++p) span = std::min(span, starts[p] - starts[p - 1]);
  return span;
}

Orders sequence_orders(const Study& study, const std::vector<std::uint32_t>& sequence) {
  Orders orders = study.common;
  const double treated = treated_for(study);
  for (std::size_t p = 0; p < sequence.size(); ++p) {
    const double start = study.crossover->periods[p];
    const Orders& own = study.arms[sequence[p]].orders;
    for (const DrugOrder& order : own.drugs) orders.drugs.push_back(moved(order, start, treated));
    for (FluidOrder order : own.fluids) {
      order.from += start;
      orders.fluids.push_back(order);
    }
  }
  return orders;
}

std::vector<double> challenge_times(const Study& study) {
  std::set<double> times;
  const auto add = [&](const Orders& orders) {
    for (const Challenge& challenge : orders.challenges) {
      times.insert(challenge.at.begin(), challenge.at.end());
    }
  };
  if (!study.crossover) {
    for (const Arm& arm : study.arms) add(arm.orders);
    return {times.begin(), times.end()};
  }
  add(study.common);
  std::vector<double> shared;
  const double first = study.crossover->periods.front();
  for (const double time : times) {
    const double since = time - first;
    const auto has = [&](double start) { return times.contains(start + since); };
    const auto& starts = study.crossover->periods;
    const bool inside = since >= 0.0 && since < period_span(study);
    if (inside && std::all_of(starts.begin(), starts.end(), has)) shared.push_back(since);
  }
  return shared;
}

std::optional<std::string> crossover_problem(const Study& study) {
  if (!study.crossover) return std::nullopt;
  if (auto problem = periods_problem(study)) return problem;
  for (const Arm& arm : study.arms) {
    if (auto problem = arm_problem(arm, treated_for(study))) return problem;
  }
  for (const Endpoint& endpoint : study.endpoints) {
    if (auto problem = endpoint_problem(endpoint, period_span(study))) return problem;
  }
  return std::nullopt;
}

}  // namespace pressor
