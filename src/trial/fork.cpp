#include "pressor/trial/fork.h"

#include <algorithm>

#include "order_members.h"

namespace pressor {
namespace {

template <class T>
bool stands_in(const T& order, const std::vector<T>& orders) {
  return std::any_of(orders.begin(), orders.end(),
                     [&](const T& other) { return trial::same_order(order, other); });
}

/// Whether an order is done at one moment and has no end that can be moved.
template <class T>
bool is_momentary(const T& /*order*/) {
  return false;
}
bool is_momentary(const DrugOrder& order) { return order.kind == DrugOrder::Kind::bolus; }
bool is_momentary(const FluidOrder& /*order*/) { return true; }

/// What is left of an order that ends at `at`; nothing when it had not begun.
template <class T>
std::optional<T> until_fork(T order, double at) {
  if (order.from >= at) return std::nullopt;
  if constexpr (requires { order.until; }) {
    if (!is_momentary(order)) order.until = std::min(order.until, at);
  }
  return order;
}
std::optional<Challenge> until_fork(Challenge challenge, double at) {
  std::erase_if(challenge.at, [&](double start) { return start >= at; });
  return challenge.at.empty() ? std::nullopt : std::optional(std::move(challenge));
}

/// What is left of an order that counts from `at` on; nothing when it would be over.
template <class T>
std::optional<T> from_fork(T order, double at) {
  if (is_momentary(order)) return order.from >= at ? std::optional(order) : std::nullopt;
  if constexpr (requires { order.until; }) {
    if (order.until <= at) return std::nullopt;
  }
  if constexpr (requires { order.steady; }) order.steady = false;
  order.from = std::max(order.from, at);
  return order;
}
std::optional<Challenge> from_fork(Challenge challenge, double at) {
  std::erase_if(challenge.at, [&](double start) { return start < at; });
  return challenge.at.empty() ? std::nullopt : std::optional(std::move(challenge));
}

template <class T>
std::vector<T> joined(const std::vector<T>& before, const std::vector<T>& after, double at) {
  std::vector<T> made;
  const auto add = [&](std::optional<T> order) {
    if (order) made.push_back(std::move(*order));
  };
  for (const T& order : before) {
    add(stands_in(order, after) ? std::optional(order) : until_fork(order, at));
  }
  for (const T& order : after) {
    if (!stands_in(order, before)) add(from_fork(order, at));
  }
  return made;
}

/// The longest line between the pump of a drug and the vein.
double line_of(const Orders& orders, std::size_t drug) {
  double line = 0.0;
  for (const Titration& one : orders.titrations) {
    const bool concerned = one.drug == drug || (one.second && one.second->drug == drug);
    if (concerned) line = std::max(line, one.line_delay);
  }
  return line;
}

bool same_rescues(const Orders& a, const Orders& b) {
  return std::equal(a.rescues.begin(), a.rescues.end(), b.rescues.begin(), b.rescues.end(),
                    trial::same_order<Rescue>);
}

template <class T>
bool comes_too_late(const std::vector<T>& before, const std::vector<T>& after, double at) {
  return std::any_of(after.begin(), after.end(), [&](const T& order) {
    return is_momentary(order) && order.from < at && !stands_in(order, before);
  });
}

}  // namespace

Orders forked_orders(const Orders& before, const Orders& after, double at) {
  Orders made;
  made.drugs = joined(before.drugs, after.drugs, at);
  made.fluids = joined(before.fluids, after.fluids, at);
  made.steroids = joined(before.steroids, after.steroids, at);
  made.titrations = joined(before.titrations, after.titrations, at);
  made.challenges = joined(before.challenges, after.challenges, at);
  made.rescues = before.rescues;
  return made;
}

std::optional<std::string> fork_problem(const Orders& before, const Orders& after, double at) {
  if (!same_rescues(before, after)) return "rescues cannot change on the way";
  if (comes_too_late(before.drugs, after.drugs, at)) return "a bolus is before the fork";
  if (comes_too_late(before.fluids, after.fluids, at)) return "a fluid is before the fork";
  const Orders both = forked_orders(before, after, at);
  for (const Titration& one : both.titrations) {
    if (line_of(both, one.drug) != line_of(before, one.drug) && line_of(before, one.drug) > 0.0) {
      return "the line between pump and vein cannot change on the way";
    }
  }
  return std::nullopt;
}

}  // namespace pressor
