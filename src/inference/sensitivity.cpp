#include "pressor/inference/sensitivity.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <span>

#include "pressor/core/random.h"

namespace pressor {
namespace {

constexpr std::uint32_t resamples = 400;
constexpr std::uint32_t fewest_nested = 4;  ///< base points of which an effect says anything
constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Morris' grid of four levels, 0 1/3 2/3 1, and the step that keeps all levels as likely. Levels
/// stand at the middle of equal parts of (0, 1), so that the ends of an interval are not preferred.
constexpr std::uint32_t morris_levels = 4;
constexpr std::uint32_t morris_step = morris_levels / 2;

double level_place(std::uint32_t level) { return (level + 0.5) / morris_levels; }

/// Mean of some values, in their order.
template <class Value>
double mean_of_rows(std::span<const std::uint32_t> rows, Value value) {
  double sum = 0.0;
  for (const std::uint32_t row : rows) sum += value(row);
  return sum / static_cast<double>(rows.size());
}

template <class Value>
double variance_of_rows(std::span<const std::uint32_t> rows, Value value) {
  const double centre = mean_of_rows(rows, value);
  return mean_of_rows(rows, [&](std::uint32_t row) {
    const double gap = value(row) - centre;
    return gap * gap;
  });
}

using RowEstimate = std::function<double(std::span<const std::uint32_t> rows)>;

/// Outputs at the points of a design, of which only the first base points are looked at.
struct Evaluations {
  std::uint32_t n = 0;     ///< base points of the design
  std::uint32_t used = 0;  ///< of these, from the first
  std::size_t axes = 0;
  std::uint64_t seed = 0;
  const std::vector<double>& f;
};

/// Value over all base points, and percentile interval over bootstrap samples of them.
WithInterval bootstrapped(std::uint32_t n, std::uint64_t seed, const RowEstimate& estimate) {
  std::vector<std::uint32_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0U);
  WithInterval made{estimate(rows), 0.0, 0.0};
  std::vector<double> found;
  for (std::uint32_t sample = 0; sample < resamples; ++sample) {
    RandomStream random({seed, sample, 0, Stream::design, 1});
    for (std::uint32_t& row : rows) row = random.below(n);
    const double value = estimate(rows);
    if (std::isfinite(value)) found.push_back(value);
  }
  if (found.empty()) return {made.value, not_known, not_known};
  std::sort(found.begin(), found.end());
  const auto at = [&](double share) {
    return found[static_cast<std::size_t>(share * static_cast<double>(found.size() - 1))];
  };
  made.low = at(0.025);
  made.high = at(0.975);
  return made;
}

/// Rows of A, then of B, then of AB_1, AB_2 ...
Points sobol_design(std::uint32_t n, std::size_t axes, std::uint64_t seed) {
  const Points both = sobol_points(n, 2 * axes, seed);
  Points all;
  const auto half = [&](std::size_t from) {
    for (const auto& point : both) {
      const auto start = point.begin() + static_cast<std::ptrdiff_t>(from);
      all.emplace_back(start, start + static_cast<std::ptrdiff_t>(axes));
    }
  };
  half(0);
  half(axes);
  for (std::size_t i = 0; i < axes; ++i) {
    for (std::uint32_t row = 0; row < n; ++row) {
      std::vector<double> point = all[row];
      point[i] = all[n + row][i];
      all.push_back(std::move(point));
    }
  }
  return all;
}

std::vector<InputEffect> sobol_effects(const Evaluations& of) {
  std::vector<InputEffect> effects;
  for (std::size_t i = 0; i < of.axes; ++i) {
    const auto& at = of.f;
    const auto a = [&](std::uint32_t row) { return at[row]; };
    const auto b = [&, base = of.n](std::uint32_t row) { return at[base + row]; };
    const auto mixed = [&, base = of.n * (i + 2)](std::uint32_t row) { return at[base + row]; };
    const auto variance = [&](std::span<const std::uint32_t> rows) {
      const double gap = mean_of_rows(rows, a) - mean_of_rows(rows, b);
      return 0.5 * (variance_of_rows(rows, a) + variance_of_rows(rows, b)) + 0.25 * gap * gap;
    };
    const RowEstimate first = [&](std::span<const std::uint32_t> rows) {
      // The output's mean is taken off f(B): the same expectation, less noise.
      const double centre = mean_of_rows(rows, b);
      return mean_of_rows(rows,
                          [&](std::uint32_t r) { return (b(r) - centre) * (mixed(r) - a(r)); }) /
             variance(rows);
    };
    const RowEstimate total = [&](std::span<const std::uint32_t> rows) {
      return mean_of_rows(rows, [&](std::uint32_t r) { return std::pow(a(r) - mixed(r), 2); }) /
             (2.0 * variance(rows));
    };
    effects.push_back(
        {bootstrapped(of.used, of.seed, first), bootstrapped(of.used, of.seed, total)});
  }
  return effects;
}

/// The order in which a trajectory moves its axes, and the way of each.
struct MorrisWalk {
  std::vector<std::size_t> order;
  std::vector<std::uint32_t> start;  ///< level of each axis
};

MorrisWalk morris_walk(std::uint32_t trajectory, std::size_t axes, std::uint64_t seed) {
  RandomStream random({seed, trajectory, 0, Stream::design, 2});
  MorrisWalk walk;
  walk.order.resize(axes);
  std::iota(walk.order.begin(), walk.order.end(), std::size_t{0});
  for (std::size_t left = axes; left > 1; --left) {
    std::swap(walk.order[left - 1], walk.order[random.below(static_cast<std::uint32_t>(left))]);
  }
  for (std::size_t axis = 0; axis < axes; ++axis) walk.start.push_back(random.below(morris_levels));
  return walk;
}

/// An axis in the lower half goes up, in the upper half down.
std::uint32_t stepped(std::uint32_t level) {
  return level < morris_step ? level + morris_step : level - morris_step;
}

Points morris_design(std::uint32_t n, std::size_t axes, std::uint64_t seed) {
  Points all;
  for (std::uint32_t t = 0; t < n; ++t) {
    const MorrisWalk walk = morris_walk(t, axes, seed);
    std::vector<double> point(axes);
    for (std::size_t axis = 0; axis < axes; ++axis) point[axis] = level_place(walk.start[axis]);
    all.push_back(point);
    for (const std::size_t axis : walk.order) {
      point[axis] = level_place(stepped(walk.start[axis]));
      all.push_back(point);
    }
  }
  return all;
}

std::vector<InputEffect> morris_effects(const Evaluations& of) {
  std::vector<std::vector<double>> slopes(of.axes, std::vector<double>(of.used));
  for (std::uint32_t t = 0; t < of.used; ++t) {
    const MorrisWalk walk = morris_walk(t, of.axes, of.seed);
    for (std::size_t k = 0; k < of.axes; ++k) {
      const std::size_t axis = walk.order[k];
      const double step = level_place(stepped(walk.start[axis])) - level_place(walk.start[axis]);
      const std::size_t at = t * (of.axes + 1) + k;
      slopes[axis][t] = (of.f[at + 1] - of.f[at]) / step;
    }
  }
  std::vector<InputEffect> effects;
  for (const std::vector<double>& own : slopes) {
    const RowEstimate size = [&](std::span<const std::uint32_t> rows) {
      return mean_of_rows(rows, [&](std::uint32_t r) { return std::abs(own[r]); });
    };
    const RowEstimate spread = [&](std::span<const std::uint32_t> rows) {
      return std::sqrt(variance_of_rows(rows, [&](std::uint32_t r) { return own[r]; }));
    };
    effects.push_back(
        {bootstrapped(of.used, of.seed, size), bootstrapped(of.used, of.seed, spread)});
  }
  return effects;
}

/// Ranks from 0; ties share their mean rank.
Eigen::VectorXd ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Eigen::VectorXd ranks(static_cast<Eigen::Index>(values.size()));
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i + 1;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) {
      ranks[static_cast<Eigen::Index>(order[k])] = 0.5 * static_cast<double>(i + end - 1);
    }
    i = end;
  }
  return ranks;
}

