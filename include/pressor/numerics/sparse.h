#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

/// Sparse linear systems (shift I - J) x = b of one pattern, many times and in many lanes.
namespace pressor::numerics {

/// True where the rate of `row` depends on the state `column`: pattern[row][column].
using Pattern = std::vector<std::vector<bool>>;

/// How J is collected and shift I - J factorised: positions only, worked out once a model.
struct SparsePlan {
  using Index = std::uint32_t;

  /// An entry of J, and the dual direction in which it appears.
  struct Source {
    Index row = 0;
    Index direction = 0;
    Index entry = 0;
  };
  /// value[target] -= multiplier * value[right]
  struct Update {
    Index target = 0;
    Index right = 0;
  };
  /// value[entry] becomes a multiplier: its row loses that many times the pivot's row.
  struct Elimination {
    Index entry = 0;
    Index updates_end = 0;
  };
  /// Pivots in the order of elimination; a pivot's eliminations end at `eliminations_end`, its row
  /// of the lower triangle at `lowers_end`, of the upper at `uppers_end`.
  struct Pivot {
    Index state = 0;
    Index diagonal = 0;
    Index eliminations_end = 0;
    Index lowers_end = 0;
    Index uppers_end = 0;
  };
  /// An entry beside the diagonal.
  struct Entry {
    Index entry = 0;
    Index column = 0;
  };

  std::size_t size = 0;     ///< states
  std::size_t entries = 0;  ///< of the factorised matrix, fill included
  /// Columns without a common row share a direction; `none` where nothing depends on the state.
  std::vector<Index> direction_of;
  std::size_t directions = 0;
  std::vector<Source> sources;
  std::vector<Pivot> pivots;
  std::vector<Elimination> eliminations;
  std::vector<Update> updates;
  std::vector<Entry> lowers;  ///< of a row in the order of the pivots
  std::vector<Entry> uppers;

  static constexpr Index none = ~Index{0};
};

/// Plan for a Jacobian of this pattern. Pivots stay on the diagonal and are taken in the order that
/// makes least fill (Markowitz); directions are coloured greedily, fullest column first.
SparsePlan plan_sparse(const Pattern& pattern);

/// Factors of shift I - J, one matrix a lane. Without row exchanges: meant for a shift that is
/// large against J's entries above the diagonal, and for callers who check what comes out.
template <class Pack>
class SparseFactors {
 public:
  explicit SparseFactors(const SparsePlan& plan)
      : plan_(plan), value_(plan.entries, Pack(0.0)), inverse_(plan.size, Pack(0.0)) {}

  /// `jacobian` holds one value a source of the plan.
  void factorise(const std::vector<Pack>& jacobian, const Pack& shift) {
    std::fill(value_.begin(), value_.end(), Pack(0.0));
    for (std::size_t k = 0; k < jacobian.size(); ++k) value_[plan_.sources[k].entry] = -jacobian[k];
    for (const SparsePlan::Pivot& p : plan_.pivots) {
      value_[p.diagonal] = value_[p.diagonal] + shift;
    }
    std::size_t elimination = 0;
    std::size_t update = 0;
    for (std::size_t k = 0; k < plan_.size; ++k) {
      const SparsePlan::Pivot& p = plan_.pivots[k];
      inverse_[k] = 1.0 / value_[p.diagonal];
      for (; elimination < p.eliminations_end; ++elimination) {
        const SparsePlan::Elimination& e = plan_.eliminations[elimination];
        const Pack multiplier = value_[e.entry] * inverse_[k];
        value_[e.entry] = multiplier;
        for (; update < e.updates_end; ++update) {
          const SparsePlan::Update& u = plan_.updates[update];
          value_[u.target] = value_[u.target] - multiplier * value_[u.right];
        }
      }
    }
  }

  /// Replaces b by x.
  void solve(std::vector<Pack>& b) const {
    std::size_t lower = 0;
    for (const SparsePlan::Pivot& p : plan_.pivots) {
      Pack rest = b[p.state];
      for (; lower < p.lowers_end; ++lower) {
        rest = rest - value_[plan_.lowers[lower].entry] * b[plan_.lowers[lower].column];
      }
      b[p.state] = rest;
    }
    for (std::size_t k = plan_.size; k-- > 0;) {
      const SparsePlan::Pivot& p = plan_.pivots[k];
      const std::size_t begin = k == 0 ? 0 : plan_.pivots[k - 1].uppers_end;
      Pack rest = b[p.state];
      for (std::size_t u = begin; u < p.uppers_end; ++u) {
        rest = rest - value_[plan_.uppers[u].entry] * b[plan_.uppers[u].column];
      }
      b[p.state] = rest * inverse_[k];
    }
  }

 private:
  const SparsePlan& plan_;
  std::vector<Pack> value_;
  std::vector<Pack> inverse_;  ///< of the pivots
};

}  // namespace pressor::numerics
