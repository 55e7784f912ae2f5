#include <algorithm>
#include <cmath>
#include <numeric>

#include "distributions.h"
#include "look_process.h"
#include "pressor/core/errors.h"
#include "pressor/statistics/sequential.h"
#include "roots.h"

namespace pressor {
namespace {

using statistics::infinity;
using statistics::LookProcess;
using statistics::root_between;

/// Drifts beyond are not looked for: at twice a boundary of 8 the power lacks Phi(-8) = 6e-16, about
/// the least that a double tells from 1, and an error of 6e-16 is the least that is spent.
constexpr double largest_drift = 16.0;

void check_information(std::span<const double> information) {
  bool rises = !information.empty() && information.front() > 0.0;
  for (std::size_t k = 1; k < information.size(); ++k) {
    rises = rises && information[k] > information[k - 1];
  }
  if (!rises || information.back() != 1.0) {
    throw ParameterError("the information of the looks must rise from above 0 to 1");
  }
}

void check_error(double error) {
  if (!(error > 0.0 && error < 0.5)) {
    throw ParameterError("an error to be spent must lie between 0 and 0.5");
  }
}

/// What is spent at each look.
std::vector<double> increments(const ErrorPlan& plan, std::span<const double> information) {
  std::vector<double> out;
  double before = 0.0;
  for (const double t : information) {
    const double now = spent(plan.spending, plan.error, t);
    out.push_back(now - before);
    before = now;
  }
  return out;
}

/// The boundaries of a plan look by look, given the drift towards which futility is spent.
class Designer {
 public:
  explicit Designer(const SequentialPlan& plan)
      : plan_(plan), alpha_(increments(plan.efficacy, plan.information)) {
    if (plan.harm) harm_ = increments(*plan.harm, plan.information);
    if (plan.futility) beta_ = increments(*plan.futility, plan.information);
  }

  struct Result {
    SequentialDesign design;
    double type_two = 0.0;  ///< probability of a stop below, or of no stop, under the drift
  };

  [[nodiscard]] Result at(double drift) const {
    const std::size_t looks = plan_.information.size();
    LookProcess null(plan_.information, 0.0);  // in which the size counts
    LookProcess real(plan_.information, drift);
    Result out{{plan_.information, {}, {}, {}, drift}};
    for (std::size_t k = 0; k < looks; ++k) {
      const double high = null.upper_for(k, alpha_[k], 0.0);
      const double harm = harm_.empty() ? -infinity : null.lower_for(k, harm_[k], 0.0);
      const double stop = beta_.empty()    ? -infinity
                          : k + 1 == looks ? high
                                           : std::min(high, real.lower_for(k, beta_[k], drift));
      const double low = std::max(stop, harm);
      out.type_two += real.below(k, k + 1 == looks ? high : low, drift);
      out.design.efficacy.push_back(high);
      out.design.futility.push_back(stop);
      out.design.harm.push_back(harm);
      null.go_on_between(plan_.binding ? low : harm, high);
      real.go_on_between(low, high);
    }
    return out;
  }

