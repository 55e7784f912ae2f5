#include <algorithm>
#include <cmath>

#include "distributions.h"
#include "look_process.h"
#include "pressor/statistics/sequential.h"
#include "roots.h"

namespace pressor {
namespace {

using statistics::LookProcess;

/// The looks up to the one at which a trial stopped.
Boundaries until(const Boundaries& boundaries, std::size_t look) {
  Boundaries out = boundaries;
  for (auto* values : {&out.information, &out.upper, &out.lower}) values->resize(look + 1);
  return out;
}

/// Probability of a result that is as good for the treated or better, by stages.
class BetterResults {
 public:
  BetterResults(const Boundaries& boundaries, const StoppedAt& stop, double largest_drift)
      : boundaries_(until(boundaries, stop.look)),
        stop_(stop),
        process_(boundaries_, largest_drift) {}

  [[nodiscard]] double at(double drift) const {
    double p = process_.above(stop_.look, stop_.z, drift);
    for (std::size_t k = 0; k < stop_.look; ++k) {
      p += process_.above(k, boundaries_.upper[k], drift);
    }
    return p;
  }

 private:
  Boundaries boundaries_;
  StoppedAt stop_;
  LookProcess process_;
};

}  // namespace

std::optional<StoppedAt> first_stop(const Boundaries& boundaries, std::span<const double> z) {
  for (std::size_t k = 0; k < z.size(); ++k) {
    const bool last = k + 1 == boundaries.information.size();
    if (last || z[k] >= boundaries.upper[k] || z[k] <= boundaries.lower[k]) {
      return StoppedAt{k, z[k]};
    }
  }
  return std::nullopt;
}

TestResult stagewise(const Boundaries& boundaries, const StoppedAt& stop, double confidence) {
  const double root_t = std::sqrt(boundaries.information[stop.look]);
  // A result like this one lies eight standard deviations from such a drift, and Phi(-8) = 6e-16:
  // no probability that is asked for belongs to a drift further out.
  const double largest = (std::fabs(stop.z) + 8.0) / root_t;
  const BetterResults better(boundaries, stop, largest);
  const auto drift_at = [&](double probability) {
    const auto lack = [&](double drift) { return better.at(drift) - probability; };
    if (lack(-largest) > 0.0) return -statistics::infinity;
    if (lack(largest) < 0.0) return statistics::infinity;
    return statistics::root_between(lack, -largest, largest);
  };
  const double tail = 0.5 * (1.0 - confidence);
  const double p = better.at(0.0);
  return {.estimate = drift_at(0.5),
          .ci_low = drift_at(tail),
          .ci_high = drift_at(1.0 - tail),
          .p = 2.0 * std::min(p, 1.0 - p),
          .statistic = stop.z};
}

double naive_bias(const Boundaries& boundaries, double drift) {
  const LookProcess process(boundaries, std::fabs(drift));
  const std::size_t last = boundaries.information.size() - 1;
  double estimate = 0.0;
  for (std::size_t k = 0; k <= last; ++k) {
    const double mean = k == last ? process.mean_above(k, -statistics::infinity, drift)
                                  : process.mean_above(k, boundaries.upper[k], drift) +
                                        process.mean_below(k, boundaries.lower[k], drift);
    estimate += mean / std::sqrt(boundaries.information[k]);
  }
  return estimate - drift;
}

}  // namespace pressor
