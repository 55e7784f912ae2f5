#include "causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "pressor/core/errors.h"
#include "pressor/report/figure.h"
#include "pressor/report/numbers.h"
#include "pressor/report/page.h"
#include "pressor/report/table.h"
#include "pressor/trial/witness.h"

namespace pressor::report {
namespace {

constexpr std::size_t most_cause_bars = 8;
constexpr double least_share = 0.05;  ///< mmHg that a table tells

/// A change and its shares.
struct ExplainedChange {
  std::string what;
  Snapshot from;
  Snapshot to;
  std::vector<CauseShare> shares;
};

/// Changes of one person, simulated again.
class CauseFinder {
 public:
  explicit CauseFinder(const Evidence& evidence)
      : evidence_(evidence), witness_(evidence.study(), 0, 0) {}

  void since_start(std::size_t arm, double time) {
    const auto states = witness_.at(arm, std::vector<double>{0.0, time});
    if (states.size() < 2 || states[1].time <= 0.0) return;
    const std::string who = evidence_.arms.size() > 1 ? evidence_.arms[arm] + ": " : "";
    add(who + "from the start to " + duration(states[1].time), states[0], states[1]);
  }

  void between_arms(std::size_t arm, double time) {
    const std::vector<double> times{time};
    const auto first = witness_.at(0, times);
    const auto other = witness_.at(arm, times);
    if (first.empty() || other.empty()) return;
    add(evidence_.arms[arm] + " against " + evidence_.arms[0] + " at " + duration(time), first[0],
        other[0]);
  }

  std::vector<ExplainedChange> take() { return std::move(changes_); }

 private:
  void add(std::string what, const Snapshot& from, const Snapshot& to) {
    auto shares = witness_.explain(from, to);
    if (!shares.empty()) changes_.push_back({std::move(what), from, to, std::move(shares)});
  }

  const Evidence& evidence_;
  Witness witness_;
  std::vector<ExplainedChange> changes_;
};

/// Bars from nothing to the share of each cause, the largest on top.
Html cause_bars(const ExplainedChange& change, std::size_t index) {
  const std::size_t n = std::min(most_cause_bars, change.shares.size());
  double low = 0.0;
  double high = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    low = std::min(low, change.shares[i].map);
    high = std::max(high, change.shares[i].map);
  }
  Axis names{"", -0.5, static_cast<double>(n) - 0.5, {}, {}, false};
  for (std::size_t i = 0; i < n; ++i) names.ticks.push_back(static_cast<double>(i));
  names.label = [&change, n](double place) {
    return change.shares[n - 1 - static_cast<std::size_t>(place)].cause;
  };
  const double height = 26.0 * static_cast<double>(n);
  Plot plot({265.0, 30.0, 500.0, height}, number_axis("change of MAP, mmHg", low, high, 7), names);
  plot.title(change.what);
  Html bars;
  for (std::size_t i = 0; i < n; ++i) {
    const double share = change.shares[i].map;
    const double y = plot.place_y(static_cast<double>(n - 1 - i));
    const double left = plot.place_x(std::min(0.0, share));
    const double width = plot.place_x(std::max(0.0, share)) - left;
    bars += lone("rect", {{"class", share < 0.0 ? "bar s1" : "bar s0"},
                          {"x", fmt::format("{:.1f}", left)},
                          {"y", fmt::format("{:.1f}", y - 8.0)},
                          {"width", fmt::format("{:.1f}", std::max(width, 0.5))},
                          {"height", "16"}});
  }
  Figure figure("causes-" + std::to_string(index), "Causes of the change of MAP: " + change.what,
                800.0, height + 80.0);
  plot.vertical(0.0, "", "null");
  figure.add(plot);
  figure.add(bars);
  const double moved = change.to.seen.map - change.from.seen.map;
  return figure.markup(text(fmt::format("MAP {} → {} mmHg ({}).", fixed(change.from.seen.map, 1),
                                        fixed(change.to.seen.map, 1), signed_fixed(moved, 1))));
}

void add_change(Table& table, const ExplainedChange& change) {
  table.group(change.what);
  const auto row = [&](const std::string& cause, double map, double output, double resistance) {
    table.row({cause, signed_fixed(map, 1), signed_fixed(output, 2), signed_fixed(resistance, 0)});
  };
  for (const CauseShare& share : change.shares) {
    if (std::fabs(share.map) < least_share) continue;
    row(share.cause, share.map, share.output, share.resistance);
  }
  const Signals& from = change.from.seen;
  const Signals& to = change.to.seen;
  row("all", to.map - from.map, to.output - from.output, to.resistance - from.resistance);
}

std::vector<ExplainedChange> find_causes(const Evidence& evidence,
                                         const std::vector<CauseMoment>& moments) {
  const double end = evidence.study().horizon;
  CauseFinder finder(evidence);
  for (const CauseMoment& moment : moments) {
    const bool apart = moment.time > 0.0 && end - moment.time > 1.0;
    if (apart) finder.since_start(moment.arm, moment.time);
    finder.since_start(moment.arm, end);
  }
  for (std::size_t arm = 1; arm < evidence.arms.size(); ++arm) finder.between_arms(arm, end);
  return finder.take();
}

}  // namespace

Html causes_of_change(const Evidence& evidence, const std::vector<CauseMoment>& moments) {
  // The drugs would tell the arms apart.
  if (evidence.blinded || evidence.study().crossover) return {};
  std::vector<ExplainedChange> changes;
  try {
    changes = find_causes(evidence, moments);
  } catch (const IntegrationError&) {
    return {};
  }
  if (changes.empty()) return {};
  Html made = element("h3", "What each drug, the reflex, volume and adaptation did");
  Table table("Shares of each cause", {"", "MAP, mmHg", "CO, L/min", "SVR, dyn·s/cm⁵"});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    made += cause_bars(changes[i], i);
    add_change(table, changes[i]);
  }
  return made + folded("causes-table", "Table of shares", table.markup("numbers")) +
         element(
             "p", {{"class", "small"}},
             "Every cause has the mean of what it does in all orders of the causes (Shapley), so "
             "that the shares add up to the change. A drug's share is what it does itself at its "
             "receptors; what the reflex answers stands apart. The person was simulated again "
             "with the reference engine, because a result keeps no whole states; pressor explain "
             "does the same for any patient and any two times.");
}

}  // namespace pressor::report