/// Correlation of one column with the last when the others are held: that of what is left of both
/// after regression on the others. 0 where these leave nothing of the last.
double partial_correlation(const Eigen::MatrixXd& centred, Eigen::Index column) {
  const Eigen::Index last = centred.cols() - 1;
  if (centred.rows() <= last + 1) return not_known;
  Eigen::MatrixXd others(centred.rows(), last - 1);
  for (Eigen::Index from = 0, to = 0; from < last; ++from) {
    if (from != column) others.col(to++) = centred.col(from);
  }
  const auto left_of = [&, fit = others.colPivHouseholderQr()](Eigen::Index which) {
    const Eigen::VectorXd whole = centred.col(which);
    if (others.cols() == 0) return whole;
    return Eigen::VectorXd(whole - others * fit.solve(whole));
  };
  constexpr double nothing = 1.0e-9;
  const Eigen::VectorXd x = left_of(column);
  const Eigen::VectorXd y = left_of(last);
  if (x.norm() <= nothing * (1.0 + centred.col(column).norm())) return not_known;
  if (y.norm() <= nothing * (1.0 + centred.col(last).norm())) return 0.0;
  return x.dot(y) / (x.norm() * y.norm());
}

std::vector<InputEffect> prcc_effects(const Evaluations& of) {
  const std::size_t axes = of.axes;
  const Points points = sensitivity_points(SensitivityMethod::prcc, of.n, axes, of.seed);
  const auto coefficient = [&](std::span<const std::uint32_t> rows, std::size_t axis) {
    Eigen::MatrixXd ranks(static_cast<Eigen::Index>(rows.size()),
                          static_cast<Eigen::Index>(axes + 1));
    std::vector<double> column(rows.size());
    for (std::size_t a = 0; a <= axes; ++a) {
      for (std::size_t r = 0; r < rows.size(); ++r) {
        column[r] = a < axes ? points[rows[r]][a] : of.f[rows[r]];
      }
      ranks.col(static_cast<Eigen::Index>(a)) = ranks_of(column);
    }
    const Eigen::MatrixXd centred = ranks.rowwise() - ranks.colwise().mean();
    return partial_correlation(centred, static_cast<Eigen::Index>(axis));
  };
  std::vector<InputEffect> effects;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const RowEstimate own = [&](std::span<const std::uint32_t> rows) {
      return coefficient(rows, axis);
    };
    effects.push_back({bootstrapped(of.used, of.seed, own), {not_known, not_known, not_known}});
  }
  return effects;
}

