#include "pressor/inference/fit.h"

#include <algorithm>
#include <limits>

#include "fit_errors.h"
#include "minimise.h"
#include "pressor/core/random.h"

namespace pressor {
namespace {

/// Of each parameter, in SDs of its prior: a first look around, and when it is found.
constexpr double first_step = 0.5;
constexpr double found_within = 5.0e-4;
/// A search that ended begins anew from there with this step, until that gains less than so much:
/// its model of the sum can have become too small too early in a long valley.
constexpr double next_step = 0.25;
constexpr double least_gain = 2.0e-3;

class Searcher {
 public:
  Searcher(const FitQuestion& question, unsigned threads, const FitWatcher& watch)
      : question_(question), threads_(threads), watch_(watch) {
    for (const FreeParameter& parameter : question.parameters) {
      low_.push_back(parameter.coordinate(parameter.low));
      high_.push_back(parameter.coordinate(parameter.high));
    }
    const std::uint64_t searches = std::uint64_t{question.starts} * question.evaluations;
    progress_.most = searches + 2 * question.parameters.size();
    progress_.objective = std::numeric_limits<double>::infinity();
  }

  /// One search from start number `start`; false when stopped.
  bool search(unsigned start, FitResult& result) {
    progress_.start = start;
    const inference::SearchBox box{from(start), low_,         high_,
                                   first_step,  found_within, question_.evaluations};
    const auto found = descend(box);
    if (!found) return false;
    result.starts.push_back({inference::values_at(question_, box.start), found->value,
                             found->evaluations, found->converged});
    // The first of equals stays, so that more starts change a result only for the better.
    if (found->value < best_) {
      best_ = found->value;
      result.after.values = inference::values_at(question_, found->at);
    }
    return true;
  }

  /// What the curvature at the end costs counts too.
  [[nodiscard]] FitWatcher rest() const {
    return [this, before = progress_](const FitProgress& curvature) {
      FitProgress now = before;
      now.evaluations += curvature.evaluations;
      now.most = before.evaluations + curvature.most;
      now.start = question_.starts;
      return watch_(now);
    };
  }

 private:
  /// The prior, or a draw of it.
  [[nodiscard]] std::vector<double> from(unsigned start) const {
    RandomStream random({question_.seed, start, 0, Stream::design});
    std::vector<double> z(low_.size(), 0.0);
    for (std::size_t j = 0; j < z.size() && start > 0; ++j) {
      z[j] = std::clamp(random.normal(), low_[j], high_[j]);
    }
    return z;
  }

  /// Searches until a search from where the last one ended gains nothing.
  std::optional<inference::Minimum> descend(inference::SearchBox box) {
    const auto goal = [&](const auto& z) { return objective(z); };
    auto found = inference::minimise(goal, box);
    while (found && found->evaluations < question_.evaluations) {
      box.start = found->at;
      box.step = next_step;
      box.evaluations = question_.evaluations - found->evaluations;
      auto again = inference::minimise(goal, box);
      if (!again) return std::nullopt;
      again->evaluations += found->evaluations;
      if (again->value > found->value - least_gain) {
        found->evaluations = again->evaluations;
        break;
      }
      found = std::move(again);
    }
    return found;
  }

  std::optional<double> objective(const std::vector<double>& z) {
    const double value =
        fit_point(question_, inference::values_at(question_, z), threads_).objective();
    ++progress_.evaluations;
    progress_.objective = std::min(progress_.objective, value);
    if (!watch_(progress_)) return std::nullopt;
    return value;
  }

  const FitQuestion& question_;
  unsigned threads_;
  const FitWatcher& watch_;
  std::vector<double> low_;
  std::vector<double> high_;
  FitProgress progress_;
  double best_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::optional<FitResult> fit(const FitQuestion& question, unsigned threads,
                             const FitWatcher& watch) {
  FitResult result;
  std::vector<double> current;
  for (const FreeParameter& parameter : question.parameters) current.push_back(parameter.current);
  result.before = fit_point(question, current, threads);
  Searcher searcher(question, threads, watch);
  for (unsigned start = 0; start < question.starts; ++start) {
    if (!searcher.search(start, result)) return std::nullopt;
  }
  result.after = fit_point(question, result.after.values, threads);
  auto estimates = estimates_at(question, result.after, threads, searcher.rest());
  if (!estimates) return std::nullopt;
  result.estimates = std::move(*estimates);
  return result;
}

}  // namespace pressor
