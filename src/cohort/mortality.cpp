#include "pressor/cohort/mortality.h"

#include <algorithm>
#include <cmath>

#include "pressor/core/errors.h"

namespace pressor {
namespace {

/// A seed and a replicate that no study has, so that nobody is in the sample and in a trial.
constexpr std::uint64_t sample_seed = 0xF1CE'D5A3'91E5'0000ULL;
constexpr std::uint32_t sample_replicate = 0xFFFF'FFFF;

/// Strips of (1) in F: the midpoint rule is then within 1e-4 of the share.
constexpr int strips = 64;

double lactate_at(const Patient& patient, double time) {
  const LactateParameters<double>& p = patient.baseline.parameters.body.lactate;
  const double clearance = p.recovered_clearance + (p.lactate_clearance - p.recovered_clearance) *
                                                       std::exp(-p.clearance_recovery * time);
  return patient.observed.lactate * p.lactate_clearance / clearance;  // (3)
}

double log_ratio(const Patient& patient, double horizon, double time) {
  const SurvivalParameters<double>& p = patient.baseline.parameters.body.survival;
  const double lactate = std::min(lactate_at(patient, std::min(time, horizon)), p.lactate_cap);
  const double left = std::exp(-std::max(time - horizon, 0.0) / p.fading_time);
  return p.log_risk + risk_left(p, time) + p.lactate_risk * (lactate - p.lactate_reference) * left;
}

/// G of (1).
double integral(const Patient& patient, double horizon, double time) {
  const SurvivalParameters<double>& p = patient.baseline.parameters.body.survival;
  const double end = -std::expm1(-std::pow(time / p.base_time, p.base_shape));  // (2)
  double sum = 0.0;
  for (int i = 0; i < strips; ++i) {
    const double f = end * (i + 0.5) / strips;
    const double t = p.base_time * std::pow(-std::log1p(-f), 1.0 / p.base_shape);
    sum += std::exp(log_ratio(patient, horizon, t));
  }
  return sum * end / strips;
}

double typical_base_risk(const Cast& cast) {
  const auto found = cast.body.parameters.find("base_risk");
  if (found == cast.body.parameters.end()) throw ParameterError("the body has no base_risk");
  return found->second.value;
}

}  // namespace

MortalitySample::MortalitySample(const Cast& cast, double horizon)
    : horizon_(horizon), typical_(typical_base_risk(cast)) {
  const Caster caster(cast);
  Screening ignored;
  for (std::uint32_t i = 0; i < people; ++i) {
    sample_.push_back(caster.patient(sample_seed, sample_replicate, i, ignored));
  }
}

std::vector<double> MortalitySample::integrals(double time) const {
  std::vector<double> all;
  for (const Patient& patient : sample_) {
    const double own = patient.baseline.parameters.body.survival.base_risk / typical_;
    all.push_back(own * integral(patient, horizon_, time));
  }
  return all;
}

double MortalitySample::dead(const std::vector<double>& integrals, double base_risk) {
  double sum = 0.0;
  for (const double g : integrals) sum += -std::expm1(-base_risk * g);
  return sum / static_cast<double>(integrals.size());
}

double MortalitySample::dead(double base_risk, double time) const {
  return dead(integrals(time), base_risk);
}

double MortalitySample::base_risk(double share, double time) const {
  const std::vector<double> all = integrals(time);
  const ParameterInfo& bounds = *find_body_parameter("base_risk");
  double low = std::log(1.0e-6);
  double high = std::log(bounds.high);
  if (!(dead(all, std::exp(low)) < share && share < dead(all, std::exp(high)))) {
    throw ParameterError("no base hazard makes " + format_number(100.0 * share) +
                         " % of these people die by then");
  }
  constexpr int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (dead(all, std::exp(middle)) < share ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

}  // namespace pressor
