#include "look_process.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <utility>

#include "roots.h"

namespace pressor::statistics {
namespace {

/// Beyond this many standard deviations nothing is left: Phi(-8.5) = 9.5e-18, a hundredth of what
/// counts as nothing.
constexpr double far = 8.5;
/// What cannot be told from nothing.
constexpr double nothing = 1.0e-15;

}  // namespace

LookProcess::LookProcess(std::vector<double> information, double largest_drift)
    : t_(std::move(information)), largest_drift_(largest_drift) {}

LookProcess::LookProcess(const Boundaries& boundaries, double largest_drift)
    : LookProcess(boundaries.information, largest_drift) {
  for (std::size_t k = 0; k + 1 < t_.size(); ++k) {
    go_on_between(boundaries.lower[k], boundaries.upper[k]);
  }
}

double LookProcess::step_to(std::size_t look) const {
  return look == 0 ? t_[0] : t_[look] - t_[look - 1];
}

double LookProcess::panel_width(std::size_t look) const {
  double narrowest = step_to(look);
  if (look + 1 < t_.size()) narrowest = std::min(narrowest, step_to(look + 1));
  return 1.5 * std::sqrt(narrowest / t_[look]);
}

double LookProcess::density(std::size_t look, double z) const {
  return sum(look, 0.0, [z](double weight, double mean, double sd) {
    return weight * normal_density((z - mean) / sd) / sd;
  });
}

void LookProcess::go_on_between(double low, double high) {
  using Rule = boost::math::quadrature::gauss<double, 10>;
  const std::size_t look = grids_.size();
  const double reach = far + largest_drift_ * std::sqrt(t_[look]);
  const double from = std::max(low, -reach);
  const double to = std::min(high, reach);
  Grid grid;
  if (to > from) {
    const auto panels = static_cast<int>(std::ceil((to - from) / panel_width(look)));
    const double half = 0.5 * (to - from) / panels;
    for (int i = 0; i < panels; ++i) {
      const double middle = from + (2 * i + 1) * half;
      for (std::size_t q = 0; q < Rule::abscissa().size(); ++q) {
        for (const double side : {-1.0, 1.0}) {
          const double z = middle + side * half * Rule::abscissa()[q];
          grid.push_back({z, half * Rule::weights()[q] * density(look, z)});
        }
      }
    }
  }
  grids_.push_back(std::move(grid));
}

template <class Function>
double LookProcess::sum(std::size_t look, double drift, const Function& f) const {
  if (look == 0) return f(1.0, drift * std::sqrt(t_[0]), 1.0);
  const double before = t_[look - 1];
  const double root_before = std::sqrt(before);
  const double root_now = std::sqrt(t_[look]);
  const double step = step_to(look);
  const double sd = std::sqrt(step) / root_now;
  double total = 0.0;
  for (const Point& point : grids_[look - 1]) {
    const double tilt =
        drift == 0.0 ? 1.0 : std::exp(drift * (point.z * root_before - 0.5 * drift * before));
    total += f(point.mass * tilt, (point.z * root_before + drift * step) / root_now, sd);
  }
  return total;
}

double LookProcess::above(std::size_t look, double z, double drift) const {
  return sum(look, drift, [z](double weight, double mean, double sd) {
    return weight * normal_cdf((mean - z) / sd);
  });
}

double LookProcess::below(std::size_t look, double z, double drift) const {
  return sum(look, drift, [z](double weight, double mean, double sd) {
    return weight * normal_cdf((z - mean) / sd);
  });
}

double LookProcess::mean_above(std::size_t look, double z, double drift) const {
  return sum(look, drift, [z](double weight, double mean, double sd) {
    const double x = (mean - z) / sd;
    return weight * (mean * normal_cdf(x) + sd * normal_density(x));
  });
}

double LookProcess::mean_below(std::size_t look, double z, double drift) const {
  return sum(look, drift, [z](double weight, double mean, double sd) {
    const double x = (z - mean) / sd;
    return weight * (mean * normal_cdf(x) - sd * normal_density(x));
  });
}

double LookProcess::upper_for(std::size_t look, double probability, double drift) const {
  if (probability < nothing) return infinity;
  const double reach = far + std::fabs(drift) * std::sqrt(t_[look]);
  const auto excess = [&](double z) { return above(look, z, drift) - probability; };
  // Less than that is left: every z stops.
  if (excess(-reach) <= 0.0) return -reach;
  return root_between(excess, -reach, reach);
}

double LookProcess::lower_for(std::size_t look, double probability, double drift) const {
  if (probability < nothing) return -infinity;
  const double reach = far + std::fabs(drift) * std::sqrt(t_[look]);
  const auto excess = [&](double z) { return below(look, z, drift) - probability; };
  if (excess(reach) <= 0.0) return reach;
  return root_between(excess, -reach, reach);
}

}  // namespace pressor::statistics