std::vector<InputEffect> effects_of(SensitivityMethod method, const Evaluations& of) {
  const bool finite =
      std::all_of(of.f.begin(), of.f.end(), [](double f) { return std::isfinite(f); });
  if (!finite) {
    const WithInterval nothing{not_known, not_known, not_known};
    return std::vector<InputEffect>(of.axes, {nothing, nothing});
  }
  switch (method) {
    case SensitivityMethod::sobol:
      return sobol_effects(of);
    case SensitivityMethod::morris:
      return morris_effects(of);
    case SensitivityMethod::prcc:
      break;
  }
  return prcc_effects(of);
}

}  // namespace

Points sensitivity_points(SensitivityMethod method, std::uint32_t n, std::size_t axes,
                          std::uint64_t seed) {
  switch (method) {
    case SensitivityMethod::sobol:
      return sobol_design(n, axes, seed);
    case SensitivityMethod::morris:
      return morris_design(n, axes, seed);
    case SensitivityMethod::prcc:
      break;
  }
  return latin_hypercube(n, axes, seed);
}

std::vector<InputEffect> sensitivity_effects(SensitivityMethod method, std::uint32_t n,
                                             std::size_t axes, std::uint64_t seed,
                                             const std::vector<double>& outputs) {
  return effects_of(method, {n, n, axes, seed, outputs});
}

std::vector<NestedEffects> sensitivity_growth(SensitivityMethod method, std::uint32_t n,
                                              std::size_t axes, std::uint64_t seed,
                                              const std::vector<double>& outputs) {
  std::vector<NestedEffects> growth;
  for (const std::uint32_t eighths : {1U, 2U, 3U, 4U, 6U, 8U}) {
    const auto used = static_cast<std::uint32_t>(std::uint64_t{n} * eighths / 8);
    if (used < fewest_nested && used < n) continue;
    growth.push_back({used, effects_of(method, {n, used, axes, seed, outputs})});
  }
  return growth;
}

}  // namespace pressor