 private:
  const SequentialPlan& plan_;
  std::vector<double> alpha_;
  std::vector<double> harm_;
  std::vector<double> beta_;
};

}  // namespace

double spent(const Spending& spending, double alpha, double information) {
  const double t = std::clamp(information, 0.0, 1.0);
  const double g = spending.parameter;
  if (t == 0.0) return 0.0;
  switch (spending.kind) {
    case SpendingKind::obrien_fleming:
      return 2.0 * normal_cdf(normal_quantile(0.5 * alpha) / std::sqrt(t));
    case SpendingKind::pocock:
      return alpha * std::log1p((std::exp(1.0) - 1.0) * t);
    case SpendingKind::hwang_shih_decani:
      return g == 0.0 ? alpha * t : alpha * std::expm1(-g * t) / std::expm1(-g);
    case SpendingKind::power:
      return alpha * std::pow(t, g);
  }
  return alpha;
}

std::vector<double> equal_looks(std::size_t looks) {
  std::vector<double> information(looks);
  for (std::size_t k = 0; k < looks; ++k) {
    information[k] = static_cast<double>(k + 1) / static_cast<double>(looks);
  }
  return information;
}

Boundaries wang_tsiatis(std::span<const double> information, double shape, double alpha) {
  check_information(information);
  if (!(alpha > 0.0 && alpha < 1.0)) throw ParameterError("alpha must lie between 0 and 1");
  const auto with = [&](double c) {
    Boundaries b{{information.begin(), information.end()}, {}, {}};
    for (const double t : information) {
      b.upper.push_back(c * std::pow(t, shape - 0.5));
      b.lower.push_back(-b.upper.back());
    }
    return b;
  };
  return with(root_between(
      [&](double c) {
        const Crossing size = crossing(with(c), 0.0);
        return size.above + size.below - alpha;
      },
      0.0, 12.0));
}

Boundaries obrien_fleming(std::span<const double> information, double alpha) {
  return wang_tsiatis(information, 0.0, alpha);
}

Boundaries pocock(std::span<const double> information, double alpha) {
  return wang_tsiatis(information, 0.5, alpha);
}

Boundaries SequentialDesign::stops() const {
  Boundaries out{information, efficacy, harm};
  for (std::size_t k = 0; k < out.lower.size(); ++k) {
    out.lower[k] = std::max(out.lower[k], futility[k]);
  }
  return out;
}

SequentialDesign sequential_design(const SequentialPlan& plan) {
  check_information(plan.information);
  check_error(plan.efficacy.error);
  if (plan.harm) check_error(plan.harm->error);
  const Designer designer(plan);
  if (!plan.futility) {
    SequentialDesign design = designer.at(0.0).design;
    design.drift = statistics::nan;
    return design;
  }
  check_error(plan.futility->error);
  const auto lack = [&](double drift) {
    return designer.at(drift).type_two - plan.futility->error;
  };
  if (lack(0.0) < 0.0 || lack(largest_drift) > 0.0) {
    throw ParameterError("no drift reaches this power with these boundaries");
  }
  return designer.at(root_between(lack, 0.0, largest_drift)).design;
}

double conditional_power(double z, double information, double critical) {
  return normal_cdf((z / std::sqrt(information) - critical) / std::sqrt(1.0 - information));
}

double z_of_conditional_power(double power, double information, double critical) {
  return std::sqrt(information) *
         (critical + std::sqrt(1.0 - information) * normal_quantile(power));
}

Crossing crossing(const Boundaries& boundaries, double drift) {
  const LookProcess process(boundaries, std::fabs(drift));
  Crossing out;
  out.expected_information = 0.0;
  double going = 1.0;
  double before = 0.0;
  for (std::size_t k = 0; k < boundaries.information.size(); ++k) {
    out.expected_information += going * (boundaries.information[k] - before);
    out.upper.push_back(process.above(k, boundaries.upper[k], drift));
    out.lower.push_back(process.below(k, boundaries.lower[k], drift));
    going -= out.upper.back() + out.lower.back();
    before = boundaries.information[k];
  }
  out.above = std::accumulate(out.upper.begin(), out.upper.end(), 0.0);
  out.below = std::accumulate(out.lower.begin(), out.lower.end(), 0.0);
  return out;
}

double drift_for_power(const Boundaries& boundaries, double power) {
  const LookProcess process(boundaries, largest_drift);
  const auto lack = [&](double drift) {
    double above = -power;
    for (std::size_t k = 0; k < boundaries.upper.size(); ++k) {
      above += process.above(k, boundaries.upper[k], drift);
    }
    return above;
  };
  if (!(power > 0.0 && power < 1.0) || lack(-largest_drift) > 0.0 || lack(largest_drift) < 0.0) {
    throw ParameterError("no drift reaches this power with these boundaries");
  }
  return root_between(lack, -largest_drift, largest_drift);
}

double inflation_factor(const Boundaries& boundaries, double alpha, double power) {
  const double z = normal_quantile(power) - normal_quantile(alpha);
  const double ratio = drift_for_power(boundaries, power) / z;
  return ratio * ratio;
}

}  // namespace pressor
