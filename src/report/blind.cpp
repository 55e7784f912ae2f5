#include "blind.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "outcome.h"
#include "pressor/trial/blinding.h"

namespace pressor::report {
namespace {

/// What stands at each place when the places are taken in this order.
template <class Item>
std::vector<Item> reordered(const std::vector<Item>& items, const std::vector<std::size_t>& order) {
  std::vector<Item> made;
  for (const std::size_t from : order) made.push_back(items.at(from));
  return made;
}

/// The arms by their letters.
std::vector<std::size_t> order_of(const std::vector<std::string>& labels) {
  std::vector<std::size_t> order(labels.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return labels[a] < labels[b]; });
  return order;
}

/// The first arm against the second instead of the second against the first.
void turn(Comparisons& found) {
  const bool ratio = is_ratio(estimate_of(test_of(found.test)));
  const auto turned = [&](double value) { return ratio ? 1.0 / value : -value; };
  for (std::size_t r = 0; r < found.estimate.size(); ++r) {
    const double low = turned(found.ci_high[r]);
    found.estimate[r] = turned(found.estimate[r]);
    found.ci_high[r] = turned(found.ci_low[r]);
    found.ci_low[r] = low;
  }
}

}  // namespace

void blind(Evidence& evidence) {
  evidence.blinded = true;
  const std::vector<std::string> labels =
      blinded_labels(evidence.info.seed, evidence.info.arms.size());
  const std::vector<std::size_t> order = order_of(labels);
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  evidence.order = order;
  evidence.info.arms = reordered(evidence.info.arms, order);
  evidence.loaded.study.arms = reordered(evidence.loaded.study.arms, order);
  for (EndpointFigures& endpoint : evidence.info.endpoints) {
    endpoint.arms = reordered(endpoint.arms, order);
  }
  for (std::size_t& arm : evidence.people.arm) arm = place[arm];
  for (std::size_t& arm : evidence.people.assigned) arm = place[arm];
  for (std::size_t i = 0; i < order.size(); ++i) evidence.arms[i] = "arm " + labels[order[i]];
  if (order.size() > 2) evidence.trial.comparisons.clear();
  // Stopping for benefit or harm has a direction that cannot be turned.
  evidence.trial.stopping.reset();
  if (order.size() == 2 && order[0] == 1) {
    for (Comparisons& found : evidence.trial.comparisons) turn(found);
  }
}

}  // namespace pressor::report
