#include "pressor/trial/follow_up.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "pressor/physiology/survival.h"

namespace pressor {
namespace {

/// Gauss-Legendre rule of eight points on [-1, 1] (Abramowitz & Stegun 1964, table 25.4).
constexpr std::array<double, 4> points{0.1834346424956498, 0.5255324099163290, 0.7966664774136267,
                                       0.9602898564975363};
constexpr std::array<double, 4> weights{0.3626837833783620, 0.3137066458778873, 0.2223810344533745,
                                        0.1012285362903763};
/// Panels of equal width in log time for each factor of e.
constexpr double panels_per_e = 1.0;

class After {
 public:
  After(const Patient& patient, const PatientRun& run)
      : p_(patient.baseline.parameters.body.survival),
        start_(run.end),
        lactate_(p_.lactate_risk * (std::min(run.lactate, p_.lactate_cap) - p_.lactate_reference)) {
  }

  /// e^eta dH0/d(ln t): with x = (t/lambda)^k, dH0 = theta k x e^-x d(ln t).
  [[nodiscard]] double density(double log_time) const {
    const double t = std::exp(log_time);
    const double x = std::pow(t / p_.base_time, p_.base_shape);
    const double eta = p_.log_risk + risk_left(p_, t) +
                       lactate_ * std::exp(-(t - start_) / p_.fading_time);  // (2)
    return std::exp(eta) * p_.base_risk * p_.base_shape * x * std::exp(-x);
  }

  [[nodiscard]] double panel(double from, double to) const {
    const double middle = 0.5 * (from + to);
    const double half = 0.5 * (to - from);
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double d = half * points[i];
      sum += weights[i] * (density(middle - d) + density(middle + d));
    }
    return half * sum;
  }

 private:
  const SurvivalParameters<double>& p_;
  double start_;
  double lactate_;
};

/// Log time within a panel at which its integral reaches `wanted`, by halving.
double reach(const After& after, double from, double to, double wanted) {
  double low = from;
  double high = to;
  constexpr double precision = 1.0e-13;  // of log time: below 1e-8 min in a month
  while (high - low > precision * std::fabs(high)) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (after.panel(from, middle) < wanted ? low : high) = middle;
  }
  return high;
}

/// Walks panels from the end of the run to `time`; stops where the hazard has grown by `wanted`.
/// Returns the growth; `at` is where the walk ended, min.
double walk(const After& after, double start, double time, double wanted, double& at) {
  at = time;
  if (time <= start) return 0.0;
  const double first = std::log(start);
  const double last = std::log(time);
  const auto count = static_cast<int>(std::ceil((last - first) * panels_per_e));
  double grown = 0.0;
  for (int i = 0; i < count; ++i) {
    const double from = first + (last - first) * i / count;
    const double to = first + (last - first) * (i + 1) / count;
    const double more = after.panel(from, to);
    if (grown + more >= wanted) {
      at = std::exp(reach(after, from, to, wanted - grown));
      return wanted;
    }
    grown += more;
  }
  return grown;
}

}  // namespace

double death_time(const Patient& patient, const PatientRun& run, double follow_up) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (run.status == Status::died || run.status == Status::arrested) return run.end;
  if (run.status == Status::failed) return never;
  const double wanted = -std::log(patient.outcome) - run.hazard;
  double at = 0.0;
  const double grown = walk(After(patient, run), run.end, follow_up, wanted, at);
  return grown >= wanted ? at : never;
}

}  // namespace pressor
