#include "minimise.h"

#include <algorithm>
#include <limits>
#include <nlopt.hpp>

namespace pressor::inference {
namespace {

/// The goal and the best that it gave, whatever way the search ends.
struct Search {
  const Goal& goal;
  Minimum best{{}, std::numeric_limits<double>::infinity(), 0, false};
  bool stopped = false;
};

double evaluate(const std::vector<double>& x, std::vector<double>& /*gradient*/, void* data) {
  Search& search = *static_cast<Search*>(data);
  const auto value = search.goal(x);
  if (!value) {
    search.stopped = true;
    throw nlopt::forced_stop();
  }
  ++search.best.evaluations;
  if (*value < search.best.value) {
    search.best.value = *value;
    search.best.at = x;
  }
  return *value;
}

std::vector<double> first_steps(const SearchBox& box) {
  std::vector<double> steps;
  for (std::size_t j = 0; j < box.start.size(); ++j) {
    steps.push_back(std::min(box.step, 0.25 * (box.high[j] - box.low[j])));
  }
  return steps;
}

}  // namespace

std::optional<Minimum> minimise(const Goal& goal, const SearchBox& box) {
  const auto variables = static_cast<unsigned>(box.start.size());
  Search search{goal};
  nlopt::opt optimizer(variables == 1 ? nlopt::LN_SBPLX : nlopt::LN_BOBYQA, variables);
  optimizer.set_min_objective(evaluate, &search);
  optimizer.set_lower_bounds(box.low);
  optimizer.set_upper_bounds(box.high);
  optimizer.set_initial_step(first_steps(box));
  optimizer.set_xtol_abs(box.tolerance);
  optimizer.set_maxeval(static_cast<int>(box.evaluations));
  std::vector<double> x = box.start;
  try {
    double value = 0.0;
    search.best.converged = optimizer.optimize(x, value) != nlopt::MAXEVAL_REACHED;
  } catch (const nlopt::roundoff_limited&) {
    search.best.converged = true;  // nothing lower can be told from the noise
  } catch (const nlopt::forced_stop&) {
    return std::nullopt;
  }
  if (search.stopped) return std::nullopt;
  return search.best;
}

}  // namespace pressor::inference
