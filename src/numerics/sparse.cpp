#include "pressor/numerics/sparse.h"

#include <algorithm>
#include <numeric>

namespace pressor::numerics {
namespace {

using Index = SparsePlan::Index;

Index index(std::size_t value) { return static_cast<Index>(value); }

bool share_a_row(const Pattern& pattern, std::size_t a, std::size_t b) {
  return std::any_of(pattern.begin(), pattern.end(),
                     [&](const std::vector<bool>& row) { return row[a] && row[b]; });
}

std::size_t column_size(const Pattern& pattern, std::size_t column) {
  return static_cast<std::size_t>(
      std::count_if(pattern.begin(), pattern.end(),
                    [&](const std::vector<bool>& row) -> bool { return row[column]; }));
}

/// The first direction in which `column` meets no other column of its rows.
Index free_direction(const Pattern& pattern, const SparsePlan& plan, std::size_t column) {
  std::vector<bool> taken(pattern.size() + 1, false);
  for (std::size_t other = 0; other < pattern.size(); ++other) {
    const Index direction = plan.direction_of[other];
    if (direction != SparsePlan::none && share_a_row(pattern, column, other)) {
      taken[direction] = true;
    }
  }
  return index(
      static_cast<std::size_t>(std::find(taken.begin(), taken.end(), false) - taken.begin()));
}

void colour(const Pattern& pattern, SparsePlan& plan) {
  plan.direction_of.assign(plan.size, SparsePlan::none);
  std::vector<std::size_t> columns(plan.size);
  std::iota(columns.begin(), columns.end(), 0U);
  std::stable_sort(columns.begin(), columns.end(), [&](std::size_t a, std::size_t b) {
    return column_size(pattern, a) > column_size(pattern, b);
  });
  for (const std::size_t column : columns) {
    if (column_size(pattern, column) == 0) continue;
    const Index direction = free_direction(pattern, plan, column);
    plan.direction_of[column] = direction;
    plan.directions = std::max<std::size_t>(plan.directions, direction + 1U);
  }
}

/// The state whose elimination can make least fill.
std::size_t cheapest_pivot(const Pattern& work, const std::vector<bool>& done) {
  std::size_t best = 0;
  std::size_t least = work.size() * work.size() + 1;
  for (std::size_t k = 0; k < work.size(); ++k) {
    if (done[k]) continue;
    std::size_t in_row = 0;
    std::size_t in_column = 0;
    for (std::size_t other = 0; other < work.size(); ++other) {
      if (done[other] || other == k) continue;
      in_row += work[k][other] ? 1U : 0U;
      in_column += work[other][k] ? 1U : 0U;
    }
    if (in_row * in_column < least) {
      least = in_row * in_column;
      best = k;
    }
  }
  return best;
}

/// The order of pivots; `work` gains the fill.
std::vector<std::size_t> order_pivots(Pattern& work) {
  std::vector<bool> done(work.size(), false);
  std::vector<std::size_t> order;
  while (order.size() < work.size()) {
    const std::size_t k = cheapest_pivot(work, done);
    done[k] = true;
    order.push_back(k);
    for (std::size_t row = 0; row < work.size(); ++row) {
      if (done[row] || !work[row][k]) continue;
      for (std::size_t column = 0; column < work.size(); ++column) {
        if (!done[column] && work[k][column]) work[row][column] = true;
      }
    }
  }
  return order;
}

/// Writes the elimination of `k`, whose rows and columns not yet `done` remain.
void write_pivot(const Pattern& filled, const std::vector<std::vector<Index>>& at,
                 const std::vector<bool>& done, std::size_t k, SparsePlan& plan) {
  for (std::size_t column = 0; column < plan.size; ++column) {
    if (!done[column] && filled[k][column]) plan.uppers.push_back({at[k][column], index(column)});
  }
  const std::size_t first = plan.pivots.empty() ? 0 : std::size_t{plan.pivots.back().uppers_end};
  for (std::size_t row = 0; row < plan.size; ++row) {
    if (done[row] || !filled[row][k]) continue;
    for (std::size_t u = first; u < plan.uppers.size(); ++u) {
      const SparsePlan::Entry& upper = plan.uppers[u];
      plan.updates.push_back({at[row][upper.column], upper.entry});
    }
    plan.eliminations.push_back({at[row][k], index(plan.updates.size())});
  }
  for (const SparsePlan::Pivot& earlier : plan.pivots) {
    if (filled[k][earlier.state]) plan.lowers.push_back({at[k][earlier.state], earlier.state});
  }
  plan.pivots.push_back({index(k), at[k][k], index(plan.eliminations.size()),
                         index(plan.lowers.size()), index(plan.uppers.size())});
}

}  // namespace

SparsePlan plan_sparse(const Pattern& pattern) {
  SparsePlan plan;
  plan.size = pattern.size();
  colour(pattern, plan);

  Pattern filled = pattern;
  for (std::size_t k = 0; k < plan.size; ++k) filled[k][k] = true;
  const std::vector<std::size_t> order = order_pivots(filled);

  std::vector<std::vector<Index>> at(plan.size, std::vector<Index>(plan.size, SparsePlan::none));
  for (std::size_t row = 0; row < plan.size; ++row) {
    for (std::size_t column = 0; column < plan.size; ++column) {
      if (filled[row][column]) at[row][column] = index(plan.entries++);
      if (pattern[row][column]) {
        plan.sources.push_back({index(row), plan.direction_of[column], at[row][column]});
      }
    }
  }
  std::vector<bool> done(plan.size, false);
  for (const std::size_t k : order) {
    done[k] = true;
    write_pivot(filled, at, done, k, plan);
  }
  return plan;
}

}  // namespace pressor::numerics
