#include "same_orders.h"

#include <algorithm>

#include "order_members.h"

namespace pressor::trial {
namespace {

/// Orders that begin before `time`, with ends that nobody has seen by then taken away.
template <class T>
std::vector<T> begun(const std::vector<T>& orders, double time) {
  std::vector<T> early;
  for (T order : orders) {
    if (order.from >= time) continue;
    if constexpr (requires { order.until; }) {
      if (order.until >= time) order.until = for_ever;
    }
    early.push_back(std::move(order));
  }
  return early;
}

std::vector<Challenge> begun(const std::vector<Challenge>& challenges, double time) {
  std::vector<Challenge> early;
  for (Challenge challenge : challenges) {
    std::erase_if(challenge.at, [&](double at) { return at >= time; });
    if (!challenge.at.empty()) early.push_back(std::move(challenge));
  }
  return early;
}

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b, double time) {
  return Order::all_members(begun(a, time)) == Order::all_members(begun(b, time));
}

}  // namespace

bool same_until(const Orders& a, const Orders& b, double time) {
  return same(a.drugs, b.drugs, time) && same(a.fluids, b.fluids, time) &&
         same(a.steroids, b.steroids, time) && same(a.titrations, b.titrations, time) &&
         same(a.challenges, b.challenges, time) &&
         Order::all_members(a.rescues) == Order::all_members(b.rescues);
}

}  // namespace pressor::trial
