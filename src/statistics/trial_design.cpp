#include "pressor/statistics/trial_design.h"

#include <cmath>

#include "distributions.h"
#include "pressor/core/errors.h"

namespace pressor {
namespace {

ArmSizes size_of(const AssumedEffect& e, const Demand& demand) {
  switch (e.test) {
    case SizedTest::t:
      return t_test_size(demand, e.delta, e.sd);
    case SizedTest::ancova:
      return ancova_size(demand, e.delta, e.sd, e.correlation);
    case SizedTest::proportions:
      return proportions_size(demand, e.p_treated, e.p_control);
    case SizedTest::logrank:
      return logrank_size(demand, e.hazard_ratio, e.deaths);
    case SizedTest::wilcoxon:
      return wilcoxon_size(demand, normal_superiority(e.delta / e.sd));
  }
  return {};
}

double power_of(const AssumedEffect& e, const ArmSizes& n, double alpha) {
  switch (e.test) {
    case SizedTest::t:
      return t_test_power(n, e.delta, e.sd, alpha);
    case SizedTest::ancova:
      return ancova_power(n, e.delta, e.sd, e.correlation, alpha);
    case SizedTest::proportions:
      return proportions_power(n, e.p_treated, e.p_control, alpha);
    case SizedTest::logrank:
      return logrank_power(n.total() * e.deaths, n.treated / n.control, e.hazard_ratio, alpha);
    case SizedTest::wilcoxon:
      return wilcoxon_power(n, normal_superiority(e.delta / e.sd), alpha);
  }
  return statistics::nan;
}

SequentialDesign boundaries_of(const DesignQuestion& q) {
  if (q.classical != ClassicalShape::none) {
    const double shape = q.classical == ClassicalShape::pocock ? 0.5 : 0.0;
    const Boundaries b = wang_tsiatis(q.information, shape, q.demand.alpha);
    const std::vector<double> none(b.lower.size(), -statistics::infinity);
    return {b.information, b.upper, none, b.lower, statistics::nan};
  }
  SequentialPlan plan{q.information, {0.5 * q.demand.alpha, q.spending}, q.harm, {}, q.binding};
  if (q.futility) plan.futility = ErrorPlan{1.0 - q.demand.power, *q.futility};
  return sequential_design(plan);
}

/// What is spent for benefit look by look, without an effect; a stop that binds nobody counts not.
std::vector<double> spent_for_benefit(const SequentialDesign& design, bool binding) {
  const Boundaries size{design.information, design.efficacy,
                        binding ? design.stops().lower : design.harm};
  std::vector<double> sum = crossing(size, 0.0).upper;
  for (std::size_t k = 1; k < sum.size(); ++k) sum[k] += sum[k - 1];
  return sum;
}

/// Probability that the trial ends at a look.
std::vector<double> ends(const Crossing& c) {
  std::vector<double> out;
  double left = 1.0;
  for (std::size_t k = 0; k < c.upper.size(); ++k) {
    out.push_back(k + 1 < c.upper.size() ? c.upper[k] + c.lower[k] : left);
    left -= out.back();
  }
  return out;
}

ArmSizes scaled(const ArmSizes& n, double factor) {
  return {n.treated * factor, n.control * factor};
}

/// Upwards to whole people; what exceeds one by rounding only does not count.
double whole(double n) { return std::ceil(n - 1.0e-9 * n); }

void tell_looks(const DesignQuestion& q, const SequentialDesign& design, double drift,
                DesignAnswer& out) {
  const Boundaries stops = design.stops();
  const Crossing null = crossing(stops, 0.0);
  const Crossing real = crossing(stops, drift);
  const std::vector<double> null_ends = ends(null);
  const std::vector<double> real_ends = ends(real);
  const std::vector<double> alpha = spent_for_benefit(design, q.binding);
  const double total = out.people.total();
  for (std::size_t k = 0; k < design.information.size(); ++k) {
    out.looks.push_back({design.information[k], total * design.information[k], design.efficacy[k],
                         statistics::normal_p(design.efficacy[k]), design.futility[k],
                         design.harm[k], alpha[k], null_ends[k], real_ends[k]});
  }
  out.expected_without_effect = total * null.expected_information;
  out.expected_with_effect = total * real.expected_information;
}

}  // namespace

DesignAnswer design_trial(const DesignQuestion& q) {
  DesignAnswer out;
  out.one_look = size_of(q.effect, q.demand);
  if (!std::isfinite(out.one_look.total())) {
    throw ParameterError("no sample finds an effect that is not there");
  }
  const SequentialDesign design = boundaries_of(q);
  const double fixed_drift =
      statistics::two_sided_z(1.0 - q.demand.alpha) + normal_quantile(q.demand.power);
  const double drift = q.futility ? design.drift : drift_for_power(design.stops(), q.demand.power);
  const bool one_look = q.information.size() == 1;
  if (!one_look) out.inflation = drift * drift / (fixed_drift * fixed_drift);
  const ArmSizes wanted = scaled(out.one_look, out.inflation);
  out.sizes = q.patients ? scaled(wanted, *q.patients / wanted.total()) : wanted;
  out.people = q.patients ? out.sizes : ArmSizes{whole(wanted.treated), whole(wanted.control)};
  out.events = out.people.total() * q.effect.deaths;
  const double own_drift = drift * std::sqrt(out.people.total() / wanted.total());
  out.power = one_look ? power_of(q.effect, out.people, q.demand.alpha)
                       : crossing(design.stops(), own_drift).above;
  tell_looks(q, design, own_drift, out);
  return out;
}

}  // namespace pressor
