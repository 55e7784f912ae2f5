#include "dosing_system.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "pressor/numerics/matrix_exponential.h"
#include "pressor/numerics/reference.h"

namespace pressor {
namespace {

constexpr std::size_t most_states = max_dosed + max_sites;
/// The states, and the input behind them.
using SystemMatrix = numerics::SmallMatrix<most_states + 1>;

/// Errors of the reference engine: of a step, and the part of a dose that is as good as nothing.
constexpr double step_tolerance = 1.0e-12;
constexpr double negligible_share = 1.0e-6;

/// Column j of a linear map: what it makes of the unit vector j, less what it makes of nothing.
template <class Map>
Eigen::MatrixXd matrix_of(std::size_t n, const Map& map) {
  const auto size = static_cast<Eigen::Index>(n);
  Eigen::MatrixXd matrix(size, size);
  for (std::size_t j = 0; j < n; ++j) {
    std::vector<double> unit(n, 0.0);
    unit[j] = 1.0;
    const std::vector<double> image = map(unit);
    for (std::size_t i = 0; i < n; ++i) {
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = image[i];
    }
  }
  return matrix;
}

std::vector<double> solution(const Eigen::MatrixXd& matrix, const std::vector<double>& right) {
  const Eigen::Map<const Eigen::VectorXd> b(right.data(), matrix.rows());
  const Eigen::VectorXd x = matrix.partialPivLu().solve(b);
  return {x.begin(), x.end()};
}

double largest_of(const std::vector<double>& values) {
  double found = 0.0;
  for (const double x : values) found = std::max(found, std::abs(x));
  return found;
}

}  // namespace

void DosingSystem::rates(const DosingParameters& p, const State& input, const double* state,
                         double* rates) const {
  const std::size_t central = model_.central();
  double absorbed = 0.0;
  if (model_.depot) {
    absorbed = p.absorption * state[0];
    rates[0] = input[0] - absorbed;  // (1)
  }
  kinetic_rates(model_.drug, p.drug, input[central] + absorbed, 1.0, 0.0, state + central,
                rates + central);  // (2)
  for (std::size_t j = central + 1; j < model_.dosed(); ++j) rates[j] += input[j];
}

void DosingSystem::advance(const DosingParameters& p, double minutes, const State& input,
                           State& state) const {
  if (minutes <= 0.0) return;
  if (engine_ == DosingEngine::exact) return advance_exactly(p, minutes, input, state);
  integrate(p, minutes, input, state);
}

void DosingSystem::advance_exactly(const DosingParameters& p, double minutes, const State& input,
                                   State& state) const {
  const std::size_t n = model_.states();
  const State nothing(n, 0.0);
  SystemMatrix m{};
  for (std::size_t j = 0; j < n; ++j) {
    State unit = nothing;
    unit[j] = 1.0;
    State column(n);
    rates(p, nothing, unit.data(), column.data());
    for (std::size_t i = 0; i < n; ++i) m[i][j] = column[i] * minutes;
  }
  // The input is a state that does not change, in a unit that leaves the norm of the matrix alone.
  const double norm = numerics::largest_row_sum(m);
  const double most = largest_of(input);
  const double unit = most > 0.0 ? most * minutes / norm : 1.0;
  for (std::size_t i = 0; i < n; ++i) m[i][n] = input[i] * minutes / unit;
  const SystemMatrix e = numerics::exponential(m, n + 1);
  State next(n);
  for (std::size_t i = 0; i < n; ++i) {
    next[i] = e[i][n] * unit;
    for (std::size_t j = 0; j < n; ++j) next[i] += e[i][j] * state[j];
  }
  state = std::move(next);
}

void DosingSystem::integrate(const DosingParameters& p, double minutes, const State& input,
                             State& state) const {
  State scale(state.size(), amount_ * negligible_share);
  for (std::size_t i = model_.dosed(); i < scale.size(); ++i) scale[i] /= p.drug.volume[0];
  const auto f = [&](double /*time*/, const double* y, double* dy) { rates(p, input, y, dy); };
  numerics::integrate_reference(f, 0.0, minutes, state, scale, {}, {},
                                {.tolerance = step_tolerance});
}

DosingSystem::State DosingSystem::constant(const DosingParameters& p, const State& input) const {
  const State nothing(model_.states(), 0.0);
  const auto outflow = [&](const State& state) {
    State out(state.size());
    rates(p, nothing, state.data(), out.data());
    for (double& x : out) x = -x;
    return out;
  };
  return solution(matrix_of(model_.states(), outflow), input);
}

void DosingSystem::cycle(const DosingParameters& p, const Arrival& dose, double interval,
                         double minutes, const State& background, State& state) const {
  if (dose.duration <= 0.0) {
    state[dose.place] += dose.amount;
    return advance(p, minutes, background, state);
  }
  // Infusions that last longer than the interval run beside each other.
  const double whole = std::floor(dose.duration / interval);
  const double rest = dose.duration - whole * interval;
  State input = background;
  input[dose.place] += dose.rate() * (whole + 1.0);
  advance(p, std::min(minutes, rest), input, state);
  input[dose.place] = background[dose.place] + dose.rate() * whole;
  advance(p, minutes - rest, input, state);
}

DosingSystem::State DosingSystem::periodic(const DosingParameters& p, const Arrival& dose,
                                           double interval, double minutes,
                                           const State& background) const {
  const std::size_t n = model_.states();
  const State nothing(n, 0.0);
  const auto left = [&](const State& before) {
    State after = before;
    advance(p, interval, nothing, after);
    for (std::size_t i = 0; i < n; ++i) after[i] = before[i] - after[i];
    return after;
  };
  State gained = nothing;
  cycle(p, dose, interval, interval, background, gained);
  State state = solution(matrix_of(n, left), gained);  // (3)
  cycle(p, dose, interval, minutes, background, state);
  return state;
}

}  // namespace pressor
