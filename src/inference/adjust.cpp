#include "adjust.h"

#include <boost/math/tools/roots.hpp>
#include <cmath>

#include "outcomes.h"

namespace pressor::inference {
namespace {

double& dose_of(Study& study, const Adjustment& adjustment) {
  DrugOrder& order = study.arms[adjustment.arm].orders.drugs[adjustment.order];
  return order.kind == DrugOrder::Kind::target ? order.target : order.dose.value;
}

/// Searches on the logarithm of the dose: it spans decades.
bool find(const Adjustment& adjustment, Study& study) {
  double& dose = dose_of(study, adjustment);
  const auto miss = [&](double log_dose) {
    dose = std::exp(log_dose);
    return run(study, 1).at(0, adjustment.quantity) - adjustment.aim;
  };
  const double low = std::log(adjustment.low);
  const double high = std::log(adjustment.high);
  const double at_low = miss(low);
  const double at_high = miss(high);
  if (!(at_low * at_high <= 0.0)) return false;
  std::uintmax_t evaluations = 60;
  constexpr int bits = 20;  // of the logarithm: a dose to some millionths
  const auto bracket = boost::math::tools::toms748_solve(
      miss, low, high, at_low, at_high, boost::math::tools::eps_tolerance<double>(bits),
      evaluations);
  dose = std::exp(0.5 * (bracket.first + bracket.second));
  return true;
}

}  // namespace

std::optional<std::string> adjust(const std::vector<Adjustment>& adjustments, Study& study) {
  for (const Adjustment& adjustment : adjustments) {
    if (!find(adjustment, study)) return "no dose gives " + adjustment.text;
  }
  return std::nullopt;
}

}  // namespace pressor::inference
